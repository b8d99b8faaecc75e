//! Figures by series, span and period, and which of them a figure is compared with.

use super::rows::latest;
use crate::ingest::conform::observation::ConformedRow;
use crate::model::{AreaRegister, Dec, Period, PlanStage, Span, UnitId};
use std::collections::BTreeMap;

/// What makes figures comparable: all but who says them, and of which period.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SeriesKey<'r> {
    /// The place, whatever its code was.
    area: UnitId,
    dimensions: &'r [String],
    plan_stage: Option<PlanStage>,
    rank: Option<i32>,
    unit: &'r str,
    basis: &'r str,
    span: &'r str,
}

/// A figure of a line: who says it, where it stands among the rows, and its value.
pub(super) type StatedFigure<'r> = (&'r str, usize, Dec);

/// Figures by series, span and period.
pub(super) type Lines<'r> = BTreeMap<SeriesKey<'r>, BTreeMap<Period, Vec<StatedFigure<'r>>>>;

/// The rows of each series, by period.
pub(super) fn lines<'r>(
    rows: &'r [ConformedRow],
    areas: &AreaRegister,
    span: Option<Span>,
) -> Lines<'r> {
    let mut lines: Lines<'r> = BTreeMap::new();
    for (i, row) in latest(rows) {
        let area = areas.by_code(&row.key.area_code, row.key.area_date);
        let (Some(area), Ok(period), Some(value)) =
            (area, row.key.period.parse::<Period>(), row.said.value)
        else {
            continue;
        };
        if span.is_some_and(|s| s.to_string() != row.key.span) {
            continue;
        }
        let key = SeriesKey {
            area: areas.place(area),
            dimensions: &row.key.dimensions,
            plan_stage: row.key.plan_stage,
            rank: row.said.rank,
            unit: &row.said.unit,
            basis: &row.said.basis,
            span: &row.key.span,
        };
        lines
            .entry(key)
            .or_default()
            .entry(period)
            .or_default()
            .push((&row.key.source_id, i, value));
    }
    lines
}

/// Those of some statements that a figure of a source is compared with: its own source's, else all
/// others.
pub(super) fn against<'s, 'r>(
    source: &'r str,
    stated: &'s [StatedFigure<'r>],
) -> impl Iterator<Item = &'s StatedFigure<'r>> {
    let own = stated.iter().any(|(by, ..)| *by == source);
    stated.iter().filter(move |(by, ..)| !own || *by == source)
}
