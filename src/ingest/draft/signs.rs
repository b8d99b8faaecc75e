//! What may stand in place of a figure: flags that withhold it, and numbers that no figure has.

use super::columns::{Columns, TYPED};
use super::guesses::{EXAMPLES, USUAL_MISSING};
use crate::ingest::number;
use crate::model::{Dec, NumberFormat};

/// Fewest digits of a number that may stand for no figure.
const DIGITS: usize = 3;

/// How many times larger than any figure such a number is, unless it alone is negative.
const FAR: u128 = 10;

/// Whether a text may withhold a figure, as `X`, `c` or `: c` do: a letter alone, or behind a usual
/// sign of a missing figure.
pub(super) fn may_withhold(text: &str) -> bool {
    let missing = USUAL_MISSING.iter().copied().chain([":", "."]);
    let mut rest = missing.filter_map(|sign| text.strip_prefix(sign));
    rest.any(|rest| {
        let mut letters = rest.trim().chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    })
}

/// Numbers of one digit, such as `-999999`, that lie far from all figures of a column.
pub(super) fn codes(
    columns: &Columns,
    at: usize,
    number: Option<NumberFormat>,
) -> Vec<(String, u64)> {
    let Some(format) = number else {
        return Vec::new();
    };
    let read = |text: &str| -> Option<i128> {
        let text = text.replace(TYPED, &format.decimal.to_string());
        let figure: Dec = number::plain(&text, format).ok()?.parse().ok()?;
        Some(figure.micros())
    };
    let all = columns.counted(at);
    let numbers = all.filter_map(|(text, n)| Some((text, n, read(text)?)));
    let (codes, figures): (Vec<_>, Vec<_>) =
        numbers.partition(|(text, ..)| is_one_digit(text, format));
    let negative = figures.iter().any(|(.., figure)| *figure < 0);
    let sizes = figures.iter().map(|(.., figure)| figure.unsigned_abs());
    let Some(largest) = sizes.max() else {
        return Vec::new();
    };
    // A large figure of one digit may be one; a code of this kind recurs.
    let far = |n: u64, code: i128| {
        (code < 0 && !negative) || (n > 1 && code.unsigned_abs() / FAR >= largest.max(1))
    };
    let found = codes.into_iter().filter(|(_, n, code)| far(*n, *code));
    let found = found.map(|(text, n, _)| (text.replace(TYPED, &format.decimal.to_string()), n));
    found.take(EXAMPLES).collect()
}

/// Whether a number is made of one digit other than 0, at least three times.
fn is_one_digit(text: &str, format: NumberFormat) -> bool {
    let text = text.trim_start_matches(['-', '\u{2212}']);
    let whole = text
        .split([format.decimal, TYPED])
        .next()
        .unwrap_or_default();
    let mut digits = whole.bytes();
    let first = digits.next().filter(|b| matches!(b, b'1'..=b'9'));
    whole.len() >= DIGITS && first.is_some_and(|first| digits.all(|b| b == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_alone_or_behind_a_sign_may_withhold_a_figure() {
        for (text, want) in [
            (": c", true),
            (":c", true),
            ("X", true),
            (".. x", true),
            ("n/a", false),
            ("NA", false),
            (":", false),
            ("c.", false),
            ("Men", false),
        ] {
            assert_eq!(may_withhold(text), want, "{text}");
        }
    }

    #[test]
    fn a_number_of_one_digit_is_made_of_it_alone() {
        let format = NumberFormat::default();
        for (text, want) in [
            ("-666666666", true),
            ("999", true),
            ("-999.0", true),
            ("99", false),
            ("000", false),
            ("9998", false),
        ] {
            assert_eq!(is_one_digit(text, format), want, "{text}");
        }
    }
}
