//! How the figures of a column seem to be written: what speaks for a decimal point, what for a
//! comma, and what could be either.
//!
//! Decided for a column as a whole and never for a cell: `1.234` alone is one thousand two hundred
//! and thirty-four or a little over one, and is said to be ambiguous.

use super::beside::{Form, beside, form};
use super::sign::{SPACES, Sign, sign};
use std::collections::BTreeMap;

/// Most marks of a column that are told apart.
const MARKS: usize = 40;

/// What the figures of a column say about their signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNumbers {
    /// How many texts speak for what, each with the first example and its row.
    pub evidence: BTreeMap<Sign, (u64, String, u64)>,
    /// Whether groups of some figure are apart by spaces.
    pub grouped_by_space: bool,
    /// Marks beside figures: how often each stands, and the row of the first.
    pub marks: BTreeMap<String, (u64, u64)>,
}

/// What is to be declared for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    /// No figure has a sign.
    Any,
    /// Decimal point.
    Point,
    /// Decimal comma.
    Comma,
    /// Every figure with a sign could be read either way.
    Ambiguous,
    /// Some figures speak for a point, others for a comma.
    Mixed,
}

impl ColumnNumbers {
    /// Looks at a cell; a text that is no figure says nothing.
    pub fn see(&mut self, text: &str, row: u64) {
        let mut text = text;
        if let Some((figure, mark)) = beside(text) {
            text = figure;
            if self.marks.len() < MARKS || self.marks.contains_key(mark) {
                self.marks.entry(mark.to_owned()).or_insert((0, row)).0 += 1;
            }
        }
        let inner = form(text).filter(|(_, form)| *form != Form::Percent);
        if let Some(sign) = sign(inner.map_or(text, |(inner, _)| inner)) {
            let entry = self
                .evidence
                .entry(sign)
                .or_insert_with(|| (0, text.trim().to_owned(), row));
            entry.0 += 1;
            self.grouped_by_space |= text
                .trim()
                .trim_end_matches('%')
                .trim_end()
                .contains(SPACES);
        }
    }

    /// How many figures have been seen.
    #[must_use]
    pub fn figures(&self) -> u64 {
        self.evidence.values().map(|(n, _, _)| n).sum()
    }

    /// The conclusion.
    #[must_use]
    pub fn locale(&self) -> Locale {
        let has = |sign: Sign| self.evidence.contains_key(&sign);
        match (has(Sign::Point), has(Sign::Comma)) {
            (true, true) => Locale::Mixed,
            (true, false) => Locale::Point,
            (false, true) => Locale::Comma,
            // `1.234` next to `1,234`: whichever sign is the decimal one, the figures are of very
            // different size.
            (false, false) if has(Sign::PointOrGroup) || has(Sign::CommaOrGroup) => {
                Locale::Ambiguous
            }
            (false, false) => Locale::Any,
        }
    }

    /// Whether groups are apart by spaces.
    #[must_use]
    pub fn spaced(&self) -> bool {
        self.grouped_by_space
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_figure_says_about_its_signs() {
        for (text, want) in [
            ("1234", Some(Sign::Plain)),
            ("-1.234", Some(Sign::PointOrGroup)),
            ("0.234", Some(Sign::Point)),
            ("1234.567", Some(Sign::Point)),
            ("28.709234", Some(Sign::Point)),
            ("1.234.567", Some(Sign::Comma)),
            ("1.234.567,8", Some(Sign::Comma)),
            ("1,234.5", Some(Sign::Point)),
            ("12,5%", Some(Sign::Comma)),
            ("1,234", Some(Sign::CommaOrGroup)),
            ("1 234\u{a0}567,5", Some(Sign::Comma)),
            ("1 234 567", Some(Sign::Spaced)),
            ("1 234.5", Some(Sign::Point)),
            ("2.767.229.12", None),
            ("2024-01", None),
            ("..", None),
            ("-", None),
            (".", None),
            ("Hà Nội", None),
            ("1 2 3", None),
        ] {
            assert_eq!(sign(text), want, "{text}");
        }
    }

    #[test]
    fn a_column_is_decided_as_a_whole() {
        let locale = |texts: &[&str]| {
            let mut column = ColumnNumbers::default();
            for text in texts {
                column.see(text, 1);
            }
            column.locale()
        };
        assert_eq!(locale(&["1.234", "12", ".."]), Locale::Ambiguous);
        assert_eq!(locale(&["1.234", "1.234.567"]), Locale::Comma);
        assert_eq!(locale(&["1.234", "0.5"]), Locale::Point);
        assert_eq!(locale(&["1,5", "0.5"]), Locale::Mixed);
        assert_eq!(locale(&["1", "2"]), Locale::Any);
    }
}
