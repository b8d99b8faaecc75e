//! The figure of a record: one text, in the number format of its source, scaled by a power of ten
//! that nothing in the file contradicts.

use super::as_held::{alone, covered, digits_as_held, shown_as_held};
use super::bindings::{Bindings, Bound};
use super::observation::{Context, Fault};
use super::signs::{self, Signs};
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::ingest::number::{self, NumberError};
use crate::model::{Dec, DecError, PercentSign, Source, ValueType, multiple};

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

/// The same of a unit in words, as cubes and columns of units have it: `1000 persons`. Where it names no
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
            \"{}\" }}` and `[source.units]`",
        at.label()
    );
    Err(Fault::new("unit_mult_differs", at, record, message, hint))
}

/// A figure in the source's number format, scaled; formats made for figures have one of their own.
/// With it, whether rounding it to so many places has lost something.
fn figure(
    (at, text): (&Bound<'_>, &str),
    record: &Record,
    source: &Source,
    unit_mult: i32,
    (percent, round): (Option<PercentSign>, Option<u32>),
) -> Result<(Dec, bool), Fault> {
    let (plain, signed) = if source.plain_numbers() {
        (text.to_owned(), false)
    } else {
        let written = number::read(text, source.notation())
            .map_err(|error| no_number(at, record, source, &error))?;
        (written.plain, written.percent)
    };
    let more = percent_power(at, record, percent, signed)?;
    let power = unit_mult.saturating_add(more.unwrap_or(0));
    let read = match round {
        Some(places) => Dec::parse_rounded(&plain, power, places),
        None => Dec::parse_scaled(&plain, power).map(|figure| (figure, false)),
    };
    let (figure, lost) = read.map_err(|e| {
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
    })?;
    // Zero is zero in per cent as well.
    if more.is_none() && figure != Dec::ZERO {
        let message = format!("`{text}` has no sign of per cent, and every figure is to have one");
        let hint = "declare `percent = \"sign_or_percent\"` if it is in per cent, \
            `\"sign_or_fraction\"` if it is a fraction of one";
        return Err(Fault::new(
            "percent_sign_missing",
            at,
            record,
            message,
            hint,
        ));
    }
    Ok((figure, lost))
}

/// The power of ten that makes a figure one in per cent, where the source declares a sign of per
/// cent; `None` where the figure must have the sign and has none.
fn percent_power(
    at: &Bound<'_>,
    record: &Record,
    declared: Option<PercentSign>,
    signed: bool,
) -> Result<Option<i32>, Fault> {
    let Some(declared) = declared else {
        return Ok(Some(0));
    };
    // A number that a workbook shows as `12.5%` is held as 0.125.
    let shown = cell::remarks(at.cell(record)).any(|r| matches!(r, Remark::Percent(_)));
    if shown && signed {
        let message = "the text has a sign of per cent, and its number format another one";
        let hint = "correct the source";
        return Err(Fault::new("not_a_number", at, record, message, hint));
    }
    Ok(match declared {
        _ if shown => Some(2),
        _ if signed => Some(0),
        PercentSign::Sign => None,
        PercentSign::SignOrPercent => Some(0),
        PercentSign::SignOrFraction => Some(2),
    })
}

/// Why a text is no figure, and what to do about it.
fn no_number(at: &Bound<'_>, record: &Record, source: &Source, error: &NumberError) -> Fault {
    if let NumberError::MaybeNote(_) = error {
        let hint = "declare `number = { negative = \"all_parentheses\" }` if every number in \
            parentheses is negative; list the text under `missing` if it is the number of a note \
            in place of a figure";
        return Fault::new("ambiguous_negative", at, record, error.to_string(), hint);
    }
    let hint = number::hint(&signs::shown(at, record, source), source.notation()).unwrap_or(
        "correct the source, or declare its number format; list the text under `missing` or \
            `suppressed` only if that is what it says",
    );
    Fault::new("not_a_number", at, record, error.to_string(), hint)
}

/// A text that is no number, told as a figure with a mark where it is one.
fn marked(fault: Fault, bindings: &Bindings<'_>, record: &Record, source: &Source) -> Fault {
    let text = signs::shown(&bindings.value, record, source);
    if fault.rule != "not_a_number" || number::hint(&text, source.notation()).is_some() {
        return fault;
    }
    signs::beside(bindings, record, source).unwrap_or(fault)
}

/// Refuses a figure that is a sentinel in another writing: `99.0` where `99` is listed.
fn no_sentinel(
    bindings: &Bindings<'_>,
    (record, signs): (&Record, &Signs<'_>),
    (value, unit_mult): (Dec, i32),
) -> Result<(), Fault> {
    let mut sentinels = bindings.sentinels.iter();
    let Some(sentinel) = sentinels.find(|s| s.is(value, unit_mult)) else {
        return Ok(());
    };
    let message = format!(
        "`{}` is the figure `{}`, which the source lists as a text that is none",
        signs.text, sentinel.text
    );
    let hint = "list this text as well, or take the other one out";
    let at = &bindings.value;
    Err(Fault::new("ambiguous_missing", at, record, message, hint))
}

/// The figure, and the half-width of the rounding that it underwent here, if any.
pub(super) fn value(
    bindings: &Bindings<'_>,
    (record, signs): (&Record, &Signs<'_>),
    context: &Context<'_>,
    unit_mult: i32,
) -> Result<(Option<Dec>, Option<Dec>), Fault> {
    let (source, at) = (context.source, &bindings.value);
    shown_as_held(at, record, &bindings.zero)?;
    alone(at, record, source)?;
    let zero = !bindings.zero.is_empty() && {
        let text = signs.text.as_ref();
        bindings.zero.iter().any(|zero| *zero == text)
    };
    let (value, rounded) = if zero {
        (Dec::ZERO, false)
    } else {
        figure(
            (at, signs.text.as_ref()),
            record,
            source,
            unit_mult,
            (source.number.percent, source.round),
        )
        .map_err(|fault| marked(fault, bindings, record, source))?
    };
    digits_as_held(at, record, &signs.text)?;
    covered(at, record)?;
    no_sentinel(bindings, (record, signs), (value, unit_mult))?;
    let round = source.round;
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
    let half_width = figure(
        (at, at.raw(record).trim()),
        record,
        source,
        unit_mult,
        (None, None),
    )
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
