//! The cells and values of measures, and what of them could not be had.

use crate::evaluate::inputs::given::Inputs;
use crate::model::{Cell, Finding, Measure, MeasureSource, MeasureValue, Place};
use crate::rollup::{CellLines, adds_up, with_zero};
use crate::series;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// The cells of a measure over time, from all its sources, each with its dataset. What a list of all
/// areas has no row of is zero in them.
#[must_use]
pub fn lines_of<'a>(
    inputs: Inputs<'a>,
    measure: &'a Measure,
) -> Vec<(&'a str, Cow<'a, CellLines>)> {
    let of = |(place, source): (usize, &'a MeasureSource)| {
        let table = inputs.tables.get(&source.dataset)?;
        let lines = table.lines(&measure.id, place)?;
        let lines = if source.lists_all && adds_up(source) {
            Cow::Owned(with_zero(lines, inputs.areas, table.is_of_records()))
        } else {
            Cow::Borrowed(lines)
        };
        Some((source.dataset.as_str(), lines))
    };
    measure.sources.iter().enumerate().filter_map(of).collect()
}

/// The cells of a measure from all its sources, as of the moment asked for.
#[must_use]
pub fn cells_of(inputs: Inputs<'_>, measure: &Measure) -> Vec<Cell> {
    let lines = lines_of(inputs, measure);
    lines
        .iter()
        .flat_map(|(_, lines)| lines.values())
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
                .flat_map(|rolled| rolled.remarks().iter().cloned()),
        );
    }
    findings
}
