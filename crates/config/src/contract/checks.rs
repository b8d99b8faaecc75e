//! What a contract asks of the observations of a delivery together.

use super::parts::parts_differ;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Allowed, Check, CheckAction, CheckRule, Dec, Dimension, Finding, FiscalYear};

/// Keys of checks with what they are about; `true` for those that a rule cannot do without.
const RULES: &[(&str, &[(&str, bool)])] = &[
    ("repeats_previous_year", &[("at_least", true)]),
    ("cumulative_falls", &[]),
    (
        "parts_differ",
        &[
            ("dimension", true),
            ("whole", true),
            ("parts", true),
            ("within", false),
        ],
    ),
    ("large_change", &[("at_most", true), ("least", false)]),
    ("large_revision", &[("at_most", true)]),
];

/// Checks them.
pub(super) fn checks(
    at: &ConfigNode<'_>,
    raw: &[raw::Check],
    (dimensions, office): (&[Dimension], Option<FiscalYear>),
    faults: &mut Vec<Finding>,
) -> Vec<Check> {
    value::each(at, raw, |at, raw| {
        check_of(at, raw, (dimensions, office), faults)
    })
}

fn check_of(
    at: &ConfigNode<'_>,
    raw: &raw::Check,
    (dimensions, office): (&[Dimension], Option<FiscalYear>),
    faults: &mut Vec<Finding>,
) -> Option<Check> {
    let keys = value::one_of(&at.key("rule"), &raw.rule, "rule of checks", RULES, faults);
    let confirmed = value::confirmed(&at.key("confirmed"), &raw.confirmed, office, faults);
    let action = value::optional(&at.key("action"), raw.action.as_ref(), value::word, faults);
    let at_least = raw
        .at_least
        .and_then(|n| value::whole(&at.key("at_least"), n, 1..=i64::MAX, faults));
    given_keys(at, raw, keys?, faults);
    let rule = match raw.rule.as_str() {
        "repeats_previous_year" => CheckRule::RepeatsPreviousYear {
            at_least: at_least?,
        },
        "cumulative_falls" => CheckRule::CumulativeFalls,
        "parts_differ" => parts_differ(at, raw, dimensions, faults)?,
        "large_change" => CheckRule::LargeChange {
            at_most: share(&at.key("at_most"), raw.at_most.as_ref()?, faults)?,
            least: value::optional(&at.key("least"), raw.least.as_ref(), value::decimal, faults)
                .unwrap_or(Dec::ZERO),
        },
        _ => CheckRule::LargeRevision {
            at_most: allowed(&at.key("at_most"), raw.at_most.as_ref()?, faults)?,
        },
    };
    if matches!(rule, CheckRule::LargeRevision { .. }) && action == Some(CheckAction::Quarantine) {
        let hint = "leave `action` out: what a delivery becomes must not depend on what came \
            before it, so a revision is reported and used";
        faults.push(
            at.key("action")
                .error(rule::BAD_VALUE, "a large revision is not quarantined")
                .hint(hint),
        );
    }
    Some(Check {
        rule,
        action: action.unwrap_or_default(),
        confirmed,
    })
}

/// Compares the keys that are given with those of the rule.
fn given_keys(
    at: &ConfigNode<'_>,
    raw: &raw::Check,
    keys: &[(&str, bool)],
    faults: &mut Vec<Finding>,
) {
    let given = [
        ("at_least", raw.at_least.is_some()),
        ("dimension", raw.dimension.is_some()),
        ("whole", raw.whole.is_some()),
        ("parts", raw.parts.is_some()),
        ("within", raw.within.is_some()),
        ("at_most", raw.at_most.is_some()),
        ("least", raw.least.is_some()),
    ];
    for (key, given) in given {
        match keys.iter().find(|(k, _)| *k == key) {
            None if given => {
                let hint = format!(
                    "it takes {}",
                    value::list(keys.iter().map(|(k, _)| *k).chain(["action", "confirmed"]))
                );
                let message = format!("the check `{}` has no `{key}`", raw.rule);
                faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
            }
            Some((_, true)) if !given => {
                let message = format!("the check `{}` needs `{key}`", raw.rule);
                faults.push(
                    at.key(key)
                        .error(rule::MISSING_KEY, message)
                        .hint(example(key)),
                );
            }
            _ => {}
        }
    }
}

/// How a key of checks is written.
fn example(key: &str) -> String {
    let written = match key {
        "at_least" => "at_least = 3",
        "parts" => "parts = [\"central\", \"local\"]",
        "at_most" => "at_most = \"60 %\"",
        "dimension" => "dimension = \"revenue_source\"",
        _ => "whole = \"total\"",
    };
    format!("write it, as in `{written}`")
}

/// A share in percent that may be more than the whole.
fn share(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let share = text
        .strip_suffix('%')
        .and_then(|number| Dec::parse_scaled(number.trim(), -2).ok())
        .filter(|s| s.is_positive());
    if share.is_none() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{text}` is not a share in percent"),
            )
            .hint("write it as `60 %`"),
        );
    }
    share
}

/// A share in percent, or a difference in the unit of the figures.
fn allowed(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Allowed> {
    if text.trim_end().ends_with('%') {
        return share(at, text, faults).map(Allowed::Share);
    }
    let difference = value::decimal(at, text, faults)?;
    if !difference.is_positive() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is not more than 0"))
                .hint("write a share such as `60 %`, or a difference such as `0.5`"),
        );
        return None;
    }
    Some(Allowed::Difference(difference))
}
