//! What a row is a statement of, and what it says.

use crate::model::CellKey;
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use std::cmp::Reverse;

/// What makes two rows statements of the same figure: everything in the key but the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureKey<'r> {
    /// What the group of the rows is of.
    pub cell: CellKey<&'r str>,
    /// The dimensions that count, in the order of the contract.
    pub dimensions: Vec<&'r str>,
}

pub fn figure_key<'r>(rows: &Rows, row: &'r Row, without: Option<&str>) -> FigureKey<'r> {
    let dimensions = rows
        .dimension_names()
        .zip(&row.dimensions)
        .filter(|(name, _)| Some(*name) != without)
        .map(|(_, v)| v.as_str());
    FigureKey {
        cell: row.cell(),
        dimensions: dimensions.collect(),
    }
}

/// What a row says of its figure, whoever says it: two rows that say the same are one statement.
pub fn said(row: &Row) -> impl Ord + '_ {
    (
        row.value,
        &row.unit,
        &row.basis,
        &row.scheme,
        row.plan_stage,
        &row.attributes,
    )
}

/// Which of several rows that say the same of a figure is used: the one known last, which confirms
/// the others, then the first source by name. The order of the table would be that of hashes, which
/// nobody can see.
pub fn among_equals<'v>(view: &'v View<'_>, i: usize) -> impl Ord + 'v {
    let row = view.row(i);
    let known = view
        .confirmed_by(i)
        .map_or(row.known_from, |again| again.known_from);
    (Reverse(known), &row.source_id, &row.dimensions)
}
