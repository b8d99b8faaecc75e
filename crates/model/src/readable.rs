//! Texts of others on their way to a reader: no sign in them may steer how the text around it is shown,
//! be run as a formula, or break the form that it stands in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a sign steers how text is shown, or stands for none: one that turns the direction of what
/// follows, a control character that is not the end of a line or a tab, a separator of lines, or what
/// XML cannot hold. Joiners and marks that languages are written with are none of these.
fn steers(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{fffe}'
        | '\u{ffff}' => true,
        _ => c.is_control(),
    }
}

/// The text with each sign that steers how it is shown as its code point: `a{U+202E}b`. Nothing of it is
/// lost, and nothing beside it is turned.
#[must_use]
pub fn readable(text: &str) -> Cow<'_, str> {
    replaced(text, |out, c| {
        _ = write!(out, "{{U+{:04X}}}", u32::from(c));
    })
}

/// JSON with each sign that steers how text is shown as JSON's own `\u202e`: a program reads the very
/// same text.
#[must_use]
pub fn readable_json(json: &str) -> Cow<'_, str> {
    replaced(json, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// The text of a cell that no spreadsheet takes for a formula: with `'` before it where it begins as one
/// and is no number. Spreadsheets write a text so themselves.
#[must_use]
pub fn no_formula(text: &str) -> Cow<'_, str> {
    let number = |rest: &str| {
        rest.bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'%'))
    };
    let begins = match text.as_bytes() {
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        [b'+' | b'-', ..] => !number(&text[1..]) && text.parse::<f64>().is_err(),
        _ => false,
    };
    if begins {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn replaced(text: &str, put: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) {
            put(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_that_steer_are_shown_and_those_of_languages_stay() {
        assert_eq!(
            readable("a\u{202E}b\u{8}c\u{1b}[0m"),
            "a{U+202E}b{U+0008}c{U+001B}[0m"
        );
        let persian = "می\u{200c}روم\u{200f} 👩\u{200d}🔧\ttab\nline";
        assert_eq!(readable(persian), persian);
        assert_eq!(
            readable_json("{\"a\": \"\u{202e}\u{7f}\"}"),
            "{\"a\": \"\\u202e\\u007f\"}"
        );
    }

    #[test]
    fn what_begins_as_a_formula_is_text_and_numbers_stay() {
        for (text, cell) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd", "'+cmd"),
            ("-2+3+cmd", "'-2+3+cmd"),
            ("\t=1", "'\t=1"),
            ("-5.69", "-5.69"),
            ("-1e-7", "-1e-7"),
            ("+20,00 %", "+20,00 %"),
            ("-", "-"),
            ("Hà Nội = thủ đô", "Hà Nội = thủ đô"),
        ] {
            assert_eq!(no_formula(text), cell);
        }
    }

    proptest! {
        #[test]
        fn nothing_that_steers_comes_through(text: String) {
            let safe = |shown: &str| !shown.chars().any(steers);
            prop_assert!(safe(&readable(&text)));
            prop_assert!(safe(&readable_json(&text)));
        }
    }
}
