//! What an `OpenDocument` cell shows of its number. The file has the text that was shown when it was
//! saved, whatever the number format is.

/// How the digits that are shown are those of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShownDigits {
    /// The same, or rounded.
    Same,
    /// Fewer before the decimal sign, as where a number is shown in thousands.
    Fewer,
    /// Others.
    Other,
}

/// A text that says something other than the number of its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShownText {
    /// All of it.
    pub(super) text: String,
    /// What stands before the number and behind it.
    pub(super) around: Option<(String, String)>,
    /// Whether it has no number.
    pub(super) words: bool,
    /// Whether it has the digits of the number.
    pub(super) digits: ShownDigits,
}

impl ShownText {
    /// `None` where the text is the number, however it is rounded and grouped. A program may leave the
    /// text out.
    pub(super) fn of(number: &str, text: &str) -> Option<ShownText> {
        let text = text.trim();
        let digit = |c: char| c.is_ascii_digit();
        let (Some(first), Some(last)) = (text.find(digit), text.rfind(digit)) else {
            // A dash is how accounts write zero.
            let words = text.chars().any(char::is_alphanumeric) || text.contains("..");
            return words.then(|| ShownText {
                text: text.to_owned(),
                around: None,
                words,
                digits: ShownDigits::Same,
            });
        };
        let (before, rest) = text.split_at(first);
        let (shown, behind) = rest.split_at(last + 1 - first);
        let (before, behind) = without_signs(before, behind);
        let within = |c: char| digit(c) || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’');
        let plain = shown.chars().all(within) || shown.parse::<f64>().is_ok();
        let padded = shown.len() > 1 && shown.starts_with('0') && shown[1..].starts_with(digit);
        let digits = if behind.contains('%') {
            ShownDigits::Same
        } else {
            digits(number, shown)
        };
        let around = !before.is_empty() || !behind.is_empty();
        let other = digits != ShownDigits::Same;
        (around || padded || other || !plain).then(|| ShownText {
            text: text.to_owned(),
            around: (around && plain).then_some((before, behind)),
            words: false,
            digits,
        })
    }
}

/// Compares the digits that are shown with those of a whole number; of others some are rounded off.
fn digits(number: &str, shown: &str) -> ShownDigits {
    let whole = number.trim_start_matches('-');
    if !whole.bytes().all(|b| b.is_ascii_digit()) || shown.contains(['E', 'e']) {
        return ShownDigits::Same;
    }
    let all: String = shown.chars().filter(char::is_ascii_digit).collect();
    let (held, all) = (whole.trim_start_matches('0'), all.trim_start_matches('0'));
    let decimals = all.strip_prefix(held);
    match decimals {
        Some(decimals) if decimals.bytes().all(|b| b == b'0') => ShownDigits::Same,
        _ if all.len() < held.len() => ShownDigits::Fewer,
        _ => ShownDigits::Other,
    }
}

/// What stands around a number without its sign, and without parentheses in place of a minus.
fn without_signs(before: &str, behind: &str) -> (String, String) {
    let (before, behind) = (before.trim(), behind.trim());
    let around = before.contains('(') && behind.contains(')');
    let sign = |c: char| matches!(c, '-' | '+' | '\u{2212}') || (around && c == '(');
    let bare: String = before.chars().filter(|c| !sign(*c)).collect();
    let behind = if around {
        behind.replacen(')', "", 1)
    } else {
        behind.to_owned()
    };
    (bare.trim().to_owned(), behind.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_more_than_its_number() {
        let show = |text: &str| match ShownText::of("0.5", text) {
            None => "n".to_owned(),
            Some(shown) if shown.words => "words".to_owned(),
            Some(shown) => {
                let around = shown
                    .around
                    .map(|(before, behind)| format!(" {before}|{behind}"));
                format!("{}{}", shown.text, around.unwrap_or_default())
            }
        };
        for (text, want) in [
            ("", "n"),
            ("2020", "n"),
            ("1.234.567,8", "n"),
            ("1 234", "n"),
            ("-5", "n"),
            ("(5)", "n"),
            ("1.5E+06", "n"),
            ("0.5", "n"),
            ("-", "n"),
            ("01", "01"),
            ("Q1", "Q1 Q|"),
            ("KH 2020", "KH 2020 KH|"),
            ("2020-03", "2020-03"),
            ("5 tr", "5 tr |tr"),
            ("5,00 €", "5,00 € |€"),
            ("c", "words"),
            ("..", "words"),
        ] {
            assert_eq!(show(text), want, "{text}");
        }
    }

    #[test]
    fn digits_that_are_shown_are_those_of_a_whole_number_or_not() {
        for (number, shown, want) in [
            ("5", "5", ShownDigits::Same),
            ("5", "5.00", ShownDigits::Same),
            ("0", "0.0", ShownDigits::Same),
            ("1234", "1,234", ShownDigits::Same),
            ("1", "01", ShownDigits::Same),
            ("1500000", "1.5E+06", ShownDigits::Same),
            ("12.345", "12.3", ShownDigits::Same),
            ("1234567", "1.2", ShownDigits::Fewer),
            ("5", "15", ShownDigits::Other),
            ("15", "1.5", ShownDigits::Same),
        ] {
            assert_eq!(digits(number, shown), want, "{number} {shown}");
        }
    }
}
