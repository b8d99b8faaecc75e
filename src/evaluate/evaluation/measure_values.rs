//! The values of all measures over time.

use crate::evaluate::inputs::{Inputs, lines_of};
use crate::model::{BoundaryKey, Measure};
use crate::series::{self, OverTime, Values};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The values of all measures over time, on every boundary asked for.
pub(super) fn values(inputs: Inputs<'_>) -> BTreeMap<BoundaryKey, Values> {
    let tasks: Vec<(&Measure, NaiveDate)> = inputs
        .measures
        .iter()
        .flat_map(|m| inputs.boundaries.iter().map(move |b| (m, *b)))
        .collect();
    tasks
        .into_par_iter()
        .map(|(measure, boundary)| {
            let values = if measure.is_made() {
                made_of_others(inputs, measure, boundary)
            } else {
                of_sources(inputs, measure, boundary)
            };
            (BoundaryKey::new(&measure.id, boundary), values)
        })
        .collect()
}

/// The values that the cells of a measure give, from all its sources.
fn of_sources(inputs: Inputs<'_>, measure: &Measure, boundary: NaiveDate) -> Values {
    let lines = lines_of(inputs, measure);
    OverTime::new(
        measure,
        inputs.areas,
        boundary,
        lines
            .iter()
            .flat_map(|(dataset, lines)| lines.iter().map(|(key, line)| (*dataset, key, line))),
    )
    .all()
}

/// The values of a measure that is made from others.
fn made_of_others(inputs: Inputs<'_>, measure: &Measure, boundary: NaiveDate) -> Values {
    let sources: Vec<_> = measure
        .behind(inputs.measures)
        .into_iter()
        .flat_map(|m| lines_of(inputs, m))
        .collect();
    let lines = sources.iter().flat_map(|(_, lines)| lines.values());
    series::made_of_others(measure, inputs.measures, (inputs.areas, boundary), lines)
}
