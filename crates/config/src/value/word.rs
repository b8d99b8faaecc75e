//! Words of closed lists, and what is said of a name or word that is none of them.

use crate::document::ConfigNode;
use crate::rule;
use chiso_model::{Finding, FiscalYear, Period, WordError, nearest, written_period};
use std::fmt::Display;
use std::str::FromStr;

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names
        .into_iter()
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The hint for an unknown name: the nearest one, or what there is.
pub(crate) fn did_you_mean(name: &str, what: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("there are no {what}"),
        None => format!("the {what} are {}", list(known.iter().copied())),
    }
}

/// A value whose error says what to write.
pub(crate) fn parsed<T: FromStr<Err: Display>>(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    raw.parse()
        .map_err(|e| faults.push(at.error(rule::BAD_VALUE, format!("{e}"))))
        .ok()
}

/// A period as people write it, a fiscal year by the name of the office too.
pub(crate) fn period(
    at: &ConfigNode<'_>,
    raw: &str,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Period> {
    written_period(raw, office)
        .map_err(|e| faults.push(at.error(rule::BAD_VALUE, format!("{e}"))))
        .ok()
}

/// A word of a closed list of the model.
pub(crate) fn word<T: FromStr<Err = WordError>>(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    raw.parse()
        .map_err(|e| faults.push(wrong_word(at, &e)))
        .ok()
}

/// A word of a closed list of the configuration.
pub(crate) fn one_of<T: Copy>(
    at: &ConfigNode<'_>,
    raw: &str,
    what: &'static str,
    words: &[(&str, T)],
    faults: &mut Vec<Finding>,
) -> Option<T> {
    let found = words
        .iter()
        .find(|(word, _)| *word == raw)
        .map(|(_, value)| *value);
    if found.is_none() {
        let error = WordError {
            text: raw.to_owned(),
            what,
            allowed: list(words.iter().map(|(word, _)| *word)),
        };
        faults.push(wrong_word(at, &error));
    }
    found
}

/// Lists no longer than this are shown whole rather than guessed from.
const SHORT_LIST: usize = 5;

fn wrong_word(at: &ConfigNode<'_>, error: &WordError) -> Finding {
    let allowed: Vec<&str> = error
        .allowed
        .split(", ")
        .map(|word| word.trim_matches('`'))
        .collect();
    let hint = match nearest(&error.text, allowed.iter().copied()) {
        Some(near) if allowed.len() > SHORT_LIST => format!("did you mean `{near}`?"),
        _ => format!("write one of {}", error.allowed),
    };
    at.error(
        rule::BAD_VALUE,
        format!("`{}` is not a {}", error.text, error.what),
    )
    .hint(hint)
}
