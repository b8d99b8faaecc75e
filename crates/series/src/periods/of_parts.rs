//! What the areas that are added up have of a period that some of them state: the others have it by
//! their own shorter periods, before anything is added up.

use crate::existence::Existence;
use crate::periods::candidates::{candidates, whole};
use crate::periods::families::{Family, families};
use chiso_model::{MeasureValue, Period, Reason, Span, UnitId};
use std::collections::BTreeMap;

/// The stated values of areas, and what their periods make of others.
pub struct PartPeriods<'a> {
    existence: Existence<'a>,
    stated: BTreeMap<UnitId, Vec<&'a MeasureValue>>,
    families: BTreeMap<UnitId, Vec<Family<'a>>>,
}

impl<'a> PartPeriods<'a> {
    /// Of stated values; nothing of a measure that asks for no periods.
    pub fn new(existence: Existence<'a>, values: &'a [MeasureValue]) -> PartPeriods<'a> {
        let mut stated: BTreeMap<UnitId, Vec<&MeasureValue>> = BTreeMap::new();
        let asked = !existence.measure.periods.is_empty();
        for value in values.iter().filter(|_| asked) {
            stated.entry(value.area).or_default().push(value);
        }
        PartPeriods {
            existence,
            stated,
            families: BTreeMap::new(),
        }
    }

    /// What an area has of a period by its shorter ones, the best first: what is whole only. Where
    /// nothing is and a part is withheld or was not accepted, one that says so and has no value.
    pub fn worked_out(
        &mut self,
        area: UnitId,
        (period, span): (Period, Span),
    ) -> Vec<MeasureValue> {
        let Some(stated) = self.stated.get(&area) else {
            return Vec::new();
        };
        let Existence { measure, .. } = self.existence;
        let months = self.existence.months(area);
        let of_area = self.families.entry(area);
        let of_area = of_area.or_insert_with(|| families(measure, stated, months));
        let found = candidates(self.existence, of_area, (area, period, span));
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
