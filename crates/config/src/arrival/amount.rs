//! From which areas figures of a period are due, and how many rows of them.

use super::volume::ROWS;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{AreasDue, Dec, Finding, RowsDue};

/// The areas.
pub(super) fn areas(
    at: &ConfigNode<'_>,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> AreasDue {
    value::repeated(&at.key("areas"), &raw.areas, faults);
    match &raw.level {
        Some(_) if !raw.areas.is_empty() => {
            faults.push(
                at.key("areas")
                    .error(rule::BAD_VALUE, "the rule has both `level` and `areas`")
                    .hint("give one of the two"),
            );
            AreasDue::AsBefore
        }
        Some(level) => AreasDue::Level(value::text(&at.key("level"), level, faults)),
        None if raw.areas.is_empty() => AreasDue::AsBefore,
        None => AreasDue::Codes(raw.areas.clone()),
    }
}

/// The number of rows.
pub(super) fn rows(at: &ConfigNode<'_>, raw: &raw::Arrival, faults: &mut Vec<Finding>) -> RowsDue {
    match (raw.rows, raw.rows_history) {
        (Some(_), Some(_)) => {
            faults.push(
                at.key("rows_history")
                    .error(
                        rule::BAD_VALUE,
                        "the rule has both `rows` and `rows_history`",
                    )
                    .hint("give one of the two"),
            );
            RowsDue::Any
        }
        (Some(rows), None) => value::whole(&at.key("rows"), rows, ROWS, faults)
            .map_or(RowsDue::Any, RowsDue::Declared),
        (None, Some(n)) => value::whole(&at.key("rows_history"), n, 1..=120, faults)
            .map_or(RowsDue::Any, RowsDue::History),
        (None, None) => RowsDue::Any,
    }
}

/// The share of the rows that may be missing.
pub(super) fn tolerance(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    rows: RowsDue,
    faults: &mut Vec<Finding>,
) -> Dec {
    let tolerance = value::optional(at, raw, value::percent, faults).unwrap_or(Dec::ZERO);
    if raw.is_some() && rows == RowsDue::Any {
        let hint = "add `rows` or `rows_history`, or leave it out";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "there is no number of rows to be tolerant about",
            )
            .hint(hint),
        );
    }
    tolerance
}
