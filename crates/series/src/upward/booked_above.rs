//! Records that are booked on areas above those that are added up, as some of a district are among
//! those of its communes: each is a part of the sum of its area and of those above that, and no
//! statement of their total.

use chiso_model::{AreaRegister, Measure, MeasureSource, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A figure of records booked on an area, and the areas that are added up below it.
type Booked<'a> = (&'a MeasureValue, &'a BTreeSet<UnitId>);

/// The figures of records booked on areas above, on one day.
pub(super) struct BookedAbove<'a> {
    areas: &'a AreaRegister,
    day: NaiveDate,
    by_time: BTreeMap<(Period, Span), Vec<Booked<'a>>>,
}

impl<'a> BookedAbove<'a> {
    /// Of the values of a measure on the units of a day, with the areas below each area of that day.
    pub(super) fn new(
        (stated, areas): (&Measure, &'a AreaRegister),
        values: &'a [MeasureValue],
        (members, day): (&'a BTreeMap<UnitId, BTreeSet<UnitId>>, NaiveDate),
    ) -> BookedAbove<'a> {
        let mut by_time: BTreeMap<(Period, Span), Vec<Booked<'a>>> = BTreeMap::new();
        for value in values.iter().filter(|v| of_records(stated, v)) {
            if let Some(below) = members.get(&value.area) {
                let at = (value.period, value.span);
                by_time.entry(at).or_default().push((value, below));
            }
        }
        BookedAbove {
            areas,
            day,
            by_time,
        }
    }

    /// Those that belong to an area which some areas make up.
    pub(super) fn within(
        &self,
        (area, units): (UnitId, &BTreeSet<UnitId>),
        at: (Period, Span),
    ) -> Vec<&'a MeasureValue> {
        let booked = self.by_time.get(&at).into_iter().flatten();
        let within = booked.filter(|(value, below)| {
            let same = below.len() == units.len();
            below.is_subset(units) && (!same || self.is_below(value.area, area))
        });
        within.map(|(value, _)| *value).collect()
    }

    /// Whether an area is another one or lies below it; two areas may have the same below them.
    fn is_below(&self, unit: UnitId, above: UnitId) -> bool {
        let code = &self.areas.unit(above).code;
        let mut above = self.areas.parents(unit, self.day).into_iter();
        self.areas.unit(unit).code == *code || above.any(|unit| self.areas.unit(unit).code == *code)
    }
}

/// Whether a figure is made of records.
pub(super) fn of_records(measure: &Measure, value: &MeasureValue) -> bool {
    let mut records = measure.sources.iter().filter(|s| s.is_of_records());
    records.any(|s: &MeasureSource| s.dataset == value.dataset)
}
