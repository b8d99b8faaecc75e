//! The number, its arithmetic, and how it is written.

use crate::decimal::common_divisor::common_divisor;
use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Decimal places of every stored figure.
pub const SCALE: u32 = 6;
const ONE: i128 = 1_000_000;
/// Largest magnitude that `DECIMAL(38,6)` can hold, in millionths.
pub(super) const MAX: i128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

/// An exact decimal number with six places, between ±10^32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Dec(i128);

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
        // Reduced in numbers of the machine: this is done for each figure of each score.
        let common = common_divisor(self.0, ONE);
        BigRational::new_raw(BigInt::from(self.0 / common), BigInt::from(ONE / common))
    }

    /// The nearest number that can be held, ties away from zero; for display.
    #[must_use]
    pub fn from_rational(number: &BigRational) -> Option<Dec> {
        use num_traits::ToPrimitive;
        // Mostly numbers of the machine do, and no fraction need be reduced.
        let small = number.numer().to_i64().zip(number.denom().to_i64());
        if let Some((numer, denom)) = small {
            let (micros, denom) = (i128::from(numer) * ONE, i128::from(denom));
            let away = i128::from(2 * (micros % denom).abs() >= denom) * micros.signum();
            return Dec::from_micros(micros / denom + away);
        }
        (number * BigRational::from_integer(ONE.into()))
            .round()
            .to_integer()
            .to_i128()
            .and_then(Dec::from_micros)
    }

    /// The nearest number that can be held, as a figure: none for a number that is not zero and
    /// would be shown as zero.
    #[must_use]
    pub fn figure(number: &BigRational) -> Option<Dec> {
        use num_traits::Zero;
        Dec::from_rational(number).filter(|held| number.is_zero() || *held != Dec::ZERO)
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

    /// Whether it is greater than zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
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
