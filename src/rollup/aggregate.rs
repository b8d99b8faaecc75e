//! Selected rows → one cell per area, period and span.

use crate::model::{
    AreaRegister, Cell, CellKey, Correction, Dec, Figure, Flag, Function, MeasureSource, Reason,
    SharedIds, StatementKey, UnitId,
};
use crate::rollup::corrections::View;
use crate::rollup::figure::{Group, Overflow, figure, withheld};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::{Fate, select};
use crate::rollup::statements;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A measure that could not be rolled up from a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RollupError {
    /// A sum outside `DECIMAL(38,6)`.
    #[error(
        "measure `{measure}` from `{dataset}`: the sum for area `{area}`, period {period}, is too \
            large to be held exactly"
    )]
    TooLarge {
        /// Measure.
        measure: String,
        /// Dataset.
        dataset: String,
        /// Area code.
        area: String,
        /// Period.
        period: String,
    },
}

/// What was selected of one cell.
#[derive(Default)]
struct Selected<'v> {
    group: Group<'v>,
    /// What became of all its rows, where one statement was chosen among several.
    fates: Vec<(usize, Fate)>,
}

/// The cells of a measure from one source, in order of area code, day, period and span.
///
/// `corrections` are those of the dataset; they are applied unless the source wants figures as
/// published.
///
/// # Errors
/// When a sum cannot be held.
pub fn cells(
    measure: &str,
    source: &MeasureSource,
    rows: &Rows,
    corrections: &[Correction],
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<Cell>, RollupError> {
    let view = View::new(rows, as_of, wanted(source, corrections));
    let mut cells = Vec::new();
    for (key, selected) in selected(&view, source) {
        // An area with a row and no figure in it is listed: nothing is known of it, and it is not
        // zero.
        let blank = !says_anything(&selected.group);
        if blank && (!source.lists_all || selected.group.members.is_empty()) {
            continue;
        }
        if let Some(area) = areas.by_code(&key.area_code, key.area_date) {
            let mut cell = cell(measure, source, &view, (area, &key), &selected)?;
            if blank {
                cell.figure.value = None;
                cell.figure.reasons.insert(Reason::ValueMissing);
            }
            cells.push(cell);
        }
    }
    if cells.is_empty() && source.lists_all && adds_up(source) && view.in_force.is_empty() {
        cells.extend(no_longer_listed(measure, source, rows, areas, as_of));
    }
    Ok(cells)
}

/// The place of an area in a list of all areas that no longer has any row of it: without a figure,
/// known since the delivery that has none.
fn no_longer_listed(
    measure: &str,
    source: &MeasureSource,
    rows: &Rows,
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Option<Cell> {
    let known = |r: &&Row| r.withdrawn && as_of.is_none_or(|t| r.known_from <= t);
    let last = rows.all.iter().filter(known).max_by_key(|r| r.known_from)?;
    let key = last.group();
    Some(Cell {
        measure: measure.into(),
        dataset: source.dataset.as_str().into(),
        area: areas.by_code(&key.area_code, key.area_date)?,
        area_date: key.area_date,
        period: key.period,
        span: key.span,
        figure: Figure {
            value: None,
            unit: last.unit.as_str().into(),
            basis: last.basis.as_str().into(),
            scheme: last.scheme.as_str().into(),
            plan_stage: last.plan_stage,
            status: last.status,
            rounding: Dec::ZERO,
            known_from: last.known_from,
            source_ids: SharedIds::from_iter([last.source_id.clone()]),
            deliveries: SharedIds::from_iter([last.delivery.clone()]),
            flags: BTreeSet::from([Flag::NotListed]),
            reasons: BTreeSet::new(),
        },
        statement: StatementKey::default(),
        others: Vec::new(),
    })
}

/// The rows of each cell that a source asks for.
fn selected<'v>(view: &'v View<'_>, source: &MeasureSource) -> BTreeMap<CellKey, Selected<'v>> {
    let mut all: BTreeMap<CellKey, Selected<'_>> = BTreeMap::new();
    let fates = select(view, |_| true, source);
    let several = fates.iter().any(|(_, fate)| {
        matches!(
            fate,
            Fate::NotPreferred | Fate::OtherTotal | Fate::Outranked
        )
    });
    for (i, fate) in fates {
        let Selected { group, fates } = all.entry(view.row(i).group()).or_default();
        if several {
            fates.push((i, fate));
        }
        if matches!(fate, Fate::Used | Fate::Conflict | Fate::Dropped) {
            group
                .flags
                .extend(view.correction(i).map(|c| c.action.flag()));
            if fate != Fate::Dropped {
                group.take(view, i, fate);
            }
        }
    }
    if source.list && adds_up(source) {
        for i in view
            .in_force
            .iter()
            .copied()
            .filter(|i| view.row(*i).value.is_some())
        {
            let selected = all.entry(view.row(i).group()).or_default();
            selected.group.note(view, i);
        }
    }
    all
}

/// Whether there is a figure, or a reason why there is none.
fn says_anything(group: &Group<'_>) -> bool {
    !group.listed.is_empty()
        || group
            .members
            .iter()
            .any(|(row, _)| row.value.is_some() || withheld(row) || row.quarantined())
}

/// One cell, with what other statements have of it.
fn cell(
    measure: &str,
    source: &MeasureSource,
    view: &View<'_>,
    (area, key): (UnitId, &CellKey),
    Selected { group, fates }: &Selected<'_>,
) -> Result<Cell, RollupError> {
    let too_large = |Overflow| RollupError::TooLarge {
        measure: measure.to_owned(),
        dataset: source.dataset.clone(),
        area: key.area_code.clone(),
        period: key.period.to_string(),
    };
    let figure = figure(source, view.rows, group).map_err(too_large)?;
    let statement = statements::of_members(view.rows, &group.members, source);
    let others = statements::others(view, fates, &statement, source).map_err(too_large)?;
    Ok(Cell {
        measure: measure.into(),
        dataset: source.dataset.as_str().into(),
        area,
        area_date: key.area_date,
        period: key.period,
        span: key.span,
        figure,
        statement,
        others,
    })
}

/// Whether nothing is zero: a mean or an extreme of nothing is none.
#[must_use]
pub const fn adds_up(source: &MeasureSource) -> bool {
    matches!(
        source.value.function,
        Function::Sum | Function::Count | Function::CountDistinct
    )
}

/// The corrections that a source wants applied.
pub fn wanted<'a>(source: &MeasureSource, corrections: &'a [Correction]) -> &'a [Correction] {
    if source.corrections { corrections } else { &[] }
}
