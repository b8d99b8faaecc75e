//! Counting figures before anyone has said how they are written: texts that are numbers as
//! programming languages write them, and their exact sum.

use num_bigint::BigInt;
use num_traits::Zero;

/// Exponents beyond this are no figures of statistics, and would cost memory.
const MAX_EXPONENT: i32 = 400;

/// How many figures, and their exact sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// The sum is this times ten to the power of `-places`.
    units: BigInt,
    places: u32,
}

impl Sum {
    /// Adds a text if it is a number with a decimal point, and says whether it was.
    pub fn add(&mut self, text: &str) -> bool {
        let Some((mut units, mut exponent)) = number(text) else {
            return false;
        };
        while exponent < 0 && !units.is_zero() && (&units % 10u8).is_zero() {
            units /= 10u8;
            exponent += 1;
        }
        let places = u32::try_from(-exponent).unwrap_or(0);
        let zeros = u32::try_from(exponent).unwrap_or(0);
        if places > self.places {
            self.units *= BigInt::from(10).pow(places - self.places);
            self.places = places;
        }
        self.units += units * BigInt::from(10).pow(zeros + self.places - places);
        self.count += 1;
        true
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: &Sum) {
        let places = self.places.max(other.places);
        let raised = |sum: &Sum| &sum.units * BigInt::from(10).pow(places - sum.places);
        self.units = raised(self) + raised(other);
        self.places = places;
        self.count += other.count;
    }
}

/// Plain digits without trailing zeros.
impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.units.magnitude().to_string();
        let places = usize::try_from(self.places).unwrap_or(0);
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let fraction = fraction.trim_end_matches('0');
        let sign = if self.units.sign() == num_bigint::Sign::Minus {
            "-"
        } else {
            ""
        };
        if fraction.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}

/// Digits and power of ten of `-1.5`, `.5`, `5.` or `1e-3`.
fn number(text: &str) -> Option<(BigInt, i32)> {
    let text = text.trim();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent
                .parse::<i32>()
                .ok()
                .filter(|e| e.abs() <= MAX_EXPONENT)?,
        ),
        None => (text, 0),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty())
        || !digits(whole)
        || !digits(fraction)
        || unsigned.len() > 400
    {
        return None;
    }
    let mut units: BigInt = format!("{whole}{fraction}").parse().ok()?;
    if mantissa.starts_with('-') {
        units = -units;
    }
    Some((units, exponent - i32::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(texts: &[&str]) -> String {
        let mut sum = Sum::default();
        for text in texts {
            sum.add(text);
        }
        format!("{} {sum}", sum.count)
    }

    #[test]
    fn sums_are_exact() {
        for (texts, want) in [
            (&["0.1", "0.2", "x", "", "NaN", "1,5", "-"][..], "2 0.3"),
            (&["9.4669e+10", ".5", "5.", "-7", " 1 "], "5 94668999999.5"),
            (&["1e400", "1e999", "1e-3"], "2 "),
            (&["-0.05", "0.02"], "2 -0.03"),
            (&[], "0 0"),
        ] {
            assert!(sum(texts).starts_with(want), "{}", sum(texts));
        }
        let (mut a, mut b) = (Sum::default(), Sum::default());
        assert!(a.add("1.25") && b.add("100"));
        b.merge(&a);
        assert_eq!((b.count, b.to_string().as_str()), (2, "101.25"));
    }
}
