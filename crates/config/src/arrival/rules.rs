//! The rules of a dataset by which figures are expected: one for each frequency.

use super::amount::{areas, rows, tolerance};
use super::due::due;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{ArrivalRule, Finding, Period};

/// Checks the rules of a dataset: one for each frequency.
pub(crate) fn rules(
    at: &ConfigNode<'_>,
    raw: &[raw::Arrival],
    faults: &mut Vec<Finding>,
) -> Vec<ArrivalRule> {
    let mut rules: Vec<ArrivalRule> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let Some(rule) = rule_of(&at, raw, faults) else {
            continue;
        };
        if rules.iter().any(|r| r.frequency == rule.frequency) {
            let message = format!(
                "there is a rule for frequency `{}` already",
                rule.frequency.code()
            );
            faults.push(
                at.key("from")
                    .error(rule::DUPLICATE, message)
                    .hint("leave one of the two out"),
            );
        }
        rules.push(rule);
    }
    rules
}

fn rule_of(
    at: &ConfigNode<'_>,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> Option<ArrivalRule> {
    let from = value::parsed::<Period>(&at.key("from"), &raw.from, faults);
    let until = value::optional(
        &at.key("until"),
        raw.until.as_ref(),
        value::parsed::<Period>,
        faults,
    );
    let due = due(at, raw, faults);
    let grace = value::optional(&at.key("grace"), raw.grace.as_ref(), value::grace, faults)
        .unwrap_or_default();
    let rows = rows(at, raw, faults);
    let tolerance = tolerance(&at.key("tolerance"), raw.tolerance.as_ref(), rows, faults);
    let areas = areas(at, raw, faults);
    let (from, due) = (from?, due?);
    if until.is_some_and(|until| until.frequency() != from.frequency() || until < from) {
        let message = format!("`until` is no period like `{from}` that comes after it");
        faults.push(
            at.key("until")
                .error(rule::BAD_VALUE, message)
                .hint("write a later period of the same length, or leave it out"),
        );
    }
    Some(ArrivalRule {
        frequency: from.frequency(),
        from,
        until,
        due,
        grace,
        areas,
        rows,
        tolerance,
    })
}
