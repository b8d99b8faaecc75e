//! Statements of other deliveries by area, under each code that the place had.

use crate::ingest::OtherStatement;
use crate::model::{AreaRegister, CellKey, UnitId};
use crate::rollup::Row;
use std::collections::{BTreeMap, BTreeSet};

/// Statements of other deliveries by area code, under each code that the place had.
pub type StatementsByArea = BTreeMap<String, Vec<OtherStatement>>;

/// Statements by what they are about: the last one of each figure by each source.
#[derive(Default)]
pub(super) struct OtherStatements(BTreeMap<OtherStatementKey, OtherStatement>);

/// Which figure a statement is about, and whose it is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OtherStatementKey {
    cell: CellKey,
    dimensions: Vec<String>,
    source_id: String,
}

impl OtherStatements {
    pub(super) fn add(&mut self, row: &Row, same_landing: bool) {
        if let Some(statement) = statement(row, same_landing) {
            let key = OtherStatementKey {
                cell: row.group(),
                dimensions: row.dimensions.clone(),
                source_id: row.source_id.clone(),
            };
            self.0.insert(key, statement);
        }
    }

    pub(super) fn by_area(self, areas: &AreaRegister) -> StatementsByArea {
        let mut around = StatementsByArea::new();
        let renamed = codes_of_renamed(areas);
        for statement in self.0.into_values() {
            let place = areas
                .by_code(&statement.area_code, statement.area_date)
                .map(|unit| areas.place(unit));
            for code in place
                .and_then(|place| renamed.get(&place))
                .into_iter()
                .flatten()
                .filter(|code| **code != statement.area_code)
            {
                around
                    .entry((*code).to_owned())
                    .or_default()
                    .push(statement.clone());
            }
            around
                .entry(statement.area_code.clone())
                .or_default()
                .push(statement);
        }
        around
    }
}

/// The codes of each place that had several by renaming: what it states under one is compared with
/// what it states under another.
fn codes_of_renamed(areas: &AreaRegister) -> BTreeMap<UnitId, BTreeSet<&str>> {
    let mut codes: BTreeMap<UnitId, BTreeSet<&str>> = BTreeMap::new();
    for (id, unit) in areas.units() {
        codes.entry(areas.place(id)).or_default().insert(&unit.code);
    }
    codes.retain(|_, codes| codes.len() > 1);
    codes
}

fn statement(row: &Row, same_landing: bool) -> Option<OtherStatement> {
    Some(OtherStatement {
        area_code: row.area_code.clone(),
        area_date: row.area_date,
        period: row.period.to_string(),
        span: row.span.to_string(),
        dimensions: row.dimensions.clone(),
        source_id: row.source_id.clone(),
        plan_stage: row.plan_stage,
        value: row.value?,
        unit: row.unit.clone(),
        basis: row.basis.clone(),
        rank: row.rank,
        delivery: row.delivery.clone(),
        same_landing,
    })
}
