//! Figures as sources write them, to plain decimal text. The format is declared, never guessed.
//!
//! `1.234` is one thousand two hundred and thirty-four in one file and a little over one in the
//! next, so a text that does not follow the declared [`NumberFormat`] to the letter is refused:
//! `1.234.567,8` is read under `,` and `.`; `1234.567` under the same is not, because its groups
//! are malformed.

use crate::model::NumberFormat;

/// A text that is no number in the declared format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a number in the declared format: expected digits {expected}")]
pub struct NumberError {
    /// The text as it stood.
    pub text: String,
    /// The format, in words.
    pub expected: String,
}

/// Plain decimal text (`-1234.5`) of a figure, as [`Dec`](crate::model::Dec) parses it.
///
/// White space around the figure, a leading `+` and the minus sign U+2212 are accepted. Where the
/// grouping sign is a space, the no-break, thin and narrow spaces count as that sign.
///
/// # Errors
/// When the text does not follow the format exactly.
pub fn plain(text: &str, format: NumberFormat) -> Result<String, NumberError> {
    let bad = || NumberError {
        text: text.to_owned(),
        expected: expected(format),
    };
    let trimmed = text.trim();
    let (sign, digits) = match trimmed.chars().next() {
        Some(c @ ('-' | '\u{2212}')) => ("-", &trimmed[c.len_utf8()..]),
        Some('+') => ("", &trimmed[1..]),
        _ => ("", trimmed),
    };
    let (whole, fraction) = match digits.split_once(format.decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut out = String::with_capacity(digits.len() + 1);
    out.push_str(sign);
    push_whole(&mut out, whole, format.grouping).ok_or_else(bad)?;
    if let Some(fraction) = fraction {
        if !all_digits(fraction) {
            return Err(bad());
        }
        out.push('.');
        out.push_str(fraction);
    }
    Ok(out)
}

/// Appends the digits of the whole part when its groups, if any, are well formed.
fn push_whole(out: &mut String, whole: &str, grouping: Option<char>) -> Option<()> {
    if all_digits(whole) {
        out.push_str(whole);
        return Some(());
    }
    let sign = grouping?;
    let is_sign = |c: char| {
        c == sign || (sign.is_whitespace() && matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'))
    };
    for (i, group) in whole.split(is_sign).enumerate() {
        // `0.123` under a grouping point is a decimal fraction gone astray, not one hundred and
        // twenty-three.
        let well_formed = if i == 0 {
            group.len() <= 3 && !group.starts_with('0')
        } else {
            group.len() == 3
        };
        if !well_formed || !all_digits(group) {
            return None;
        }
        out.push_str(group);
    }
    Some(())
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn expected(format: NumberFormat) -> String {
    let grouping = match format.grouping {
        Some(c) if c.is_whitespace() => "groups of three apart by a space".to_owned(),
        Some(c) => format!("groups of three apart by `{c}`"),
        None => "no sign between groups".to_owned(),
    };
    format!("with decimal sign `{}` and {grouping}", format.decimal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VI: NumberFormat = NumberFormat {
        decimal: ',',
        grouping: Some('.'),
    };
    const EN: NumberFormat = NumberFormat {
        decimal: '.',
        grouping: Some(','),
    };
    const SPACED: NumberFormat = NumberFormat {
        decimal: ',',
        grouping: Some(' '),
    };
    const BARE: NumberFormat = NumberFormat {
        decimal: '.',
        grouping: None,
    };

    #[test]
    fn figures_in_their_declared_format() {
        for (text, format, want) in [
            ("1.234.567,89", VI, "1234567.89"),
            ("1.234", VI, "1234"),
            ("1234,5", VI, "1234.5"),
            ("1,234", EN, "1234"),
            ("+12.50", EN, "12.50"),
            (" \u{2212}7 ", BARE, "-7"),
            ("\u{a0}28.709234\u{2009}", BARE, "28.709234"),
            ("1 234\u{a0}567\u{202f}890,5", SPACED, "1234567890.5"),
            ("0,5", VI, "0.5"),
            ("007", BARE, "007"),
        ] {
            assert_eq!(plain(text, format).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for (text, format) in [
            ("1234.567", VI),
            ("1.23", VI),
            ("0.123", VI),
            ("1..234", VI),
            (".234", VI),
            ("1.234.", VI),
            ("1,2,3", VI),
            ("1,2.3", VI),
            ("5,", VI),
            ("1,234", BARE),
            ("1 234", BARE),
            (".5", BARE),
            ("1e5", BARE),
            ("", BARE),
            ("-", BARE),
            ("--1", BARE),
            ("- 1", BARE),
            ("1336167. 72", BARE),
            ("2.767.229.12", VI),
            ("ERROR:  #N/A", BARE),
            ("１２", BARE),
            ("đ", VI),
        ] {
            assert!(plain(text, format).is_err(), "{text}");
        }
    }

    #[test]
    fn the_message_says_what_was_expected() {
        let message = plain("1234.567", VI).unwrap_err().to_string();
        assert_eq!(
            message,
            "`1234.567` is not a number in the declared format: expected digits with decimal sign \
                `,` and groups of three apart by `.`"
        );
    }

    proptest! {
        #[test]
        fn never_panics_and_gives_what_dec_reads(text in "[0-9., +\u{2212}-]{0,12}|\\PC{0,8}") {
            for format in [VI, EN, SPACED, BARE] {
                if let Ok(digits) = plain(&text, format) {
                    prop_assert!(digits.parse::<crate::model::Dec>().is_ok(), "{digits}");
                }
            }
        }
    }
}
