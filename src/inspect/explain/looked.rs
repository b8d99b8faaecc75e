//! Where a figure was looked for that is not there.

use crate::inspect::quarantine::observation::QuarantinedObservation;
use crate::model::{AreaRegister, MeasureSource, Period, Span, UnitId};
use crate::rollup::{Row, Rows};
use chrono::NaiveDate;

/// Where a figure was looked for in one dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Dataset.
    pub dataset: String,
    /// Rank among the sources of the measure, from 1.
    pub rank: usize,
    /// What is computed, such as `sum(value)`.
    pub value: String,
    /// Which rows take part; empty for all.
    pub filter: String,
    /// Units, each with the day at which its code is read.
    pub areas: Vec<(UnitId, NaiveDate)>,
    /// Rows found that the measure asks for.
    pub rows: usize,
    /// Rows of these units and periods that it does not ask for: another span, or left out by its
    /// filter.
    pub others: usize,
    /// Observations of the dataset that were quarantined.
    pub kept_aside: usize,
}

/// What was looked for in a dataset, given the rows found.
#[must_use]
pub fn looked(
    (rank, source): (usize, &MeasureSource),
    rows: Option<&Rows>,
    (areas, register): (Vec<(UnitId, NaiveDate)>, &AreaRegister),
    periods: &[(Period, Span)],
    (found, kept_aside): (usize, &[QuarantinedObservation]),
) -> Looked {
    let here = |r: &&Row| {
        let period = periods.iter().any(|(p, _)| *p == r.period);
        period
            && !r.withdrawn
            && areas
                .iter()
                .any(|(unit, day)| register.unit(*unit).code == r.area_code && *day == r.area_date)
    };
    let all = rows.map_or(0, |rows| rows.all.iter().filter(here).count());
    Looked {
        dataset: source.dataset.clone(),
        rank,
        value: source.value.to_string(),
        filter: source
            .filter
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        areas,
        rows: found,
        others: all.saturating_sub(found),
        kept_aside: kept_aside
            .iter()
            .filter(|k| k.dataset == source.dataset)
            .count(),
    }
}
