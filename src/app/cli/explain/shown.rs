//! Explanations in the form that is wanted: text, rows, JSON or a graph.

use crate::app::cli::explain::row::why;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::explain::{document, graph};
use crate::app::cli::{Context, Failure, instead, parts};
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};
use crate::inspect::{Explained, ExplainedOperand, ExplainedRow, ExplainedSource, Explanation};
use crate::model::{Dec, Repair};
use serde_json::json;

/// Columns of the explanation as rows.
const COLUMNS: [&str; 31] = [
    "kpi",
    "area_code",
    "boundary",
    "period",
    "verdict",
    "role",
    "measure",
    "operand_period",
    "dataset",
    "rank",
    "used",
    "why",
    "row_area_code",
    "value",
    "unit",
    "basis",
    "status",
    "source_id",
    "known_from",
    "delivery",
    "file",
    "part",
    "row",
    "col",
    "raw",
    "correction",
    "as_published",
    "repaired_from",
    "value_if_used",
    "verdict_if_used",
    "reason_if_used",
];

/// Writes explanations in the form that is wanted.
pub(super) fn show(
    context: &Context,
    text: &ExplanationText<'_>,
    notation: Option<graph::Notation>,
) -> Result<(), Failure> {
    let explained = text.explained;
    match (notation, context.common.format) {
        (Some(notation), _) => output::line(graph::graph(text, explained, notation).trim_end())?,
        (None, Format::Json) => {
            output::rows(Format::Json, &[], &document::documents(explained, Lang::En))?;
        }
        (None, Format::Csv) => {
            let rows: Vec<Row> = explained
                .explanations
                .iter()
                .flat_map(|e| flat(explained, e))
                .collect();
            output::rows(Format::Csv, &COLUMNS, &rows)?;
        }
        (None, Format::Table) => {
            for line in explained.explanations.iter().flat_map(|e| text.lines(e)) {
                output::line(&line)?;
            }
        }
    }
    Ok(())
}

/// A figure in plain digits, or null.
fn figure(value: Option<Dec>) -> serde_json::Value {
    value.map_or(serde_json::Value::Null, |v| json!(v.to_string()))
}

/// What stood where the row was repaired, or null.
fn repaired_from(repairs: &[Repair]) -> serde_json::Value {
    let texts: Vec<&str> = repairs.iter().map(|r| r.expect.as_str()).collect();
    if texts.is_empty() {
        serde_json::Value::Null
    } else {
        json!(texts.join("; "))
    }
}

/// One row per table row that bears on the score.
fn flat(explained: &Explained, explanation: &Explanation) -> Vec<Row> {
    let score = &explanation.score;
    let mut rows: Vec<Row> = score
        .items
        .iter()
        .map(|item| parts::row(&explained.registers.areas, score, item, &COLUMNS))
        .collect();
    let mut open: Vec<&ExplainedOperand> = explanation.operands.iter().rev().collect();
    while let Some(operand) = open.pop() {
        open.extend(operand.made_of.iter().rev().map(|(_, input)| input));
        for source in &operand.sources {
            let row = |traced| row(explained, explanation, operand, (source, traced));
            rows.extend(source.rows.iter().map(row));
        }
    }
    rows
}

fn row(
    explained: &Explained,
    explanation: &Explanation,
    operand: &ExplainedOperand,
    (source, traced): (&ExplainedSource, &ExplainedRow),
) -> Row {
    let (areas, score) = (&explained.registers.areas, &explanation.score);
    let row = &traced.row;
    let values = [
        json!(explanation.kpi.id),
        json!(areas.unit(score.area).code),
        json!(score.boundary.to_string()),
        json!(score.period.to_string()),
        json!(score.verdict.as_str()),
        json!(operand.role.as_str()),
        json!(operand.measure),
        json!(operand.period.to_string()),
        json!(source.dataset),
        json!(source.rank),
        json!(traced.used(source)),
        json!(why(Lang::En, operand, source, traced)),
        json!(areas.unit(traced.area).code),
        figure(traced.value()),
        json!(row.unit),
        json!(row.basis),
        json!(row.status.as_str()),
        json!(row.source_id),
        json!(row.known_from.to_rfc3339()),
        json!(row.delivery),
        json!(traced.file()),
        json!(row.part),
        json!(row.row),
        json!(row.col),
        json!(row.raw),
        json!(traced.correction.as_ref().map(|c| c.id.as_str())),
        figure(traced.correction.as_ref().and(row.value)),
        repaired_from(&traced.repairs),
    ];
    let instead = instead::columns(explanation, operand, (source, traced));
    output::row(&COLUMNS, values.into_iter().chain(instead))
}
