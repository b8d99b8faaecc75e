//! Which rows are of the series of the figure that was used: not those of areas below where the
//! area's own statement was, and those of another rank where a comparison needed them.

use crate::inspect::explain::explanation::ExplainedRow;
use crate::model::{MeasureValue, StatementKey, UnitId};
use crate::rollup::{Fate, Row};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a row is a statement of.
type StatementPlace = (
    String,
    NaiveDate,
    crate::model::Period,
    crate::model::Span,
    Vec<String>,
);

fn place(row: &Row) -> StatementPlace {
    (
        row.area_code.clone(),
        row.area_date,
        row.period,
        row.span,
        row.dimensions.clone(),
    )
}

/// Says of the rows of the dataset that was used whether they are of the series that was used.
pub fn told_apart(
    rows: &mut [ExplainedRow],
    used: &MeasureValue,
    key: impl Fn(&Row) -> StatementKey,
) {
    let wanted = &used.series.statement;
    // Parts of several statements are named one by one, with an equals sign; there each row is what
    // its cell made of it.
    let several = [&wanted.preferred, &wanted.rank, &wanted.totals]
        .iter()
        .any(|part| part.contains('='));
    // What was worked out names the days of one of its pieces.
    let derived = !used.pieces.is_empty();
    let parts: BTreeSet<(UnitId, NaiveDate)> = used.parts.iter().copied().collect();
    let units: BTreeSet<UnitId> = parts.iter().map(|(unit, _)| *unit).collect();
    let part = |row: &ExplainedRow| {
        let on_day = || parts.contains(&(row.area, row.row.area_date));
        units.contains(&row.area) && (derived || on_day())
    };
    let mut stated: BTreeSet<StatementPlace> = BTreeSet::new();
    for row in rows.iter_mut().filter(|r| r.fate == Fate::Used) {
        if !part(row) || (!several && key(&row.row) != *wanted) {
            row.fate = Fate::OtherSeries;
        } else {
            stated.insert(place(&row.row));
        }
    }
    for row in rows.iter_mut().filter(|r| {
        matches!(
            r.fate,
            Fate::Outranked | Fate::NotPreferred | Fate::OtherTotal
        )
    }) {
        if part(row)
            && !several
            && key(&row.row) == *wanted
            && row.row.value.is_some()
            && stated.insert(place(&row.row))
        {
            row.fate = Fate::Used;
        }
    }
}
