//! Parts and their total, rounded for people so that the parts that are shown add up to the total
//! that is shown.
//!
//! The total is rounded first. Each part is then cut down to the unit shown, and the units that are
//! left go to the parts that lost most by it (largest remainder), to the earlier of two that lost
//! the same. Stored and published figures are never touched.

use crate::app::lang::Lang;
use crate::model::Dec;

const ONE: i128 = 1_000_000;
const BILLION: i128 = ONE * 1_000_000_000;

/// Parts in whole units of `unit` millionths that add up to their total in those units; `None` when
/// the sum cannot be held.
#[must_use]
pub fn apportion(parts: &[Dec], unit: i128) -> Option<(Vec<i128>, i128)> {
    let micros: Vec<i128> = parts.iter().map(|p| p.micros()).collect();
    let sum = micros
        .iter()
        .try_fold(0i128, |sum, n| sum.checked_add(*n))?;
    let total = nearest(sum, unit);
    let mut shown: Vec<i128> = micros.iter().map(|n| n.div_euclid(unit)).collect();
    let left = total - shown.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // A stable sort: of equal remainders the earlier part comes first.
    order.sort_by_key(|i| std::cmp::Reverse(micros[*i].rem_euclid(unit)));
    for i in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shown[i] += 1;
    }
    Some((shown, total))
}

/// Whole units, halves away from zero.
const fn nearest(micros: i128, unit: i128) -> i128 {
    let (size, sign) = (micros.unsigned_abs().cast_signed(), micros.signum());
    sign * ((size + unit / 2) / unit)
}

/// Parts and their total as people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartsView {
    /// The parts, without the unit.
    pub parts: Vec<String>,
    /// The total, with its unit.
    pub total: String,
}

impl Lang {
    /// Parts and their total: money in billions with one decimal, counts whole, anything else with
    /// two decimals.
    #[must_use]
    pub fn parts(self, parts: &[Dec], unit: &str) -> Option<PartsView> {
        let sum = parts
            .iter()
            .try_fold(Dec::ZERO, |sum, p| sum.checked_add(*p))?;
        let money = unit == "vnd" && sum.micros().abs() >= BILLION;
        let (places, step) = match money {
            true => (1, BILLION / 10),
            false if parts.iter().all(|p| p.is_integer()) => (0, ONE),
            false => (2, ONE / 100),
        };
        let (shown, total) = apportion(parts, step)?;
        let text = |n: i128| self.digits(&decimal(n, places));
        let name = match (unit, money) {
            (_, true) => self.say("unit-bn-vnd").to_owned(),
            ("ratio", _) => String::new(),
            (unit, _) => self.unit(unit).into_owned(),
        };
        Some(PartsView {
            parts: shown.into_iter().map(text).collect(),
            total: format!("{} {name}", text(total)).trim_end().to_owned(),
        })
    }
}

/// A number of the last of this many decimal places in plain digits.
fn decimal(n: i128, places: u32) -> String {
    let (sign, size, one) = (
        if n < 0 { "-" } else { "" },
        n.unsigned_abs(),
        10u128.pow(places),
    );
    if places == 0 {
        return format!("{sign}{size}");
    }
    format!(
        "{sign}{}.{:0width$}",
        size / one,
        size % one,
        width = places as usize
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decs(texts: &[&str]) -> Vec<Dec> {
        texts.iter().map(|t| t.parse().unwrap()).collect()
    }

    #[test]
    fn shown_parts_add_up_to_the_shown_total() {
        let third = decs(&["0.333333", "0.333333", "0.333334"]);
        assert_eq!(
            Lang::En.parts(&third, "ratio"),
            Some(PartsView {
                parts: vec!["0.33".into(), "0.33".into(), "0.34".into()],
                total: "1.00".into()
            })
        );
        // Each alone would be 53,807.5 and 3,347.3, and the total 57,154.7.
        let money = decs(&["53807450000000", "3347250000000"]);
        let shown = Lang::Vi.parts(&money, "vnd").unwrap();
        assert_eq!(
            (shown.parts, shown.total),
            (
                vec!["53.807,5".to_owned(), "3.347,2".to_owned()],
                "57.154,7 tỷ đồng".to_owned()
            )
        );
        let counts = Lang::En
            .parts(&decs(&["26135", "1"]), "enterprises")
            .unwrap();
        assert_eq!(
            (counts.parts.join(" "), counts.total),
            ("26,135 1".to_owned(), "26,136 enterprises".to_owned())
        );
    }

    #[test]
    fn of_equal_remainders_the_earlier_part_is_raised() {
        assert_eq!(
            apportion(&decs(&["0.5", "0.5"]), ONE),
            Some((vec![1, 0], 1))
        );
        assert_eq!(
            apportion(&decs(&["-0.5", "-0.5"]), ONE),
            Some((vec![0, -1], -1))
        );
        assert_eq!(apportion(&[], ONE), Some((vec![], 0)));
    }

    proptest! {
        #[test]
        fn every_part_is_less_than_a_unit_away_and_the_sum_is_the_total(parts in prop::collection::vec(-10_000_000i128..10_000_000, 0..12)) {
            let parts: Vec<Dec> = parts.into_iter().map(|n| Dec::from_micros(n).unwrap()).collect();
            let (shown, total) = apportion(&parts, ONE).unwrap();
            prop_assert_eq!(shown.iter().sum::<i128>(), total);
            for (part, shown) in parts.iter().zip(shown) {
                prop_assert!((part.micros() - shown * ONE).abs() < ONE || part.micros() == shown * ONE);
            }
        }
    }
}
