//! What everything is computed from. [`incremental`](crate::evaluate::incremental) is how, the one
//! computation that `run`, `test` and `explain` share.

use crate::correlate::{self, StudyInputs};
use crate::kpi::{Measures, Setting};
use crate::model::{
    AreaRegister, Association, Calendar, Cell, Correction, Dataset, Finding, Kpi, Measure,
    MeasureValue, Place, Score, Study, Target, day_of,
};
use crate::rollup::Rolled;
use crate::series;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is computed from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What the measures make of each dataset's table.
    pub tables: &'a BTreeMap<String, Rolled>,
    /// Measures wanted.
    pub measures: &'a [Measure],
    /// KPIs wanted; their measures must be among `measures`.
    pub kpis: &'a [Kpi],
    /// Studies wanted; what they read must be among `measures` and `kpis`, and their boundaries
    /// among `boundaries`.
    pub studies: &'a [Study],
    /// Areas and their relations.
    pub areas: &'a AreaRegister,
    /// Targets.
    pub targets: &'a [Target],
    /// Feasts and working days.
    pub calendar: &'a Calendar,
    /// Boundary days wanted.
    pub boundaries: &'a [NaiveDate],
    /// Datasets whose latest delivery was refused.
    pub broken: &'a BTreeSet<String>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
    /// The zone of the office, whose days count.
    pub zone: Tz,
}

/// The corrections of a dataset.
pub fn of_dataset<'a>(
    corrections: &'a BTreeMap<String, Vec<Correction>>,
    dataset: &str,
) -> &'a [Correction] {
    corrections.get(dataset).map_or(&[], Vec::as_slice)
}

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

/// Measures that read a dataset whose latest delivery was refused.
#[must_use]
pub fn broken_measures(inputs: Inputs<'_>) -> BTreeSet<String> {
    inputs
        .measures
        .iter()
        .filter(|m| reads(inputs, m).any(|dataset| inputs.broken.contains(dataset)))
        .map(|m| m.id.clone())
        .collect()
}

/// The cells of a measure from all its sources, as of the moment asked for.
#[must_use]
pub fn cells_of(inputs: Inputs<'_>, measure: &Measure) -> Vec<Cell> {
    let of = |(place, source): (usize, &crate::model::MeasureSource)| {
        inputs
            .tables
            .get(&source.dataset)?
            .lines(&measure.id, place)
    };
    let lines = measure
        .sources
        .iter()
        .enumerate()
        .filter_map(of)
        .flat_map(BTreeMap::values);
    lines
        .filter_map(|line| line.at(inputs.as_of)?.as_ref().ok().cloned())
        .collect()
}

/// The values of a measure that some cells give, on every boundary asked for.
#[must_use]
pub fn values_of(inputs: Inputs<'_>, measure: &Measure, cells: &[Cell]) -> Vec<Arc<MeasureValue>> {
    let on = |boundary: &NaiveDate| {
        series::values(measure, inputs.measures, cells, inputs.areas, *boundary)
    };
    inputs
        .boundaries
        .iter()
        .flat_map(on)
        .map(Arc::new)
        .collect()
}

/// What could not be rolled up, now or as of the moment asked for; now also the corrections that do
/// not fit.
#[must_use]
pub fn faults(inputs: Inputs<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in inputs.measures {
        for (place, source) in measure.sources.iter().enumerate() {
            let Some(rolled) = inputs.tables.get(&source.dataset) else {
                continue;
            };
            let at = || Place {
                file: format!("tables/{}", source.dataset),
                ..Place::default()
            };
            let errors = rolled.errors(&measure.id, place, inputs.as_of);
            findings.extend(errors.map(|e| Finding::error("rollup_failed", at(), e.to_string())));
        }
    }
    if inputs.as_of.is_none() {
        findings.extend(
            inputs
                .tables
                .values()
                .flat_map(|rolled| rolled.misfits().iter().cloned()),
        );
    }
    findings
}

/// Every moment at which something that measures may use became known, in order, up to the one
/// asked for.
#[must_use]
pub fn moments<'a>(
    inputs: Inputs<'a>,
    measures: impl IntoIterator<Item = &'a Measure>,
) -> BTreeSet<DateTime<Utc>> {
    let datasets: BTreeSet<&str> = measures
        .into_iter()
        .flat_map(|m| reads(inputs, m))
        .collect();
    let all = datasets
        .into_iter()
        .filter_map(|d| inputs.tables.get(d))
        .flat_map(|rolled| rolled.moments().iter().copied());
    all.filter(|m| inputs.as_of.is_none_or(|t| *m <= t))
        .collect()
}

/// The datasets behind a measure.
pub fn reads<'a>(inputs: Inputs<'a>, measure: &'a Measure) -> impl Iterator<Item = &'a str> {
    measure
        .behind(inputs.measures)
        .into_iter()
        .flat_map(|m| m.sources.iter().map(|s| s.dataset.as_str()))
}

/// The measures of some ids, and those behind them.
#[must_use]
pub fn wanted(declared: &[Measure], ids: &BTreeSet<&str>) -> Vec<Measure> {
    let named = declared.iter().filter(|m| ids.contains(m.id.as_str()));
    let behind: BTreeSet<&str> = named
        .flat_map(|m| m.behind(declared))
        .map(|m| m.id.as_str())
        .collect();
    declared
        .iter()
        .filter(|m| behind.contains(m.id.as_str()))
        .cloned()
        .collect()
}

/// What a KPI is judged with on a boundary. A target counts from the day it was decided, where that
/// is known.
pub fn settings<'a>(
    inputs: Inputs<'a>,
    measures: &'a Measures<'a>,
    boundary: NaiveDate,
    broken: &'a BTreeSet<String>,
) -> Setting<'a> {
    Setting {
        measures,
        declared: inputs.measures,
        targets: inputs.targets,
        areas: inputs.areas,
        boundary,
        broken,
        as_of: inputs.as_of.map(|t| day_of(t, inputs.zone)),
    }
}

/// The datasets that measures read, by id.
#[must_use]
pub fn needed<'a>(datasets: &'a [Dataset], measures: &[Measure]) -> Vec<&'a Dataset> {
    let named: BTreeSet<&str> = measures
        .iter()
        .flat_map(|m| m.sources.iter().map(|s| s.dataset.as_str()))
        .collect();
    datasets
        .iter()
        .filter(|d| named.contains(d.id.as_str()))
        .collect()
}
