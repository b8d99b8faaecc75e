//! What commands say of published rows and of names that mean nothing.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::{self, Row};
use crate::model::nearest;
use crate::store::StoreError;
use polars::prelude::PolarsError;

/// A published table that cannot be read.
pub fn unreadable(table: &str, error: &PolarsError) -> Failure {
    StoreError::Frame {
        path: table.into(),
        detail: error.to_string(),
    }
    .into()
}

/// A name that means nothing, with the nearest that does.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(
        || format!("no {what} `{name}`"),
        |near| format!("no {what} `{name}`; did you mean `{near}`?"),
    )
}

/// The text of a column, empty when null.
pub fn text(row: &Row, column: &str) -> String {
    row.get(column).map_or(String::new(), output::plain)
}

/// The period of a row, and the span where it is not the period itself.
pub fn period(row: &Row, lang: Lang) -> String {
    with_span(&text(row, "period"), row, lang)
}

/// A text with the span of a row behind it, where that is not the period itself.
pub fn with_span(of: &str, row: &Row, lang: Lang) -> String {
    let span = text(row, "span").parse().map_or("", |s| lang.span(s));
    format!("{of} {span}").trim_end().to_owned()
}
