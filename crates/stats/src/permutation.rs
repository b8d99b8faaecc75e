//! Is one cross-section of pairs compatible with no association? Permutation of the outcomes,
//! studentised.
//!
//! Source: C. J. `DiCiccio` and J. P. Romano, *Robust permutation tests for correlation and
//! regression coefficients*, JASA 112 (2017). The statistic is the coefficient over its standard
//! error under no correlation, so that the test is exact when score and outcome are independent
//! and, in large samples, right when they are only uncorrelated. For r and ρ: Σ aᵢbᵢ / √Σ aᵢ²bᵢ²
//! with a, b deviations (of values or of ranks). For τ: Σ cᵢ / √Σ cᵢ² with cᵢ the concordant minus
//! the discordant pairs of observation i.

use super::kendall::{Places, contributions, identity};
use super::random::Random;
use super::ranks::Ordered;
use super::{Resampled, coefficient, count_extreme};

/// With this few observations all permutations are gone through: 8! = 40 320.
const ENUMERATED: usize = 8;

/// Permutations of `n` observations, row after row: drawn from a seed, or all there are.
pub struct Permutations {
    n: usize,
    rows: Vec<u32>,
    exhaustive: bool,
}

impl Permutations {
    /// All permutations when `n` is small, else this many drawn ones.
    #[must_use]
    pub fn new(n: usize, resamples: u32, seed: u64) -> Permutations {
        let mut row = identity(n);
        let mut rows = Vec::new();
        if n <= ENUMERATED {
            every(&mut row, n, &mut rows);
            return Permutations {
                n,
                rows,
                exhaustive: true,
            };
        }
        let mut random = Random::new(seed);
        rows.reserve(n * resamples as usize);
        for _ in 0..resamples {
            for i in (1..n).rev() {
                let j = random.below(u32::try_from(i + 1).unwrap_or(u32::MAX));
                row.swap(i, j as usize);
            }
            rows.extend_from_slice(&row);
        }
        Permutations {
            n,
            rows,
            exhaustive: false,
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.rows.chunks_exact(self.n.max(1))
    }

    fn result(&self, extreme: u32) -> Resampled {
        let number = u32::try_from(self.rows.len() / self.n.max(1)).unwrap_or(u32::MAX);
        // What was seen is one of all permutations; to a draw it is added.
        let one = u32::from(!self.exhaustive);
        Resampled {
            p: f64::from(extreme + one) / f64::from(number + one),
            resamples: number,
            exhaustive: self.exhaustive,
        }
    }
}

/// B. R. Heap's way through all permutations (1963).
fn every(row: &mut [u32], k: usize, out: &mut Vec<u32>) {
    if k <= 1 {
        out.extend_from_slice(row);
        return;
    }
    for i in 0..k {
        every(row, k - 1, out);
        if i + 1 < k {
            row.swap(if k.is_multiple_of(2) { i } else { 0 }, k - 1);
        }
    }
}

/// The p-value of no association between two series of the permutations' length. For ρ hand over
/// ranks. With `concordance` the statistic is that of τ.
#[must_use]
pub fn permutation_test(
    x: &[f64],
    y: &[f64],
    concordance: bool,
    permutations: &Permutations,
) -> Resampled {
    let extreme = if concordance {
        of_tau(x, y, permutations)
    } else {
        of_product(x, y, permutations)
    };
    permutations.result(extreme)
}

fn of_product(x: &[f64], y: &[f64], permutations: &Permutations) -> u32 {
    let (a, b) = (coefficient::centred(x), coefficient::centred(y));
    let statistic = |at: &[u32]| {
        let (mut sum, mut squares) = (0.0, 0.0);
        for i in 0..a.len() {
            let product = a[i] * b[at[i] as usize];
            sum += product;
            squares += product * product;
        }
        if squares > 0.0 {
            sum / squares.sqrt()
        } else {
            0.0
        }
    };
    count_extreme(
        statistic(&identity(x.len())),
        permutations.rows().map(statistic),
    )
}

fn of_tau(x: &[f64], y: &[f64], permutations: &Permutations) -> u32 {
    let (groups, places) = (Ordered::new(x), Places::new(y));
    let mut each = vec![0; x.len()];
    let mut statistic = |at: &[u32]| {
        let score = contributions(&groups, &places, at, &mut each);
        let mut squares = 0_i64;
        for c in &each {
            squares += i64::from(*c) * i64::from(*c);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of pairs are far below 2^52"
        )]
        if squares > 0 {
            2.0 * score as f64 / (squares as f64).sqrt()
        } else {
            0.0
        }
    };
    let seen = statistic(&identity(x.len()));
    count_extreme(seen, permutations.rows().map(statistic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn few_observations_are_enumerated() {
        let all = Permutations::new(4, 1999, 1);
        assert!(all.exhaustive);
        assert_eq!(all.rows().collect::<BTreeSet<_>>().len(), 24);
        let nine = Permutations::new(9, 1999, 1);
        assert!(!nine.exhaustive);
        assert_eq!(nine.rows().count(), 1999);
    }

    /// A perfect line of four, by hand: each observation has three concordant pairs, t = 12/√36 =
    /// 2. Of 24 orders the line, 2143, and the reverses of both come as far (in 2143 each has one
    /// more concordant than discordant pair: t = 4/√4).
    #[test]
    fn a_line_of_four() {
        let (x, y) = ([1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]);
        let p = permutation_test(&x, &y, true, &Permutations::new(4, 99, 1));
        assert_eq!((p.p, p.resamples, p.exhaustive), (4.0 / 24.0, 24, true));
    }

    #[test]
    fn a_strong_association_is_seen_and_none_is_not() {
        let x: Vec<f64> = (0..40).map(f64::from).collect();
        let strong: Vec<f64> = x.iter().map(|v| v + 3.0 * (v * 1.7).sin()).collect();
        let none: Vec<f64> = x.iter().map(|v| (v * 2.4).sin()).collect();
        let permutations = Permutations::new(40, 999, 1);
        for concordance in [false, true] {
            assert!(
                (permutation_test(&x, &strong, concordance, &permutations).p - 0.001).abs() < 1e-12
            );
            assert!(permutation_test(&x, &none, concordance, &permutations).p > 0.2);
        }
    }

    /// Under independence p is uniform: of 400 made-up cross-sections about one in ten is below
    /// 0.1.
    #[test]
    fn the_test_keeps_its_size() {
        let mut random = Random::new(11);
        let mut draw = || f64::from(random.below(1_000_000));
        let permutations = Permutations::new(20, 199, 3);
        let below = |concordance: bool, draw: &mut dyn FnMut() -> f64| {
            let mut found = 0;
            for _ in 0..400 {
                let (x, y): (Vec<f64>, Vec<f64>) = (0..20).map(|_| (draw(), draw())).unzip();
                found += u32::from(permutation_test(&x, &y, concordance, &permutations).p <= 0.1);
            }
            found
        };
        for concordance in [false, true] {
            let found = below(concordance, &mut draw);
            assert!((20..=60).contains(&found), "{found} of 400");
        }
    }
}
