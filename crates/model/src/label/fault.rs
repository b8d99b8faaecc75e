//! Why a text is no label of a period.

use crate::lookalike::lookalike;
use std::borrow::Cow;

/// Why a text is no label of a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a period: {why}")]
pub struct LabelError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub why: Cow<'static, str>,
}

impl LabelError {
    pub(super) fn new(text: &str, why: &'static str) -> LabelError {
        LabelError {
            text: text.to_owned(),
            why: Cow::Borrowed(why),
        }
    }

    /// A sign or a word that labels do not have. A letter that only looks like the one meant is
    /// named, for nobody can see it.
    pub(super) fn foreign(text: &str, why: &'static str) -> LabelError {
        match lookalike(&text.replace('\u{a0}', " ")) {
            Some(found) => LabelError {
                text: text.to_owned(),
                why: Cow::Owned(format!("it has {found}")),
            },
            None => LabelError::new(text, why),
        }
    }

    /// Whether the label names a period all the same, and only leaves open up to when its figure
    /// runs.
    #[must_use]
    pub fn is_open_span(&self) -> bool {
        self.why == TO_DATE || self.why == BEGINNING
    }

    /// The formats that would say what a letter of the label leaves open.
    #[must_use]
    pub fn formats(&self) -> Option<&'static str> {
        match self.why.as_ref() {
            WEEK => Some(
                "`formats = [\"Tuần {week}/{year}\"]` where weeks run from Monday to Sunday and \
                    week 1 has 4 January; others are no periods",
            ),
            THIRD => Some(
                "`formats = [\"{year}-T{third}\"]`, or with `{quarter}` or `{month}` in its place",
            ),
            _ => None,
        }
    }
}

/// A figure to date whose label does not say up to when.
pub(crate) const TO_DATE: &str = "it says a figure to date, and not up to which month or quarter";

/// The beginning of a year of unknown length.
pub(super) const BEGINNING: &str = "it says the beginning of a year, and not how many months of it";

/// A week of an office's own words.
pub(super) const WEEK: &str =
    "it is a week, and nothing says that it is one of ISO 8601, from Monday to Sunday";

/// SDMX writes a third of a year as others write a quarter or a month.
pub(super) const THIRD: &str =
    "`T` may be a third of a year, a quarter (trimestre) or a month (tháng)";
