//! Sums next to what areas state of themselves.

use crate::upward::booked_above::{BookedAbove, of_records};
use crate::upward::empty_list::EmptyList;
use crate::upward::members::members;
use crate::upward::own_days::{has_value, on_own_days};
use crate::upward::sums::{SummedMeasure, leave_out, sums_of};
use chiso_model::{AreaRegister, Cell, Measure, MeasureValue, Reason, ValueKey};
use chrono::NaiveDate;
use std::sync::Arc;

/// Adds the sums of the areas above to the values of a measure on a boundary, in order of area,
/// period and span. The cells are of the measure that is stated and of those that it is made
/// with, and `values_on` makes values of some of them on another day.
#[must_use]
pub fn sum_up(
    (measure, stated): (&Measure, &Measure),
    own: Vec<MeasureValue>,
    (cells, areas, boundary): (&[Cell], &AreaRegister, NaiveDate),
    values_on: impl Fn(&[Cell], NaiveDate) -> Vec<MeasureValue>,
) -> Vec<MeasureValue> {
    let Some(level) = &measure.sum_of else {
        return own;
    };
    let here = members(areas, level, boundary);
    let empty = EmptyList::new(stated, cells, &own, areas);
    let summed = SummedMeasure {
        measure,
        stated,
        areas,
        empty: empty.as_ref(),
    };
    let times = own.iter().map(|v| (v.period, v.span)).collect();
    let into = |above| Some((above, boundary));
    let booked = BookedAbove::new((stated, areas), &own, (&here, boundary));
    let mut sums = sums_of(summed, (&own, &times), (&here, &booked), into);
    let has_sum = |key: &ValueKey| {
        let sum = sums.get(key).and_then(|sums| sums.first());
        sum.is_some_and(has_value)
    };
    let here_with = (&here, has_sum);
    let (of_own_days, left_out) =
        on_own_days(summed, level, (cells, boundary), here_with, values_on);
    for (key, found) in of_own_days {
        // Two statements that contradict each other do so in every sum that has one of them.
        let here = sums.get(&key).and_then(|sums| sums.first());
        let conflict = |sum: &MeasureValue| sum.figure.reasons.contains(&Reason::SourceConflict);
        let stands = here.is_some_and(|sum| {
            conflict(sum) || (has_value(sum) && !found.first().is_some_and(has_value))
        });
        if !stands {
            sums.insert(key, found);
        }
    }
    leave_out(&mut sums, &left_out, &here, summed.existence());
    let mut all = Vec::with_capacity(own.len() + sums.len());
    for value in own {
        let found = sums.remove(&value.key()).unwrap_or_default();
        let booked = of_records(stated, &value) && here.contains_key(&value.area);
        all.push(if booked {
            sum_with_booked(stated, value, found)
        } else {
            own_or_sum(value, found)
        });
    }
    for mut found in sums.into_values() {
        let head = found.remove(0);
        let others = with_figure(found).collect();
        all.push(MeasureValue { others, ..head });
    }
    all.sort_by_cached_key(|v| (areas.unit(v.area).code.clone(), v.period, v.span));
    all
}

/// What an area states of itself, with the sums of the areas below. What it states of other land
/// than the boundary's is no figure of it, so a sum comes before that.
fn own_or_sum(mut own: MeasureValue, sums: Vec<MeasureValue>) -> MeasureValue {
    let mut sums = with_figure(sums);
    let of_other_land = own.figure.reasons.contains(&Reason::BoundaryBreak);
    if own.figure.value.is_none()
        && of_other_land
        && let Some(head) = sums.next()
    {
        let others = own.others.into_iter().chain(sums).collect();
        return MeasureValue {
            others,
            ..Arc::unwrap_or_clone(head)
        };
    }
    own.others.extend(sums);
    own
}

/// The sum of the areas below, of which the records booked on the area itself are a part; these alone
/// are no figure of it. What another dataset states of the area stands with the sum.
fn sum_with_booked(
    stated: &Measure,
    mut own: MeasureValue,
    mut sums: Vec<MeasureValue>,
) -> MeasureValue {
    let mut others = std::mem::take(&mut own.others);
    others.retain(|other| !of_records(stated, other));
    if sums.is_empty() {
        own.figure.value = None;
        own.figure.reasons.insert(Reason::ValueMissing);
        return MeasureValue { others, ..own };
    }
    let head = sums.remove(0);
    others.extend(with_figure(sums));
    MeasureValue { others, ..head }
}

fn with_figure(sums: Vec<MeasureValue>) -> impl Iterator<Item = Arc<MeasureValue>> {
    sums.into_iter()
        .filter(|sum| sum.figure.value.is_some())
        .map(Arc::new)
}
