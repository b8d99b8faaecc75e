//! The columns of a dataset's table as the configuration may name them, and the texts that their
//! cells may hold.
//!
//! The same rules hold for a constant of a source, a value in `prefer` or `parts`, and a cell of an
//! inline test.

use super::document::ConfigNode;
use super::{rule, value};
use chiso_model::published::observation_columns;
use chiso_model::{
    AttributeType, Column, Contract, Covers, Dec, Finding, ObsStatus, PlanStage, RECORD_AREA,
    STANDARD_COLUMNS, Span, Status, ValueType,
};

/// Columns that a source may map: the standard ones, the dimensions, the value and the attributes.
pub(super) fn mappable(contract: &Contract) -> Vec<&str> {
    if let Some(records) = &contract.records {
        let own = records.columns.iter().map(|c| c.name.as_str());
        return std::iter::once(RECORD_AREA).chain(own).collect();
    }
    let attributes = contract.attributes.iter().map(|a| a.name.as_str());
    let own = contract
        .dimensions
        .iter()
        .map(|d| d.name.as_str())
        .chain([contract.value_name.as_str()])
        .chain(attributes);
    STANDARD_COLUMNS.iter().copied().chain(own).collect()
}

/// Columns whose cells an inline test may give: all but lineage.
pub(super) fn given(contract: &Contract) -> Vec<String> {
    observation_columns(contract)
        .into_iter()
        .map(|c| c.name)
        .filter(|name| !name.starts_with('_'))
        .collect()
}

/// What an expression may do with a column. Times are left out: an expression must mean the same as
/// of every day.
pub(super) fn kind(contract: &Contract, name: &str) -> Option<Column> {
    if let Some(records) = &contract.records {
        return records.kind(name);
    }
    match name {
        "known_from" => None,
        "rank" | "rounding" => Some(Column::Number),
        "derived" => Some(Column::Bool),
        _ if name == contract.value_name => Some(Column::Number),
        _ if is_date(contract, name) => Some(Column::Date),
        _ => mappable(contract).contains(&name).then_some(Column::Text),
    }
}

fn is_date(contract: &Contract, name: &str) -> bool {
    contract
        .attributes
        .iter()
        .any(|a| a.name == name && a.kind == AttributeType::Date)
}

/// Columns that an expression may name and that hold a kind of value.
pub(super) fn of_kind(contract: &Contract, wanted: impl Fn(Column) -> bool) -> Vec<&str> {
    mappable(contract)
        .into_iter()
        .filter(|name| kind(contract, name).is_some_and(&wanted))
        .collect()
}

/// Faults a text that cannot stand in a column.
pub(super) fn check_cell(
    at: &ConfigNode<'_>,
    contract: &Contract,
    column: &str,
    text: &str,
    faults: &mut Vec<Finding>,
) {
    match column {
        "period" => drop(value::period(at, text, contract.fiscal_year, faults)),
        "span" => drop(value::parsed::<Span>(at, text, faults)),
        "status" => drop(value::word::<Status>(at, text, faults)),
        "plan_stage" => drop(value::word::<PlanStage>(at, text, faults)),
        "obs_status" => drop(value::word::<ObsStatus>(at, text, faults)),
        "covers" => drop(value::word::<Covers>(at, text, faults)),
        "derived" | "withdrawn" => drop(value::one_of(
            at,
            text,
            "truth value",
            &[("true", true), ("false", false)],
            faults,
        )),
        "rank" => check_rank(at, text, faults),
        "rounding" => drop(value::decimal(at, text, faults)),
        "known_from" | "recorded_at" => drop(value::instant(at, text, contract.zone, faults)),
        "area_date" => drop(value::date(at, text, faults)),
        "area_code" | "source_id" | "unit" => drop(value::text(at, text, faults)),
        _ if is_date(contract, column) => drop(value::date(at, text, faults)),
        _ if column == contract.value_name => check_figure(at, contract.value_type, text, faults),
        _ => check_dimension(at, contract, column, text, faults),
    }
}

fn check_rank(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) {
    if text.parse::<i32>().is_ok_and(|rank| rank >= 1) {
        return;
    }
    faults.push(
        at.error(rule::BAD_VALUE, format!("`{text}` is not a rank"))
            .hint("write a whole number, 1 for the preferred"),
    );
}

fn check_figure(at: &ConfigNode<'_>, value_type: ValueType, text: &str, faults: &mut Vec<Finding>) {
    let figure: Option<Dec> = value::decimal(at, text, faults);
    if value_type == ValueType::Integer && figure.is_some_and(|f| !f.is_integer()) {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is not a whole number"))
                .hint("the contract declares the value as `integer`"),
        );
    }
}

fn check_dimension(
    at: &ConfigNode<'_>,
    contract: &Contract,
    column: &str,
    text: &str,
    faults: &mut Vec<Finding>,
) {
    let Some(dimension) = contract.dimensions.iter().find(|d| d.name == column) else {
        return;
    };
    if text.is_empty() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("the dimension `{column}` is empty"),
            )
            .hint("a dimension is part of the key: give it a value"),
        );
    } else if !dimension.one_of.is_empty() && !dimension.one_of.iter().any(|v| v == text) {
        let allowed: Vec<&str> = dimension.one_of.iter().map(String::as_str).collect();
        let message = format!("`{text}` is not a value of the dimension `{column}`");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint(value::did_you_mean(text, "values", &allowed)),
        );
    }
}
