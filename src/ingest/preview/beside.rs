//! What stands beside figures before anyone has said what it means: marks, signs of per cent,
//! parentheses.

use super::sign::sign;
use crate::model::magnitude;

/// Letters of the longest mark.
const LETTERS: usize = 3;

/// A figure with a mark: `123` and `b` of `123 b`, `12` and `[1]` of `[1] 12`. A sign that may
/// change the figure is no mark.
#[must_use]
pub fn beside(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (figure, mark) = if let Some(rest) = text.strip_prefix('[') {
        let end = rest.find(']')? + 1;
        (&rest[end..], &text[..=end])
    } else if text.ends_with(']') {
        let start = text.rfind('[')?;
        (&text[..start], &text[start..])
    } else {
        let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        (&text[..last], &text[last..])
    };
    // Letters without a space may belong to a code: `12a`.
    let apart = mark.starts_with(char::is_whitespace) || figure.ends_with(char::is_whitespace);
    let (figure, mark) = (figure.trim(), mark.trim());
    let plausible = !mark.is_empty()
        && (mark.starts_with('[')
            || mark
                .chars()
                .all(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ')' | '('))
            || (apart && mark.len() <= LETTERS && mark.bytes().all(|b| b.is_ascii_lowercase())));
    (plausible && magnitude(mark).is_none() && sign(figure).is_some()).then_some((figure, mark))
}

/// What a figure says of its notation in addition to its signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `12.5%`.
    Percent,
    /// `(1,234.5)`.
    Parentheses,
    /// `1.5E+06`.
    Exponent,
}

/// The figure within a form, and the form.
#[must_use]
pub fn form(text: &str) -> Option<(&str, Form)> {
    let text = text.trim();
    if let Some(inner) = text.strip_suffix('%') {
        return Some((inner.trim(), Form::Percent));
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        // `(1)` may be the number of a note.
        let long = inner.len() > 2 && inner.starts_with(|c: char| c.is_ascii_digit());
        return long.then_some((inner, Form::Parentheses));
    }
    let (mantissa, power) = text.split_once(['e', 'E'])?;
    let power = power.trim_start_matches(['+', '-']);
    let is_power =
        !power.is_empty() && power.len() <= 3 && power.bytes().all(|b| b.is_ascii_digit());
    is_power.then_some((mantissa, Form::Exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_figures() {
        for (text, want) in [
            ("123 b", Some(("123", "b"))),
            ("1,234.5*", Some(("1,234.5", "*"))),
            ("[1] 12", Some(("12", "[1]"))),
            ("12 [1]", Some(("12", "[1]"))),
            ("124 bp", Some(("124", "bp"))),
            ("12a", None),
            ("12 tr", None),
            ("12 bn", None),
            ("1.2M", None),
            ("12 CR", None),
            ("12‰", None),
            ("12%", None),
            ("12 persons", None),
            ("12", None),
            ("Quý 1", None),
            ("1/2 b", None),
        ] {
            assert_eq!(beside(text), want, "{text}");
        }
        for (text, want) in [
            ("12.5 %", Some(("12.5", Form::Percent))),
            ("(1,234)", Some(("1,234", Form::Parentheses))),
            ("(1)", None),
            ("(est)", None),
            ("1.5E+06", Some(("1.5", Form::Exponent))),
            ("2e", None),
            ("12", None),
        ] {
            assert_eq!(form(text), want, "{text}");
        }
    }
}
