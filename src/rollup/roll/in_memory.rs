//! What measures make of a table that is in memory.

use crate::model::{AreaRegister, CellKey, Correction, Measure};
use crate::rollup::roll::rolled::Rolled;
use crate::rollup::roll::roller::Roller;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use std::collections::BTreeMap;

impl Rolled {
    /// What measures make of a table that is in memory.
    #[must_use]
    pub fn of(
        rows: Rows,
        dataset: &str,
        measures: &[Measure],
        corrections: &[Correction],
        areas: &AreaRegister,
    ) -> Rolled {
        let mut roller = Roller::new(dataset, measures, corrections, areas);
        let empty = rows.emptied();
        if !corrections.is_empty() {
            roller.look(&rows);
        }
        let mut groups: BTreeMap<CellKey, Vec<Row>> = BTreeMap::new();
        for row in rows.all {
            groups.entry(row.group()).or_default().push(row);
        }
        roller.add(
            &groups
                .into_values()
                .map(|all| empty.with(all))
                .collect::<Vec<_>>(),
        );
        roller.finish()
    }
}
