//! The text of a figure as its cell shows it: a number format of a workbook may write signs and
//! words around the number that the cell holds.

use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::stated;
use crate::model::Source;
use std::borrow::Cow;

/// The text with what its number format writes around it, less what only repeats the unit that the
/// source declares.
pub(in crate::ingest::conform) fn shown<'r>(
    at: &'r Bound<'_>,
    record: &'r Record,
    source: &Source,
) -> Cow<'r, str> {
    let text = tidy(at.raw(record));
    let within = cell::remarks(at.cell(record)).find_map(|remark| match remark {
        Remark::Within(around) => around.split_once(cell::FIGURE),
        _ => None,
    });
    let Some((before, behind)) = within else {
        return text;
    };
    // A format may also scale what it shows; then a multiple in it is that of what is shown.
    let mut remarks = cell::remarks(at.cell(record));
    let scaled = remarks.any(|remark| matches!(remark, Remark::Scaled(..)));
    let new = |words: &'r str| {
        if words.is_empty() || (!scaled && stated::repeats_unit(words, source)) {
            ""
        } else {
            words
        }
    };
    Cow::Owned(format!("{}{text}{}", new(before), new(behind)))
}
