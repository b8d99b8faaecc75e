//! The period that the parts of a label make together.

use super::declared::PeriodWriting;
use super::matching::Parts;
use super::slot::Slot;
use super::words::Said;
use crate::label::{Label, TO_DATE};
use crate::period::{Period, weeks_of};
use crate::span::Span;
use chrono::NaiveDate;

/// The label that parts make, with what words say beside them.
pub(super) fn label(parts: &Parts, said: Said, writing: &PeriodWriting) -> Result<Label, String> {
    let period = period(parts, writing)?;
    let counted = parts.iter().any(|(slot, _)| *slot == Slot::Months);
    with(
        Label {
            period,
            span: counted.then_some(Span::Ytd),
            status: None,
        },
        said,
    )
}

/// A label with what words say beside it.
pub(super) fn with(label: Label, said: Said) -> Result<Label, String> {
    let whole = matches!(
        label.period,
        Period::Year(_) | Period::FiscalYear(..) | Period::Week(..)
    );
    if said.to_date && whole {
        return Err(TO_DATE.to_owned());
    }
    let own = Said {
        status: label.status,
        to_date: label.span == Some(Span::Ytd),
    };
    let all = own.and(said)?;
    Ok(Label {
        span: all.to_date.then_some(Span::Ytd),
        status: all.status,
        ..label
    })
}

fn period(parts: &Parts, writing: &PeriodWriting) -> Result<Period, String> {
    let of = |slot: Slot| parts.iter().find(|(s, _)| *s == slot).map(|(_, n)| *n);
    let first = |slots: &[Slot]| slots.iter().find_map(|s| of(*s)).map(i32::cast_unsigned);
    let counted = of(Slot::Year).or_else(|| of(Slot::ShortYear));
    let month = first(&[Slot::Month, Slot::MonthRoman, Slot::MonthName, Slot::Months]);
    let quarter = first(&[Slot::Quarter, Slot::QuarterRoman]);
    let half = first(&[Slot::HalfYear]);
    let calendar = |year: i32| writing.era.map_or(Ok(year), |era| era.year(year));
    if let Some(name) = of(Slot::FiscalYear).or_else(|| of(Slot::ShortFiscalYear)) {
        return fiscal(writing, calendar(name)?, (month, quarter, half));
    }
    let year = calendar(counted.ok_or_else(|| "it has no year".to_owned())?)?;
    if let Some(day) = first(&[Slot::Day]) {
        let date = month
            .and_then(|month| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or_else(|| "there is no such day".to_owned())?;
        let days = writing
            .days
            .ok_or_else(|| "it is a day, and nothing says what days stand for".to_owned())?;
        return days.period(date, writing.fiscal_year);
    }
    if let Some(week) = first(&[Slot::Week]) {
        let weeks = weeks_of(year);
        let there = (week <= weeks).then_some(Period::Week(year, week));
        return there.ok_or_else(|| format!("{year} has {weeks} weeks of ISO 8601"));
    }
    if let Some(third) = first(&[Slot::Third]) {
        return Ok(Period::Third(year, third));
    }
    Ok(match (month, quarter, half) {
        (Some(month), ..) => Period::Month(year, month),
        (_, Some(quarter), _) => Period::Quarter(year, quarter),
        (_, _, Some(half)) => Period::HalfYear(year, half),
        _ => Period::Year(year),
    })
}

fn fiscal(
    writing: &PeriodWriting,
    name: i32,
    (month, quarter, half): (Option<u32>, Option<u32>, Option<u32>),
) -> Result<Period, String> {
    let none = || "no fiscal year is declared".to_owned();
    let fiscal = writing.fiscal_year.ok_or_else(none)?;
    let begins_in = fiscal.begins_in(name);
    let part = |number: u32, length: u32, what: &str| {
        fiscal.part(begins_in, number, length).ok_or_else(|| {
            format!(
                "{what} of a fiscal year that begins with month {} is none of the calendar",
                fiscal.begins
            )
        })
    };
    match (month, quarter, half) {
        (Some(month), ..) => Ok(fiscal.month(begins_in, month)),
        (_, Some(quarter), _) => part(quarter, 3, "a quarter"),
        (_, _, Some(half)) => part(half, 6, "a half-year"),
        _ => Ok(fiscal.year(begins_in)),
    }
}
