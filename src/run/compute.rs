//! Tables → cells → measures → scores, in memory: the one computation that `run`, `test` and `explain` share.

use crate::correlate::{self, Given};
use crate::kpi::{self, Measures, Open, Setting};
use crate::model::{AreaRegister, Association, Cell, Correction, Dataset, Finding, Kpi, Measure, MeasureValue, Place, Score, Study, Target};
use crate::rollup::Rolled;
use crate::series;
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
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
    /// Studies wanted; what they read must be among `measures` and `kpis`, and their boundaries among `boundaries`.
    pub studies: &'a [Study],
    /// Areas and their relations.
    pub areas: &'a AreaRegister,
    /// Targets.
    pub targets: &'a [Target],
    /// Boundary days wanted.
    pub boundaries: &'a [NaiveDate],
    /// Datasets whose latest delivery was refused.
    pub broken: &'a BTreeSet<String>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
    /// How far the data reach; by default the day of the latest publication used.
    pub reach: Option<NaiveDate>,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    /// Cells of all measures, on their own areas.
    pub cells: Vec<Cell>,
    /// Values of all measures, per boundary in the order asked for.
    pub values: Vec<Arc<MeasureValue>>,
    /// Scores, by boundary, then KPI as declared.
    pub scores: Vec<Score>,
    /// Rows of all studies, as declared.
    pub associations: Vec<Association>,
    /// Day of the latest publication used, if there is any figure.
    pub known_at: Option<NaiveDate>,
    /// Measures that could not be computed; now, not as of an earlier day, also corrections that do not fit, each once.
    pub findings: Vec<Finding>,
}

/// The corrections of a dataset.
pub fn of_dataset<'a>(corrections: &'a BTreeMap<String, Vec<Correction>>, dataset: &str) -> &'a [Correction] {
    corrections.get(dataset).map_or(&[], Vec::as_slice)
}

/// Computes everything asked for. A measure that fails is named in the findings; the others go on.
#[must_use]
pub fn compute(inputs: Inputs<'_>) -> Computed {
    let mut computed = Computed::default();
    for (cells, findings) in inputs.measures.par_iter().map(|m| cells_of(inputs, m)).collect::<Vec<_>>() {
        computed.cells.extend(cells);
        computed.findings.extend(findings);
    }
    if inputs.as_of.is_none() {
        computed.findings.extend(inputs.tables.values().flat_map(|rolled| rolled.misfits().iter().cloned()));
    }
    computed.known_at = computed.cells.iter().map(|c| c.figure.known_from.date_naive()).max();
    let reached = Inputs { reach: inputs.reach.or(computed.known_at), ..inputs };
    let broken: BTreeSet<String> =
        inputs.measures.iter().filter(|m| m.sources.iter().any(|s| inputs.broken.contains(&s.dataset))).map(|m| m.id.clone()).collect();
    computed.values = inputs.measures.par_iter().flat_map_iter(|m| values_of(inputs, m, &computed.cells)).collect();
    let scores_on = |boundary: &NaiveDate| {
        let on = Measures::new(computed.values.iter().filter(|v| v.boundary == *boundary));
        let setting = settings(reached, &on, *boundary, &broken);
        inputs.kpis.iter().flat_map(|kpi| kpi::score(kpi, setting)).collect::<Vec<_>>()
    };
    computed.scores = inputs.boundaries.par_iter().flat_map_iter(scores_on).collect();
    for study in inputs.studies {
        if let Some(given) = given(inputs, study, &computed) {
            computed.associations.extend(correlate::correlate(study, given));
        }
    }
    computed
}

/// What a study is made from: what was computed on its boundary.
fn given<'a>(inputs: Inputs<'a>, study: &Study, computed: &'a Computed) -> Option<Given<'a>> {
    let boundary = study.boundary.or_else(|| inputs.boundaries.first().copied())?;
    Some(Given { values: &computed.values, scores: &computed.scores, kpis: inputs.kpis, areas: inputs.areas, boundary })
}

/// The cells of a measure from all its sources.
pub fn cells_of(inputs: Inputs<'_>, measure: &Measure) -> (Vec<Cell>, Vec<Finding>) {
    let (mut cells, mut findings) = (Vec::new(), Vec::new());
    for (place, source) in measure.sources.iter().enumerate() {
        let Some(rolled) = inputs.tables.get(&source.dataset) else { continue };
        match rolled.cells(&measure.id, place, inputs.as_of) {
            Ok(found) => cells.extend(found),
            Err(error) => {
                let place = Place { file: format!("tables/{}", source.dataset), ..Place::default() };
                findings.push(Finding::error("rollup_failed", place, error.to_string()));
            }
        }
    }
    (cells, findings)
}

/// The values of a measure on every boundary asked for.
pub fn values_of(inputs: Inputs<'_>, measure: &Measure, cells: &[Cell]) -> Vec<Arc<MeasureValue>> {
    let on = |boundary: &NaiveDate| {
        let own = series::on_boundary(measure, cells, inputs.areas, *boundary);
        series::work_out(measure, series::sum_up(measure, own, inputs.areas, *boundary))
    };
    inputs.boundaries.iter().flat_map(on).map(Arc::new).collect()
}

/// What a KPI is judged with on a boundary. A target counts from the day it was decided, where that is known.
pub fn settings<'a>(inputs: Inputs<'a>, measures: &'a Measures<'a>, boundary: NaiveDate, broken: &'a BTreeSet<String>) -> Setting<'a> {
    Setting {
        measures,
        declared: inputs.measures,
        targets: inputs.targets,
        areas: inputs.areas,
        boundary,
        open: Open(inputs.reach.unwrap_or(NaiveDate::MAX)),
        broken,
        as_of: inputs.as_of.map(|t| t.date_naive()),
    }
}

/// The datasets that measures read, by id.
#[must_use]
pub fn needed<'a>(datasets: &'a [Dataset], measures: &[Measure]) -> Vec<&'a Dataset> {
    let named: BTreeSet<&str> = measures.iter().flat_map(|m| m.sources.iter().map(|s| s.dataset.as_str())).collect();
    datasets.iter().filter(|d| named.contains(d.id.as_str())).collect()
}
