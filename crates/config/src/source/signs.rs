//! What the signs of a provider say: texts that mean zero, marks beside figures, words of status.

use super::sdmx_codes::sdmx_codes;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Meaning, ObsStatus, magnitude};
use std::collections::BTreeMap;

/// Cell texts that mean zero.
pub(super) fn zero(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    let own = at.key("zero");
    value::repeated(&own, &raw.zero, faults);
    for (i, text) in raw.zero.iter().enumerate() {
        let elsewhere = [
            ("missing", raw.missing.as_ref()),
            ("suppressed", Some(&raw.suppressed)),
        ]
        .into_iter()
        .find(|(_, list)| list.is_some_and(|list| list.contains(text)));
        let fault = if let Some((key, _)) = elsewhere {
            Some((
                format!("`{text}` is listed here and under `{key}`"),
                "a text means one thing: take it out of one of the two lists",
            ))
        } else if text.trim().is_empty()
            || text.trim().chars().all(|c| matches!(c, '.' | '…' | ':'))
        {
            Some((
                format!(
                    "`{text}` is no text that means zero: a figure that is not there is never 0"
                ),
                "list it under `missing`, or leave it out",
            ))
        } else if text.chars().any(|c| c.is_numeric() && c != '0') {
            Some((
                format!("`{text}` has digits, and is no text that means zero"),
                "list it under `missing` where it stands in place of a figure that is not stated",
            ))
        } else {
            None
        };
        if let Some((message, hint)) = fault {
            faults.push(own.item(i).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
    raw.zero.clone()
}

/// Marks beside figures.
pub(super) fn marks(
    at: &ConfigNode<'_>,
    source: &raw::Source,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Meaning> {
    let raw = &source.marks;
    for text in raw.keys() {
        let fault = if text.trim().is_empty() || text.trim() != text {
            Some((
                format!("`{text}` is no mark: it is empty, or has spaces around it"),
                "write the mark alone, as in `b`",
            ))
        } else if is_figure(text, source.number.as_ref()) {
            Some((
                format!("`{text}` is a figure, so it cannot be a mark as well"),
                "take it out: where it stands in place of a figure, list it under `missing`; where \
                    it is the number of a note, ask the provider for a column of its own",
            ))
        } else {
            magnitude(text).map(|said| {
                (
                    format!("`{text}` beside a figure says {said}, and changes what the figure is"),
                    "take it out: a cell with it is refused until the provider writes the bare \
                        figure, or a repair does",
                )
            })
        };
        if let Some((message, hint)) = fault {
            faults.push(at.key(text).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
    meanings(at, raw, faults)
}

/// Whether a text can be read as a figure, or behind one as its exponent: digits, with what the
/// source declares of numbers.
fn is_figure(text: &str, number: Option<&raw::Number>) -> bool {
    let negative = number.and_then(|number| number.negative.as_deref());
    let within = negative
        .filter(|way| way.ends_with("parentheses"))
        .and_then(|_| text.strip_prefix('(')?.strip_suffix(')'));
    let exponent = number
        .filter(|number| number.forms.iter().any(|form| form == "exponent"))
        .and_then(|_| text.strip_prefix(['e', 'E']));
    let digits = within.or(exponent).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Texts of the column `status`. Each says how settled a figure is, or that there is none.
pub(super) fn statuses(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Meaning> {
    from_a_column(at, "status", raw, raw.statuses.is_empty(), faults);
    let meanings = meanings(at, &raw.statuses, faults);
    for (text, meaning) in &meanings {
        if meaning.status.is_none() && !meaning.excludes_figure() {
            let hint = format!(
                "add the status, as in `{} = {{ status = \"final\", note = \"…\" }}`",
                quoted(text)
            );
            let message = format!("`{text}` does not say how settled a figure is");
            faults.push(at.key(text).error(rule::MISSING_KEY, message).hint(hint));
        }
    }
    meanings
}

/// Texts of the column `obs_status`.
pub(super) fn obs_statuses(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Meaning> {
    let (list, at) = (at.key("obs_status_list"), &at.key("obs_statuses"));
    let nothing = raw.obs_statuses.is_empty() && raw.obs_status_list.is_none();
    from_a_column(at, "obs_status", raw, nothing, faults);
    let own = meanings(at, &raw.obs_statuses, faults);
    match raw.obs_status_list.as_deref() {
        None => own,
        Some(raw::SDMX) => {
            let mut all = sdmx_codes();
            all.extend(own);
            all
        }
        Some(other) => {
            let message = format!("`{other}` is not a list of codes that chiso knows");
            let hint = "write `sdmx`, or list the codes under `[source.obs_statuses]`";
            faults.push(list.error(rule::BAD_VALUE, message).hint(hint));
            own
        }
    }
}

/// Texts are translated only where a column of the file has them.
fn from_a_column(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Source,
    nothing: bool,
    faults: &mut Vec<Finding>,
) {
    if !nothing
        && raw
            .columns
            .get(name)
            .is_none_or(|origin| origin.constant.is_some())
    {
        let message =
            format!("`{name}` comes from no column of the file, so nothing is translated");
        let hint = format!("map it, as in `{name} = {{ column = \"Status\" }}`, or leave this out");
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
}

fn meanings(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::Meaning>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Meaning> {
    raw.iter()
        .map(|(text, raw)| (text.clone(), meaning(&at.key(text), raw, faults)))
        .collect()
}

/// What a word says of whether a figure is there and where it comes from.
fn qualified(at: &ConfigNode<'_>, word: &str, faults: &mut Vec<Finding>) -> Meaning {
    let obs_status = match word {
        "suppressed" => Some(ObsStatus::Suppressed),
        "imputed" => Some(ObsStatus::Imputed),
        "missing" => None,
        _ => {
            let hint = "write one of `suppressed`, `imputed`, `missing`";
            let message = format!("`{word}` is not an observation status");
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
            None
        }
    };
    Meaning {
        obs_status,
        missing: word == "missing",
        ..Meaning::default()
    }
}

fn meaning(at: &ConfigNode<'_>, table: &raw::Meaning, faults: &mut Vec<Finding>) -> Meaning {
    let raw::Meaning {
        status,
        obs_status,
        note,
    } = table;
    if status.is_none() && obs_status.is_none() && note.is_none() {
        let hint = "give it `status`, `obs_status` or `note`; of a sign that nobody knows keep the sign: `{ \
            note = \"*\" }`";
        faults.push(at.error(rule::MISSING_KEY, "it says nothing").hint(hint));
    }
    let meaning = obs_status
        .as_ref()
        .map(|word| qualified(&at.key("obs_status"), word, faults))
        .unwrap_or_default();
    Meaning {
        status: value::optional(&at.key("status"), status.as_ref(), value::word, faults),
        note: note
            .as_ref()
            .map(|text| value::text(&at.key("note"), text, faults))
            .unwrap_or_default(),
        ..meaning
    }
}

/// A key as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use crate::sample::check_faults;

    const FIRMS: &str = "datasets/new_enterprises.toml";
    const NUMBER: &str = r#"number = { decimal = ",", grouping = "." }"#;

    /// One fault at a line added behind the number format.
    fn fault(added: &str, told: [&str; 2]) {
        check_faults(&[(FIRMS, NUMBER, &format!("{NUMBER}\n{added}"), &told)]);
    }

    #[test]
    fn texts_that_mean_zero() {
        fault(
            r#"zero = [":"]"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.zero`: `:` is \
                    no text that means zero: a figure that is not there is never 0",
                "  hint: list it under `missing`, or leave it out",
            ],
        );
        fault(
            r#"zero = ["<5"]"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.zero`: `<5` \
                    has digits, and is no text that means zero",
                "  hint: list it under `missing` where it stands in place of a figure that is not \
                    stated",
            ],
        );
        fault(
            r#"zero = ["-"]"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.zero`: `-` is \
                    listed here and under `missing`",
                "  hint: a text means one thing: take it out of one of the two lists",
            ],
        );
    }

    #[test]
    fn marks_that_are_figures() {
        let figures = |keys: &str| {
            let number: crate::raw::Number = toml::from_str(keys).unwrap();
            ["1", "(1)", "e1", "1)", "[1]", "*"]
                .into_iter()
                .filter(|text| super::is_figure(text, Some(&number)))
                .collect::<Vec<_>>()
        };
        assert_eq!(figures(""), ["1"]);
        assert_eq!(figures("negative = \"all_parentheses\""), ["1", "(1)"]);
        assert_eq!(figures("forms = [\"exponent\"]"), ["1", "e1"]);
    }

    #[test]
    fn signs_that_are_no_marks() {
        fault(
            r#"marks = { "tr" = { note = "x" } }"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.marks.tr`: `tr` \
                    beside a figure says a multiple, and changes what the figure is",
                "  hint: take it out: a cell with it is refused until the provider writes the bare \
                    figure, or a repair does",
            ],
        );
        fault(
            r#"marks = { "1" = { note = "x" } }"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.marks.1`: `1` \
                    is a figure, so it cannot be a mark as well",
                "  hint: take it out: where it stands in place of a figure, list it under \
                    `missing`; where it is the number of a note, ask the provider for a column of \
                    its own",
            ],
        );
        fault(
            "marks = { b = {} }",
            [
                "error[missing_key]: datasets/new_enterprises.toml:22, column `source.marks.b`: it \
                    says nothing",
                "  hint: give it `status`, `obs_status` or `note`; of a sign that nobody knows keep \
                    the sign: `{ note = \"*\" }`",
            ],
        );
        fault(
            r#"statuses = { A = { status = "final" } }"#,
            [
                "error[bad_value]: datasets/new_enterprises.toml:22, column `source.statuses`: \
                    `status` comes from no column of the file, so nothing is translated",
                "  hint: map it, as in `status = { column = \"Status\" }`, or leave this out",
            ],
        );
    }
}
