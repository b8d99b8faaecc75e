//! The dimensions by which a measure is broken down.

use crate::document::ConfigNode;
use crate::{made, raw, rule, value};
use chiso_model::{Finding, MeasureSource};
use std::collections::BTreeSet;

/// The dimensions by which it is broken down: those of a source that have a register of members and
/// of which `where` chooses none. What is made from others takes them from there.
pub(super) fn by(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    sources: &[MeasureSource],
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    value::repeated(at, &raw.by, faults);
    let known: BTreeSet<&str> = sources
        .iter()
        .flat_map(|s| &s.totals)
        .map(|t| t.dimension.as_str())
        .collect();
    let unknown = raw.by.iter().enumerate();
    for (i, name) in unknown.filter(|(_, name)| !known.contains(name.as_str())) {
        // A source with faults may have it; a measure made from others has none.
        if made::is_derived(raw) || sources.len() < raw.source.len() {
            continue;
        }
        let at = at.item(i);
        let chosen = sources
            .iter()
            .filter_map(|s| s.filter.as_ref())
            .any(|f| f.columns().contains(&name.as_str()));
        let fault = if chosen {
            let message = format!("`where` chooses members of `{name}`, by which `by` breaks down");
            let hint = format!("take `{name}` out of `where`, or out of `by`");
            at.error(rule::BAD_VALUE, message).hint(hint)
        } else {
            let message = format!("`{name}` is no dimension with a register of members");
            let hint = if known.is_empty() {
                format!(
                    "name the register in the contract: `dimensions = [{{ name = \"{name}\", \
                        members = \"...\" }}]`"
                )
            } else {
                let known: Vec<&str> = known.iter().copied().collect();
                value::did_you_mean(name, "dimensions with members", &known)
            };
            at.error(rule::UNKNOWN_NAME, message).hint(hint)
        };
        faults.push(fault);
    }
    raw.by.clone()
}
