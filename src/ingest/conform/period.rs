//! The period of a record: a label of one reading, of a year of our time and, where its figure has
//! been observed, of a time that was.

use super::bindings::Bindings;
use super::observation::{Fault, RowContent};
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::model::{Dashed, Label, LabelError, Period, Status};
use chrono::{DateTime, Datelike, Utc};

/// What is read as a period.
const PERIODS: &str = "write `2020`, `2020-Q3` or `2020-09`; labels such as `Sơ bộ 2024`, `Quý \
    I/2024` and `6 tháng/2000` are read too";

/// Years from the delivery within which a period may lie; projections reach a century ahead.
const YEARS_AHEAD: i32 = 100;
/// The earliest year; before it there are no series of official statistics.
const FIRST_YEAR: i32 = 1800;

/// The label of the period, where it has one reading.
pub(super) fn label(
    bindings: &Bindings<'_>,
    record: &Record,
    fetched_at: DateTime<Utc>,
) -> Result<Label, Fault> {
    let at = &bindings.period;
    let text = tidy(at.raw(record));
    let label: Label = text.parse().map_err(|e: LabelError| {
        let hint = match Dashed::of(&text) {
            Some(Dashed::FiscalYear) => {
                "fiscal years have no period here: ask the provider for \
                calendar years, quarters or months"
            }
            _ if e.is_open_span() => {
                "name the end: `Lũy kế tháng 9/2024`, `9 tháng/2024` or `YTD \
                2024-Q3`, or map the column that has it"
            }
            _ => PERIODS,
        };
        Fault::new("bad_period", at, record, e.to_string(), hint)
    })?;
    if let Some(fault) = no_year_of_our_time(bindings, record, (&text, label), fetched_at)
        .or_else(|| no_calendar_year(bindings, record, &text))
    {
        return Err(fault);
    }
    Ok(label)
}

/// A year that lies too far from now to be one of this calendar.
fn no_year_of_our_time(
    bindings: &Bindings<'_>,
    record: &Record,
    (text, label): (&str, Label),
    fetched_at: DateTime<Utc>,
) -> Option<Fault> {
    let (year, now) = (label.period.year(), fetched_at.year());
    if (FIRST_YEAR..=now.saturating_add(YEARS_AHEAD)).contains(&year) {
        return None;
    }
    let message = format!("`{text}` is no year of our time{}", other_eras(year, now));
    Some(Fault::new(
        "bad_period",
        &bindings.period,
        record,
        message,
        "ask the provider for years of the Gregorian calendar",
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
    Some(Fault::new(
        "bad_period",
        &bindings.period,
        record,
        message,
        "ask the service for periods of the calendar",
    ))
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
    (period, said): (Period, &RowContent),
    fetched_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let observed =
        said.plan_stage.is_none() && said.value.is_some() && said.status != Status::Estimate;
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
    Err(Fault::new(
        "bad_period",
        &bindings.period,
        record,
        message,
        hint,
    ))
}
