//! The period of a record: a label of one reading, of a year of our time and, where its figure has
//! been observed, of a time that was.

use super::bindings::{Bindings, Bound};
use super::observation::{Context, Fault, ObservationKey, RowContent};
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::ingest::our_time::years_of_our_time;
use crate::model::{Label, Period, Source, Status, Unread};
use chrono::{DateTime, Datelike, Utc};

/// Distinct texts of periods that are kept with their reading.
const KEPT: usize = 10_000;

/// The label of the period, where it has one reading.
pub(super) fn label(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Result<Label, Fault> {
    if let Some(at) = blank_part(bindings, record) {
        let message = "it is empty, so the parts make no period";
        let hint = format!(
            "if a blank repeats the cell above, declare so in `[source.period]`: `columns = {{ \
                {0:?} = {{ column = {0:?}, fill = \"down\" }} }}`; rows of whole years need a file or \
                a source of their own",
            at.label()
        );
        return Err(Fault::new("bad_period", at, record, message, hint));
    }
    let text = bindings.period_text(record);
    let held = bindings.period_text_held(record);
    let label = read(bindings, &text, context).or_else(|unread| match held {
        Some(held) => read(bindings, &held, context).map_err(|_| unread),
        None => Err(unread),
    });
    let label = label.map_err(|unread| {
        let hint = repeated_header(bindings, &text).unwrap_or_else(|| unread.hint());
        fault(bindings, &text, unread.rule(), unread.message(), hint)
    })?;
    if let Some(fault) = no_year_of_our_time(bindings, (&text, label), context.fetched_at)
        .or_else(|| no_calendar_year(bindings, record, &text))
    {
        return Err(fault);
    }
    Ok(label)
}

/// What to do about a row that repeats the header.
fn repeated_header(bindings: &Bindings<'_>, text: &str) -> Option<String> {
    let column = bindings.period_label();
    (tidy(text) == tidy(&column)).then(|| {
        format!(
            "the row repeats the header: leave such rows out, `leave_out = [{{ column = {column:?}, \
                texts = [{column:?}] }}]`"
        )
    })
}

/// Whether the text of a period is a label of one reading, of a year of our time.
pub(super) fn is_readable(
    bindings: &Bindings<'_>,
    record: &Record,
    source: &Source,
    fetched_at: DateTime<Utc>,
) -> bool {
    let text = bindings.period_text(record);
    source
        .period
        .read(&text)
        .is_ok_and(|read| no_year_of_our_time(bindings, (&text, read.label), fetched_at).is_none())
}

/// A fault of the texts that make the period, named by their columns.
pub(super) fn fault(
    bindings: &Bindings<'_>,
    text: &str,
    rule: &'static str,
    message: String,
    hint: String,
) -> Fault {
    Fault {
        rule,
        col: bindings.period_label(),
        raw: text.to_owned(),
        message,
        hint,
    }
}

/// A text is read once, however many records have it.
fn read(bindings: &Bindings<'_>, text: &str, context: &mut Context<'_>) -> Result<Label, Unread> {
    if let Some(known) = context.periods.get(text) {
        return known.clone();
    }
    let read = read_text(bindings, text, context.source);
    if context.periods.len() >= KEPT {
        context.periods.clear();
    }
    context.periods.insert(text.to_owned(), read.clone());
    read
}

/// The label that a text of a source is.
pub(super) fn read_text(
    bindings: &Bindings<'_>,
    text: &str,
    source: &Source,
) -> Result<Label, Unread> {
    match &bindings.period {
        // A constant is written in the notation of this program, unless it is a part of a text.
        Bound::Constant { .. } if bindings.period_parts.is_empty() => {
            let of_office = source
                .period
                .office
                .and_then(|office| office.of_label(text));
            let label = of_office.map(|period| Label {
                period,
                span: None,
                status: None,
            });
            label.map_or_else(|| text.parse().map_err(Unread::Label), Ok)
        }
        _ => source.period.read(text).map(|read| read.label),
    }
}

/// The first part of a period that says nothing.
fn blank_part<'b, 'a>(bindings: &'b Bindings<'a>, record: &Record) -> Option<&'b Bound<'a>> {
    let mut parts = std::iter::once(&bindings.period).chain(&bindings.period_parts);
    if bindings.period_parts.is_empty() {
        return None;
    }
    parts.find(|at| tidy(at.raw(record)).is_empty())
}

/// A year that lies too far from now to be one of this calendar.
fn no_year_of_our_time(
    bindings: &Bindings<'_>,
    (text, label): (&str, Label),
    fetched_at: DateTime<Utc>,
) -> Option<Fault> {
    let (year, now) = (label.period.year(), fetched_at.year());
    if years_of_our_time(fetched_at).contains(&year) {
        return None;
    }
    let message = format!("`{text}` is no year of our time{}", other_eras(year, now));
    let hint = if (1941..=now.saturating_add(1)).contains(&(year - 543)) {
        "if its years are of the Buddhist era, declare `era = \"buddhist\"` in `[source.period]`; \
            of other calendars, ask the provider for years of the Gregorian calendar"
    } else {
        "ask the provider for years of the Gregorian calendar"
    };
    Some(fault(
        bindings,
        text,
        "bad_period",
        message,
        hint.to_owned(),
    ))
}

/// A reporting period of years that do not begin on 1 January.
fn no_calendar_year(bindings: &Bindings<'_>, record: &Record, text: &str) -> Option<Fault> {
    let reporting = text
        .get(4..)
        .is_some_and(|rest| rest.bytes().any(|b| b.is_ascii_uppercase()));
    let begins = bindings
        .attached
        .reporting_year
        .as_ref()
        .filter(|_| reporting)?;
    if matches!(tidy(begins.raw(record)).as_ref(), "" | "--01-01") {
        return None;
    }
    let message = format!(
        "the reporting year of `{text}` begins on `{}`, so it is no calendar year, quarter or month",
        begins.raw(record).trim()
    );
    let hint = "ask the service for periods of the calendar".to_owned();
    Some(fault(bindings, text, "bad_period", message, hint))
}

/// What a year far from now may be in other calendars.
fn other_eras(year: i32, now: i32) -> String {
    let near = |year: &i32| (1900..=now.saturating_add(1)).contains(year);
    let eras = [
        ("of the Buddhist era", year - 543),
        ("of the Solar Hijri calendar", year + 621),
        ("of the Hijri calendar about", (year * 97) / 100 + 622),
    ];
    let read: Vec<String> = eras
        .iter()
        .filter(|(_, year)| near(year))
        .map(|(era, year)| format!("{era} it would be {year}"))
        .collect();
    if read.is_empty() {
        String::new()
    } else {
        format!(": {}", read.join(", "))
    }
}

/// Years from the delivery within which a figure may be for that is no estimate and no plan.
const YEARS_OBSERVED: i32 = 10;

/// Refuses a figure that is said to have been observed long before its time, as years of the Bikram
/// Sambat era (57 ahead) seem to be.
pub(super) fn not_ahead(
    bindings: &Bindings<'_>,
    record: &Record,
    (period, key, said): (Period, &ObservationKey, &RowContent),
    fetched_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let observed =
        key.plan_stage.is_none() && said.value.is_some() && said.status != Status::Estimate;
    let (year, now) = (period.year(), fetched_at.year());
    if !observed || year <= now.saturating_add(YEARS_OBSERVED) {
        return Ok(());
    }
    let nepal = Some(year - 57).filter(|y| (1900..=now.saturating_add(1)).contains(y));
    let era = nepal.map_or_else(String::new, |y| {
        format!("; of the Bikram Sambat era it would be {y}")
    });
    let message = format!(
        "`{period}` begins {} years after the delivery came, and its figure is said to be `{}`{era}",
        year - now,
        said.status
    );
    let hint = "ask the provider for years of the Gregorian calendar; a projection has the status \
        `estimate`";
    let text = bindings.period_text(record);
    Err(fault(
        bindings,
        &text,
        "bad_period",
        message,
        hint.to_owned(),
    ))
}
