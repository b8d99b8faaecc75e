//! Groups of digits.

use crate::model::{DigitGroups, NumberFormat};

/// Signs that look alike and group alike.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];
const APOSTROPHES: [char; 5] = ['\'', '\u{2019}', '\u{2018}', '\u{2bc}', '\u{ff07}'];

/// Appends the digits of the whole part when its groups, if any, are well formed.
pub(super) fn push_whole(out: &mut String, whole: &str, format: NumberFormat) -> Option<()> {
    if all_digits(whole) {
        out.push_str(whole);
        return Some(());
    }
    let sign = format.grouping?;
    let is_sign = |c: char| {
        c == sign
            || [&SPACES[..], &APOSTROPHES[..]]
                .iter()
                .any(|alike| alike.contains(&sign) && alike.contains(&c))
    };
    let count = whole.split(is_sign).count();
    for (i, group) in whole.split(is_sign).enumerate() {
        let most = length(format.groups, count - i);
        // `0.123` under a grouping point is a decimal fraction gone astray, not one hundred and
        // twenty-three.
        let well_formed = if i == 0 {
            group.len() <= most && !group.starts_with('0')
        } else {
            group.len() == most
        };
        if !well_formed || !all_digits(group) {
            return None;
        }
        out.push_str(group);
    }
    Some(())
}

/// Digits of the group at a place, from 1 at the right.
const fn length(groups: DigitGroups, place: usize) -> usize {
    match (groups, place) {
        (DigitGroups::Indian, 2..) => 2,
        (DigitGroups::Thousands | DigitGroups::Indian, _) => 3,
        (DigitGroups::Myriads, _) => 4,
    }
}

/// How groups are set apart, in words.
pub(super) fn apart(format: NumberFormat) -> String {
    let size = match format.groups {
        DigitGroups::Thousands => "three",
        DigitGroups::Indian => "three and then two",
        DigitGroups::Myriads => "four",
    };
    match format.grouping {
        Some(c) if c.is_whitespace() => format!("groups of {size} apart by a space"),
        Some(c) => format!("groups of {size} apart by `{c}`"),
        None => "no sign between groups".to_owned(),
    }
}

/// Whether a text is made of digits and nothing else.
pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
