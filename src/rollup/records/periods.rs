//! Units and periods of records: what is asked of the register of areas, and which period of some
//! length a month lies in.

use super::known::PartsByPeriod;
use crate::model::{AreaRegister, Frequency, Period, RecordLayout, UnitId};
use crate::records::roll::{Units, Versions};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// What data files give of each unit and period, for periods of every length asked for.
pub(super) fn by_period(versions: Versions, layout: &RecordLayout) -> PartsByPeriod {
    let mut found = PartsByPeriod::new();
    for ((unit, month), versions) in versions {
        for frequency in &layout.periods {
            let at = (UnitId(unit), period_of(month, *frequency));
            found
                .entry(at)
                .or_default()
                .extend(versions.iter().cloned());
        }
    }
    found
}

/// The units of the register as the engine asks for them.
pub(super) struct RegisterUnits<'a>(pub(super) &'a AreaRegister);

impl Units for RegisterUnits<'_> {
    fn unit(&self, code: &str, day: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)> {
        let id = self.0.by_code(code, day)?;
        let unit = self.0.unit(id);
        // Of the month within which it became another area as a whole it is a part of that one.
        let in_month = self.0.at_end_of_month(id, end_of_month(day));
        Some((
            in_month.0,
            unit.valid_from,
            unit.valid_to.unwrap_or(NaiveDate::MAX),
        ))
    }

    fn months_of_change(&self) -> BTreeSet<NaiveDate> {
        let units = self.0.units().map(|(_, unit)| unit);
        let after = |day: NaiveDate| day.succ_opt();
        let days = units.flat_map(|u| [Some(u.valid_from), u.valid_to.and_then(after)]);
        let within = days.flatten().filter(|day| day.day() > 1);
        within.filter_map(|day| day.with_day(1)).collect()
    }
}

/// The last day of the month of a day.
fn end_of_month(day: NaiveDate) -> NaiveDate {
    Period::Month(day.year(), day.month()).end()
}

/// Whether the records of a unit in a period are those of its whole land in all of it.
pub(super) fn is_whole(areas: &AreaRegister, unit: UnitId, period: Period) -> bool {
    let last = areas.unit(unit).valid_to;
    areas.whole_since(unit) <= period.start() && last.is_none_or(|last| period.end() <= last)
}

/// The period of some length that a month, counted from the first month of year 0, lies in.
pub(super) fn period_of(month: u32, frequency: Frequency) -> Period {
    let (year, month) = (i32::try_from(month / 12).unwrap_or_default(), month % 12);
    let of_month = Period::Month(year, month + 1);
    match frequency {
        Frequency::Annual => Period::Year(year),
        Frequency::Fiscal(begins) | Frequency::FiscalToDate(begins) => {
            of_month.in_fiscal_year(begins).unwrap_or(of_month)
        }
        Frequency::HalfYearly => Period::HalfYear(year, month / 6 + 1),
        Frequency::Quarterly => Period::Quarter(year, month / 3 + 1),
        Frequency::Thirdly => Period::Third(year, month / 4 + 1),
        // Weeks, which are no months, are no length of records.
        Frequency::Monthly | Frequency::Weekly => of_month,
    }
}

/// Whether shorter periods of a length make up a period: quarters a fiscal year from April, and no
/// fiscal year a year of the calendar.
pub(super) fn divides(frequency: Frequency, period: Period) -> bool {
    let first = period_of(month(period.start()), frequency);
    let parts = period.length().is_multiple_of(first.length());
    parts && first.length() < period.length() && first.start() == period.start()
}

/// The month of a day, counted from the first month of year 0.
pub(super) fn month(day: NaiveDate) -> u32 {
    day.year().unsigned_abs() * 12 + day.month0()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_made_up_by_shorter_ones_that_begin_with_it_and_leave_nothing_over() {
        let april = Frequency::Fiscal(4);
        for (frequency, text, wanted) in [
            (Frequency::Monthly, "2025-Q1", true),
            (Frequency::Monthly, "2025-01", false),
            (Frequency::Quarterly, "2025-S2", true),
            (Frequency::Thirdly, "2025-S1", false),
            (Frequency::Thirdly, "2025", true),
            (april, "2025", false),
            (Frequency::Annual, "2025-04-01/P1Y", false),
            (Frequency::Quarterly, "2025-04-01/P1Y", true),
            (Frequency::HalfYearly, "2025-04-01/P1Y", false),
            (Frequency::HalfYearly, "2025-07-01/P1Y", true),
        ] {
            let made_up = divides(frequency, text.parse().unwrap());
            assert_eq!(made_up, wanted, "{text} of {frequency:?}");
        }
    }
}
