//! The releases that were in force, and what became of each; for who has signed in, also those that were not.

use crate::app::api::rows::as_csv;
use crate::app::api::viewed::{as_json, release_row};
use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::{Format, Row, plain};
use crate::app::site::{Answer, editions};
use crate::config::Project;
use crate::store::Lake;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// What a row says, in order.
pub const RELEASE_COLUMNS: [&str; 6] = ["id", "state", "became", "known_at", "boundaries", "pages"];

/// All that who asks may see, the one in force first, then the newest.
///
/// # Errors
/// When the lake cannot be read.
pub fn releases(
    lake: &Lake,
    (project, seen): (&Project, (DateTime<Utc>, bool)),
    (lang, format): (Lang, Format),
) -> Result<Answer, Failure> {
    let all = editions(lake, seen)?;
    let rows: Vec<Row> = { all.iter() }
        .map(|status| release_row(status, (project, lang)))
        .collect();
    if format == Format::Csv {
        let rows: Vec<Row> = rows.into_iter().map(flat).collect();
        return as_csv("releases", &RELEASE_COLUMNS, &rows);
    }
    Ok(as_json(&json!({ "rows": rows })))
}

/// A row whose lists are one text, `a;b`.
fn flat(row: Row) -> Row {
    let text = |value: Value| match value {
        Value::Array(parts) => parts.iter().map(plain).collect::<Vec<_>>().join(";").into(),
        other => other,
    };
    row.into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect()
}
