//! What commands say of published rows and of names that mean nothing.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::model::{Span, nearest};
use crate::store::StoreError;
use std::fmt::Display;
use std::path::Path;

/// A published table that cannot be read.
pub fn unreadable(file: impl AsRef<Path>, why: impl Display) -> Failure {
    StoreError::Frame {
        path: file.as_ref().to_owned(),
        detail: why.to_string(),
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

/// A period or frequency with the span behind it, where that is not the period itself.
pub fn with_span(of: impl Display, span: Span, lang: Lang) -> String {
    format!("{of} {}", lang.span(span)).trim_end().to_owned()
}
