//! The values of all measures over time.

use crate::evaluate::inputs::{Inputs, lines_of};
use crate::model::{BoundaryKey, Derivation, Measure, Reason};
use crate::rollup::{CellLine, CellLines};
use crate::series::{NamedValues, OverTime, Values, derived_over_time, summed_over_time};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The values of all measures over time, on every boundary asked for. Those that an operation makes
/// from others come after these; that none names itself is checked where they are declared.
pub(super) fn values(inputs: Inputs<'_>) -> BTreeMap<BoundaryKey, Values> {
    let mut all: BTreeMap<BoundaryKey, Values> = BTreeMap::new();
    let mut left: Vec<&Measure> = inputs.measures.iter().collect();
    while !left.is_empty() {
        let waits = |m: &&&Measure| {
            let mut read = named(inputs, m);
            read.any(|id| left.iter().any(|other| other.id == id))
        };
        let (later, now): (Vec<&Measure>, Vec<&Measure>) =
            left.iter().copied().partition(|m| waits(&m));
        let tasks = now
            .iter()
            .flat_map(|m| inputs.boundaries.iter().map(move |b| (*m, *b)));
        let tasks: Vec<(&Measure, NaiveDate)> = tasks.collect();
        let made: Vec<(BoundaryKey, Values)> = tasks
            .into_par_iter()
            .map(|(measure, boundary)| {
                let values = of_measure(inputs, measure, boundary, &all);
                (BoundaryKey::new(&measure.id, boundary), values)
            })
            .collect();
        all.extend(made);
        left = later;
    }
    all
}

/// The measures that the operation of a measure reads.
fn named<'i>(inputs: Inputs<'i>, measure: &'i Measure) -> impl Iterator<Item = &'i str> {
    let made = measure.derived.iter();
    made.flat_map(move |_| measure.reads(inputs.measures))
        .map(|read| read.id.as_str())
}

/// The values of a measure, when those of the measures that it names are known.
fn of_measure<'i>(
    inputs: Inputs<'i>,
    measure: &'i Measure,
    boundary: NaiveDate,
    all: &BTreeMap<BoundaryKey, Values>,
) -> Values {
    if let Some(by) = measure
        .derived
        .as_ref()
        .filter(|by| measure.sum_of.is_none() && !of_several_currencies(by, boundary, all))
    {
        let found = |id| Some((id, all.get(&BoundaryKey::new(id, boundary))?));
        let named: NamedValues<'_> = named(inputs, measure).filter_map(found).collect();
        let on = (inputs.areas, boundary);
        return derived_over_time(measure, by, (inputs.measures, &named), on);
    }
    if measure.is_made() {
        return summed(inputs, measure, boundary);
    }
    of_sources(inputs, measure, boundary)
}

/// Whether something that is converted is in several currencies, so that its cells are asked for.
fn of_several_currencies(
    by: &Derivation,
    boundary: NaiveDate,
    all: &BTreeMap<BoundaryKey, Values>,
) -> bool {
    let Derivation::Converted(convert) = by else {
        return false;
    };
    let of = all.get(&BoundaryKey::new(&convert.of, boundary));
    let mut lines = of.into_iter().flat_map(Values::lines);
    lines.any(|(_, line)| {
        let mut values = line.changes().filter_map(|(_, value)| value);
        values.any(|v| v.figure.reasons.contains(&Reason::UnitMismatch))
    })
}

/// The values that the cells of a measure give, from all its sources.
fn of_sources(inputs: Inputs<'_>, measure: &Measure, boundary: NaiveDate) -> Values {
    let lines = lines_of(inputs, measure);
    if lacks_members(inputs, measure, &lines) {
        return summed(inputs, measure, boundary);
    }
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

/// The values of a measure that is added up from other areas, or weighted. What it is converted
/// from is made again for it.
fn summed(inputs: Inputs<'_>, measure: &Measure, boundary: NaiveDate) -> Values {
    let sources: Vec<_> = measure
        .behind(inputs.measures)
        .into_iter()
        .flat_map(|m| lines_of(inputs, m))
        .collect();
    let lines = sources.iter().flat_map(|(_, lines)| lines.iter());
    summed_over_time(measure, inputs.measures, (inputs.areas, boundary), lines)
}

/// Whether figures of a total were missing at any time that its members may have by their shorter
/// periods.
fn lacks_members(
    inputs: Inputs<'_>,
    measure: &Measure,
    lines: &[(&str, Cow<'_, CellLines>)],
) -> bool {
    let at_any_time = |line: &CellLine| {
        let mut cells = line.changes().filter_map(|(_, cell)| cell?.as_ref().ok());
        cells.any(|cell| cell.figure.is_only_missing())
    };
    let total = measure.sources.iter().any(|s| !s.totals.is_empty());
    total
        && !measure.periods.is_empty()
        && { lines.iter().flat_map(|(_, lines)| lines.values()) }.any(at_any_time)
        && !measure.of_members(inputs.measures).is_empty()
}
