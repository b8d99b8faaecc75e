//! Expressions over the columns of a dataset, read by the grammar of `value` and `where`.

use crate::document::ConfigNode;
use crate::{columns, rule, value};
use chiso_model::{Aggregate, Contract, ExprError, Finding, Function};
use std::cell::RefCell;

/// Figures are added up and compared in the value column only; anything can be counted.
pub(super) fn aggregate(
    at: &ConfigNode<'_>,
    text: &str,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Aggregate> {
    let aggregate = expression(at, text, contract, Aggregate::parse, faults)?;
    let counts = matches!(
        aggregate.function,
        Function::Count | Function::CountDistinct
    );
    if !counts && contract.records.is_some() && contract.unit_of(&aggregate.column).is_none() {
        let message = format!("the unit of `{}` is not known", aggregate.column);
        let hint = "declare `unit` for the column in its dataset";
        faults.push(at.error(rule::MISSING_KEY, message).hint(hint));
    }
    if !counts && contract.records.is_none() && aggregate.column != contract.value_name {
        let message = format!("`{}` is not the value column", aggregate.column);
        let meant = Aggregate {
            column: contract.value_name.clone(),
            ..aggregate.clone()
        };
        let hint = format!("write `{meant}`");
        faults.push(at.error(rule::BAD_EXPRESSION, message).hint(hint));
    }
    Some(aggregate)
}

type Parse<T> = fn(&str, chiso_model::Columns<'_>) -> Result<T, ExprError>;

/// Reads one; an unknown name is reported with what was meant.
pub(super) fn expression<T>(
    at: &ConfigNode<'_>,
    text: &str,
    contract: &Contract,
    parse: Parse<T>,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    // The parser says where; the unknown name says what was meant.
    let unknown = RefCell::new(None);
    let lookup = |name: &str| {
        let kind = columns::kind(contract, name);
        if kind.is_none() {
            *unknown.borrow_mut() = Some(name.to_owned());
        }
        kind
    };
    let error = match parse(text, &lookup) {
        Ok(parsed) => return Some(parsed),
        Err(error) => error,
    };
    let finding = at.error(rule::BAD_EXPRESSION, error.to_string());
    let hint = match unknown.take().as_deref() {
        Some("known_from") => "an expression must mean the same as of every day, so it cannot ask \
            for times"
            .to_owned(),
        Some(name) => value::did_you_mean(name, "columns", &columns::of_kind(contract, |_| true)),
        None => "the grammar: `sum(column)` in `value`; `column = 'text' AND NOT (n < 3 OR n IS \
            NULL)` in `where`"
            .to_owned(),
    };
    faults.push(finding.hint(hint));
    None
}
