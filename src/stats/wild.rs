//! Is a panel compatible with no association? Signs flipped by area as wholes, with no association imposed.
//!
//! Source: A. C. Cameron, J. B. Gelbach and D. L. Miller, *Bootstrap-based improvements for inference with clustered errors*, `REStat` 90
//! (2008), the restricted wild cluster bootstrap-t with Rademacher weights; for ranks and τ the same on each area's scores
//! (P. Kline and A. Santos, *A score based approach to wild bootstrap inference*, J. Econometric Methods 1, 2012).
//!
//! With x̃, ỹ what is left of score and outcome, and M what removes effects: `h_g(s)` = `x̃_g`′ [M (s ∘ ỹ)]_g, β = Σ `h_g` / Σ `w_g` with
//! `w_g` = `x̃_g′x̃_g`, and t(s) = Σ `h_g` / √Σ (`h_g` − β `w_g)²`. The data are t at signs that are all +1.

use super::random::Random;
use super::{Resampled, count_extreme};

/// With so few areas all signs are gone through: 2^12 = 4 096.
const ENUMERATED: usize = 12;

/// Signs by area, row after row: drawn from a seed, or all there are.
pub struct Signs {
    areas: usize,
    rows: Vec<f64>,
    exhaustive: bool,
}

impl Signs {
    /// All combinations of signs when there are few areas, else so many drawn ones.
    #[must_use]
    pub fn new(areas: usize, resamples: u32, seed: u64) -> Signs {
        let sign = |bits: u64, i: usize| if bits >> (i % 64) & 1 == 1 { 1.0 } else { -1.0 };
        if areas <= ENUMERATED {
            let rows = (0..1_u64 << areas).flat_map(|bits| (0..areas).map(move |i| sign(bits, i))).collect();
            return Signs { areas, rows, exhaustive: true };
        }
        let mut random = Random::new(seed);
        let mut rows = Vec::with_capacity(areas * resamples as usize);
        for _ in 0..resamples {
            let mut bits = 0;
            for i in 0..areas {
                if i % 64 == 0 {
                    bits = random.bits();
                }
                rows.push(sign(bits, i));
            }
        }
        Signs { areas, rows, exhaustive: false }
    }
}

/// What each area gives to the test.
pub struct Clusters {
    /// Weights `w_g`.
    pub weights: Vec<f64>,
    /// Sums of areas, `x̃_g′ỹ_g` or sums of scores.
    pub sums: Vec<f64>,
    /// What areas have in common and M takes from each when others are flipped: [M (s ∘ ỹ)] lacks Σ common effects.
    /// Empty where an area's flip touches its own sum only.
    pub common: Vec<Common>,
}

/// One common effect: how much an area's sum has of it, and how much an area's outcomes make of it.
pub struct Common {
    /// By area: its part of x̃′ times the effect.
    pub touches: Vec<f64>,
    /// By area: the effect that its outcomes alone would have.
    pub makes: Vec<f64>,
}

fn not_nought(values: &[f64]) -> Vec<(usize, f64)> {
    values.iter().copied().enumerate().filter(|(_, v)| *v != 0.0).collect()
}

/// The p-value of no association. `signs` must be of the number of areas.
#[must_use]
pub fn wild_cluster_test(clusters: &Clusters, signs: &Signs) -> Resampled {
    let g = signs.areas;
    let total: f64 = clusters.weights.iter().sum();
    // An effect of one region is nought for all other areas, which are most of them.
    let common: Vec<[Vec<(usize, f64)>; 2]> = clusters.common.iter().map(|c| [not_nought(&c.makes), not_nought(&c.touches)]).collect();
    let mut h = vec![0.0; g];
    let mut statistic = |s: &[f64]| {
        for i in 0..g {
            h[i] = s[i] * clusters.sums[i];
        }
        for [makes, touches] in &common {
            let mut effect = 0.0;
            for (i, share) in makes {
                effect += s[*i] * share;
            }
            for (i, share) in touches {
                h[*i] -= effect * share;
            }
        }
        let mut sum = 0.0;
        for v in &h {
            sum += v;
        }
        let (mut squares, slope) = (0.0, sum / total);
        for i in 0..g {
            let v = h[i] - slope * clusters.weights[i];
            squares += v * v;
        }
        if squares > 0.0 { sum / squares.sqrt() } else { f64::INFINITY.copysign(sum) }
    };
    let seen = statistic(&vec![1.0; g]);
    let extreme = count_extreme(seen, signs.rows.chunks_exact(g.max(1)).map(statistic));
    let number = u32::try_from(signs.rows.len() / g.max(1)).unwrap_or(u32::MAX);
    let one = u32::from(!signs.exhaustive);
    Resampled { p: f64::from(extreme + one) / f64::from(number + one), resamples: number, exhaustive: signs.exhaustive }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(sums: &[f64]) -> Clusters {
        Clusters { weights: vec![1.0; sums.len()], sums: sums.to_vec(), common: vec![] }
    }

    /// Five areas that all point the same way: of 32 combinations of signs two are as far from nought.
    #[test]
    fn five_areas_that_agree() {
        let p = wild_cluster_test(&scores(&[1.0, 1.2, 0.8, 1.1, 0.9]), &Signs::new(5, 999, 1));
        assert_eq!((p.p, p.resamples, p.exhaustive), (2.0 / 32.0, 32, true));
    }

    #[test]
    fn areas_that_contradict_each_other_show_nothing() {
        let p = wild_cluster_test(&scores(&[1.0, -1.0, 1.0, -1.0, 0.5, -0.5]), &Signs::new(6, 999, 1));
        assert!((p.p - 1.0).abs() < 1e-12, "{p:?}");
    }

    /// A common effect that no area has anything of changes nothing; one that areas share does.
    #[test]
    fn what_areas_have_in_common_is_taken_away_after_the_flip() {
        let sums: Vec<f64> = (0..20).map(|i| (f64::from(i) * 1.3).sin() + 0.4).collect();
        let signs = Signs::new(20, 999, 5);
        let with = |touches: f64| {
            let common = vec![Common { touches: (0..20).map(|i| touches * f64::from(i % 3 - 1)).collect(), makes: sums.clone() }];
            wild_cluster_test(&Clusters { common, ..scores(&sums) }, &signs)
        };
        assert_eq!(wild_cluster_test(&scores(&sums), &signs), with(0.0));
        assert_ne!(with(0.0).p, with(0.3).p);
        assert_eq!(with(0.3).resamples, 999);
    }
}
