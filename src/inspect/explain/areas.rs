//! The areas and units that make up the figure of an operand, and those that are missing.

use crate::inspect::explain::explanation::LackingArea;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{Measure, MeasureValue, Period, Reason, Span, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// An area, and the areas below it from whose figures or records a measure makes its figure.
pub(super) fn below(
    ground: ExplainInputs<'_>,
    (area, boundary): (UnitId, NaiveDate),
    measure: Option<&Measure>,
) -> Vec<UnitId> {
    let level = measure.and_then(Measure::level_below);
    let added = level.map(|level| ground.lookups.below(level, boundary, area));
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
    let mut all = Vec::new();
    for (period, span) in own.into_iter().chain(pieces) {
        let there = stated(ground, found, (period, span));
        let dates: BTreeSet<NaiveDate> = there.iter().map(|(_, date)| *date).collect();
        let maps = dates.iter();
        let maps = maps.map(|date| (*date, ground.lookups.map(*date, found.boundary)));
        let maps: Vec<(NaiveDate, _)> = maps.collect();
        let has = |unit: &UnitId| {
            maps.iter().any(|(date, map)| {
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
    let of = (found.measure.as_str(), found.dataset.as_str());
    let cells = ground.lookups.cells(of, (period, span)).iter();
    let valued = cells.filter(|c| c.figure.value.is_some());
    valued.map(|c| (c.area, c.area_date)).collect()
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
        let map = ground.lookups.map(date, boundary);
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
