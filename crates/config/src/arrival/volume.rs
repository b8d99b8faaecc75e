//! How much a delivery must hold at least.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Volume};

/// Rows of a delivery.
pub(super) const ROWS: std::ops::RangeInclusive<i64> = 1..=1_000_000_000;

/// Checks what a delivery must hold at least.
pub(crate) fn volume(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Volume>,
    faults: &mut Vec<Finding>,
) -> Volume {
    let Some(raw) = raw else {
        return Volume::default();
    };
    let mut number =
        |key: &str, n: Option<i64>| n.and_then(|n| value::whole(&at.key(key), n, ROWS, faults));
    let (rows, areas) = (number("rows", raw.rows), number("areas", raw.areas));
    let of_last = value::optional(
        &at.key("of_last"),
        raw.of_last.as_ref(),
        value::percent,
        faults,
    );
    let volume = Volume {
        of_last,
        rows,
        areas,
        confirmed: raw.confirmed.clone(),
    };
    if raw.of_last.is_none() && raw.rows.is_none() && raw.areas.is_none() {
        let hint = "add `of_last = \"50 %\"`, `rows` or `areas`, or leave the table out";
        faults.push(
            at.error(
                rule::MISSING_KEY,
                "nothing says how much a delivery must hold",
            )
            .hint(hint),
        );
    }
    value::repeated(&at.key("confirmed"), &raw.confirmed, faults);
    volume
}
