//! What verdicts and studies share: figures brought onto one set of administrative units, from the
//! best source.

mod boundary;
mod combine;
mod components;
mod disagree;
mod over_time;
mod periods;
mod real;
mod rebased;
mod stretches;
mod upward;
mod weigh;
mod weighted_mean;

pub use boundary::{BoundaryMap, Composition};
use chiso_model::{AreaRegister, Cell, Measure, MeasureValue};
use chrono::NaiveDate;
use combine::on_boundary;
pub use components::{Component, Outcome, answerable, components};
pub use disagree::{Against, differing, disagreements};
pub use over_time::{OverTime, Values, made_of_others};
use periods::derive_periods;
pub use upward::members;
use upward::sum_up;

/// The values of a measure on a boundary: brought onto its units, worked out for the periods it
/// asks for, or made from other measures.
#[must_use]
pub fn values(
    measure: &Measure,
    declared: &[Measure],
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let find = |id: &str| declared.iter().find(|m| m.id == id);
    if let Some(real) = &measure.real {
        let (Some(of), Some(deflator)) = (find(&real.of), find(&real.deflator)) else {
            return Vec::new();
        };
        let on = |measure| values(measure, declared, cells, areas, boundary);
        return real::deflate(
            measure,
            real,
            on(of),
            (on(deflator), deflator),
            areas,
            boundary,
        );
    }
    let mut weights = measure
        .weight
        .as_deref()
        .and_then(find)
        .map(|weight| weigh::Weights::new(weight, declared, cells, areas));
    let own = on_boundary(measure, cells, areas, boundary, weights.as_mut());
    derive_periods(measure, sum_up(measure, own, cells, areas, boundary))
}
