//! Exact decimals, shares and whole numbers within bounds.

use crate::document::ConfigNode;
use crate::rule;
use chiso_model::{Dec, Finding};

/// An exact decimal.
pub(crate) fn decimal(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let hint = "write digits with a decimal point and no grouping, as in `\"0.20\"`";
    raw.parse()
        .map_err(|e| faults.push(at.error(rule::BAD_VALUE, format!("{e}")).hint(hint)))
        .ok()
}

/// `N %` as a share of 1, between 0 and 1.
pub(crate) fn percent(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let share = raw
        .strip_suffix('%')
        .and_then(|number| Dec::parse_scaled(number.trim(), -2).ok());
    let share = share.filter(|s| *s >= Dec::ZERO && *s <= Dec::from_int(1));
    if share.is_none() {
        let message = format!("`{raw}` is not a share in percent between 0 and 100");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("write it as `0.5 %`"),
        );
    }
    share
}

/// A whole number within bounds.
pub(crate) fn whole<T: TryFrom<i64>>(
    at: &ConfigNode<'_>,
    raw: i64,
    bounds: std::ops::RangeInclusive<i64>,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    let value = Some(raw)
        .filter(|n| bounds.contains(n))
        .and_then(|n| T::try_from(n).ok());
    if value.is_none() {
        let hint = match *bounds.end() {
            i64::MAX => format!("write at least {}", bounds.start()),
            end => format!("write a number from {} to {end}", bounds.start()),
        };
        faults.push(
            at.error(rule::BAD_VALUE, format!("{raw} is out of range"))
                .hint(hint),
        );
    }
    value
}
