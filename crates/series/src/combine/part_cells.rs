//! Parts of a merged unit that do not state a period which others of them state: they have it by their
//! shorter periods, before anything is added up.

use crate::Composition;
use crate::combine::compose::{PartCells, alone};
use crate::combine::mapping::ByPeriods;
use chiso_model::{Cell, DerivedFigure, Making, MeasureValue, Statement, UnitId};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What such parts have, each with its statements, the best first; or, without a value, why they have
/// nothing.
pub(super) struct WorkedOutParts(BTreeMap<UnitId, (Cell, Vec<MeasureValue>)>);

impl WorkedOutParts {
    /// Of the parts of a unit, where some of them state the period: what all others have of it, or why
    /// some have no figure.
    pub(super) fn new(
        at: (usize, NaiveDate),
        (parts, by_unit): (Option<&BTreeSet<UnitId>>, &BTreeMap<UnitId, &Cell>),
        by_periods: &mut ByPeriods<'_>,
    ) -> WorkedOutParts {
        let none = WorkedOutParts(BTreeMap::new());
        let stated = |parts: &&BTreeSet<UnitId>| parts.iter().find_map(|p| by_unit.get(p));
        let Some((parts, first)) = parts.and_then(|parts| Some((parts, stated(&parts)?))) else {
            return none;
        };
        let mut found = BTreeMap::new();
        let mut whole = true;
        for part in parts.iter().filter(|p| !by_unit.contains_key(*p)) {
            let statements = by_periods(at, *part, (first.period, first.span));
            let cell = cell((*part, at.1), first, &statements);
            whole &= cell.as_ref().is_some_and(|c| c.figure.value.is_some());
            found.extend(cell.map(|cell| (*part, (cell, statements))));
        }
        if !whole {
            found.retain(|_, (cell, _)| cell.figure.value.is_none());
        }
        WorkedOutParts(found)
    }

    /// The cells of all parts where some are worked out; those of any unit where none is.
    pub(super) fn with<'c>(
        &'c self,
        parts: &BTreeSet<UnitId>,
        stated: &'c BTreeMap<UnitId, &'c Cell>,
    ) -> Cow<'c, BTreeMap<UnitId, &'c Cell>> {
        if self.0.is_empty() {
            return Cow::Borrowed(stated);
        }
        let of = |unit: &UnitId| {
            let worked_out = self.0.get(unit).map(|(cell, _)| cell);
            Some((*unit, stated.get(unit).copied().or(worked_out)?))
        };
        Cow::Owned(parts.iter().filter_map(of).collect())
    }

    /// The parts that a sum was made of, where not all of them are stated.
    pub(super) fn made(
        &self,
        (composition, day): (&Composition, NaiveDate),
        cells: &PartCells<'_, '_>,
    ) -> Option<Arc<DerivedFigure>> {
        if self.0.is_empty() {
            return None;
        }
        let worked_out = |unit: &UnitId| {
            let (_, statements) = self.0.get(unit)?;
            let wanted = |v: &&MeasureValue| cells.key.is_none_or(|key| v.series.statement == *key);
            statements.iter().find(wanted).cloned()
        };
        let stated = |unit: &UnitId| alone(*unit, cells, day);
        let parts: Option<Vec<MeasureValue>> = { composition.parts.iter() }
            .map(|unit| worked_out(unit).or_else(|| stated(unit)))
            .collect();
        let parts = parts?;
        let how = Making::SumOf(parts.iter().cloned().map(Arc::new).collect());
        let exact = parts.iter().map(MeasureValue::exact).sum();
        Some(Arc::new(DerivedFigure { exact, how }))
    }
}

/// The figure of a part as if it were stated; nothing where there is none.
fn cell(
    (area, area_date): (UnitId, NaiveDate),
    stated: &Cell,
    statements: &[MeasureValue],
) -> Option<Cell> {
    let (first, rest) = statements.split_first()?;
    let other = |v: &MeasureValue| Statement {
        key: v.series.statement.clone(),
        figure: v.figure.clone(),
    };
    Some(Cell {
        area,
        area_date,
        figure: first.figure.clone(),
        statement: first.series.statement.clone(),
        others: rest.iter().map(other).collect(),
        ..stated.clone()
    })
}
