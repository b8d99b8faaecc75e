//! The root of a quotient, to whole units: found by comparing powers with it.
//!
//! A power of a hundred years of months has tens of thousands of digits. Its leading digits decide
//! nearly always, so a power is held between two bounds of a fixed number of them; where they do
//! not decide, as for a root that is exact, all digits are compared.

use num_bigint::BigUint;
use num_traits::{One, Pow, Zero};
use std::cmp::Ordering;

/// Bits of a bound. The slack of a power of ten thousand is still far below a part in 2^100.
const BITS: u64 = 192;

/// A positive number between two bounds times a power of two.
#[derive(Clone)]
struct Bounded {
    low: BigUint,
    high: BigUint,
    exponent: u64,
}

impl Bounded {
    fn new(number: &BigUint) -> Bounded {
        Bounded {
            low: number.clone(),
            high: number.clone(),
            exponent: 0,
        }
        .cut()
    }

    /// Drops digits beyond those that are held, downwards below and upwards above.
    fn cut(self) -> Bounded {
        let Some(more) = self.high.bits().checked_sub(BITS).filter(|more| *more > 0) else {
            return self;
        };
        Bounded {
            low: self.low >> more,
            high: (self.high >> more) + 1_u32,
            exponent: self.exponent + more,
        }
    }

    fn times(&self, other: &Bounded) -> Bounded {
        Bounded {
            low: &self.low * &other.low,
            high: &self.high * &other.high,
            exponent: self.exponent + other.exponent,
        }
        .cut()
    }

    fn power(&self, exponent: u32) -> Bounded {
        let mut result = Bounded::new(&BigUint::one());
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            result = result.times(&result);
            if exponent >> bit & 1 == 1 {
                result = result.times(self);
            }
        }
        result
    }

    /// How it compares with another one, where the bounds say so.
    fn compare(&self, other: &Bounded) -> Option<Ordering> {
        let below = |one: &Bounded, other: &Bounded| {
            let size = |number: &BigUint, exponent: u64| number.bits() + exponent;
            let sizes = (
                size(&one.high, one.exponent),
                size(&other.low, other.exponent),
            );
            if sizes.0 != sizes.1 {
                return sizes.0 < sizes.1;
            }
            let common = one.exponent.min(other.exponent);
            (&one.high << (one.exponent - common)) < (&other.low << (other.exponent - common))
        };
        if below(self, other) {
            Some(Ordering::Less)
        } else {
            below(other, self).then_some(Ordering::Greater)
        }
    }
}

/// A quotient of whole numbers, times a unit to the power of the root that is taken of it.
pub(super) struct Radicand {
    pub(super) numerator: BigUint,
    pub(super) denominator: BigUint,
    pub(super) unit: BigUint,
}

impl Radicand {
    /// The largest whole number whose power is not above the radicand, and whether its power is the
    /// radicand.
    pub(super) fn root(&self, root: u32) -> (BigUint, bool) {
        if self.numerator.is_zero() {
            return (BigUint::zero(), true);
        }
        let whole = Bounded::new(&self.numerator).times(&Bounded::new(&self.unit).power(root));
        let under = Bounded::new(&self.denominator);
        let compare = |number: &BigUint| {
            let power = Bounded::new(number).power(root).times(&under);
            power
                .compare(&whole)
                .unwrap_or_else(|| self.compare(number, root))
        };
        let mut high = self.unit.clone();
        while compare(&high) != Ordering::Greater {
            high <<= 1_u32;
        }
        let mut low = BigUint::zero();
        let mut exact = false;
        while &high - &low > BigUint::one() {
            let middle: BigUint = (&low + &high) >> 1_u32;
            match compare(&middle) {
                Ordering::Greater => high = middle,
                order => {
                    exact = order == Ordering::Equal;
                    low = middle;
                }
            }
        }
        (low, exact)
    }

    /// How the power of a number compares with the radicand, by all of their digits.
    fn compare(&self, number: &BigUint, root: u32) -> Ordering {
        let power: BigUint = Pow::pow(number.clone(), root);
        let unit: BigUint = Pow::pow(self.unit.clone(), root);
        (power * &self.denominator).cmp(&(unit * &self.numerator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// It is the root that the powers themselves give.
        #[test]
        fn the_root_by_leading_digits_is_the_root(n in 0u64..10_000, d in 1u64..10_000, root in 1u32..400, exactly in any::<bool>()) {
            let power = if exactly { root } else { 1 };
            let [numerator, denominator] = [n, d].map(|n| Pow::pow(BigUint::from(n), power));
            let radicand = Radicand { numerator, denominator, unit: 1_000_000_000_u64.into() };
            let (found, exact) = radicand.root(root);
            let after = &found + 1_u32;
            let order = radicand.compare(&found, root);
            prop_assert!(order != Ordering::Greater);
            prop_assert_eq!(exact, order == Ordering::Equal);
            prop_assert_eq!(radicand.compare(&after, root), Ordering::Greater);
        }
    }
}
