//! Lists: their items one by one, what is confirmed, and what stands there twice.

use super::text::text;
use super::word::period;
use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Finding, FiscalYear, Period};

/// What the checker of one makes of each item of a list.
pub(crate) fn each<R, T>(
    at: &ConfigNode<'_>,
    raw: &[R],
    mut check: impl FnMut(&ConfigNode<'_>, &R) -> Option<T>,
) -> Vec<T> {
    raw.iter()
        .enumerate()
        .filter_map(|(i, raw)| check(&at.item(i), raw))
        .collect()
}

/// Areas and periods of which somebody has said that they are right.
pub(crate) fn confirmed(
    at: &ConfigNode<'_>,
    raw: &[raw::Confirmed],
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Vec<(String, Period)> {
    each(at, raw, |at, raw| {
        let area = text(&at.key("area_code"), &raw.area_code, faults);
        Some((
            area,
            period(&at.key("period"), &raw.period, office, faults)?,
        ))
    })
}

/// Tells each item of a list that stands there before, by its text.
pub(crate) fn repeated(at: &ConfigNode<'_>, items: &[String], faults: &mut Vec<Finding>) {
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

/// Names as a file writes them, each once.
pub(crate) fn listed(
    at: &ConfigNode<'_>,
    raw: &[String],
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    repeated(at, raw, faults);
    each(at, raw, |at, name| Some(text(at, name, faults)))
}
