//! The order of a series, found once for everything that is made of ranks.

/// Observations by value: groups of equals, smallest first.
pub struct Ordered {
    /// Positions by value; equals in the order of their positions.
    pub(super) order: Vec<u32>,
    /// Where each group of equals ends in `order`.
    ends: Vec<u32>,
}

impl Ordered {
    /// Of a series without NaN.
    #[must_use]
    pub fn new(x: &[f64]) -> Ordered {
        let order = by_whole_numbers(x).unwrap_or_else(|| by_value(x));
        #[expect(clippy::float_cmp, reason = "equal means equal")]
        let last_of_group = |i: &usize| {
            order
                .get(i + 1)
                .is_none_or(|next| x[*next as usize] != x[order[*i] as usize])
        };
        let ends = (0..order.len())
            .filter(last_of_group)
            .map(|i| narrow(i + 1))
            .collect();
        Ordered { order, ends }
    }

    /// The groups of equals, as positions.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.order[start as usize..*end as usize])
    }

    /// The number of its group by observation, from 0.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.order.len()];
        for (number, group) in self.groups().enumerate() {
            for i in group {
                numbers[*i as usize] = narrow(number);
            }
        }
        numbers
    }

    /// Ranks from 1; equals share the average of their ranks.
    #[must_use]
    pub fn average_ranks(&self) -> Vec<f64> {
        let mut ranks = vec![0.0; self.order.len()];
        let mut start = 0;
        for group in self.groups() {
            let end = start + narrow(group.len());
            let rank = f64::from(start + 1 + end) / 2.0;
            for i in group {
                ranks[*i as usize] = rank;
            }
            start = end;
        }
        ranks
    }

    /// Pairs of different values.
    pub(super) fn untied(&self) -> i64 {
        pairs(narrow(self.order.len()))
            - self
                .groups()
                .map(|group| pairs(narrow(group.len())))
                .sum::<i64>()
    }
}

/// Positions by value; equals in the order of their positions.
fn by_value(x: &[f64]) -> Vec<u32> {
    let mut keyed: Vec<(i64, u32)> = x
        .iter()
        .enumerate()
        .map(|(i, v)| (key(*v), narrow(i)))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// The same for whole numbers that leave room for their position in 64 bits, which takes half the
/// time; `None` for others.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "whole numbers below 2^42 are exact in f64, positions are below 2^20"
)]
fn by_whole_numbers(x: &[f64]) -> Option<Vec<u32>> {
    const POSITION: u32 = 20;
    const LARGEST: f64 = (1_u64 << (62 - POSITION)) as f64;
    if x.len() > 1 << POSITION {
        return None;
    }
    let mut keyed = Vec::with_capacity(x.len());
    for (i, v) in (0_i64..).zip(x) {
        let whole = *v as i64;
        // By its bits, because -0 stands before 0.
        if v.abs() > LARGEST || (whole as f64).to_bits() != v.to_bits() {
            return None;
        }
        keyed.push(whole << POSITION | i);
    }
    keyed.sort_unstable();
    Some(
        keyed
            .into_iter()
            .map(|k| (k & ((1 << POSITION) - 1)) as u32)
            .collect(),
    )
}

/// A whole number in the order of [`f64::total_cmp`].
const fn key(v: f64) -> i64 {
    let bits = v.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

/// Pairs of `n` observations.
pub(super) fn pairs(n: u32) -> i64 {
    i64::from(n) * (i64::from(n) - 1) / 2
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equals_share_the_average_of_their_ranks() {
        let ranks = |x: &[f64]| Ordered::new(x).average_ranks();
        assert_eq!(ranks(&[30.0, 10.0, 20.0, 20.0]), [4.0, 1.0, 2.5, 2.5]);
        assert_eq!(ranks(&[5.0, 5.0, 5.0]), [2.0, 2.0, 2.0]);
        assert_eq!(ranks(&[0.0, -1.0, -0.0]), [2.5, 1.0, 2.5]);
        assert!(ranks(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_values(x in prop_oneof![
            prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::INFINITE, 0..60),
            prop::collection::vec((-9_i32..9, 0_i32..44).prop_map(|(v, zeros)| f64::from(v) * 2_f64.powi(zeros)), 0..60),
        ]) {
            let mut wanted: Vec<u32> = (0..u32::try_from(x.len()).unwrap()).collect();
            wanted.sort_by(|a, b| x[*a as usize].total_cmp(&x[*b as usize]));
            let ordered = Ordered::new(&x);
            prop_assert_eq!(&ordered.order, &wanted);
            let numbers = ordered.numbers();
            for (i, a) in x.iter().enumerate() {
                for (j, b) in x.iter().enumerate() {
                    prop_assert_eq!(a.partial_cmp(b), Some(numbers[i].cmp(&numbers[j])));
                }
            }
        }
    }
}
