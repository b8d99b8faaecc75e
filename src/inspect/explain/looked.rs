//! Where a figure was looked for that is not there.

use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{MeasureSource, Period, Span, UnitId};
use crate::rollup::Row;
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
pub(super) fn looked(
    ground: ExplainInputs<'_>,
    (rank, source): (usize, &MeasureSource),
    areas: Vec<(UnitId, NaiveDate)>,
    periods: &[(Period, Span)],
    found: usize,
) -> Looked {
    let register = &ground.registers.areas;
    let places = areas.iter();
    let places: BTreeSet<(&str, NaiveDate)> = places
        .map(|(unit, day)| (register.unit(*unit).code.as_str(), *day))
        .collect();
    let periods: BTreeSet<Period> = periods.iter().map(|(period, _)| *period).collect();
    let mut all: Vec<&Row> = Vec::new();
    for (code, day) in places {
        let of_area = periods.iter();
        let of_area = of_area.filter_map(|p| ground.lookups.rows(&source.dataset, code, *p));
        let rows = of_area.flat_map(|rows| &rows.all);
        all.extend(rows.filter(|r| !r.withdrawn && r.area_date == day));
    }
    let unknown = |r: &&&Row| ground.as_of.is_some_and(|known_by| r.known_from > known_by);
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
        kept_aside: { ground.kept_aside.iter() }
            .filter(|k| k.dataset == source.dataset)
            .count(),
    }
}
