//! Units and periods of records: what is asked of the register of areas, and which period of some
//! length a month lies in.

use super::known::PartsByPeriod;
use crate::model::{AreaRegister, Frequency, Period, RecordLayout, UnitId};
use crate::records::roll::{Units, Versions};
use chrono::NaiveDate;

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
        Some((
            id.0,
            unit.valid_from,
            unit.valid_to.unwrap_or(NaiveDate::MAX),
        ))
    }
}

/// The period of some length that a month, counted from the first month of year 0, lies in.
pub(super) fn period_of(month: u32, frequency: Frequency) -> Period {
    let (year, month) = (i32::try_from(month / 12).unwrap_or_default(), month % 12);
    match frequency {
        Frequency::Annual => Period::Year(year),
        Frequency::Fiscal(begins) | Frequency::FiscalToDate(begins) => {
            Period::FiscalYear(year - i32::from(month + 1 < begins), begins)
        }
        Frequency::HalfYearly => Period::HalfYear(year, month / 6 + 1),
        Frequency::Quarterly => Period::Quarter(year, month / 3 + 1),
        Frequency::Thirdly => Period::Third(year, month / 4 + 1),
        // Weeks, which are no months, are no length of records.
        Frequency::Monthly | Frequency::Weekly => Period::Month(year, month + 1),
    }
}
