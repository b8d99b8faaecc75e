//! Which row a correction is of, by the columns of its key.

use crate::document::ConfigNode;
use crate::{columns, rule, value};
use chiso_model::{Contract, Finding, RowMatch, written_period};
use std::collections::BTreeMap;

/// The key of the row. Area and period must be there: a correction that does not say which figure
/// it means is none.
pub(super) fn matching(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, String>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<RowMatch> {
    let before = faults.len();
    check_key(at, raw, contract, faults);
    if faults.len() > before {
        return None;
    }
    let named = |name: &str| raw.get(name);
    Some(RowMatch {
        area_code: named("area_code")?.clone(),
        period: written_period(named("period")?, contract.fiscal_year).ok()?,
        span: named("span").and_then(|s| s.parse().ok()),
        source_id: named("source_id").cloned(),
        dimensions: contract
            .dimensions
            .iter()
            .filter_map(|d| Some((d.name.clone(), named(&d.name)?.clone())))
            .collect(),
    })
}

fn check_key(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, String>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    let dimensions = contract.dimensions.iter().map(|d| d.name.as_str());
    let key: Vec<&str> = ["area_code", "period", "span", "source_id"]
        .into_iter()
        .chain(dimensions)
        .collect();
    for (column, text) in raw {
        let at = at.key(column);
        if key.contains(&column.as_str()) {
            columns::check_cell(&at, contract, column, text, faults);
        } else {
            let message = format!("`{column}` is not a column of the key");
            let hint = value::did_you_mean(column, "columns of the key", &key);
            faults.push(at.error(rule::UNKNOWN_NAME, message).hint(hint));
        }
    }
    for needed in ["area_code", "period"] {
        if !raw.contains_key(needed) {
            let hint = "a correction is of one row: name its area and period, and what else tells \
                it apart";
            faults.push(
                at.key(needed)
                    .error(rule::MISSING_KEY, format!("`{needed}` is missing"))
                    .hint(hint),
            );
        }
    }
}
