//! Why a text of a source says no period, and what to declare.

use super::days::is_day;
use crate::label::{Dashed, LabelError};
use crate::lookalike::lookalike;

/// Why a text says no period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no label.
    Label(LabelError),
    /// It is a day, and may stand for each of these.
    Day {
        /// The text.
        text: String,
        /// What it may stand for.
        readings: Vec<String>,
    },
    /// Several declared readings fit.
    Several {
        /// The text.
        text: String,
        /// The readings.
        readings: Vec<String>,
    },
    /// It is not written as declared.
    Refused {
        /// The text.
        text: String,
        /// Why.
        why: String,
    },
}

/// What is read as a period.
const PERIODS: &str = "write `2020`, `2020-S1`, `2020-Q3`, `2020-09` or `2020-W05`; labels such as `Sơ bộ \
    2024`, `Quý I/2024` and `6 tháng/2000` are read too; `formats` in `[source.period]` declares \
    how others are written, as in `formats = [\"Quí {quarter_roman}/{year}\"]`";

impl Unread {
    /// The rule that is broken.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Unread::Several { .. } => "ambiguous_period",
            _ => "bad_period",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Unread::Label(error) => error.to_string(),
            Unread::Day { text, readings } => format!(
                "`{text}` is a day, which may stand for {}",
                readings.join(", ")
            ),
            Unread::Several { text, readings } => format!(
                "`{text}` fits several formats: it may be {}",
                readings.join(" or ")
            ),
            Unread::Refused { text, why } => format!("`{text}` is not a period: {why}"),
        }
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> String {
        if let Unread::Label(error) = self
            && let Some(formats) = error.formats()
        {
            return format!("declare in `[source.period]` which is meant, as in {formats}");
        }
        let text = match self {
            Unread::Label(error) if error.is_open_span() => {
                "name the end: `Lũy kế tháng 9/2024`, `9 tháng/2024` or `YTD 2024-Q3`, or map the \
                    column that has it"
            }
            Unread::Label(error) if Dashed::of(&error.text) == Some(Dashed::FiscalYear) => {
                "declare the fiscal year in `[source.period]`: its first month and after which \
                    year it is named, as in `fiscal_year = { begins = \"04\", named = \"both\" }`"
            }
            Unread::Label(error) if lookalike(&error.text).is_some() => {
                "ask the provider for the usual letter; or copy the label with its letter into \
                    `formats` in `[source.period]`, with placeholders for the numbers"
            }
            Unread::Label(error) if two_digits(&error.text) => {
                "declare in `[source.period]` how it is written and which century is meant, as in \
                    `formats = [\"{month_name}-{yy}\"]` and `century = \"2000-2099\"`"
            }
            Unread::Label(_) => PERIODS,
            Unread::Day { .. } => {
                "declare what days stand for in `[source.period]`, as in `days = \"month\"`; where \
                    it is the last day of its period, with `day = \"last\"`"
            }
            Unread::Several { .. } => {
                "keep the format in which the file is written; where it mixes several, ask the \
                    provider"
            }
            Unread::Refused { text, .. } if is_day(text) => {
                "look at `days` and `day` in `[source.period]`"
            }
            Unread::Refused { .. } => {
                "add the format to `formats` in `[source.period]`, or its word to `words`"
            }
        };
        text.to_owned()
    }
}

/// Whether a text has letters and a last number of two digits, as `Jan-20` has.
fn two_digits(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let year = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4);
    digits == 2 && !year && text.chars().any(char::is_alphabetic)
}
