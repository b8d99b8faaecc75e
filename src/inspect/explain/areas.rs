//! The areas and units that make up the figure of an operand, and those that are missing.

use crate::inspect::explain::explanation::LackingArea;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{Cell, Measure, MeasureValue, Period, Reason, Span, UnitId};
use crate::series::{BoundaryMap, members};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// An area, and the areas below it from whose figures or records a measure makes its figure.
pub(super) fn below(
    ground: ExplainInputs<'_>,
    (area, boundary): (UnitId, NaiveDate),
    measure: Option<&Measure>,
) -> Vec<UnitId> {
    let level = measure.and_then(Measure::level_below);
    let added =
        level.and_then(|level| members(&ground.registers.areas, level, boundary).remove(&area));
    std::iter::once(area)
        .chain(added.into_iter().flatten())
        .collect()
}

/// Of the areas whose figures are added up, those that have none, where one missing figure means
/// that there is no sum; of what was worked out from several periods, in those of them that lack.
pub(super) fn lacking(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    summed: &[UnitId],
) -> Vec<LackingArea> {
    if !found.series.summed {
        return Vec::new();
    }
    let missing = found.figure.reasons.contains(&Reason::ValueMissing);
    let own = Some((found.period, found.span)).filter(|_| missing && found.pieces.is_empty());
    let lacking = found.pieces.iter().filter(|piece| missing || piece.lacking);
    let pieces = lacking.map(|piece| (piece.period, piece.span));
    let mut maps: BTreeMap<NaiveDate, BoundaryMap> = BTreeMap::new();
    let mut all = Vec::new();
    for (period, span) in own.into_iter().chain(pieces) {
        let there = stated(ground, found, (period, span));
        let dates: BTreeSet<NaiveDate> = there.iter().map(|(_, date)| *date).collect();
        let mut has = |unit: &UnitId| {
            dates.iter().any(|date| {
                let map = maps.entry(*date).or_insert_with(|| {
                    BoundaryMap::between(&ground.registers.areas, *date, found.boundary)
                });
                let composition = map.composition(*unit);
                composition.is_some_and(|c| c.parts.iter().any(|p| there.contains(&(*p, *date))))
            })
        };
        let units: Vec<UnitId> = summed.iter().skip(1).filter(|u| !has(u)).copied().collect();
        // Where no area has a figure, the period is missing and not an area.
        if units.len() + 1 < summed.len() {
            let of = |area| LackingArea { area, period, span };
            all.extend(units.into_iter().map(of));
        }
    }
    all
}

/// The units that have a figure of the measure of another one in a period, on their days.
fn stated(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    (period, span): (Period, Span),
) -> BTreeSet<(UnitId, NaiveDate)> {
    if found.pieces.is_empty() {
        return found.parts.iter().copied().collect();
    }
    let of = |c: &&Cell| {
        c.measure == found.measure
            && c.dataset == found.dataset
            && (c.period, c.span) == (period, span)
    };
    let cells = ground
        .cells
        .iter()
        .filter(of)
        .filter(|c| c.figure.value.is_some());
    cells.map(|c| (c.area, c.area_date)).collect()
}

/// The units, on the days the dataset's rows are read at, that make up the areas of an operand.
pub(super) fn units(
    ground: ExplainInputs<'_>,
    dataset: &str,
    (wanted, boundary, used): (&[UnitId], NaiveDate, &[(UnitId, NaiveDate)]),
    at: (Period, Span),
) -> BTreeSet<(UnitId, NaiveDate)> {
    let days = ground.days.get(dataset).and_then(|days| days.get(&at));
    let dates = days.cloned().unwrap_or_default();
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
