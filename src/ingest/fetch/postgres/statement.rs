//! The statement that copies an answer out as texts, and whether its columns can be written so.

use super::super::trouble::Trouble;
use crate::model::{PostgresSource, WATERMARK};
use crate::store::QueryColumn;
use std::collections::BTreeSet;

/// Types whose texts are exact and the same everywhere, by the names of the server.
const TYPES: [&str; 11] = [
    "bool",
    "int2",
    "int4",
    "int8",
    "numeric",
    "text",
    "varchar",
    "bpchar",
    "date",
    "timestamp",
    "timestamptz",
];

/// Columns are distinct, and their texts are exact.
pub(super) fn fit(columns: &[QueryColumn]) -> Result<(), Trouble> {
    let mut names = BTreeSet::new();
    if let Some(twice) = columns.iter().find(|c| !names.insert(c.name.as_str())) {
        let message = format!("two columns of the answer are named `{}`", twice.name);
        return Err(Trouble::new(
            "database_query",
            message,
            "give each a name of its own with `AS`",
        )
        .at(".query"));
    }
    let Some(other) = columns
        .iter()
        .find(|c| !TYPES.contains(&c.data_type.as_str()))
    else {
        return Ok(());
    };
    let QueryColumn { name, data_type } = other;
    let (why, to) = match data_type.as_str() {
        "float4" | "float8" => ("is no exact number", "numeric(20, 6)"),
        "money" => ("is written differently on each server", "numeric"),
        _ => ("has no fixed text", "text"),
    };
    let message = format!("the column `{name}` is of type `{data_type}`, which {why}");
    Err(Trouble::new(
        "database_type",
        message,
        format!("write `CAST({name} AS {to}) AS {name}` in the query, or leave it out"),
    )
    .at(".query"))
}

/// The statement: texts of all columns, in the order of these texts.
pub(super) fn statement(
    source: &PostgresSource,
    columns: &[QueryColumn],
    bound: Option<&str>,
) -> String {
    let query = bound.map_or_else(
        || source.query.clone(),
        |bound| source.query.replace(WATERMARK, bound),
    );
    let name = |c: &QueryColumn| format!("\"{}\"", c.name.replace('"', "\"\""));
    let text = |c: &QueryColumn| {
        let name = name(c);
        match c.data_type.as_str() {
            "timestamptz" => format!("replace(q.{name}::text, ' ', 'T') || ':00' AS {name}"),
            "timestamp" => format!("replace(q.{name}::text, ' ', 'T') AS {name}"),
            _ => format!("q.{name}::text AS {name}"),
        }
    };
    let listed =
        |of: &dyn Fn(&QueryColumn) -> String| columns.iter().map(of).collect::<Vec<_>>().join(", ");
    let order = |c: &QueryColumn| format!("r.{} COLLATE \"C\"", name(c));
    format!(
        "COPY (SELECT * FROM (SELECT {} FROM (\n{query}\n) AS q) AS r ORDER BY {}) TO STDOUT \
            (FORMAT csv, HEADER, FORCE_QUOTE *, ENCODING 'UTF8')",
        listed(&text),
        listed(&order)
    )
}
