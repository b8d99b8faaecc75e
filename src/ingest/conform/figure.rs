//! The figure of a record: one text, in the number format of its source, scaled by a power of ten
//! that nothing in the file contradicts.

use super::bindings::{Bindings, Bound};
use super::observation::{Context, Fault};
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::ingest::number;
use crate::model::{Dec, DecError, Source, ValueType, multiple};

/// Whether the figure is all that its cell says: digits of a note are none of the figure, and a
/// note may say what it is worth.
fn alone(at: &Bound<'_>, record: &Record) -> Result<(), Fault> {
    let hint = "ask the provider to put notes into a column of their own; one cell can be \
        repaired: `chiso quarantine repair`";
    let figure = at.raw(record).trim();
    for remark in cell::remarks(at.cell(record)) {
        let message = match remark {
            Remark::Apart(note) => {
                format!("behind `{figure}` the cell has `{note}`, set apart from it as a note is")
            }
            Remark::Lines => {
                format!("`{figure}` stands on several lines of one cell, which are several texts")
            }
            _ => continue,
        };
        return Err(Fault::new("figure_with_note", at, record, message, hint));
    }
    Ok(())
}

/// Compares the power of ten that the file itself attaches to a figure with the one declared.
pub(super) fn multiplied(
    bindings: &Bindings<'_>,
    record: &Record,
    declared: i32,
    unit: &str,
) -> Result<(), Fault> {
    if let Some(at) = &bindings.attached.units {
        return counted(at, record, declared, unit);
    }
    let Some(at) = &bindings.attached.unit_mult else {
        return Ok(());
    };
    let (text, name) = (tidy(at.raw(record)), at.label());
    // With labels the code stands before a colon: `6: Millions`.
    let code = text.split(':').next().unwrap_or_default().trim();
    let power = code.parse::<i32>().ok().or_else(|| match multiple(code) {
        (power, rest) if power > 0 && rest.is_empty() => Some(i32::from(power)),
        (_, rest) if ["unit", "units"].contains(&rest.as_str()) => Some(0),
        _ => None,
    });
    if code.is_empty() || power == Some(declared) {
        return Ok(());
    }
    let message = match power {
        Some(power) => {
            format!(
                "the file says `{name}` {power}, so the figure counts 10^{power} of its unit, and \
                    the source declares `unit_mult` {declared}"
            )
        }
        None => format!("the file says `{name}` `{code}`, which is no power of ten"),
    };
    let hint = format!(
        "declare that `unit_mult` at the value column; where it differs by row, declare `unit = {{ column = \"{name}\" }}` and a line of \
         `[source.units]` for each of its texts, as in `6 = {{ unit = \"vnd\", unit_mult = 6 }}`"
    );
    Err(Fault::new("unit_mult_differs", at, record, message, hint))
}

/// The same of a unit in words, as PX and JSON-stat have it: `1000 persons`. Where it names no
/// power of ten, it says nothing of one.
fn counted(at: &Bound<'_>, record: &Record, declared: i32, unit: &str) -> Result<(), Fault> {
    let text = tidy(at.raw(record));
    let power = i32::from(multiple(&text).0);
    // The name of the unit that is declared may hold the power itself.
    if power == 0 || power == declared + i32::from(multiple(unit).0) {
        return Ok(());
    }
    let message = format!(
        "the file counts in `{text}`, so the figure is 10^{power} of its unit, and the source \
            declares `unit_mult` {declared}"
    );
    let hint = format!(
        "declare `unit_mult = {power}` at the value column, or read the unit: `unit = {{ column = \
            \"unit\" }}` and `[source.units]`"
    );
    Err(Fault::new("unit_mult_differs", at, record, message, hint))
}

/// A figure in the source's number format, scaled; formats made for figures have one of their own.
/// With it, whether rounding it to so many places has lost something.
fn figure(
    at: &Bound<'_>,
    record: &Record,
    source: &Source,
    unit_mult: i32,
    round: Option<u32>,
) -> Result<(Dec, bool), Fault> {
    let text = tidy(at.raw(record));
    let raw = text.as_ref();
    let plain = if source.plain_numbers() {
        raw.to_owned()
    } else {
        number::plain(raw, source.number).map_err(|e| {
            let hint = "correct the source, or declare its number format; list the text under \
                `missing` or `suppressed` only if that is what it says";
            Fault::new("not_a_number", at, record, e.to_string(), hint)
        })?
    };
    let read = match round {
        Some(places) => Dec::parse_rounded(&plain, unit_mult, places),
        None => Dec::parse_scaled(&plain, unit_mult).map(|figure| (figure, false)),
    };
    read.map_err(|e| {
        let (rule, hint) = match e {
            DecError::NotANumber(_) => (
                "not_a_number",
                "correct the source; list the text under `missing` or `suppressed` \
                    only if that is what it says",
            ),
            DecError::TooPrecise(_) => (
                "too_precise",
                "figures are held exactly: declare a \
                smaller unit, or a rounding (`number = { round = 5 }`)",
            ),
            DecError::TooLarge(_) => ("too_large", "look at the unit and its power of ten"),
        };
        Fault::new(rule, at, record, e.to_string(), hint)
    })
}

/// The figure, and the half-width of the rounding that it underwent here, if any.
pub(super) fn value(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &Context<'_>,
    unit_mult: i32,
) -> Result<(Option<Dec>, Option<Dec>), Fault> {
    alone(&bindings.value, record)?;
    let round = context.source.round;
    let (value, rounded) = figure(&bindings.value, record, context.source, unit_mult, round)?;
    let lost = round.filter(|_| rounded).and_then(Dec::half_of_place);
    let contract = context.contract;
    let bad =
        |rule, message: String, hint| Err(Fault::new(rule, &bindings.value, record, message, hint));
    if contract.value_type == ValueType::Integer && !value.is_integer() {
        return bad(
            "not_an_integer",
            format!("`{value}` is not a whole number"),
            "correct the source, or declare the value type `decimal`",
        );
    }
    let hint = "correct the source, or widen `min` and `max`";
    match (contract.min, contract.max) {
        (Some(min), _) if value < min => bad(
            "out_of_range",
            format!("{value} is below the smallest value allowed, {min}"),
            hint,
        ),
        (_, Some(max)) if value > max => bad(
            "out_of_range",
            format!("{value} is above the largest value allowed, {max}"),
            hint,
        ),
        _ => Ok((Some(value), lost)),
    }
}

/// The half-width of the rounding that the source states.
pub(super) fn rounding(
    at: Option<&Bound<'_>>,
    record: &Record,
    source: &Source,
    unit_mult: i32,
) -> Result<Option<Dec>, Fault> {
    let Some(at) = at.filter(|at| !tidy(at.raw(record)).is_empty()) else {
        return Ok(None);
    };
    let half_width = figure(at, record, source, unit_mult, None)
        .map(|(half_width, _)| half_width)
        .map_err(|fault| Fault {
            rule: "bad_rounding",
            ..fault
        })?;
    if half_width < Dec::ZERO {
        return Err(Fault::new(
            "bad_rounding",
            at,
            record,
            "the half-width of a rounding is negative",
            "write it without a sign",
        ));
    }
    Ok(Some(half_width))
}
