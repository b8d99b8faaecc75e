//! How figures, marks and statuses are written, in the text of which the hash of a contract is made:
//! only where a source declares something, so that the hashes of others stay.

use chiso_model::{Meaning, Negative, NumberFormat, ObsStatus, PercentSign, Source, Status};
use serde_json::{Value, json};

/// Adds what a source declares of them.
pub(super) fn notation(canonical: &mut Value, source: &Source) {
    let number = source.number;
    if number != NumberFormat::new(number.decimal, number.grouping) {
        canonical["notation"] = json!([
            number.groups.as_str(),
            number.negative.map(Negative::as_str),
            number.exponent,
            number.short,
            number.percent.map(PercentSign::as_str),
        ]);
    }
    // Said of a point, it settles what nothing else of the source shows.
    if source.decimal_declared && number == NumberFormat::default() && source.round.is_none() {
        canonical["decimal"] = json!(".");
    }
    if !source.zero.is_empty() {
        canonical["zero"] = json!(source.zero);
    }
    if source.layout.excel_text {
        canonical["excel_text"] = Value::from(true);
    }
    if source.layout.labels {
        canonical["labels"] = Value::from("both");
    }
    for (name, list) in [
        ("marks", &source.marks),
        ("statuses", &source.statuses),
        ("obs_statuses", &source.obs_statuses),
    ] {
        if !list.is_empty() {
            canonical[name] = list
                .iter()
                .map(|(text, meaning)| (text.clone(), self::meaning(meaning)))
                .collect();
        }
    }
}

fn meaning(meaning: &Meaning) -> Value {
    json!([
        meaning.status.map(Status::as_str),
        meaning.obs_status.map(ObsStatus::as_str),
        meaning.missing,
        meaning.note,
    ])
}
