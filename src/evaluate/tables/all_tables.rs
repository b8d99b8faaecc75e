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
use crate::evaluate::tables::key_order::KeyOrder;
use crate::evaluate::tables::measures::{change_rows, measure_row};
use crate::evaluate::tables::registers::{area_rows, relation_rows, target_row};
use crate::evaluate::tables::revisions::{revision_row, summary_row};
use crate::evaluate::tables::scores::{item_rows, operand_rows, score_rows};
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
            rows: table_rows(&spec, (computed, history), names).collect(),
        };
        sort_by_key(&mut table);
        (spec, table)
    };
    release_tables().into_par_iter().map(fill).collect()
}

/// The rows of a table one after the other; those of large tables in the order of their keys.
#[must_use]
pub fn table_rows<'r>(
    spec: &'r TableSpec,
    of: (&'r Computed, &'r History),
    names: LabelSources<'r>,
) -> Box<dyn Iterator<Item = Vec<Value>> + 'r> {
    let split: Vec<[usize; 2]> = BREAKDOWNS.iter().filter_map(|b| places(spec, *b)).collect();
    Box::new(rows(spec, of, names).map(move |mut row| {
        for [id, breakdown] in &split {
            let Value::Text(text) = &row[*id] else {
                continue;
            };
            let (declared, members) = declared_id(text);
            if declared.len() == text.len() {
                row[*breakdown] = "".into();
                continue;
            }
            let (declared, members) = (declared.into(), members.into());
            row[*id] = declared;
            row[*breakdown] = members;
        }
        row
    }))
}

/// The rows of a table, each with the identifiers of breakdowns.
fn rows<'r>(
    spec: &'r TableSpec,
    (computed, history): (&'r Computed, &'r History),
    names: LabelSources<'r>,
) -> Box<dyn Iterator<Item = Vec<Value>> + 'r> {
    let areas = names.areas;
    let order = || KeyOrder::new(names);
    match spec.name {
        "scorecard" => {
            let scores = order().scores(&computed.scores);
            Box::new(score_rows(scores, names, spec))
        }
        "operands" => {
            let scores = order().scores(&computed.scores).into_iter();
            Box::new(scores.flat_map(move |s| operand_rows(s, names)))
        }
        "score_items" => {
            let contributed = contribution_rows(computed, names);
            Box::new(item_rows(&computed.scores, names).chain(contributed))
        }
        "measures" => {
            let values = order().values(&computed.values).into_iter();
            Box::new(values.map(move |v| measure_row(v, areas)))
        }
        "measures_history" => {
            let changes = order().changes(&history.measures);
            Box::new(change_rows(changes, names, spec))
        }
        "revisions" => {
            let revisions = order().revisions(&history.revisions).into_iter();
            Box::new(revisions.map(move |r| revision_row(r, names)))
        }
        "revision_summary" => {
            let revised = history.revised(names.measures);
            let rows = revised
                .iter()
                .map(|(alike, m, of)| summary_row(alike, m, of, spec));
            Box::new(rows.collect::<Vec<_>>().into_iter())
        }
        "correlations" => {
            let all = computed.associations.iter();
            Box::new(all.map(move |a| association_row(a, spec)))
        }
        "coverage" => Box::new(coverage_rows(computed, names, spec).into_iter()),
        "targets" => Box::new(names.targets.iter().map(target_row)),
        "areas" => Box::new(area_rows(areas).into_iter()),
        "area_relations" => Box::new(relation_rows(areas).into_iter()),
        "backtests" => {
            let all = computed.backtests.iter();
            Box::new(all.map(move |t| backtest_row(t, names, spec)))
        }
        "breaks" => {
            let found = breaks(computed, names.measures).into_iter();
            Box::new(found.map(move |(key, broken)| break_row(&key, &broken, spec)))
        }
        "alternatives" => Box::new(alternative_rows(computed, names, spec).into_iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The columns of measures and KPIs, each with the column of its breakdown.
const BREAKDOWNS: [[&str; 2]; 3] = [
    ["kpi", "breakdown"],
    ["measure", "breakdown"],
    ["measure", "operand_breakdown"],
];

/// The places of an identifier, which is split into what is declared and its breakdown, and of the
/// column for that, where the table has both. A table of KPIs has the breakdown of the KPI.
fn places(spec: &TableSpec, [id, breakdown]: [&str; 2]) -> Option<[usize; 2]> {
    let of_kpi = [id, breakdown] == ["measure", "breakdown"] && spec.position("kpi").is_some();
    let places = [spec.position(id)?, spec.position(breakdown)?];
    (!of_kpi).then_some(places)
}

/// Sorts rows by their key columns, so that no order of computation shows.
fn sort_by_key(table: &mut Rows) {
    let keys = table.columns.iter().take_while(|c| c.key).count();
    let text = |v: &Value| match v {
        Value::Text(t) => t.to_string(),
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
