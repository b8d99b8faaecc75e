//! What a cell would have been had another statement of its figures been chosen: a source of lower
//! rank, another value of the preferred column, either side of a conflict. All statements stay in
//! the table; here they are added up in place of those used.

use crate::model::{AreaRegister, Cell, Correction, Literal, MeasureSource, UnitId};
use crate::rollup::aggregate::wanted;
use crate::rollup::corrections::View;
use crate::rollup::figure::{Group, figure};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::{Fate, figure_key, select};
use crate::rollup::statements::of_members;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A cell made with the statements of a source that were not used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlternativeCell {
    /// The source.
    pub source_id: String,
    /// The value of the preferred column, where that is why it was not used.
    pub variant: String,
    /// Why it was not used.
    pub fate: Fate,
    /// Its declared rank.
    pub rank: Option<i32>,
    /// The cell it would have made.
    pub cell: Cell,
}

/// Whether a group of rows may hold other statements at all; most do not, and are not looked at
/// again.
pub fn several(group: &Rows, source: &MeasureSource) -> bool {
    let Some((first, rest)) = group.all.split_first() else {
        return false;
    };
    !rest.is_empty()
        && (source.prefer.is_some() || rest.iter().any(|r| r.source_id != first.source_id))
}

/// The other cells of one group of rows, by source. A sum that cannot be held is left out: nobody
/// asked for it.
pub fn others(
    measure: &str,
    source: &MeasureSource,
    rows: &Rows,
    corrections: &[Correction],
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Vec<AlternativeCell> {
    let view = View::new(rows, as_of, wanted(source, corrections));
    let fates: BTreeMap<usize, Fate> = select(&view, |_| true, source).into_iter().collect();
    not_used(&view, &fates, source)
        .into_iter()
        .filter_map(|((source_id, variant), indices)| {
            let i = indices.first()?;
            let (first, fate) = (view.row(*i), *fates.get(i)?);
            let area = areas.by_code(&first.area_code, first.area_date)?;
            let group = instead(&view, &fates, &indices, source);
            Some(AlternativeCell {
                source_id,
                variant,
                fate,
                rank: first.rank,
                cell: cell(measure, source, rows, (area, first), &group)?,
            })
        })
        .collect()
}

/// The rows with a figure that was not used, by source and variant.
fn not_used(
    view: &View<'_>,
    fates: &BTreeMap<usize, Fate>,
    source: &MeasureSource,
) -> BTreeMap<(String, String), Vec<usize>> {
    let mut left: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (i, fate) in fates {
        let row = view.row(*i);
        if matches!(fate, Fate::Outranked | Fate::NotPreferred | Fate::Conflict)
            && row.value.is_some()
        {
            left.entry((
                row.source_id.clone(),
                variant(view.rows, row, source, *fate),
            ))
            .or_default()
            .push(*i);
        }
    }
    left
}

/// The cell that a group of rows makes; `None` where it has no figure.
fn cell(
    measure: &str,
    source: &MeasureSource,
    rows: &Rows,
    (area, first): (UnitId, &Row),
    group: &Group<'_>,
) -> Option<Cell> {
    let figure = figure(source, rows, group)
        .ok()
        .filter(|f| f.value.is_some())?;
    Some(Cell {
        measure: measure.into(),
        dataset: source.dataset.as_str().into(),
        area,
        area_date: first.area_date,
        period: first.period,
        span: first.span,
        figure,
        statement: of_members(rows, &group.members, source),
        others: vec![],
    })
}

/// The value of the preferred column, for rows that another value of it was preferred to.
fn variant(rows: &Rows, row: &Row, source: &MeasureSource, fate: Fate) -> String {
    match &source.prefer {
        Some((column, _)) if fate == Fate::NotPreferred => match rows.literal(row, column) {
            Some(Literal::Text(text)) => text,
            Some(Literal::Number(number)) => number.to_string(),
            Some(Literal::Bool(is)) => is.to_string(),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// The members of the group with these rows in place of the other statements of the same figures.
fn instead<'v>(
    view: &'v View<'_>,
    fates: &BTreeMap<usize, Fate>,
    chosen: &[usize],
    source: &MeasureSource,
) -> Group<'v> {
    let column = source.prefer.as_ref().map(|(column, _)| column.as_str());
    let replaced: BTreeSet<_> = chosen
        .iter()
        .map(|i| figure_key(view.rows, view.row(*i), column))
        .collect();
    let mut group = Group::default();
    for (i, fate) in fates {
        let row = view.row(*i);
        let stays = matches!(fate, Fate::Used | Fate::Conflict)
            && !replaced.contains(&figure_key(view.rows, row, column));
        if chosen.contains(i) || stays {
            group
                .flags
                .extend(view.correction(*i).map(|c| c.action.flag()));
            group.take(view, *i, if stays { *fate } else { Fate::Used });
        }
    }
    group
}
