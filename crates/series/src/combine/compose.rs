//! The figure of one unit from those of its parts.

use crate::Composition;
use crate::combine::join::join;
use crate::weigh::{OnDay, made_from, weigh};
use chiso_model::{
    Cell, Dec, DerivedFigure, Figure, Flag, MeasureValue, Reason, Series, StatementKey, UnitId,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The cells of the parts of a unit, by one statement or each by the one that was chosen for it.
pub(super) struct PartCells<'p, 'c> {
    pub(super) by_unit: &'p BTreeMap<UnitId, &'c Cell>,
    pub(super) key: Option<&'p StatementKey>,
}

impl<'c> PartCells<'_, 'c> {
    fn of(&self, unit: UnitId) -> Option<(&'c Cell, &'c Figure)> {
        let cell = self.by_unit.get(&unit).copied()?;
        match self.key {
            None => Some((cell, &cell.figure)),
            Some(key) if cell.statement == *key => Some((cell, &cell.figure)),
            Some(key) => cell
                .others
                .iter()
                .find(|o| o.key == *key)
                .map(|o| (cell, &o.figure)),
        }
    }

    /// The statement that they are.
    fn statement(&self, present: &[(&Cell, &Figure)]) -> StatementKey {
        match (self.key, present) {
            (Some(key), _) => key.clone(),
            (None, [(cell, _)]) => cell.statement.clone(),
            (None, _) => StatementKey::of_sum(
                &present
                    .iter()
                    .map(|(cell, _)| (cell.area.0.to_string(), &cell.statement))
                    .collect::<Vec<_>>(),
            ),
        }
    }
}

/// How the figures of several units become one.
#[derive(Clone, Copy)]
pub(super) enum Joining<'a> {
    Sum,
    Weighted(&'a OnDay),
    Never,
}

/// The value of one unit from the cells of its parts; `None` when no part has a cell.
pub(super) fn compose(
    unit: UnitId,
    composition: &Composition,
    parts: &PartCells<'_, '_>,
    how: Joining<'_>,
    (date, boundary): (NaiveDate, NaiveDate),
) -> Option<MeasureValue> {
    let present: Vec<(&Cell, &Figure)> = composition
        .parts
        .iter()
        .filter_map(|p| parts.of(*p))
        .collect();
    let (first, _) = *present.first()?;
    let (figure, made) = joined(composition, &present, how)?;
    let made_from = made.as_ref().map_or_else(String::new, made_from);
    Some(MeasureValue {
        measure: first.measure.clone(),
        dataset: first.dataset.clone(),
        area: unit,
        boundary,
        period: first.period,
        span: first.span,
        figure,
        parts: composition.parts.iter().map(|p| (*p, date)).collect(),
        pieces: vec![],
        made: made.map(Arc::new),
        series: Series {
            statement: parts.statement(&present),
            made_from,
            ..Series::default()
        },
        others: vec![],
        by_other_periods: vec![],
    })
}

/// The value of a unit of which one cell is all that a dataset says, with its other statements.
pub fn of_one_unit(cell: &Cell, day: NaiveDate) -> Option<MeasureValue> {
    let by_unit = BTreeMap::from([(cell.area, cell)]);
    let by = |key: Option<&StatementKey>| {
        let by_unit = &by_unit;
        alone(cell.area, &PartCells { by_unit, key }, day)
    };
    let others = cell.others.iter().filter_map(|other| by(Some(&other.key)));
    let others = others.map(Arc::new).collect();
    Some(MeasureValue {
        others,
        ..by(None)?
    })
}

/// The value of a unit that is no part of another one.
pub(super) fn alone(
    unit: UnitId,
    cells: &PartCells<'_, '_>,
    day: NaiveDate,
) -> Option<MeasureValue> {
    compose(
        unit,
        &Composition::of(unit),
        cells,
        Joining::Sum,
        (day, day),
    )
}

/// The figure of all parts, and how it was made where it is a mean.
fn joined(
    composition: &Composition,
    present: &[(&Cell, &Figure)],
    how: Joining<'_>,
) -> Option<(Figure, Option<DerivedFigure>)> {
    let ((_, first), others) = present.split_first()?;
    let mut figure = (*first).clone();
    for (_, other) in others {
        join(&mut figure, other, Dec::checked_add);
    }
    if present.len() < composition.parts.len() {
        figure.reasons.insert(Reason::ValueMissing);
    }
    let merged = composition.parts.len() > 1;
    if composition.divided || (merged && matches!(how, Joining::Never)) {
        figure.reasons.insert(Reason::BoundaryBreak);
    }
    let made = match how {
        Joining::Weighted(weights) if merged => {
            Some(weigh(&mut figure, &composition.parts, present, weights))
        }
        _ => None,
    };
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    if composition.approximate {
        figure.flags.insert(Flag::BoundaryApproximate);
    }
    if merged {
        // The whole may have existed throughout where a part did not.
        figure.flags.remove(&Flag::ExistsInPart);
        figure.flags.insert(Flag::BoundaryRebased);
    }
    Some((figure, made))
}
