//! Why the rows of members make no total: members without a figure, or figures that do not add up.

use crate::inspect::explain::explanation::{ExplainedRow, LackingMember};
use crate::model::{AreaRegister, Breakdown, CellKey, MeasureSource};
use crate::rollup::{self, Fate, Row, Rows};

/// The members that exist in a period and have no figure among the rows that were to be added up,
/// by area and period.
pub(super) fn lacking_members(
    source: &MeasureSource,
    (rows, areas): (&Rows, &AreaRegister),
    explained: &[ExplainedRow],
) -> Vec<LackingMember> {
    let valued = used(explained).filter(|row| row.value.is_some());
    let lacking = rollup::lacking_members(rows, &valued.collect::<Vec<_>>(), source);
    let of = |(cell, members): (CellKey, Breakdown)| {
        Some(LackingMember {
            area: areas.by_code(&cell.area_code, cell.area_date)?,
            period: cell.period,
            members,
        })
    };
    lacking.into_iter().filter_map(of).collect()
}

/// Whether rows of several figures make none together, because each is an extreme of its months.
pub(super) fn separate_extremes(source: &MeasureSource, explained: &[ExplainedRow]) -> bool {
    let mut cells: Vec<&Row> = used(explained).collect();
    cells.sort_by_key(|row| row.cell());
    cells
        .chunk_by(|a, b| a.cell() == b.cell())
        .any(|rows| rollup::separate_extremes(rows, source))
}

fn used(explained: &[ExplainedRow]) -> impl Iterator<Item = &Row> {
    let used = explained.iter().filter(|row| row.fate == Fate::Used);
    used.map(|row| &row.row)
}
