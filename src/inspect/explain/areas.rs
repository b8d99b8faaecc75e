//! The areas and units that make up the figure of an operand, and those that are missing.

use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{Measure, MeasureValue, Period, Reason, Span, UnitId};
use crate::rollup::Rows;
use crate::series::{BoundaryMap, members};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// An area, and the areas below it whose figures a measure adds up.
pub(super) fn below(
    ground: ExplainInputs<'_>,
    (area, boundary): (UnitId, NaiveDate),
    measure: Option<&Measure>,
) -> Vec<UnitId> {
    let level = measure.and_then(|m| m.sum_of.as_ref());
    let added =
        level.and_then(|level| members(&ground.registers.areas, level, boundary).remove(&area));
    std::iter::once(area)
        .chain(added.into_iter().flatten())
        .collect()
}

/// Of the areas whose figures are added up, those that have none, where one missing figure means
/// that there is no sum.
pub(super) fn lacking(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    summed: &[UnitId],
) -> Vec<UnitId> {
    let map = |date: NaiveDate| BoundaryMap::between(&ground.registers.areas, date, found.boundary);
    let maps: BTreeMap<NaiveDate, BoundaryMap> = found
        .parts
        .iter()
        .map(|(_, date)| (*date, map(*date)))
        .collect();
    let has = |unit: &UnitId| {
        let made_of = |(part, date): &(UnitId, NaiveDate)| {
            maps.get(date)
                .and_then(|m| m.composition(*unit))
                .is_some_and(|c| c.parts.contains(part))
        };
        found.parts.iter().any(made_of)
    };
    let missing = found.figure.reasons.contains(&Reason::ValueMissing);
    summed
        .iter()
        .skip(1)
        .filter(|unit| missing && !has(unit))
        .copied()
        .collect()
}

/// The units, on the days the dataset's rows are read at, that make up the areas of an operand.
pub(super) fn units(
    ground: ExplainInputs<'_>,
    rows: &Rows,
    (wanted, boundary, used): (&[UnitId], NaiveDate, &[(UnitId, NaiveDate)]),
    (period, span): (Period, Span),
) -> BTreeSet<(UnitId, NaiveDate)> {
    let dates: BTreeSet<NaiveDate> = rows
        .all
        .iter()
        .filter(|r| r.period == period && r.span == span)
        .map(|r| r.area_date)
        .collect();
    let parts = |date: NaiveDate| {
        let map = BoundaryMap::between(&ground.registers.areas, date, boundary);
        wanted
            .iter()
            .filter_map(|unit| map.composition(*unit))
            .flat_map(|c| c.parts.iter().map(|p| (*p, date)))
            .collect::<Vec<_>>()
    };
    let used = used
        .iter()
        .filter(|(_, date)| dates.contains(date))
        .copied()
        .collect::<Vec<_>>();
    dates.into_iter().flat_map(parts).chain(used).collect()
}
