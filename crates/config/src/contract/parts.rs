//! The check that parts add up to their whole.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{CheckRule, Dec, Dimension, Finding};

/// Checks the dimension, its values for whole and parts, and the difference allowed.
pub(super) fn parts_differ(
    at: &ConfigNode<'_>,
    raw: &raw::Check,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) -> Option<CheckRule> {
    let (name, whole, parts) = (
        raw.dimension.as_ref()?,
        raw.whole.as_ref()?,
        raw.parts.as_ref()?,
    );
    let Some((i, dimension)) = dimensions.iter().enumerate().find(|(_, d)| d.name == *name) else {
        let names: Vec<&str> = dimensions.iter().map(|d| d.name.as_str()).collect();
        let hint = value::did_you_mean(name, "dimensions", &names);
        faults.push(
            at.key("dimension")
                .error(rule::UNKNOWN_NAME, format!("`{name}` is not a dimension"))
                .hint(hint),
        );
        return None;
    };
    value::repeated(&at.key("parts"), parts, faults);
    if parts.contains(whole) || parts.is_empty() {
        faults.push(
            at.key("parts")
                .error(
                    rule::BAD_VALUE,
                    "there are no parts, or the whole is one of them",
                )
                .hint("list what adds up to `whole`"),
        );
    }
    for (i, part) in parts.iter().enumerate() {
        value_of(&at.key("parts").item(i), part, dimension, faults);
    }
    value_of(&at.key("whole"), whole, dimension, faults);
    let (within, share) = within(&at.key("within"), raw.within.as_deref(), faults)?;
    Some(CheckRule::PartsDiffer {
        dimension: i,
        whole: whole.clone(),
        parts: parts.clone(),
        within,
        share,
    })
}

/// The difference allowed, in the unit of the figures and as a share.
fn within(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> Option<(Dec, Dec)> {
    Some(match raw {
        None => (Dec::ZERO, Dec::ZERO),
        Some(text) if text.trim_end().ends_with('%') => {
            (Dec::ZERO, value::percent(at, text, faults)?)
        }
        Some(text) => (value::decimal(at, text, faults)?, Dec::ZERO),
    })
}

/// Tells a text that is not among the values of a dimension that names them.
fn value_of(at: &ConfigNode<'_>, text: &str, dimension: &Dimension, faults: &mut Vec<Finding>) {
    let known: Vec<&str> = dimension.one_of.iter().map(String::as_str).collect();
    if known.is_empty() || known.contains(&text) {
        return;
    }
    let message = format!("`{text}` is not a value of `{}`", dimension.name);
    faults.push(
        at.error(rule::UNKNOWN_NAME, message)
            .hint(value::did_you_mean(text, "values", &known)),
    );
}
