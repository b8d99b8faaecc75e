//! Reads a number from text, scaled or rounded as declared.

use super::number::{Dec, SCALE};
use std::str::FromStr;

/// Why a text is not a [`Dec`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecError {
    /// The text is not a plain decimal number.
    #[error("`{0}` is not a decimal number")]
    NotANumber(String),
    /// More than six places are needed; rounding would be silent, so it is refused.
    #[error("`{0}` needs more than {SCALE} decimal places")]
    TooPrecise(String),
    /// Outside ±10^32.
    #[error("`{0}` is too large to be held exactly")]
    TooLarge(String),
}

impl Dec {
    /// Parses plain decimal text (`-1234.5`, a point, no grouping, optional exponent) times ten to
    /// the `unit_mult`.
    ///
    /// The scaling is exact: `53807.5` with `unit_mult = 6` is 53,807,500,000.
    ///
    /// # Errors
    /// When the text is no number, or cannot be held exactly.
    pub fn parse_scaled(text: &str, unit_mult: i32) -> Result<Dec, DecError> {
        let (negative, n, shift) = digits(text, unit_mult)?;
        let large = || DecError::TooLarge(text.to_owned());
        let micros = shift_ten(n, shift).map_err(|lossy| {
            if lossy {
                DecError::TooPrecise(text.to_owned())
            } else {
                large()
            }
        })?;
        Dec::from_micros(if negative { -micros } else { micros }).ok_or_else(large)
    }

    /// As [`parse_scaled`](Dec::parse_scaled), rounded to so many decimal places (at most 6),
    /// halves away from zero; and whether a digit was lost by it.
    ///
    /// # Errors
    /// When the text is no number, or is too large.
    pub fn parse_rounded(text: &str, unit_mult: i32, places: u32) -> Result<(Dec, bool), DecError> {
        let (negative, n, shift) = digits(text, unit_mult)?;
        let large = || DecError::TooLarge(text.to_owned());
        let left_out = i64::from(SCALE.saturating_sub(places));
        // The figure in units of its last place, and what is over.
        let (units, over, whole) = if n == 0 || shift >= left_out {
            (shift_ten(n, shift - left_out).map_err(|_| large())?, 0, 1)
        } else {
            match u32::try_from(left_out - shift)
                .ok()
                .and_then(|k| 10i128.checked_pow(k))
            {
                Some(whole) => (n / whole, n % whole, whole),
                // More places than 128 bits have digits: nothing of it is left.
                None => (0, 1, i128::MAX),
            }
        };
        let units = if over >= whole - over && over > 0 {
            units + 1
        } else {
            units
        };
        let micros = shift_ten(units, left_out).map_err(|_| large())?;
        Ok((
            Dec::from_micros(if negative { -micros } else { micros }).ok_or_else(large)?,
            over > 0,
        ))
    }
}

/// Sign, digits as a whole number, and the power of ten that makes millionths of it.
fn digits(text: &str, unit_mult: i32) -> Result<(bool, i128, i64), DecError> {
    let bad = || DecError::NotANumber(text.to_owned());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i32>().map_err(|_| bad())?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.as_bytes().first() {
        Some(b'-') => (true, &mantissa[1..]),
        Some(b'+') => (false, &mantissa[1..]),
        _ => (false, mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(bad());
    }
    let fraction = fraction.trim_end_matches('0');
    let large = || DecError::TooLarge(text.to_owned());
    let mut n: i128 = 0;
    for b in whole.bytes().chain(fraction.bytes()) {
        n = n
            .checked_mul(10)
            .and_then(|n| n.checked_add(i128::from(b - b'0')))
            .ok_or_else(large)?;
    }
    let places = i64::try_from(fraction.len()).map_err(|_| large())?;
    let shift = i64::from(SCALE) + i64::from(unit_mult) + i64::from(exponent) - places;
    Ok((negative, n, shift))
}

/// `n · 10^shift` exactly; `Err(true)` when digits would be lost, `Err(false)` when it overflows.
fn shift_ten(n: i128, shift: i64) -> Result<i128, bool> {
    if n == 0 {
        return Ok(0);
    }
    let power = |k: i64| u32::try_from(k).ok().and_then(|k| 10i128.checked_pow(k));
    if shift >= 0 {
        power(shift).and_then(|p| n.checked_mul(p)).ok_or(false)
    } else {
        let p = power(-shift).ok_or(true)?;
        if n % p == 0 { Ok(n / p) } else { Err(true) }
    }
}

impl FromStr for Dec {
    type Err = DecError;
    fn from_str(text: &str) -> Result<Dec, DecError> {
        Dec::parse_scaled(text, 0)
    }
}

impl TryFrom<String> for Dec {
    type Error = DecError;
    fn try_from(text: String) -> Result<Dec, DecError> {
        text.parse()
    }
}
