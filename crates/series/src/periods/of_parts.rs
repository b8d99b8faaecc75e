//! What the areas that are added up have of a period that some of them state: the others have it by
//! their own shorter periods, before anything is added up.

use crate::existence::Existence;
use crate::periods::by_year::ByYear;
use crate::periods::candidates::{candidates, whole};
use crate::periods::families::families;
use chiso_model::{MeasureValue, Period, Span, UnitId};

/// The stated values of areas, of which periods of others are made.
pub struct PartPeriods<'a> {
    existence: Existence<'a>,
    stated: ByYear<UnitId, &'a MeasureValue>,
}

impl<'a> PartPeriods<'a> {
    /// Of stated values; nothing of a measure that asks for no periods.
    pub fn new(existence: Existence<'a>, values: &'a [MeasureValue]) -> PartPeriods<'a> {
        let mut stated = ByYear::default();
        let asked = !existence.measure.periods.is_empty();
        for value in values.iter().filter(|_| asked) {
            stated.insert(value.area, (value.period, value.span), value);
        }
        PartPeriods { existence, stated }
    }

    /// What an area has of a period by its shorter ones, the best first: what is whole only. Which
    /// series is the best is seen in the calendar years of the period.
    pub fn worked_out(&self, area: UnitId, at: (Period, Span)) -> Vec<MeasureValue> {
        let stated = self.stated.touching(area, at);
        if stated.is_empty() {
            return Vec::new();
        }
        let Existence { measure, .. } = self.existence;
        let families = families(measure, &stated, self.existence.months(area));
        let found = candidates(self.existence, &families, (area, at.0, at.1));
        found.into_iter().filter(whole).collect()
    }
}
