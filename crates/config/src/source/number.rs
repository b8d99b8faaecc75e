//! How a source writes numbers.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, NumberFormat};

/// Decimal places to which figures may be rounded: half of the last of them can still be held.
const ROUND: std::ops::RangeInclusive<i64> = 0..=5;

/// The signs in them.
pub(super) fn number(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Number>,
    faults: &mut Vec<Finding>,
) -> NumberFormat {
    let decimal = raw.and_then(|n| n.decimal.as_deref()).unwrap_or(".");
    let grouping = raw.and_then(|n| n.grouping.as_deref()).unwrap_or_default();
    let number = NumberFormat {
        decimal: sign(&at.key("decimal"), decimal, faults).unwrap_or('.'),
        grouping: if grouping.is_empty() {
            None
        } else {
            sign(&at.key("grouping"), grouping, faults)
        },
    };
    if number.grouping == Some(number.decimal) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{decimal}` cannot be both the decimal sign and the grouping"),
            )
            .hint("change one of the two"),
        );
    }
    number
}

fn sign(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<char> {
    let mut chars = text.chars();
    let sign = chars
        .next()
        .filter(|c| !c.is_alphanumeric() && !matches!(c, '-' | '+'));
    if sign.is_none() || chars.next().is_some() {
        let message = format!("`{text}` is not a sign used in numbers");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("write one character, as in `.` or `,`"),
        );
    }
    sign
}

/// The decimal places to which figures are rounded.
pub(super) fn round(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Number>,
    faults: &mut Vec<Finding>,
) -> Option<u32> {
    raw.and_then(|n| n.round)
        .and_then(|n| value::whole(&at.key("round"), n, ROUND, faults))
}
