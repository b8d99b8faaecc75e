//! What operands look up, found once for all of them: a sum over many areas asks for each of them.

use crate::model::{AreaRegister, Cell, Period, Span, UnitId};
use crate::rollup::Rows;
use crate::series::{BoundaryMap, members};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The cells of a measure from a dataset, in a period and span.
type CellsOf<'a> = (&'a str, &'a str, Period, Span);

/// Of each area above those that it is made of.
type AreasBelow = BTreeMap<UnitId, BTreeSet<UnitId>>;

/// What operands look up.
pub struct Lookups<'a> {
    areas: &'a AreaRegister,
    rows: BTreeMap<&'a str, BTreeMap<(&'a str, Period), Rows>>,
    cells: BTreeMap<CellsOf<'a>, Vec<&'a Cell>>,
    maps: RefCell<BTreeMap<[NaiveDate; 2], Rc<BoundaryMap>>>,
    below: RefCell<BTreeMap<(String, NaiveDate), Rc<AreasBelow>>>,
}

impl<'a> Lookups<'a> {
    /// Of the rows of datasets, and the cells that measures made of them.
    pub fn new(
        areas: &'a AreaRegister,
        tables: &'a BTreeMap<String, Rows>,
        cells: &'a [Cell],
    ) -> Lookups<'a> {
        let rows = tables.iter();
        let mut found: BTreeMap<CellsOf<'a>, Vec<&Cell>> = BTreeMap::new();
        for cell in cells {
            let of = (
                cell.measure.as_str(),
                cell.dataset.as_str(),
                cell.period,
                cell.span,
            );
            found.entry(of).or_default().push(cell);
        }
        Lookups {
            areas,
            rows: rows
                .map(|(id, rows)| (id.as_str(), rows.by_area()))
                .collect(),
            cells: found,
            maps: RefCell::default(),
            below: RefCell::default(),
        }
    }

    /// The rows that a dataset has of an area code in a period.
    pub fn rows<'s>(&'s self, dataset: &str, code: &'s str, period: Period) -> Option<&'s Rows> {
        self.rows.get(dataset)?.get(&(code, period))
    }

    /// The cells of a measure from a dataset, in a period and span.
    pub fn cells<'s>(
        &'s self,
        (measure, dataset): (&'s str, &'s str),
        at: (Period, Span),
    ) -> &'s [&'s Cell] {
        let found = self.cells.get(&(measure, dataset, at.0, at.1));
        found.map_or(&[], Vec::as_slice)
    }

    /// What the units of one day are made of on another one.
    pub fn map(&self, from: NaiveDate, to: NaiveDate) -> Rc<BoundaryMap> {
        let mut maps = self.maps.borrow_mut();
        let made = || Rc::new(BoundaryMap::between(self.areas, from, to));
        Rc::clone(maps.entry([from, to]).or_insert_with(made))
    }

    /// The areas of a level that an area is made of on a day.
    pub fn below(&self, level: &str, day: NaiveDate, area: UnitId) -> BTreeSet<UnitId> {
        let mut below = self.below.borrow_mut();
        let made = || Rc::new(members(self.areas, level, day));
        let all = below.entry((level.to_owned(), day)).or_insert_with(made);
        all.get(&area).cloned().unwrap_or_default()
    }

    /// The areas between an area and those of a level below it, on a day.
    pub fn between(&self, level: &str, day: NaiveDate, area: UnitId) -> Vec<UnitId> {
        let all = members(self.areas, level, day);
        let above = |unit: &UnitId| self.areas.parents(*unit, day).contains(&area);
        all.into_keys().filter(above).collect()
    }
}
