//! The rows of studies, from what was computed on their boundaries.

use crate::correlate::{self, StudyInputs};
use crate::evaluate::inputs::given::Inputs;
use crate::model::{Association, MeasureValue, Score, Study};
use std::sync::Arc;

/// The rows of all studies.
#[must_use]
pub fn associations(
    inputs: Inputs<'_>,
    values: &[Arc<MeasureValue>],
    scores: &[Score],
) -> Vec<Association> {
    let of = |study: &Study| {
        Some(correlate::correlate(
            study,
            given(inputs, study, values, scores)?,
        ))
    };
    inputs.studies.iter().filter_map(of).flatten().collect()
}

/// What a study is made from: what was computed on its boundary.
fn given<'a>(
    inputs: Inputs<'a>,
    study: &Study,
    values: &'a [Arc<MeasureValue>],
    scores: &'a [Score],
) -> Option<StudyInputs<'a>> {
    let boundary = study
        .boundary
        .or_else(|| inputs.boundaries.first().copied())?;
    Some(StudyInputs {
        values,
        scores,
        kpis: inputs.kpis,
        measures: inputs.measures,
        areas: inputs.areas,
        boundary,
    })
}
