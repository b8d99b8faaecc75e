//! What of the notation of a column a draft declares besides its decimal sign: forms that some
//! figures show, and marks that stand beside some.

use super::columns::{Columns, TYPED};
use crate::ingest::number;
use crate::ingest::preview::{Form, beside, form};
use crate::model::{Negative, NumberFormat, PercentSign};

/// The notation, with what only a person can complete.
pub(super) struct Notation {
    pub(super) number: NumberFormat,
    /// Figures with a sign of per cent and figures without it, where there are both.
    pub(super) mixed_percent: Option<(u64, u64)>,
    /// Marks, and how often each stands.
    pub(super) marks: Vec<(String, u64)>,
}

/// Completes the notation by what the figures of a column show.
pub(super) fn notation(columns: &Columns, at: usize, number: NumberFormat) -> Notation {
    let mut found = Notation {
        number,
        mixed_percent: None,
        marks: Vec::new(),
    };
    let (mut signed, mut bare) = (0, 0);
    for (text, count) in columns.counted(at) {
        let text = text.replace(TYPED, &number.decimal.to_string());
        let text = text.as_str();
        if number::read(text, number).is_ok() {
            bare += if text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
                count
            } else {
                0
            };
            continue;
        }
        if number::is_error(text) {
            continue;
        }
        let text = match beside(text) {
            Some((figure, mark)) => {
                match found.marks.iter_mut().find(|(known, _)| known == mark) {
                    Some((_, n)) => *n += count,
                    None => found.marks.push((mark.to_owned(), count)),
                }
                figure
            }
            None => text,
        };
        match form(text) {
            Some((_, Form::Percent)) => signed += count,
            Some((_, Form::Parentheses)) => found.number.negative = Some(Negative::Parentheses),
            Some((_, Form::Exponent)) => found.number.exponent = true,
            None => {}
        }
    }
    // A number that is shown as a percentage has the sign.
    let shown = columns.percents[at];
    bare -= shown.min(bare);
    signed += shown;
    if signed > 0 {
        found.number.percent = Some(PercentSign::Sign);
        found.mixed_percent = (bare > 0).then_some((signed, bare));
    }
    found.marks.sort();
    found
}
