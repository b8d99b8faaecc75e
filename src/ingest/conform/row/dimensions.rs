//! Dimensions and attributes of a record, as its contract wants them.

use super::content::Content;
use super::text::{day, optional_text};
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::{Bindings, Bound};
use crate::ingest::conform::observation::Fault;
use crate::model::{
    Attribute, AttributeType, Contract, Dimension, Member, Mode, Period, Span, nearest,
};

/// The members that a record is of. The place of a figure that is not accepted keeps the text of a
/// member that nothing lists, or that does not exist in the period, also none: a sum over all members
/// knows that something is missing from it.
pub(super) fn dimensions(
    bindings: &Bindings<'_>,
    record: &Record,
    (period, span): (Period, Span),
    (contract, gives): (&Contract, Content),
) -> Result<Vec<String>, Fault> {
    let of = |(at, dimension): (&Bound<'_>, &Dimension)| {
        let code = code(at, dimension, record);
        if gives == Content::NotAccepted {
            return Ok(code);
        }
        allowed(&code, (at, dimension), record, contract.modes.value)?;
        let known = dimension
            .members
            .as_ref()
            .and_then(|list| list.member(&code));
        match known.filter(|member| !member.exists_in(period, span)) {
            Some(member) => Err(member_ended(at, dimension, record, (member, period))),
            None => Ok(code),
        }
    };
    bindings
        .dimensions
        .iter()
        .zip(&contract.dimensions)
        .map(of)
        .collect()
}

/// A figure of a member for a period in which the register has no such member.
fn member_ended(
    at: &Bound<'_>,
    dimension: &Dimension,
    record: &Record,
    (member, period): (&Member, Period),
) -> Fault {
    let exists = match (member.valid_from, member.valid_to) {
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        (Some(first), None) => format!("from {first}"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "always".to_owned(),
    };
    let list = dimension
        .members
        .as_ref()
        .map_or("", |list| list.id.as_str());
    let message = format!(
        "`{}` of `{}` exists {exists}, and the row is of {period}",
        member.code, dimension.name
    );
    let hint = format!(
        "correct `valid_from` or `valid_to` of the member in `datasets/{list}.toml`, or ask the \
            provider which member is meant"
    );
    Fault::new("member_not_valid", at, record, message, hint)
}

/// The code that a record gives of a member.
fn code(at: &Bound<'_>, dimension: &Dimension, record: &Record) -> String {
    // `CO` with a lowered `2` is another thing than `CO`, so a member keeps what is set apart,
    // unless the list knows it without.
    let text = tidy(at.raw(record)).into_owned();
    let listed = |text: &str| dimension.one_of.iter().find(|w| tidy(w) == text).cloned();
    // A code that a workbook holds as a number may be shown with more zeros than its list has.
    let number = || cell::number_shown(at.cell(record)).and_then(listed);
    listed(&text).or_else(number).unwrap_or_else(|| {
        let joined = tidy(&cell::joined(at.cell(record))).into_owned();
        listed(&joined).unwrap_or(joined)
    })
}

/// Whether a code is one of those that a dimension may have.
fn allowed(
    code: &str,
    (at, dimension): (&Bound<'_>, &Dimension),
    record: &Record,
    new: Mode,
) -> Result<(), Fault> {
    if dimension.one_of.is_empty() && code.is_empty() {
        let message = format!(
            "`{}` is empty, and it tells observations apart",
            dimension.name
        );
        return Err(Fault::new(
            "dimension_missing",
            at,
            record,
            message,
            "fill it at the source, or map it to a constant",
        ));
    }
    let open = dimension.one_of.is_empty() || (new == Mode::Evolve && !code.is_empty());
    if open || dimension.one_of.iter().any(|listed| listed == code) {
        Ok(())
    } else {
        Err(not_one_of(at, dimension, record, code))
    }
}

fn not_one_of(at: &Bound<'_>, dimension: &Dimension, record: &Record, text: &str) -> Fault {
    let allowed = dimension
        .one_of
        .iter()
        .map(|w| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let mut hint = nearest(text, dimension.one_of.iter().map(String::as_str)).map_or_else(
        || format!("allowed are {allowed}"),
        |near| format!("did you mean `{near}`? allowed are {allowed}"),
    );
    if let Some(list) = &dimension.members {
        let file = &list.id;
        let total = match &list.total {
            Some(_) => "",
            None => ", and the code of the total to `total` there",
        };
        hint = format!(
            "{hint}; a new member goes to `datasets/{file}.toml`{total}; rows of subtotals are left \
                out (`leave_out`)"
        );
    }
    Fault::new(
        "not_one_of",
        at,
        record,
        format!("`{text}` is not allowed as `{}`", dimension.name),
        hint,
    )
}

/// What a record says in its attributes. The place of a figure that is not accepted keeps the text
/// of a day that cannot be read: a condition on it knows that it is there.
pub(super) fn attributes(
    bindings: &Bindings<'_>,
    record: &Record,
    (contract, gives): (&Contract, Content),
) -> Result<Vec<String>, Fault> {
    let one = |(at, attribute): (&Option<Bound<'_>>, &Attribute)| {
        let (Some(at), Some(text)) = (at, optional_text(at.as_ref(), record)) else {
            return Ok(String::new());
        };
        match attribute.kind {
            AttributeType::Text => Ok(text),
            // Written again, so that texts stand in the order of days.
            AttributeType::Date => match day("bad_date", at, record) {
                Err(_) if gives == Content::NotAccepted => Ok(text),
                read => read.map(|day| day.to_string()),
            },
        }
    };
    bindings
        .attributes
        .iter()
        .zip(&contract.attributes)
        .map(one)
        .collect()
}
