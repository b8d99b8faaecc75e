//! The rows of studies, from what was computed on their boundaries.

use crate::correlate::{StudyCache, StudyInputs};
use crate::evaluate::inputs::given::Inputs;
use crate::model::{Association, MeasureValue, Score, Study};
use std::sync::Arc;

/// The rows of all studies, those that read nothing else than before from what was kept.
#[must_use]
pub fn associations(
    inputs: Inputs<'_>,
    values: &[Arc<MeasureValue>],
    scores: &[Score],
    studies: &mut StudyCache<'_>,
) -> Vec<Association> {
    let of = |study: &Study| {
        let given = given(inputs, study, values, scores)?;
        Some(studies.correlate(study, given))
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
