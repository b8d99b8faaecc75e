//! Exact aggregates of what is not null.

use crate::model::{Aggregate, Dec, Function, Literal};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// A result outside `DECIMAL(38,6)`.
#[derive(Debug, PartialEq, Eq)]
pub struct Overflow;

/// The aggregate of what is not null; of nothing it is null, except for counts.
pub(super) fn aggregate(asked: &Aggregate, literals: &[Literal]) -> Result<Option<Dec>, Overflow> {
    let function = asked.function;
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
        Function::Mean => mean(sum()?, literals.len() as u64)
            .ok_or(Overflow)
            .map(Some),
        Function::Median | Function::Quantile => {
            let found = asked
                .quantile()
                .and_then(|at| quantile(numbers().collect(), &at));
            found.ok_or(Overflow).map(Some)
        }
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

/// The mean of so many values, at least one, to six places.
pub(in crate::rollup) fn mean(sum: Dec, count: u64) -> Option<Dec> {
    to_even(&BigRational::new(sum.micros().into(), count.into()))
}

/// The quantile of at least one value, to six places. Type 7 of R. J. Hyndman and Y. Fan,
/// *Sample quantiles in statistical packages*, The American Statistician 50 (1996): of n values in
/// ascending order, it lies at the place 1 + (n - 1) p, between two values in proportion.
pub(in crate::rollup) fn quantile(mut values: Vec<Dec>, at: &BigRational) -> Option<Dec> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    let place = at * BigRational::from_integer(last.into());
    let below = place.floor();
    let lower = below.to_integer().to_usize()?;
    let [low, high] = [lower, (lower + 1).min(last)].map(|i| {
        values
            .get(i)
            .map(|v| BigRational::from_integer(v.micros().into()))
    });
    let (low, high) = (low?, high?);
    to_even(&(&low + (place - below) * (high - &low)))
}

/// Millionths to six places, ties to the even digit (IEEE 754 roundTiesToEven), so that a mean does
/// not depend on the platform.
fn to_even(exact: &BigRational) -> Option<Dec> {
    let floor = exact.floor();
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let rest = exact - &floor;
    let floor = floor.to_integer();
    let up = rest > half || (rest == half && (&floor % 2u32) != BigInt::from(0));
    (if up { floor + 1u32 } else { floor })
        .to_i128()
        .and_then(Dec::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aggregate(function: Function, literals: &[Literal]) -> Result<Option<Dec>, Overflow> {
        let column = "n".to_owned();
        let asked = Aggregate {
            function,
            column,
            level: None,
        };
        super::aggregate(&asked, literals)
    }

    fn quantile(level: &str, list: &[&str]) -> String {
        let asked = Aggregate {
            function: Function::Quantile,
            column: "n".to_owned(),
            level: Some(level.parse().unwrap()),
        };
        let found = super::aggregate(&asked, &numbers(list)).unwrap();
        found.unwrap().to_string()
    }

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

    /// As R's `quantile(x, p)`, `percentile` of `NumPy` and `percentile_cont` of SQL give them.
    #[test]
    fn quantiles_lie_between_two_values_in_proportion() {
        let ten = ["15", "1", "3", "6", "10", "21", "28", "36", "45", "55"];
        assert_eq!(quantile("0.1", &ten), "2.8");
        assert_eq!(quantile("0.25", &ten), "7");
        assert_eq!(quantile("0.5", &ten), "18");
        assert_eq!(quantile("0.75", &ten), "34");
        assert_eq!(quantile("0.9", &ten), "46");
        assert_eq!(quantile("0.333333", &["0", "1", "2"]), "0.666666");
        assert_eq!(quantile("0.9", &["7"]), "7", "of one value, that value");
        assert_eq!(quantile("0.5", &["-3", "-1"]), "-2");
    }

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        let median = |list: &[&str]| {
            let found = aggregate(Function::Median, &numbers(list)).unwrap();
            found.map(|d| d.to_string())
        };
        assert_eq!(median(&["9", "1", "4"]).as_deref(), Some("4"));
        assert_eq!(median(&["1", "2", "4", "100"]).as_deref(), Some("3"));
        assert_eq!(median(&["5", "5"]).as_deref(), Some("5"));
        assert_eq!(
            median(&["0.000001", "0.000002"]).as_deref(),
            Some("0.000002")
        );
        assert_eq!(median(&[]), None, "of nothing there is none");
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
