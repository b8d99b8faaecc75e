//! The explanations of a verdict of a release, for programs that did not ask on a command line:
//! under the configuration and registers of that release, one for each target.

use crate::app::cli::Failure;
use crate::app::cli::explain::document::documents;
use crate::app::lang::Lang;
use crate::config::Project;
use crate::inspect::{Question, explain_released};
use crate::model::Period;
use crate::store::ReleaseRef;
use chrono::NaiveDate;
use serde_json::Value;

/// The explanations of a verdict by KPI, area and period, as `chiso explain --format json` gives
/// them, their words in a language.
///
/// # Errors
/// When the tables behind the verdict cannot be read, or there is no such verdict.
pub fn explained(
    project: &Project,
    release: &ReleaseRef,
    asked: (&str, &str, Period),
    (boundary, lang): (NaiveDate, Lang),
) -> Result<Vec<Value>, Failure> {
    let question = Question {
        boundary: Some(boundary),
        as_of: None,
    };
    let explained = explain_released(project, release, asked, question)?;
    let documents = documents(&explained, lang);
    Ok(documents.into_iter().map(Value::Object).collect())
}

/// A list of an explanation; empty where there is none.
pub fn listed(of: &Value, name: &str) -> Vec<Value> {
    of.get(name)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

/// The rows that are used of an operand of an explanation, of the sources that are.
pub fn used_rows(operand: &Value) -> impl Iterator<Item = Value> {
    let used = |of: &Value| of["used"] == true;
    let sources = listed(operand, "sources").into_iter().filter(used);
    sources
        .flat_map(|source| listed(&source, "rows"))
        .filter(used)
}
