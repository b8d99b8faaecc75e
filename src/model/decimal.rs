//! Exact decimal figures. Money and counts never pass through floating point.
//!
//! A [`Dec`] is a whole number of millionths held in 128 bits, which is what the published type
//! `DECIMAL(38,6)` holds. Arithmetic is checked; a figure that needs more digits is refused, never
//! rounded.

use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Decimal places of every stored figure.
pub const SCALE: u32 = 6;
const ONE: i128 = 1_000_000;
/// Largest magnitude that `DECIMAL(38,6)` can hold, in millionths.
const MAX: i128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

/// An exact decimal number with six places, between ±10^32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Dec(i128);

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
    /// Nought.
    pub const ZERO: Dec = Dec(0);

    /// A whole number.
    #[must_use]
    pub const fn from_int(n: i64) -> Dec {
        Dec(n as i128 * ONE)
    }

    /// From a number of millionths, as the Parquet column holds it; `None` outside `DECIMAL(38,6)`.
    #[must_use]
    pub const fn from_micros(n: i128) -> Option<Dec> {
        if n > MAX || n < -MAX {
            None
        } else {
            Some(Dec(n))
        }
    }

    /// The number of millionths.
    #[must_use]
    pub const fn micros(self) -> i128 {
        self.0
    }

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
    /// halves away from nought; and whether a digit was lost by it.
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

    /// Half of the last of so many decimal places: how far a figure rounded to them may be from
    /// what it was. `None` beyond five, where that half cannot be held.
    #[must_use]
    pub const fn half_of_place(places: u32) -> Option<Dec> {
        if places < SCALE {
            Some(Dec(10i128.pow(SCALE - places) / 2))
        } else {
            None
        }
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

impl Dec {
    /// Sum, or `None` when it cannot be held.
    #[must_use]
    pub fn checked_add(self, other: Dec) -> Option<Dec> {
        self.0.checked_add(other.0).and_then(Dec::from_micros)
    }

    /// Difference, or `None` when it cannot be held.
    #[must_use]
    pub fn checked_sub(self, other: Dec) -> Option<Dec> {
        self.0.checked_sub(other.0).and_then(Dec::from_micros)
    }

    /// Product, or `None` when it cannot be held exactly.
    #[must_use]
    pub fn checked_mul(self, other: Dec) -> Option<Dec> {
        let product = self.0.checked_mul(other.0)?;
        if product % ONE == 0 {
            Dec::from_micros(product / ONE)
        } else {
            None
        }
    }

    /// The exact rational number.
    #[must_use]
    pub fn ratio(self) -> BigRational {
        BigRational::new(BigInt::from(self.0), BigInt::from(ONE))
    }

    /// The nearest number that can be held, ties away from nought; for display.
    #[must_use]
    pub fn from_rational(number: &BigRational) -> Option<Dec> {
        use num_traits::ToPrimitive;
        (number * BigRational::from_integer(ONE.into()))
            .round()
            .to_integer()
            .to_i128()
            .and_then(Dec::from_micros)
    }

    /// The nearest double; for display only, never for a comparison.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        use num_traits::ToPrimitive;
        self.ratio().to_f64().unwrap_or(f64::NAN)
    }

    /// Whether it has no fractional part.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.0 % ONE == 0
    }

    /// Whether it is greater than nought.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
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

impl From<Dec> for String {
    fn from(d: Dec) -> String {
        d.to_string()
    }
}

/// Plain digits without trailing zeros: `26135`, `0.5`, `-12.25`.
impl fmt::Display for Dec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let n = self.0.unsigned_abs();
        let (whole, fraction) = (n / ONE.unsigned_abs(), n % ONE.unsigned_abs());
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{fraction:06}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl fmt::Debug for Dec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dec({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_scaled_exactly() {
        let d = Dec::parse_scaled("66641687.513", 6).unwrap();
        assert_eq!(d.to_string(), "66641687513000");
        assert_eq!(
            Dec::parse_scaled("3347.5", 9).unwrap().to_string(),
            "3347500000000"
        );
        assert_eq!(Dec::parse_scaled("1.5e3", 0).unwrap().to_string(), "1500");
        assert_eq!(Dec::parse_scaled("2.50", -2).unwrap().to_string(), "0.025");
    }

    #[test]
    fn a_declared_rounding_says_whether_it_lost_anything() {
        for (text, unit_mult, places, want, lost) in [
            ("7.12345678901234", 0, 5, "7.12346", true),
            ("7.125", 0, 2, "7.13", true),
            ("-7.125", 0, 2, "-7.13", true),
            ("7.1249999", 0, 2, "7.12", true),
            ("7.12", 0, 2, "7.12", false),
            ("7.1", 0, 5, "7.1", false),
            ("7.12345678901234", 6, 5, "7123456.78901", true),
            ("7.12345678901234", 3, 0, "7123", true),
            ("1e-40", 0, 5, "0", true),
            ("0.0000000", 0, 5, "0", false),
            ("15e2", 0, 0, "1500", false),
        ] {
            let (got, over) = Dec::parse_rounded(text, unit_mult, places).unwrap();
            assert_eq!((got.to_string().as_str(), over), (want, lost), "{text}");
        }
        assert!(
            Dec::parse_rounded("1,5", 0, 2).is_err() && Dec::parse_rounded("1e39", 0, 2).is_err()
        );
        assert_eq!(
            [0, 2, 5].map(|n| Dec::half_of_place(n).unwrap().to_string()),
            ["0.5", "0.005", "0.000005"]
        );
        assert_eq!(Dec::half_of_place(6), None);
    }

    #[test]
    fn what_cannot_be_held_is_refused() {
        assert_eq!(
            "0.0000001".parse::<Dec>(),
            Err(DecError::TooPrecise("0.0000001".into()))
        );
        for bad in [
            "", "-", ".", "1,2", "1 000", "0x1", "nan", "1e", "--1", "１",
        ] {
            assert_eq!(
                bad.parse::<Dec>(),
                Err(DecError::NotANumber(bad.into())),
                "{bad}"
            );
        }
        assert!(matches!("1e33".parse::<Dec>(), Err(DecError::TooLarge(_))));
        assert!(matches!(
            "1e99999999".parse::<Dec>(),
            Err(DecError::TooLarge(_))
        ));
        assert!(matches!(
            "1e-99999999".parse::<Dec>(),
            Err(DecError::TooPrecise(_))
        ));
        assert_eq!("0e99999".parse::<Dec>(), Ok(Dec::ZERO));
    }

    proptest! {
        #[test]
        fn text_and_back(n in -MAX..=MAX) {
            let d = Dec::from_micros(n).unwrap();
            prop_assert_eq!(d.to_string().parse::<Dec>().unwrap(), d);
        }
    }
}
