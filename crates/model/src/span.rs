//! What part of time a figure covers up to the end of its period.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What part of time up to the end of its period a figure covers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Span {
    /// The period itself.
    #[default]
    Period,
    /// From 1 January to the end of the period (lũy kế, cumulative).
    Ytd,
    /// The twelve months that end with the period.
    Rolling12,
}

/// A text that names no span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a span: write `period`, `ytd` or `rolling12`")]
pub struct SpanError(pub String);

impl FromStr for Span {
    type Err = SpanError;
    fn from_str(text: &str) -> Result<Span, SpanError> {
        match text {
            "period" => Ok(Span::Period),
            "ytd" => Ok(Span::Ytd),
            "rolling12" => Ok(Span::Rolling12),
            _ => Err(SpanError(text.to_owned())),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Span::Period => "period",
            Span::Ytd => "ytd",
            Span::Rolling12 => "rolling12",
        })
    }
}
