//! The areas and units that make up the figure of an operand, and those that are missing.

use crate::inspect::explain::explanation::LackingArea;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{Measure, MeasureSource, MeasureValue, Period, Reason, Span, UnitId, days};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// An area, and the areas below it from whose figures or records a measure makes its figure.
pub(super) fn below(
    ground: ExplainInputs<'_>,
    (area, boundary): (UnitId, NaiveDate),
    measure: Option<&Measure>,
) -> Vec<UnitId> {
    let level = measure.and_then(Measure::level_below);
    let added = level.map(|level| ground.lookups.below(level, boundary, area));
    // Records that are booked on areas between are among those of the areas below.
    let of_records = measure.is_some_and(|m| m.sources.iter().any(is_of_records_below));
    let between =
        { level.filter(|_| of_records) }.map(|level| ground.lookups.between(level, boundary, area));
    std::iter::once(area)
        .chain(added.into_iter().flatten())
        .chain(between.into_iter().flatten())
        .collect()
}

/// Whether all records of areas below make the figure of an area above them.
const fn is_of_records_below(source: &MeasureSource) -> bool {
    source.records_of.is_some()
}

/// Of the areas whose figures are added up, those that have none, where one missing figure means
/// that there is no sum, and those that have it in another series; of what was worked out from several
/// periods, in those of them that lack.
pub(super) fn lacking(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    summed: &[UnitId],
) -> Vec<LackingArea> {
    if !found.series.summed {
        return Vec::new();
    }
    let missing = found.figure.reasons.iter().any(|r| is_missing(*r));
    let own = Some((found.period, found.span)).filter(|_| missing && found.pieces.is_empty());
    let lacking = found.pieces.iter().filter(|piece| missing || piece.lacking);
    let pieces = lacking.map(|piece| (piece.period, piece.span));
    let mut all = Vec::new();
    for at in own.into_iter().chain(pieces) {
        let exists = |unit: &&UnitId| exists(ground, found, (**unit, at));
        let units: Vec<UnitId> = summed.iter().skip(1).filter(exists).copied().collect();
        let (lacking, some) = lacking_in(ground, found, (&units, at));
        // Where no area nor any part of one has a figure, the period is missing and not an area.
        if some || lacking.iter().any(|l| !l.reasons.is_empty()) {
            all.extend(lacking);
        }
    }
    all
}

/// Whether a reason says that there is no figure.
const fn is_missing(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::ValueMissing | Reason::Suppressed | Reason::Quarantined
    )
}

/// Whether there is what a figure is of on any day of a period.
fn exists(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    (unit, at): (UnitId, (Period, Span)),
) -> bool {
    let (from, to) = days(at.0, at.1);
    let (first, last) = ground.registers.areas.existence(unit);
    let measures = ground.project.measures.iter();
    let mut members = measures
        .filter(|m| m.id == *found.measure)
        .flat_map(|m| &m.members);
    first.is_none_or(|day| day <= to)
        && last.is_none_or(|day| from <= day)
        && members.all(|member| member.exists_in(at.0, at.1))
}

/// The areas that have no figure in one period, or have it in another series than the others; and whether
/// any of all areas, or a part of it, has one.
fn lacking_in(
    ground: ExplainInputs<'_>,
    found: &MeasureValue,
    (units, at): (&[UnitId], (Period, Span)),
) -> (Vec<LackingArea>, bool) {
    let there = stated(ground, found, at);
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
    let of_time = ground.values.iter().filter(|v| {
        v.measure == found.measure && v.boundary == found.boundary && (v.period, v.span) == at
    });
    let own: BTreeMap<UnitId, &MeasureValue> = of_time.map(|v| (v.area, v.as_ref())).collect();
    let of = |unit: &UnitId| {
        let own = own.get(unit).map(|v| &v.figure);
        let elsewhere = own.is_some_and(|figure| figure.value.is_some());
        let reasons = own.map(|figure| figure.reasons.iter().copied());
        let reasons: BTreeSet<Reason> = reasons.into_iter().flatten().collect();
        let lacks = !has(unit) || (!elsewhere && reasons.iter().any(|r| is_missing(*r)));
        lacks.then(|| LackingArea {
            area: *unit,
            period: at.0,
            span: at.1,
            reasons: { reasons.intersection(&found.figure.reasons) }
                .copied()
                .filter(|r| *r != Reason::ValueMissing)
                .collect(),
            elsewhere,
        })
    };
    let lacking = units.iter().filter_map(of).collect();
    (lacking, units.iter().any(has))
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
