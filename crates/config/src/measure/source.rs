//! How a measure is made from one dataset: what is computed of which rows, and which must be there.

use super::expression::{aggregate, expression};
use crate::document::ConfigNode;
use crate::scope::Scope;
use crate::{columns, raw, rule, value};
use chiso_model::{
    Aggregate, Column, Contract, Delivers, Dimension, Finding, Flow, Function, MeasureSource,
    OverTime, Predicate, TotalOver,
};

/// Checks it; `None` when it computes nothing.
pub(super) fn source(
    at: &ConfigNode<'_>,
    raw: &raw::MeasureSource,
    (scope, over_time): (&Scope<'_>, Option<OverTime>),
    faults: &mut Vec<Finding>,
) -> Option<MeasureSource> {
    let contract = &scope
        .dataset(&at.key("dataset"), &raw.dataset, faults)?
        .contract;
    let value = aggregate(&at.key("value"), &raw.value, contract, faults);
    let filter = raw
        .filter
        .as_ref()
        .and_then(|text| expression(&at.key("where"), text, contract, Predicate::parse, faults));
    let prefer = raw.prefer.as_ref().map(|p| {
        let at = at.key("prefer");
        let (column, order) = (at.key("column"), at.key("order"));
        listed((&column, &p.column), (&order, &p.order), contract, faults)
    });
    let parts = raw.parts.as_ref().map(|p| {
        let at = at.key("parts");
        let (column, all) = (at.key("column"), at.key("all"));
        listed((&column, &p.column), (&all, &p.all), contract, faults)
    });
    let flow = flow(at, raw, contract, faults);
    let snapshots = delivers(contract) == Some(Delivers::Snapshot);
    if snapshots && flow.is_none() && over_time == Some(OverTime::Sum) {
        let message = format!(
            "`over_time = \"sum\"` would add the whole register `{}` of each month to that of the \
                next",
            raw.dataset
        );
        let hint = "write `over_time = \"last\"`, or say which `flow` is counted";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    if contract.records.is_some() {
        let given = [("prefer", prefer.is_some()), ("parts", parts.is_some())];
        for (key, _) in given.iter().filter(|(_, given)| *given) {
            let message = format!("records are all counted, so `{key}` means nothing");
            let hint = "leave it out, or choose records in `where`";
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
        let filtered = |column: &str| filter.iter().any(|f| f.columns().contains(&column));
        let totals = totals(contract, filtered);
        return Some(MeasureSource {
            over_time,
            flow,
            delivers: delivers(contract),
            ..of_records(raw, value?, (filter, totals), contract)
        });
    }
    let listed = |column: &str| {
        let mut all = parts.iter().chain(prefer.iter());
        all.any(|(named, _)| named == column)
    };
    let filtered = |column: &str| {
        let filter = filter.as_ref();
        filter.is_some_and(|f| f.columns().contains(&column))
    };
    let pinned = |column: &str| filter.as_ref().is_some_and(|f| f.pins(column));
    let totals = totals(contract, |column| listed(column) || filtered(column));
    several_members(at, contract, faults, |column| {
        let in_parts = parts.iter().any(|(named, _)| named == column);
        in_parts || filtered(column) && !pinned(column)
    });
    // A list has all there is, so nothing is missing from a sum over it.
    if !contract.list && value.as_ref().is_some_and(|v| v.function == Function::Sum) {
        let settled = |column: &str| {
            listed(column) || pinned(column) || totals.iter().any(|total| total.dimension == column)
        };
        open_sums(&at.key("value"), contract, settled, faults);
    }
    Some(MeasureSource {
        dataset: raw.dataset.clone(),
        value: value?,
        filter,
        prefer,
        parts,
        corrections: raw.corrections.unwrap_or(true),
        list: contract.list,
        lists_all: contract.lists_all,
        to_date_since: contract.to_date_since,
        totals,
        over_time,
        flow: None,
        delivers: None,
        records_of: None,
    })
}

fn delivers(contract: &Contract) -> Option<Delivers> {
    contract.records.as_ref().map(|records| records.delivers)
}

/// What is counted between two snapshots of a register. A record in quarantine would be gone, and
/// appear again once it is read: so none may be.
fn flow(
    at: &ConfigNode<'_>,
    raw: &raw::MeasureSource,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Flow> {
    let at = at.key("flow");
    let flow = value::optional(&at, raw.flow.as_ref(), value::word, faults)?;
    if delivers(contract) != Some(Delivers::Snapshot) {
        let message = format!("`{}` does not come in snapshots", raw.dataset);
        let hint = "leave `flow` out, or write `delivers = \"snapshot\"` where each delivery is \
            the whole register";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    } else if contract.quarantine_limit.is_positive() {
        let message = format!(
            "`{}` may have records in quarantine, which would count as gone",
            raw.dataset
        );
        let hint = "write `quarantine_limit = \"0 %\"` in its `[records]`, or leave `flow` out";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    Some(flow)
}

/// How a measure is made from records: of all that the condition asks for.
fn of_records(
    raw: &raw::MeasureSource,
    value: Aggregate,
    (filter, totals): (Option<Predicate>, Vec<TotalOver>),
    contract: &Contract,
) -> MeasureSource {
    MeasureSource {
        dataset: raw.dataset.clone(),
        value,
        filter,
        prefer: None,
        parts: None,
        corrections: raw.corrections.unwrap_or(true),
        list: true,
        lists_all: contract.lists_all,
        to_date_since: contract.to_date_since,
        totals,
        over_time: None,
        flow: None,
        delivers: None,
        records_of: None,
    }
}

/// The dimensions of which the measure is a total: those with a register of members of which the
/// source chooses none itself.
fn totals(contract: &Contract, chosen: impl Fn(&str) -> bool) -> Vec<TotalOver> {
    let of = |dimension: &Dimension| {
        let members = dimension.members.clone()?;
        (!chosen(&dimension.name)).then(|| TotalOver {
            dimension: dimension.name.clone(),
            members,
            of: None,
        })
    };
    contract.dimensions.iter().filter_map(of).collect()
}

/// Faults each dimension with a register of members of which the source chooses several: the total
/// may be among them.
fn several_members(
    at: &ConfigNode<'_>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
    chooses: impl Fn(&str) -> bool,
) {
    let registered = contract.dimensions.iter().filter(|d| d.members.is_some());
    for Dimension { name, .. } in registered.filter(|d| chooses(&d.name)) {
        let message =
            format!("several members of `{name}` are chosen, and its total may be among them");
        let hint = format!(
            "choose one in `where` (`{name} = '…'`), or leave `{name}` out: chiso takes the total, \
                or adds up all members where each has a figure"
        );
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// Remarks on each dimension over which a sum would pass over a missing part in silence.
fn open_sums(
    at: &ConfigNode<'_>,
    contract: &Contract,
    settled: impl Fn(&str) -> bool,
    faults: &mut Vec<Finding>,
) {
    for dimension in contract
        .dimensions
        .iter()
        .filter(|d| d.one_of.len() != 1 && !settled(&d.name))
    {
        let message = format!(
            "the sum over `{}` adds the rows that are there; a missing row would count as zero",
            dimension.name
        );
        let hint = format!(
            "choose one value in `where`, or name those that must be there: `parts = {{ column = \
                \"{}\", all = [...] }}`",
            dimension.name
        );
        faults.push(at.warning(rule::OPEN_SUM, message).hint(hint));
    }
}

/// A column of text and values of it, as in `prefer` and `parts`.
fn listed(
    (at_column, column): (&ConfigNode<'_>, &str),
    (at_values, values): (&ConfigNode<'_>, &[String]),
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> (String, Vec<String>) {
    if values.is_empty() {
        faults.push(
            at_values
                .error(rule::BAD_VALUE, "the list is empty")
                .hint("name at least one value"),
        );
    }
    value::repeated(at_values, values, faults);
    let texts = || columns::of_kind(contract, |kind| kind == Column::Text);
    match columns::kind(contract, column) {
        Some(Column::Text) => {
            for (i, text) in values.iter().enumerate() {
                columns::check_cell(&at_values.item(i), contract, column, text, faults);
            }
        }
        Some(_) => faults.push(
            at_column
                .error(
                    rule::BAD_VALUE,
                    format!("`{column}` is not a column of text"),
                )
                .hint(format!("the columns of text are {}", value::list(texts()))),
        ),
        None => faults.push(
            at_column
                .error(rule::UNKNOWN_NAME, format!("`{column}` is not a column"))
                .hint(value::did_you_mean(column, "columns of text", &texts())),
        ),
    }
    (column.to_owned(), values.to_vec())
}
