//! Where a figure was looked for that is not there.

use crate::inspect::quarantine::observation::QuarantinedObservation;
use crate::model::{AreaRegister, MeasureSource, Period, Span, UnitId};
use crate::rollup::{Row, Rows};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

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
    /// Rows of these units and periods that were not known yet, and when the first of them became
    /// known.
    pub later: Option<(usize, DateTime<Utc>)>,
    /// Observations of the dataset that were quarantined.
    pub kept_aside: usize,
}

/// What was looked for in a dataset, given the rows found.
#[must_use]
pub fn looked(
    (rank, source): (usize, &MeasureSource),
    rows: Option<&Rows>,
    (areas, register): (Vec<(UnitId, NaiveDate)>, &AreaRegister),
    (periods, as_of): (&[(Period, Span)], Option<DateTime<Utc>>),
    (found, kept_aside): (usize, &[QuarantinedObservation]),
) -> Looked {
    let places = areas.iter();
    let places: BTreeSet<(&str, NaiveDate)> = places
        .map(|(unit, day)| (register.unit(*unit).code.as_str(), *day))
        .collect();
    let here = |r: &&Row| {
        let period = periods.iter().any(|(p, _)| *p == r.period);
        period && !r.withdrawn && places.contains(&(r.area_code.as_str(), r.area_date))
    };
    let all: Vec<&Row> = rows.map_or_else(Vec::new, |rows| rows.all.iter().filter(here).collect());
    let unknown = |r: &&&Row| as_of.is_some_and(|known_by| r.known_from > known_by);
    let later: Vec<DateTime<Utc>> = all.iter().filter(unknown).map(|r| r.known_from).collect();
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
        others: all.len().saturating_sub(found + later.len()),
        later: later.iter().min().map(|first| (later.len(), *first)),
        kept_aside: kept_aside
            .iter()
            .filter(|k| k.dataset == source.dataset)
            .count(),
    }
}
