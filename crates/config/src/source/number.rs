//! How a source writes numbers.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{DigitGroups, Finding, Format, NumberFormat, WordError};
use std::str::FromStr;

/// Decimal places to which figures may be rounded: half of the last of them can still be held.
const ROUND: std::ops::RangeInclusive<i64> = 0..=5;

/// The signs in them.
pub(super) fn number(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Number>,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> NumberFormat {
    let decimal = raw.and_then(|n| n.decimal.as_deref()).unwrap_or(".");
    let grouping = raw.and_then(|n| n.grouping.as_deref()).unwrap_or_default();
    let form = |name: &str| raw.is_some_and(|n| n.forms.iter().any(|form| form == name));
    let number = NumberFormat {
        decimal: sign(&at.key("decimal"), decimal, faults).unwrap_or('.'),
        grouping: if grouping.is_empty() {
            None
        } else {
            sign(&at.key("grouping"), grouping, faults)
        },
        groups: word(
            &at.key("groups"),
            raw.and_then(|n| n.groups.as_ref()),
            faults,
        )
        .unwrap_or(DigitGroups::Thousands),
        negative: word(
            &at.key("negative"),
            raw.and_then(|n| n.negative.as_ref()),
            faults,
        ),
        exponent: form("exponent"),
        short: form("short"),
        percent: word(
            &at.key("percent"),
            raw.and_then(|n| n.percent.as_ref()),
            faults,
        ),
    };
    if let Some(raw) = raw {
        forms(&at.key("forms"), &raw.forms, faults);
        useless(at, (raw, &number), format, faults);
    }
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

/// Whether it says what a point in a figure is: figures that are rounded to places have fractions.
pub(super) fn says_decimal(raw: &raw::Number) -> bool {
    raw.decimal.is_some() || raw.grouping.is_some() || raw.round.is_some()
}

fn word<T: FromStr<Err = WordError>>(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    value::optional(at, raw, value::word, faults)
}

fn forms(at: &ConfigNode<'_>, raw: &[String], faults: &mut Vec<Finding>) {
    value::repeated(at, raw, faults);
    for (i, form) in raw.iter().enumerate() {
        if !raw::FORMS.contains(&form.as_str()) {
            faults.push(
                at.item(i)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{form}` is not a form of numbers"),
                    )
                    .hint("write one of `exponent`, `short`"),
            );
        }
    }
}

/// What would not be heeded is a fault.
fn useless(
    at: &ConfigNode<'_>,
    (raw, number): (&raw::Number, &NumberFormat),
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    if raw.groups.is_some() && number.grouping.is_none() {
        faults.push(
            at.key("groups")
                .error(rule::BAD_VALUE, "without `grouping` a number has no groups")
                .hint("declare the sign between them as `grouping`, or leave `groups` out"),
        );
    }
    if raw.percent.is_some() && format == Some(Format::Xls) {
        let message = "chiso does not see the number formats of `.xls`: a cell that shows 12.5% would \
            be taken for 0.125";
        faults.push(
            at.key("percent")
                .error(rule::BAD_VALUE, message)
                .hint("ask for the file as `.xlsx`, or leave it out"),
        );
    }
    let plain = format.is_some_and(|f| f.writes_plain_numbers() && f != Format::Json);
    for (key, present) in [
        ("groups", raw.groups.is_some()),
        ("negative", raw.negative.is_some()),
        ("forms", !raw.forms.is_empty()),
        ("percent", raw.percent.is_some()),
    ] {
        if present && plain {
            let message = "figures of this format are written in one way only";
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, message)
                    .hint("leave it out"),
            );
        }
    }
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
