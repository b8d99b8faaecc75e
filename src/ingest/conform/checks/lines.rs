//! Figures by series, span and period, and which of them a figure is compared with.

use super::rows::latest;
use crate::ingest::conform::observation::ConformedRow;
use crate::model::{AreaRegister, Dec, Period, Span, UnitId};
use std::collections::BTreeMap;

/// What makes figures of one series comparable: place, dimensions, rank, unit and basis.
type SeriesKey<'r> = (UnitId, &'r [String], Option<i32>, &'r str, &'r str);

/// A figure of a line: who says it, where it stands among the rows, and its value.
pub(super) type Stated<'r> = (&'r str, usize, Dec);

/// Figures by series, span and period.
pub(super) type Lines<'r> = BTreeMap<(SeriesKey<'r>, &'r str), BTreeMap<Period, Vec<Stated<'r>>>>;

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
        let line = (
            areas.place(area),
            row.key.dimensions.as_slice(),
            row.said.rank,
            row.said.unit.as_str(),
            row.said.basis.as_str(),
        );
        lines
            .entry((line, row.key.span.as_str()))
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
    stated: &'s [Stated<'r>],
) -> impl Iterator<Item = &'s Stated<'r>> {
    let own = stated.iter().any(|(by, ..)| *by == source);
    stated.iter().filter(move |(by, ..)| !own || *by == source)
}
