//! The tables of a release: which rows each of them has, in the order of its key.

use crate::evaluate::breaks::breaks;
use crate::evaluate::history::History;
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::alternatives::alternative_rows;
use crate::evaluate::tables::associations::association_row;
use crate::evaluate::tables::backtests::backtest_row;
use crate::evaluate::tables::breaks::break_row;
use crate::evaluate::tables::contributions::contribution_rows;
use crate::evaluate::tables::coverage::coverage_rows;
use crate::evaluate::tables::measures::{change_rows, measure_row};
use crate::evaluate::tables::registers::{area_rows, relation_rows, target_row};
use crate::evaluate::tables::revisions::{revision_row, summary_row};
use crate::evaluate::tables::scores::{item_rows, operand_rows, score_row};
use crate::model::declared_id;
use crate::model::published::{Rows, TableSpec, Value, release_tables};
use rayon::prelude::*;

/// Every table of a release, filled.
#[must_use]
pub fn fill_tables(
    computed: &Computed,
    history: &History,
    names: LabelSources<'_>,
) -> Vec<(TableSpec, Rows)> {
    let fill = |spec: TableSpec| {
        let mut table = Rows {
            columns: spec.columns.clone(),
            rows: rows(&spec, computed, history, names),
        };
        for (id, breakdown) in BREAKDOWNS {
            split(&mut table, id, breakdown);
        }
        sort_by_key(&mut table);
        (spec, table)
    };
    release_tables().into_par_iter().map(fill).collect()
}

/// The rows of a table.
fn rows(
    spec: &TableSpec,
    computed: &Computed,
    history: &History,
    names: LabelSources<'_>,
) -> Vec<Vec<Value>> {
    match spec.name {
        "scorecard" => computed
            .scores
            .iter()
            .map(|s| score_row(s, names, spec))
            .collect(),
        "operands" => operand_rows(&computed.scores, names),
        "score_items" => {
            let parts = item_rows(&computed.scores, names).into_iter();
            parts.chain(contribution_rows(computed, names)).collect()
        }
        "measures" => computed
            .values
            .iter()
            .map(|v| measure_row(v, names.areas))
            .collect(),
        "measures_history" => change_rows(&history.measures, names, spec),
        "revisions" => history
            .revisions
            .iter()
            .map(|r| revision_row(r, names))
            .collect(),
        "revision_summary" => history
            .revised(names.measures)
            .iter()
            .map(|(alike, maturity, of)| summary_row(alike, maturity, of, spec))
            .collect(),
        "correlations" => computed
            .associations
            .iter()
            .map(|a| association_row(a, spec))
            .collect(),
        "coverage" => coverage_rows(computed, names, spec),
        "targets" => names.targets.iter().map(target_row).collect(),
        "areas" => area_rows(names.areas),
        "area_relations" => relation_rows(names.areas),
        "backtests" => computed
            .backtests
            .iter()
            .map(|t| backtest_row(t, names, spec))
            .collect(),
        "breaks" => breaks(computed, names.measures)
            .iter()
            .map(|(key, broken)| break_row(key, broken, spec))
            .collect(),
        "alternatives" => alternative_rows(computed, names, spec),
        _ => Vec::new(),
    }
}

/// The columns of measures and KPIs, each with the column of its breakdown.
const BREAKDOWNS: [(&str, &str); 3] = [
    ("kpi", "breakdown"),
    ("measure", "breakdown"),
    ("measure", "operand_breakdown"),
];

/// Splits the identifiers of a column into what is declared and the breakdown, where the table has
/// both columns. A table of KPIs has the breakdown of the KPI.
fn split(table: &mut Rows, id: &str, breakdown: &str) {
    let place = |name: &str| table.columns.iter().position(|c| c.name == name);
    let of_kpi = id == "measure" && breakdown == "breakdown" && place("kpi").is_some();
    let (Some(id), Some(breakdown)) = (place(id), place(breakdown)) else {
        return;
    };
    for row in table.rows.iter_mut().filter(|_| !of_kpi) {
        let Value::Text(text) = &row[id] else {
            continue;
        };
        let (declared, members) = declared_id(text);
        let (declared, members) = (declared.into(), members.into());
        row[id] = declared;
        row[breakdown] = members;
    }
}

/// Sorts rows by their key columns, so that no order of computation shows.
fn sort_by_key(table: &mut Rows) {
    let keys = table.columns.iter().take_while(|c| c.key).count();
    let text = |v: &Value| match v {
        Value::Text(t) => t.clone(),
        Value::Date(d) => d.to_string(),
        Value::Timestamp(t) => t.to_rfc3339(),
        // Moved up, so that negative numbers come first.
        Value::Int(n) => format!("{:020}", i128::from(*n) - i128::from(i64::MIN)),
        _ => String::new(),
    };
    table
        .rows
        .sort_by_cached_key(|row| row[..keys].iter().map(text).collect::<Vec<_>>());
}
