//! Which datasets stand behind measures, when they became known, and when targets were decided.

use crate::evaluate::inputs::given::Inputs;
use crate::model::{Dataset, Kpi, Measure, SamplingError, start_of_day};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// The datasets behind a measure.
pub fn reads<'a>(inputs: Inputs<'a>, measure: &'a Measure) -> impl Iterator<Item = &'a str> {
    measure
        .behind(inputs.measures)
        .into_iter()
        .flat_map(|m| m.sources.iter().map(|s| s.dataset.as_str()))
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

/// The deliveries that took figures behind measures back at a moment.
#[must_use]
pub fn withdrawals<'a>(
    inputs: Inputs<'a>,
    measures: impl IntoIterator<Item = &'a Measure>,
    moment: DateTime<Utc>,
) -> BTreeSet<String> {
    let datasets = measures.into_iter().flat_map(|m| reads(inputs, m));
    let tables = datasets.filter_map(|d| inputs.tables.get(d));
    tables
        .flat_map(|rolled| rolled.withdrawals(moment).cloned())
        .collect()
}

/// The moments from which targets of a KPI, or of those that it is made of, judge: the days of their
/// decisions, up to the moment asked for.
#[must_use]
pub fn decisions(inputs: Inputs<'_>, kpi: &Kpi) -> BTreeSet<DateTime<Utc>> {
    let kpis: BTreeSet<&str> = kpi.with_parts().iter().map(|k| k.id.as_str()).collect();
    let of_kpi = inputs
        .targets
        .iter()
        .filter(|t| kpis.contains(t.kpi.as_str()));
    let decided = of_kpi.filter_map(|t| Some(start_of_day(t.decided_on?, inputs.zone)));
    decided
        .filter(|m| inputs.as_of.is_none_or(|t| *m <= t))
        .collect()
}

/// The measures of some ids, those behind them, and those that state their sampling errors.
#[must_use]
pub fn wanted(declared: &[Measure], ids: &BTreeSet<&str>) -> Vec<Measure> {
    let named = declared.iter().filter(|m| ids.contains(m.id.as_str()));
    let behind: BTreeSet<&str> = named
        .flat_map(|m| m.behind(declared))
        .flat_map(|m| {
            let errors = m.sampling_error.iter().flat_map(SamplingError::measures);
            std::iter::once(m.id.as_str()).chain(errors.map(|(_, id)| id))
        })
        .collect();
    declared
        .iter()
        .filter(|m| behind.contains(m.id.as_str()))
        .cloned()
        .collect()
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
