//! Lists: what is confirmed, and what stands there twice.

use super::text::text;
use super::word::parsed;
use crate::config::document::ConfigNode;
use crate::config::{raw, rule};
use crate::model::{Finding, Period};

/// Areas and periods of which somebody has said that they are right.
pub(in crate::config) fn confirmed(
    at: &ConfigNode<'_>,
    raw: &[raw::Confirmed],
    faults: &mut Vec<Finding>,
) -> Vec<(String, Period)> {
    let one = |(i, raw): (usize, &raw::Confirmed)| {
        let at = at.item(i);
        let area = text(&at.key("area_code"), &raw.area_code, faults);
        Some((area, parsed(&at.key("period"), &raw.period, faults)?))
    };
    raw.iter().enumerate().filter_map(one).collect()
}

/// Tells each item of a list that stands there before, by its text.
pub(in crate::config) fn repeated(
    at: &ConfigNode<'_>,
    items: &[String],
    faults: &mut Vec<Finding>,
) {
    for (i, item) in items.iter().enumerate() {
        if items[..i].contains(item) {
            faults.push(
                at.item(i)
                    .error(rule::DUPLICATE, format!("`{item}` is listed twice"))
                    .hint("leave one out"),
            );
        }
    }
}
