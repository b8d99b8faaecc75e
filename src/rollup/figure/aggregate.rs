//! Exact aggregates of what is not null.

use crate::model::{Dec, Function, Literal};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// A result outside `DECIMAL(38,6)`.
#[derive(Debug, PartialEq, Eq)]
pub struct Overflow;

/// The aggregate of what is not null; of nothing it is null, except for counts.
pub(super) fn aggregate(function: Function, literals: &[Literal]) -> Result<Option<Dec>, Overflow> {
    let numbers = || {
        literals.iter().filter_map(|l| {
            if let Literal::Number(n) = l {
                Some(*n)
            } else {
                None
            }
        })
    };
    let sum = || {
        numbers()
            .try_fold(Dec::ZERO, Dec::checked_add)
            .ok_or(Overflow)
    };
    let whole = |n: usize| i64::try_from(n).map(Dec::from_int).map_err(|_| Overflow);
    if literals.is_empty() && !matches!(function, Function::Count | Function::CountDistinct) {
        return Ok(None);
    }
    match function {
        Function::Sum => sum().map(Some),
        Function::Min => Ok(numbers().min()),
        Function::Max => Ok(numbers().max()),
        Function::Mean => divide(sum()?, literals.len()).ok_or(Overflow).map(Some),
        Function::Count => whole(literals.len()).map(Some),
        Function::CountDistinct => whole(
            literals
                .iter()
                .map(ToString::to_string)
                .collect::<BTreeSet<_>>()
                .len(),
        )
        .map(Some),
    }
}

/// A mean to six places, ties to the even digit (IEEE 754 roundTiesToEven), so that it does not
/// depend on the platform.
fn divide(sum: Dec, n: usize) -> Option<Dec> {
    let exact = BigRational::new(BigInt::from(sum.micros()), BigInt::from(n));
    let floor = exact.floor();
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let rest = &exact - &floor;
    let floor = floor.to_integer();
    let up = rest > half || (rest == half && (&floor % 2u32) != BigInt::from(0));
    (if up { floor + 1u32 } else { floor })
        .to_i128()
        .and_then(Dec::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[&str]) -> Vec<Literal> {
        list.iter()
            .map(|t| Literal::Number(t.parse().unwrap()))
            .collect()
    }

    #[test]
    fn aggregates_of_nothing_are_null_and_counts_are_zero() {
        for function in [Function::Sum, Function::Min, Function::Max, Function::Mean] {
            assert_eq!(aggregate(function, &[]), Ok(None), "{function}");
        }
        assert_eq!(aggregate(Function::Count, &[]), Ok(Some(Dec::ZERO)));
    }

    #[test]
    fn a_mean_rounds_ties_to_even() {
        let mean = |list: &[&str]| {
            aggregate(Function::Mean, &numbers(list))
                .unwrap()
                .unwrap()
                .to_string()
        };
        assert_eq!(mean(&["1", "2"]), "1.5");
        assert_eq!(mean(&["0.000001", "0"]), "0");
        assert_eq!(mean(&["0.000003", "0"]), "0.000002");
        assert_eq!(mean(&["-0.000003", "0"]), "-0.000002");
        assert_eq!(mean(&["1", "1", "0"]), "0.666667");
    }

    #[test]
    fn a_sum_that_cannot_be_held_is_no_sum() {
        let huge = "99999999999999999999999999999999";
        assert_eq!(
            aggregate(Function::Sum, &numbers(&[huge, huge])),
            Err(Overflow)
        );
    }

    #[test]
    fn distinct_values() {
        assert_eq!(
            aggregate(Function::CountDistinct, &numbers(&["1", "1.0", "2"])),
            Ok(Some(Dec::from_int(2)))
        );
    }
}
