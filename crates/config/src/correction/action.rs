//! What a correction does about its row: another figure, a factor, a flag, or leaving it out.

use crate::document::ConfigNode;
use crate::{columns, raw, rule, value};
use chiso_model::{Contract, CorrectionAction, Dec, Finding};

/// Actions with the key that each takes.
const ACTIONS: &[(&str, Option<&str>)] = &[
    ("override", Some("value")),
    ("scale", Some("factor")),
    ("drop", None),
    ("flag", Some("flag")),
];

/// A figure as the table's value column could hold it.
pub(super) fn figure(
    at: &ConfigNode<'_>,
    text: &str,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Dec> {
    columns::check_cell(at, contract, &contract.value_name, text, faults);
    text.parse().ok()
}

/// The action, with what it takes.
pub(super) fn action(
    at: &ConfigNode<'_>,
    raw: &raw::Correction,
    expect: Option<Dec>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<CorrectionAction> {
    let takes = value::one_of(&at.key("action"), &raw.action, "action", ACTIONS, faults)?;
    given_keys(at, raw, takes, faults);
    match takes {
        Some("value") => {
            let text = raw.value.as_ref()?;
            replaced(&at.key("value"), text, expect, contract, faults)
        }
        Some("factor") => scale(
            &at.key("factor"),
            raw.factor.as_ref()?,
            expect?,
            contract,
            faults,
        ),
        Some(_) => Some(CorrectionAction::Flag {
            flag: value::word(&at.key("flag"), raw.flag.as_ref()?, faults)?,
        }),
        None => Some(CorrectionAction::Drop),
    }
}

/// Compares the keys that are given with the one that the action takes.
fn given_keys(
    at: &ConfigNode<'_>,
    raw: &raw::Correction,
    takes: Option<&str>,
    faults: &mut Vec<Finding>,
) {
    for (key, given) in [
        ("value", raw.value.is_some()),
        ("factor", raw.factor.is_some()),
        ("flag", raw.flag.is_some()),
    ] {
        let (rule, message) = match (takes == Some(key), given) {
            (true, false) => (
                rule::MISSING_KEY,
                format!("the action `{}` needs `{key}`", raw.action),
            ),
            (false, true) => (
                rule::UNKNOWN_KEY,
                format!("the action `{}` has no `{key}`", raw.action),
            ),
            _ => continue,
        };
        let hint = takes.map_or_else(
            || "leave it out".to_owned(),
            |takes| format!("it takes `{takes}`"),
        );
        faults.push(at.key(key).error(rule, message).hint(hint));
    }
}

/// The right figure, which is another one than is published.
fn replaced(
    at: &ConfigNode<'_>,
    text: &str,
    expect: Option<Dec>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<CorrectionAction> {
    let value = figure(at, text, contract, faults)?;
    if Some(value) == expect {
        let hint = "write the right figure, or use the action `flag`";
        faults.push(
            at.error(rule::BAD_VALUE, "`value` is what is published")
                .hint(hint),
        );
    }
    Some(CorrectionAction::Override { value })
}

fn scale(
    at: &ConfigNode<'_>,
    raw: &str,
    expect: Dec,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<CorrectionAction> {
    let factor = value::decimal(at, raw, faults)?;
    if factor == Dec::ZERO || factor == Dec::from_int(1) {
        let hint = "write what the figure is to be multiplied by, as in `\"1000\"`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("a factor of {factor} corrects nothing"),
            )
            .hint(hint),
        );
    }
    let Some(value) = expect.checked_mul(factor) else {
        let message = format!("{expect} times {factor} cannot be held exactly");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("use the action `override` and write the figure"),
        );
        return None;
    };
    columns::check_cell(
        at,
        contract,
        &contract.value_name,
        &value.to_string(),
        faults,
    );
    Some(CorrectionAction::Scale { factor, value })
}
