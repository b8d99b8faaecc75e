//! Reads the text of a figure by the format that is declared.

use super::groups::{all_digits, apart, push_whole};
use crate::model::{Negative, NumberFormat};

/// Signs that stand before a negative figure.
const DASHES: [char; 11] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}',
    '\u{fe58}', '\u{fe63}', '\u{ff0d}',
];

/// A text that is no number in the declared format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It does not follow the format.
    #[error("`{text}` is not a number in the declared format: expected digits {expected}")]
    Malformed {
        /// The text as it stood.
        text: String,
        /// The format, in words.
        expected: String,
    },
    /// A small whole number in parentheses.
    #[error("`{0}` is a negative number, or the number of a note")]
    MaybeNote(String),
}

/// A figure as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Plain decimal text (`-1234.5`, `1.5e+06`), as [`Dec`](crate::model::Dec) parses it.
    pub plain: String,
    /// Whether it has a sign of per cent.
    pub percent: bool,
}

/// Plain decimal text of a figure, whatever its sign of per cent is worth.
///
/// # Errors
/// When the text does not follow the format exactly.
pub fn plain(text: &str, format: NumberFormat) -> Result<String, NumberError> {
    read(text, format).map(|written| written.plain)
}

/// Reads a figure.
///
/// White space around the figure, a leading `+` and any dash before it are accepted. Where the
/// grouping sign is a space, the no-break, thin and narrow spaces count as that sign, where it is
/// an apostrophe, every apostrophe.
///
/// # Errors
/// When the text does not follow the format exactly.
pub fn read(text: &str, format: NumberFormat) -> Result<Written, NumberError> {
    let (body, mut percent) = without_percent(text.trim(), format);
    let inner = body
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .filter(|_| in_parentheses(format));
    let (negative, digits) = if let Some(inner) = inner {
        let (inner, within) = without_percent(inner.trim(), format);
        percent |= within;
        if format.negative == Some(Negative::Parentheses)
            && !percent
            && inner.len() <= 2
            && all_digits(inner)
        {
            return Err(NumberError::MaybeNote(text.to_owned()));
        }
        (true, inner)
    } else {
        signed(body, format)
    };
    let plain = unsigned(digits, format).ok_or_else(|| NumberError::Malformed {
        text: text.to_owned(),
        expected: expected(format),
    })?;
    let sign = if negative { "-" } else { "" };
    Ok(Written {
        plain: format!("{sign}{plain}"),
        percent,
    })
}

/// Whether parentheses can mean minus.
fn in_parentheses(format: NumberFormat) -> bool {
    matches!(
        format.negative,
        Some(Negative::Parentheses | Negative::AllParentheses)
    )
}

/// The text without a sign of per cent behind or before it, and whether there was one.
fn without_percent(text: &str, format: NumberFormat) -> (&str, bool) {
    const SIGNS: [char; 3] = ['%', '\u{ff05}', '\u{fe6a}'];
    let bare = text
        .strip_suffix(SIGNS)
        .or_else(|| text.strip_prefix(SIGNS))
        .filter(|_| format.percent.is_some());
    bare.map_or((text, false), |bare| (bare.trim(), true))
}

/// Whether the figure is negative by a dash, and the figure without its sign.
fn signed(text: &str, format: NumberFormat) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix(DASHES) {
        return (true, rest);
    }
    if let Some(rest) = text.strip_prefix('+') {
        return (false, rest);
    }
    match text.strip_suffix(DASHES) {
        Some(rest) if format.negative == Some(Negative::Trailing) => (true, rest.trim_end()),
        _ => (false, text),
    }
}

/// A figure without sign.
fn unsigned(text: &str, format: NumberFormat) -> Option<String> {
    let (mantissa, exponent) = if format.exponent {
        exponent(text)
    } else {
        (text, None)
    };
    let (whole, fraction) = match mantissa.split_once(format.decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let mut out = String::with_capacity(text.len() + 1);
    match fraction {
        // `.5` and `5.`, of which one side must be there.
        Some(fraction) if format.short && whole.is_empty() && all_digits(fraction) => out.push('0'),
        Some("") if !format.short => return None,
        _ => push_whole(&mut out, whole, format)?,
    }
    if let Some(fraction) = fraction.filter(|fraction| !fraction.is_empty()) {
        if !all_digits(fraction) {
            return None;
        }
        out.push('.');
        out.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        out.push('e');
        out.push_str(&exponent);
    }
    Some(out)
}

/// `1.5` and `+06` of `1.5E+06`.
fn exponent(text: &str) -> (&str, Option<String>) {
    let Some((mantissa, power)) = text.rsplit_once(['e', 'E']) else {
        return (text, None);
    };
    let (sign, digits) = match (power.strip_prefix(DASHES), power.strip_prefix('+')) {
        (Some(digits), _) => ("-", digits),
        (None, Some(digits)) => ("", digits),
        _ => ("", power),
    };
    if digits.len() <= 3 && all_digits(digits) {
        (mantissa, Some(format!("{sign}{digits}")))
    } else {
        (text, None)
    }
}

fn expected(format: NumberFormat) -> String {
    format!(
        "with decimal sign `{}` and {}",
        format.decimal,
        apart(format)
    )
}
