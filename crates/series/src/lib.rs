//! What verdicts and studies share: figures brought onto one set of administrative units, from the
//! best source.

mod began_within;
mod boundary;
mod combine;
mod components;
mod derived;
mod disagree;
mod existence;
mod extreme;
mod lost_digits;
mod members_total;
mod over_time;
mod periods;
mod rebased;
mod stretches;
#[cfg(test)]
mod tests;
mod to_date;
mod unit_periods;
mod upward;
mod weigh;
mod weighted_mean;
#[cfg(test)]
mod work;

pub use began_within::{BeganWithin, began_within};
pub use boundary::{BoundaryMap, Composition};
use chiso_model::{AreaRegister, Cell, Measure, MeasureValue};
use chrono::NaiveDate;
use combine::on_boundary;
pub use components::{Component, Outcome, answerable, components};
pub use derived::reaches_areas;
pub use disagree::{Against, differing, disagreements};
use existence::Existence;
use members_total::with_members;
pub use over_time::{NamedValues, OverTime, Values, derived_over_time, summed_over_time};
use periods::derive_periods;
use std::sync::Arc;
pub use to_date::{UnclearToDate, contradicted, whole_years_to_date};
pub use upward::members;
use upward::sum_up;

/// The values of a measure on a boundary: brought onto its units or made from other measures, with
/// the sums of the areas below, and worked out for the periods it asks for.
#[must_use]
pub fn values(
    measure: &Measure,
    declared: &[Measure],
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let summed = before_periods(measure, declared, cells, areas, boundary);
    derive_periods(Existence { measure, areas }, summed)
}

/// The same before any period is worked out from others.
fn before_periods(
    measure: &Measure,
    declared: &[Measure],
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let own = |cells: &[Cell], day: NaiveDate| own(measure, declared, cells, areas, day);
    let here = own(cells, boundary);
    let stated = measure.stated(declared);
    sum_up((measure, stated), here, (cells, areas, boundary), own)
}

/// The values that areas have of their own, not from those below them.
fn own(
    measure: &Measure,
    declared: &[Measure],
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let find = |id: &str| declared.iter().find(|m| m.id == id);
    if let Some(by) = &measure.derived {
        let on = |measure: &Measure| {
            let on = values(measure, declared, cells, areas, boundary);
            on.into_iter().map(Arc::new).collect()
        };
        let reach = derived::Reach::new((measure, by), declared, areas, boundary);
        let given = derived::Given::new(by, declared, on, &reach);
        let given = given.with_amounts(by, cells, (areas, boundary));
        return derived::derive(measure, by, &given);
    }
    let mut weights = measure.weight.as_ref().and_then(|by| {
        let weight = find(&by.measure)?;
        Some(weigh::Weights::new(by, weight, declared, cells, areas))
    });
    let existence = Existence { measure, areas };
    let by_unit = unit_periods::by_unit(existence, cells);
    let mut by_periods = |(rank, day), unit, at| {
        let cells = by_unit.touching((rank, unit), at).into_iter();
        unit_periods::worked_out(existence, (unit, day), cells, at)
    };
    let place = (areas, boundary);
    let stated = on_boundary(measure, cells, place, weights.as_mut(), &mut by_periods);
    let of_member = |member: &Measure| own(member, declared, cells, areas, boundary);
    with_members(existence, declared, stated, of_member)
}
