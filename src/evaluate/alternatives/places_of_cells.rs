//! Cells found by what they are of, so that the one behind a figure is not looked for among all.

use crate::model::{Cell, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The places of cells in a list, by area, the day on which it was read, period and span: of several
/// alike the first.
pub(super) struct PlacesOfCells(BTreeMap<(UnitId, NaiveDate, Period, Span), usize>);

impl PlacesOfCells {
    pub(super) fn new<'c>(cells: impl Iterator<Item = &'c Cell>) -> PlacesOfCells {
        let mut first = BTreeMap::new();
        for (at, c) in cells.enumerate() {
            let of = (c.area, c.area_date, c.period, c.span);
            first.entry(of).or_insert(at);
        }
        PlacesOfCells(first)
    }

    /// The place of the first cell that a figure is made from.
    pub(super) fn first_behind(&self, value: &MeasureValue) -> Option<usize> {
        let worked_out = value.pieces.iter().map(|p| (p.period, p.span));
        let mut stretches: BTreeSet<(Period, Span)> = worked_out.collect();
        stretches.insert((value.period, value.span));
        let of_part = |(area, day): &(UnitId, NaiveDate)| {
            let stated = stretches.iter().map(|(p, span)| (*area, *day, *p, *span));
            stated.filter_map(|of| self.0.get(&of).copied()).min()
        };
        value.parts.iter().filter_map(of_part).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dec, Figure, Piece, Series, SharedIds, SharedText, StatementKey, Status};
    use proptest::prelude::*;

    fn figure() -> Figure {
        Figure {
            value: Some(Dec::from_int(7)),
            unit: "count".into(),
            basis: SharedText::default(),
            scheme: SharedText::default(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2021-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        }
    }

    fn day(of: bool) -> NaiveDate {
        let day = if of { "2020-01-01" } else { "2025-07-01" };
        day.parse().unwrap()
    }

    fn cell((area, on, year): (usize, bool, i32)) -> Cell {
        Cell {
            measure: "m".into(),
            dataset: "d".into(),
            area: UnitId(area),
            area_date: day(on),
            period: Period::Year(year),
            span: Span::Period,
            figure: figure(),
            statement: StatementKey::default(),
            others: vec![],
        }
    }

    fn value(year: i32, parts: &[(usize, bool)], pieces: &[i32]) -> MeasureValue {
        let piece = |year: &i32| Piece {
            period: Period::Year(*year),
            span: Span::Period,
            taken_off: false,
            lacking: false,
        };
        let part = |(area, on): &(usize, bool)| (UnitId(*area), day(*on));
        MeasureValue {
            measure: "m".into(),
            dataset: "d".into(),
            area: UnitId(0),
            boundary: day(true),
            period: Period::Year(year),
            span: Span::Period,
            figure: figure(),
            parts: parts.iter().map(part).collect(),
            pieces: pieces.iter().map(piece).collect(),
            made: None,
            series: Series::default(),
            others: vec![],
            by_other_periods: vec![],
        }
    }

    /// Whether a figure is made from a cell, looked at one by one.
    fn part_of(cell: &Cell, value: &MeasureValue) -> bool {
        let at = |period, span| (cell.period, cell.span) == (period, span);
        let stated = at(value.period, value.span);
        let worked_out = value.pieces.iter().any(|p| at(p.period, p.span));
        (stated || worked_out) && value.parts.contains(&(cell.area, cell.area_date))
    }

    proptest! {
        #[test]
        fn the_first_cell_behind_a_figure_is_found_without_looking_at_each(
            cells in prop::collection::vec((0usize..3, prop::bool::ANY, 2018i32..2021), 0..12),
            year in 2018i32..2021,
            parts in prop::collection::vec((0usize..3, prop::bool::ANY), 0..3),
            pieces in prop::collection::vec(2018i32..2021, 0..3),
        ) {
            let cells: Vec<Cell> = cells.into_iter().map(cell).collect();
            let value = value(year, &parts, &pieces);
            let one_by_one = cells.iter().position(|cell| part_of(cell, &value));
            let places = PlacesOfCells::new(cells.iter());
            prop_assert_eq!(places.first_behind(&value), one_by_one);
        }
    }
}
