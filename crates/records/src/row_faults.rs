//! The texts of a row, and why a record in it cannot be used.

use crate::fault::{CellFault, RecordFault};
use crate::fields::Fields;
use crate::reading::{Bound, Reading};
use chiso_model::{Period, lookalike};
use chrono::NaiveDate;
use std::borrow::Cow;

/// What a column says in a row, as people see it.
pub(crate) fn text_of<'t>(fields: &Fields<'t>, bound: &'t Bound) -> Cow<'t, str> {
    match bound {
        Bound::Field(at) => fields.seen(*at),
        Bound::Constant(text) => Cow::Borrowed(text),
    }
}

/// The same as it stands in the file.
pub(crate) fn as_it_stands(fields: &Fields<'_>, bound: &Bound) -> String {
    match bound {
        Bound::Field(at) => fields.text(*at).into_owned(),
        Bound::Constant(text) => text.clone(),
    }
}

/// A record at fault with its text as it stands. What nobody can see is named wherever it may be the
/// reason.
pub(crate) fn record_fault(
    reading: &Reading<'_>,
    (fields, row): (&Fields<'_>, u64),
    bound: &Bound,
    mut fault: CellFault,
) -> RecordFault {
    if let Some(sign) = lookalike(&text_of(fields, bound)) {
        fault.message.push_str("; the text has ");
        fault.message.push_str(&sign);
    }
    RecordFault {
        row,
        column: reading.label(bound),
        raw: as_it_stands(fields, bound),
        fault,
    }
}

/// A day that lies ahead.
pub(crate) fn still_to_come(text: &str, until: NaiveDate) -> CellFault {
    CellFault::new(
        "future_day",
        format!(
            "`{text}` lies after {until}, the day on which the file was published or came: nothing had happened on it"
        ),
        "look whether the day was mistyped, or `published_at` is wrong; where records are of days to come, as those on which something \
            falls due, declare `days_ahead = true` under `[records]`",
    )
}

/// A day of no year that there are records of.
pub(crate) fn not_of_our_time(text: &str) -> CellFault {
    CellFault::new(
        "bad_date",
        format!("`{text}` is of no year of our time"),
        "look whether digits of the year were exchanged, or the day is of another calendar, and have it \
            corrected at the source",
    )
}

/// A day outside the period of the file.
pub(crate) fn outside(period: Period) -> CellFault {
    CellFault::new(
        "outside_period",
        format!("the day is outside {period}, the period of the file"),
        "look whether the file or its name is the wrong one, or ask for the record in the file of its \
            own period",
    )
}

/// A row of another number of cells than the header.
pub(crate) fn ragged(fields: &Fields<'_>, row: u64, width: usize) -> RecordFault {
    let message = format!("the row has {} cells, the header {width}", fields.len());
    let hint = "look for a separator inside an unquoted cell, or a line that was broken";
    RecordFault {
        row,
        column: String::new(),
        raw: fields.joined(),
        fault: CellFault::new("ragged_row", message, hint),
    }
}
