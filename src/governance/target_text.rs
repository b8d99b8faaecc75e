//! Targets as text, column by column, as they are approved, published and compared.

use crate::model::Target;

/// Columns of a target as published, without its id.
pub(crate) const COLUMNS: [&str; 14] = [
    "kpi",
    "area_code",
    "period_from",
    "period_to",
    "op",
    "target_value",
    "value_unit",
    "plan",
    "tolerance",
    "legal_basis",
    "decided_on",
    "valid_from",
    "supersedes",
    "note",
];

/// Decimals without trailing zeros, so that no way of printing them is a change.
pub(crate) fn tidy(column: &str, text: &str) -> String {
    if ["target_value", "tolerance"].contains(&column) {
        return text
            .parse::<crate::model::Dec>()
            .map_or_else(|_| text.to_owned(), |d| d.to_string());
    }
    text.to_owned()
}

pub(crate) fn text(target: &Target, column: &str) -> String {
    let day = |d: Option<chrono::NaiveDate>| d.map_or_else(String::new, |d| d.to_string());
    match column {
        "kpi" => target.kpi.clone(),
        "area_code" => target.area_code.clone(),
        "period_from" => target.period_from.to_string(),
        "period_to" => target.period_to.to_string(),
        "op" => target.op.to_string(),
        "target_value" => target.value.to_string(),
        "value_unit" => target.value_unit.clone(),
        "plan" => target.plan.clone(),
        "tolerance" => target.tolerance.to_string(),
        "legal_basis" => target.legal_basis.clone(),
        "decided_on" => day(target.decided_on),
        "valid_from" => day(target.valid_from),
        "supersedes" => target.supersedes.clone(),
        _ => target.note.clone(),
    }
}
