//! What the areas that are added up have of a period that some of them state: the others have it by
//! their own shorter periods, before anything is added up.

use crate::existence::Existence;
use crate::periods::by_year::ByYear;
use crate::periods::candidates::{candidates, whole};
use crate::periods::families::{families, first_day};
use chiso_model::{MeasureValue, Period, Reason, Span, UnitId};

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

    /// What an area has of a period by its shorter ones, the best first: what is whole only. Where
    /// nothing is and a part is withheld or was not accepted, one that says so and has no value. Which
    /// series is the best is seen in the calendar years of the period.
    pub fn worked_out(&self, area: UnitId, at: (Period, Span)) -> Vec<MeasureValue> {
        let stated = self.stated.touching(area, at);
        if stated.is_empty() {
            return Vec::new();
        }
        let Existence { measure, .. } = self.existence;
        let begins = first_day(stated.iter().map(|v| v.period));
        let families = families(measure, &stated, (self.existence.months(area), begins));
        let found = candidates(self.existence, &families, (area, at.0, at.1));
        let (found, lacking): (Vec<_>, Vec<_>) = found.into_iter().partition(whole);
        if found.is_empty() {
            return lacking.into_iter().filter_map(set_aside).take(1).collect();
        }
        found
    }
}

/// A figure of which a part is withheld or was not accepted, as a part of another one: what else is not
/// there of it is missing.
fn set_aside(mut value: MeasureValue) -> Option<MeasureValue> {
    let reasons = &mut value.figure.reasons;
    let is_set_aside = |r: &Reason| matches!(r, Reason::Suppressed | Reason::Quarantined);
    let number = reasons.len();
    reasons.retain(is_set_aside);
    let missing = (reasons.len() < number).then_some(Reason::ValueMissing);
    let any = !reasons.is_empty();
    reasons.extend(missing);
    any.then_some(value)
}
