//! Targets as text, column by column, as they are approved, published and compared.

use crate::model::{Target, TargetPath};

/// Columns of a target as published, without its id.
pub(crate) const COLUMNS: [&str; 18] = [
    "kpi",
    "area_code",
    "area_level",
    "period_from",
    "period_to",
    "op",
    "target_value",
    "target_high",
    "path",
    "path_points",
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
    if ["target_value", "target_high", "tolerance"].contains(&column) {
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
        "area_level" => target.area_level.clone(),
        "period_from" => target.period_from.to_string(),
        "period_to" => target.period_to.to_string(),
        "op" => target.op.to_string(),
        "target_value" => target.value.to_string(),
        "target_high" => target
            .high
            .map_or_else(String::new, |high| high.to_string()),
        "path" => target
            .path
            .as_ref()
            .map_or_else(String::new, |path| path.rule.to_string()),
        "path_points" => target
            .path
            .as_ref()
            .map_or_else(String::new, TargetPath::text),
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

/// Columns that a register has had since approvals were first given: an approval covers each of
/// them, and of the later ones those that say something. So what was approved before a column came
/// into being stays approved.
pub(crate) const ALWAYS_APPROVED: [&str; 14] = [
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

/// Whom a target is for, in a sentence.
pub(crate) fn whom(target: &Target) -> String {
    if target.area_level.is_empty() {
        format!("area {}", target.area_code)
    } else {
        format!("every area of level `{}`", target.area_level)
    }
}
