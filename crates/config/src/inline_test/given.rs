//! Rows of a test, compared with the table they are for.

use crate::document::ConfigNode;
use crate::scope::Scope;
use crate::{columns, raw, rule, value};
use chiso_model::{Contract, Finding, InlineRows, written_period};

/// The rows of one dataset.
pub(super) fn given(
    at: &ConfigNode<'_>,
    raw: &raw::Given,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> InlineRows {
    let rows = at.key("rows");
    for (i, row) in raw
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.len() != raw.columns.len())
    {
        let message = format!(
            "the row has {} cells under {} columns",
            row.len(),
            raw.columns.len()
        );
        faults.push(
            rows.item(i)
                .error(rule::BAD_VALUE, message)
                .hint("give each column a cell; an empty text is no value"),
        );
    }
    let (at_dataset, hint) = (
        at.key("dataset"),
        "give the rows of a dataset of observations",
    );
    let none = ("rows for tests", hint);
    if let Some(dataset) = scope.observations(&at_dataset, &raw.dataset, none, faults) {
        check_columns(&at.key("columns"), &raw.columns, &dataset.contract, faults);
        check_cells(&rows, raw, &dataset.contract, faults);
    }
    InlineRows {
        dataset: raw.dataset.clone(),
        columns: raw.columns.clone(),
        rows: raw
            .rows
            .iter()
            .map(|row| canonical(row, raw, scope))
            .collect(),
    }
}

/// A row with its period by its own name.
fn canonical(row: &[String], raw: &raw::Given, scope: &Scope<'_>) -> Vec<String> {
    let mut row = row.to_vec();
    for (column, text) in raw.columns.iter().zip(&mut row) {
        if column == "period"
            && let Ok(period) = written_period(text, scope.fiscal)
        {
            *text = period.to_string();
        }
    }
    row
}

fn check_columns(
    at: &ConfigNode<'_>,
    names: &[String],
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    let table = columns::given(contract);
    let known: Vec<&str> = table.iter().map(String::as_str).collect();
    value::repeated(at, names, faults);
    for (i, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| !known.contains(&name.as_str()))
    {
        let hint = value::did_you_mean(name, "columns", &known);
        faults.push(
            at.item(i)
                .error(
                    rule::UNKNOWN_NAME,
                    format!("the table has no column `{name}`"),
                )
                .hint(hint),
        );
    }
    for needed in ["area_code", "period", &contract.value_name] {
        if !names.iter().any(|n| n == needed) {
            let message = format!("the column `{needed}` is not given");
            faults.push(
                at.error(rule::MISSING_KEY, message)
                    .hint("a row needs an area, a period and a figure"),
            );
        }
    }
}

fn check_cells(
    at: &ConfigNode<'_>,
    raw: &raw::Given,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    for (i, row) in raw.rows.iter().enumerate() {
        let at = at.item(i);
        for (j, (column, text)) in raw
            .columns
            .iter()
            .zip(row)
            .enumerate()
            .filter(|(_, (_, text))| !text.is_empty())
        {
            columns::check_cell(&at.item(j), contract, column, text, faults);
        }
    }
}
