//! Selected rows → one cell per area, period and span; and the trace of one such cell.

use crate::model::{AreaRegister, Cell, Correction, Function, MeasureSource, Period, Span};
use crate::rollup::corrections::View;
use crate::rollup::figure::{Group, Overflow, figure, withheld};
use crate::rollup::row::{GroupKey, Row};
use crate::rollup::rows::Rows;
use crate::rollup::select::{Fate, Traced, matches, select};
use crate::rollup::statements;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    let mut groups: BTreeMap<GroupKey, Group<'_>> = BTreeMap::new();
    let mut fates: BTreeMap<GroupKey, Vec<(usize, Fate)>> = BTreeMap::new();
    let selected = select(&view, |_| true, source);
    let several = selected
        .iter()
        .any(|(_, fate)| matches!(fate, Fate::NotPreferred | Fate::Outranked));
    for (i, fate) in selected {
        if several {
            fates
                .entry(view.row(i).group())
                .or_default()
                .push((i, fate));
        }
        if matches!(fate, Fate::Used | Fate::Conflict | Fate::Dropped) {
            let row = view.row(i);
            let group = groups
                .entry((row.area_code.clone(), row.area_date, row.period, row.span))
                .or_default();
            group
                .flags
                .extend(view.correction(i).map(|c| c.action.flag()));
            if fate != Fate::Dropped {
                group.take(&view, i, fate);
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
            groups
                .entry(view.row(i).group())
                .or_default()
                .note(&view, i);
        }
    }
    let mut cells = Vec::with_capacity(groups.len());
    let said = |group: &Group<'_>| {
        !group.beside.is_empty()
            || group
                .members
                .iter()
                .any(|(row, _)| row.value.is_some() || withheld(row) || row.quarantined())
    };
    for ((code, date, period, span), group) in groups.into_iter().filter(|(_, group)| said(group)) {
        let Some(area) = areas.by_code(&code, date) else {
            continue;
        };
        let too_large = |Overflow| RollupError::TooLarge {
            measure: measure.to_owned(),
            dataset: source.dataset.clone(),
            area: code.clone(),
            period: period.to_string(),
        };
        let figure = figure(source, rows, &group).map_err(too_large)?;
        let statement = statements::of_members(rows, &group.members, source);
        let fates = fates
            .get(&(code.clone(), date, period, span))
            .map_or(&[][..], Vec::as_slice);
        let others = statements::others(&view, fates, &statement, source).map_err(too_large)?;
        let (measure, dataset) = (measure.to_owned(), source.dataset.clone());
        cells.push(Cell {
            measure,
            dataset,
            area,
            area_date: date,
            period,
            span,
            figure,
            statement,
            others,
        });
    }
    Ok(cells)
}

/// Whether nothing is zero: a mean or an extreme of nothing is none.
const fn adds_up(source: &MeasureSource) -> bool {
    matches!(
        source.value.function,
        Function::Sum | Function::Count | Function::CountDistinct
    )
}

/// The corrections that a source wants applied.
pub fn wanted<'a>(source: &MeasureSource, corrections: &'a [Correction]) -> &'a [Correction] {
    if source.corrections { corrections } else { &[] }
}

/// Every row that bears on one cell, used or not, in the order of the table.
#[must_use]
pub fn trace(
    source: &MeasureSource,
    rows: &Rows,
    corrections: &[Correction],
    (area_code, area_date): (&str, NaiveDate),
    (period, span): (Period, Span),
    as_of: Option<DateTime<Utc>>,
) -> Vec<Traced> {
    let here = |r: &Row| {
        r.area_code == area_code && r.area_date == area_date && r.period == period && r.span == span
    };
    let view = View::new(rows, as_of, wanted(source, corrections));
    let fates: BTreeMap<usize, Fate> = select(&view, here, source).into_iter().collect();
    if source.list && adds_up(source) && fates.is_empty() {
        let beside = view
            .in_force
            .iter()
            .map(|i| &rows.all[*i])
            .filter(|row| here(row) && row.value.is_some());
        return beside
            .map(|row| Traced {
                row: row.clone(),
                fate: Fate::NotAsked,
                correction: None,
            })
            .collect();
    }
    let bears = |(i, row): (usize, &Row)| -> Option<Traced> {
        if !here(row)
            || row.withdrawn
            || as_of.is_some_and(|t| row.known_from > t)
            || !matches(rows, view.row(i), source.filter.as_ref())
        {
            return None;
        }
        let again = || {
            view.in_force
                .iter()
                .map(|i| &rows.all[*i])
                .any(|r| r.key() == row.key() && r.repeats(row) && r.known_from <= row.known_from)
        };
        let fate = fates.get(&i).copied().unwrap_or_else(|| match again() {
            true if view.confirms(i) => Fate::Confirms,
            true => Fate::Repeated,
            false => Fate::Superseded,
        });
        let fate = if fate == Fate::Used && row.quarantined() {
            Fate::Quarantined
        } else {
            fate
        };
        Some(Traced {
            row: row.clone(),
            fate,
            correction: view.correction(i).cloned(),
        })
    };
    rows.all.iter().enumerate().filter_map(bears).collect()
}
