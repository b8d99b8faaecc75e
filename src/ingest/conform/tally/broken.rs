//! A rule that was broken: its first example, and every text that broke it. One example does not
//! speak for all: below `Golmark`, that a letter mends, may stand `Total`, that must not be mended.

use crate::model::{Finding, Place, marked};
use std::collections::BTreeMap;

/// How many texts are told apart; the rest are counted together.
const HELD: usize = 1000;
/// How many are named.
const NAMED: usize = 8;
/// How many remedies are told.
const REMEDIES: usize = 3;
/// Longest text that is named whole, in characters.
const LONGEST: usize = 60;

/// A rule that was broken.
pub(super) struct Broken {
    /// The first example in the order of places, with the count of all.
    first: Finding,
    /// Texts with how often each broke it, and the remedy that was told of it.
    texts: BTreeMap<String, (u64, String)>,
    /// How often texts broke it that are not held.
    others: u64,
}

impl Broken {
    pub(super) fn new(first: Finding) -> Broken {
        Broken {
            first: Finding { count: 0, ..first },
            texts: BTreeMap::new(),
            others: 0,
        }
    }

    pub(super) const fn count(&self) -> u64 {
        self.first.count
    }

    pub(super) const fn first(&self) -> &Finding {
        &self.first
    }

    /// One more. What is wrong with a whole row or against other rows is no matter of its text.
    pub(super) fn add(&mut self, place: &Place, of_text: bool, said: [&str; 3]) {
        let [raw, message, hint] = said;
        self.first.count += 1;
        if *place < self.first.place {
            self.first.place = place.clone();
            self.first.raw = Some(raw.to_owned());
            message.clone_into(&mut self.first.message);
            hint.clone_into(&mut self.first.hint);
        }
        if !of_text {
            return;
        }
        if let Some((count, _)) = self.texts.get_mut(raw.trim()) {
            *count += 1;
        } else if self.texts.len() < HELD {
            self.texts
                .insert(raw.trim().to_owned(), (1, hint.to_owned()));
        } else {
            self.others += 1;
        }
    }

    /// The finding of all of them.
    pub(super) fn finding(self) -> Finding {
        let mut texts: Vec<(String, u64, String)> = self
            .texts
            .into_iter()
            .map(|(text, (count, hint))| (text, count, hint))
            .collect();
        if texts.len() < 2 {
            return self.first;
        }
        texts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let named: Vec<String> = texts
            .iter()
            .take(NAMED)
            .map(|(text, count, _)| format!("{} ({count})", shown(text)))
            .collect();
        let left = texts.iter().skip(NAMED).map(|(_, count, _)| count);
        let left = left.sum::<u64>() + self.others;
        let rest = match left {
            0 => String::new(),
            n => format!(", and {n} cells with other texts"),
        };
        let first = self.first;
        Finding {
            message: format!("{}; all texts: {}{rest}", first.message, named.join(", ")),
            hint: remedies(&first.hint, &texts),
            ..first
        }
    }
}

/// The remedies, where more than one was told.
fn remedies(first: &str, texts: &[(String, u64, String)]) -> String {
    let mut told: Vec<(&str, &str)> = Vec::new();
    for (text, _, hint) in texts {
        if !hint.is_empty() && !told.iter().any(|(_, h)| h == hint) {
            told.push((text, hint));
        }
    }
    if told.len() < 2 {
        return first.to_owned();
    }
    let more = if told.len() > REMEDIES {
        "; `chiso quarantine list` has the others"
    } else {
        ""
    };
    let said: Vec<String> = told
        .iter()
        .take(REMEDIES)
        .map(|(text, hint)| match shown(text) {
            // It names the text itself.
            name if hint.starts_with(&name) => (*hint).to_owned(),
            name => format!("{name}: {hint}"),
        })
        .collect();
    format!("{}{more}", said.join("; "))
}

/// A text as it is named: one line, not too long.
fn shown(text: &str) -> String {
    if text.is_empty() {
        return "an empty cell".to_owned();
    }
    let line = text.split([' ', '\n', '\r', '\t']);
    let line = marked(&line.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")).into_owned();
    if line.chars().count() <= LONGEST {
        return format!("`{line}`");
    }
    let begin: String = line.chars().take(LONGEST).collect();
    format!("`{begin}…`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(texts: &[(u64, &str, &str)]) -> String {
        let at = |row| Place {
            file: "a.csv".into(),
            row,
            ..Place::default()
        };
        let first = texts.first().map_or(0, |t| t.0);
        let mut broken = Broken::new(Finding::error("unknown_area", at(first), "").hint(""));
        broken.first.place.row = u64::MAX;
        for (row, text, hint) in texts {
            broken.add(
                &at(*row),
                true,
                [text, &format!("`{text}` is no area"), hint],
            );
        }
        broken.finding().to_string()
    }

    #[test]
    fn each_text_is_named_with_its_count() {
        assert_eq!(
            broken(&[(3, "X", "add it"), (2, "X", "add it")]),
            "error[unknown_area]: a.csv:2: `X` is no area (2 times)\n  hint: add it"
        );
        assert_eq!(
            broken(&[
                (2, "Golmark", "did you mean `Goldmark`?"),
                (3, "Total", "add it"),
                (4, "", "add it"),
                (5, "Total", "add it"),
            ]),
            "error[unknown_area]: a.csv:2: `Golmark` is no area; all texts: `Total` (2), an empty \
                cell (1), `Golmark` (1) (4 times)\n  hint: `Total`: add it; `Golmark`: did you \
                mean `Goldmark`?"
        );
    }

    #[test]
    fn no_more_are_named_than_a_person_reads() {
        let names: Vec<String> = (10..40).map(|n| format!("T{n}")).collect();
        let texts: Vec<(u64, &str, &str)> = (1..)
            .zip(&names)
            .map(|(row, name)| (row, name.as_str(), name.as_str()))
            .collect();
        let said = broken(&texts);
        assert!(
            said.contains("`T17` (1), and 22 cells with other texts (30 times)"),
            "{said}"
        );
        assert!(
            said.ends_with("`T12`: T12; `chiso quarantine list` has the others"),
            "{said}"
        );
    }
}
