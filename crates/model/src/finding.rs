//! Findings: what was wrong with data or configuration, where, and what to do about it.
//!
//! Data with faults is the normal case, so faults are values that are gathered, not errors that end
//! the work.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Published, but look at it.
    Warning,
    /// Something did not take part.
    Error,
}
crate::words!(Severity, "severity", { Info => "info", Warning => "warning", Error => "error" });

/// Where in a delivery or a configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// File name, relative to the project or as delivered.
    pub file: String,
    /// Sheet or member; empty when the file has no parts.
    pub part: String,
    /// Row or line, counted from 1 as a person sees it in the file; 0 when it concerns the whole
    /// file.
    pub row: u64,
    /// Column as named in the file, or its number; empty when it concerns the whole row.
    pub col: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.part.is_empty() {
            write!(f, " [{}]", self.part)?;
        }
        if self.row > 0 {
            write!(f, ":{}", self.row)?;
        }
        if !self.col.is_empty() {
            write!(f, ", column `{}`", self.col)?;
        }
        Ok(())
    }
}

/// One fault: place, value, rule, remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// The rule broken, a stable word such as `unknown_area`.
    pub rule: Cow<'static, str>,
    /// Where it was first seen.
    pub place: Place,
    /// The text as it stood, if there was one.
    pub raw: Option<String>,
    /// What is wrong: a lower-case fragment, names in backticks.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// How many cells, rows or lines share it.
    pub count: u64,
}

impl Finding {
    /// An error at a place.
    #[must_use]
    pub fn error(rule: &'static str, place: Place, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Error,
            rule: Cow::Borrowed(rule),
            place,
            raw: None,
            message: message.into(),
            hint: String::new(),
            count: 1,
        }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(rule: &'static str, place: Place, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Warning,
            ..Finding::error(rule, place, message)
        }
    }

    /// With a remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = hint.into();
        self
    }

    /// With the text as it stood.
    #[must_use]
    pub fn raw(mut self, raw: impl Into<String>) -> Finding {
        self.raw = Some(raw.into());
        self
    }
}

/// Severity, rule, place and message on one line, the hint on a line of its own; see the test
/// below.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}: {}",
            self.severity, self.rule, self.place, self.message
        )?;
        if self.count > 1 {
            write!(f, " ({} times)", self.count)?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

/// The name in `known` nearest to `name`, when it is near enough to be a slip: two letters, or one
/// in three; never for short codes, where everything is near.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let limit = if length < 4 { 0 } else { (length / 3).max(2) };
    known
        .into_iter()
        .map(|k| (distance(name, k), k))
        .filter(|(d, _)| (1..=limit).contains(d))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Levenshtein's edit distance, by characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_and_nothing_else() {
        assert_eq!(
            nearest("enterprices", ["enterprises", "revenue"]),
            Some("enterprises")
        );
        assert_eq!(nearest("zzz", ["enterprises", "revenue"]), None);
        assert_eq!(nearest("C9", ["C1"]), None);
    }

    #[test]
    fn a_finding_reads_as_place_value_rule_remedy() {
        let place = Place {
            file: "plan.csv".into(),
            row: 12,
            col: "area".into(),
            ..Place::default()
        };
        let text = Finding::error("unknown_area", place, "`X` is no area on 2008-01-01")
            .hint("add an alias")
            .to_string();
        assert_eq!(
            text,
            "error[unknown_area]: plan.csv:12, column `area`: `X` is no area on 2008-01-01\n  \
                hint: add an alias"
        );
    }
}
