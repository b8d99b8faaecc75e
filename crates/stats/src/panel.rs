//! What areas and periods have in common, removed exactly from panels in which some cells are
//! missing.
//!
//! The within transformation of an unbalanced two-way panel: T. Wansbeek and A. Kapteyn,
//! *Estimation of the error-components model with incomplete panels*, J. Econometrics 41 (1989).
//! The effects of one factor are averaged away, those of the other (the one with fewer levels) are
//! solved for directly, and the remainder is gone through once more, which removes rounding. Areas
//! and periods with one observation say nothing and are left out first, until none is left (S.
//! Correia 2015).

use super::linear::Factor;

/// Marks the observations that stay when every area and period with one observation is left out,
/// again and again.
#[must_use]
pub fn singletons(areas: &[usize], periods: &[usize]) -> Vec<bool> {
    let mut kept = vec![true; areas.len()];
    loop {
        let mut dropped = false;
        for factor in [areas, periods] {
            let mut count = vec![0_usize; levels(factor)];
            for (level, _) in factor.iter().zip(&kept).filter(|(_, kept)| **kept) {
                count[*level] += 1;
            }
            for (i, level) in factor.iter().enumerate() {
                if kept[i] && count[*level] < 2 {
                    kept[i] = false;
                    dropped = true;
                }
            }
        }
        if !dropped {
            return kept;
        }
    }
}

fn levels(factor: &[usize]) -> usize {
    factor.iter().max().map_or(0, |m| m + 1)
}

/// Effects to be removed, ready for any number of series on the same observations.
pub enum Effects {
    /// One mean of all.
    Mean,
    /// The mean of each level of a factor.
    OneWay(Averages),
    /// Means of the levels of two factors at once.
    TwoWay(TwoWay),
}

/// The levels of a factor and how often each occurs.
pub struct Averages {
    of: Vec<usize>,
    count: Vec<f64>,
}

/// Two factors: `averaged` the one with more levels, `solved` the other.
pub struct TwoWay {
    averaged: Averages,
    solved: Vec<usize>,
    factor: Factor,
}

impl Averages {
    fn new(of: &[usize]) -> Averages {
        let mut count = vec![0.0; levels(of)];
        for level in of {
            count[*level] += 1.0;
        }
        Averages {
            of: of.to_vec(),
            count,
        }
    }

    /// The mean of each level.
    fn means(&self, x: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.count.len()];
        for (v, level) in x.iter().zip(&self.of) {
            sum[*level] += v;
        }
        for (s, n) in sum.iter_mut().zip(&self.count) {
            if *n > 0.0 {
                *s /= n;
            }
        }
        sum
    }

    /// Subtracts the mean of each level.
    fn remove(&self, x: &mut [f64]) {
        let means = self.means(x);
        for (v, level) in x.iter_mut().zip(&self.of) {
            *v -= means[*level];
        }
    }
}

impl Effects {
    /// Means of one factor.
    #[must_use]
    pub fn one_way(factor: &[usize]) -> Effects {
        Effects::OneWay(Averages::new(factor))
    }

    /// Means of areas and of places at once. The slices give the level of each observation and are
    /// of the same length.
    #[must_use]
    pub fn two_way(areas: &[usize], places: &[usize]) -> Effects {
        let (many, few) = if levels(areas) < levels(places) {
            (places, areas)
        } else {
            (areas, places)
        };
        let (averaged, t) = (Averages::new(many), levels(few));
        let mut cells = vec![0.0; averaged.count.len() * t];
        let mut normal = vec![0.0; t * t];
        for (level, s) in many.iter().zip(few) {
            cells[level * t + s] += 1.0;
            normal[s * t + s] += 1.0;
        }
        for (row, count) in cells
            .chunks(t.max(1))
            .zip(&averaged.count)
            .filter(|(_, count)| **count > 0.0)
        {
            for (i, a) in row.iter().enumerate().filter(|(_, a)| **a > 0.0) {
                for (j, b) in row.iter().enumerate() {
                    normal[i * t + j] -= a * b / count;
                }
            }
        }
        Effects::TwoWay(TwoWay {
            averaged,
            solved: few.to_vec(),
            factor: Factor::new(normal, t),
        })
    }

    /// What is left of a series.
    pub fn remove(&self, x: &mut [f64]) {
        match self {
            Effects::Mean => {
                let m = super::coefficient::mean(x);
                for v in x.iter_mut() {
                    *v -= m;
                }
            }
            Effects::OneWay(averages) => averages.remove(x),
            Effects::TwoWay(two_way) => {
                two_way.remove(x);
                two_way.remove(x);
            }
        }
    }
}

impl TwoWay {
    /// Effects of the factor that is solved for, of a series from which the means of the other are
    /// taken.
    fn solve(&self, x: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.factor.size()];
        for (v, s) in x.iter().zip(&self.solved) {
            sums[*s] += v;
        }
        self.factor.solve(&sums)
    }

    fn remove(&self, x: &mut [f64]) {
        self.averaged.remove(x);
        let effects = self.solve(x);
        for (v, s) in x.iter_mut().zip(&self.solved) {
            *v -= effects[*s];
        }
        self.averaged.remove(x);
    }
}

/// What is left of a series once effects were removed.
#[must_use]
pub fn residuals(effects: &Effects, x: &[f64]) -> Vec<f64> {
    let mut left = x.to_vec();
    effects.remove(&mut left);
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A textbook panel with every cell: what is left is x − row mean − column mean + mean.
    #[test]
    fn a_balanced_panel() {
        let (areas, periods) = ([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]);
        let left = residuals(
            &Effects::two_way(&areas, &periods),
            &[1.0, 2.0, 4.0, 8.0, 3.0, 5.0],
        );
        let wanted = [
            2.0 / 3.0,
            -2.0 / 3.0,
            -5.0 / 6.0,
            5.0 / 6.0,
            1.0 / 6.0,
            -1.0 / 6.0,
        ];
        assert!(
            left.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-14),
            "{left:?}"
        );
    }

    #[test]
    fn a_lone_observation_leaves_and_takes_others_with_it() {
        // Area 2 has one observation, in period 2, where only area 1 has another.
        assert_eq!(
            singletons(&[0, 0, 1, 1, 1, 2], &[0, 1, 0, 1, 2, 2]),
            [true, true, true, true, false, false]
        );
        assert_eq!(singletons(&[0, 1], &[0, 0]), [false, false]);
        assert!(singletons(&[], &[]).is_empty());
    }

    proptest! {
        /// Residuals sum to zero over every area and period, and what is additive leaves nothing.
        #[test]
        fn nothing_in_common_is_left(cells in prop::collection::vec((0usize..9, 0usize..6, -100i32..100), 4..60)) {
            let (areas, periods): (Vec<usize>, Vec<usize>) = cells.iter().map(|c| (c.0, c.1)).unzip();
            let x: Vec<f64> = cells.iter().map(|c| f64::from(c.2)).collect();
            let effects = Effects::two_way(&areas, &periods);
            let left = residuals(&effects, &x);
            for factor in [&areas, &periods] {
                let mut sums = vec![0.0_f64; 9];
                factor.iter().zip(&left).for_each(|(level, v)| sums[*level] += v);
                prop_assert!(sums.iter().all(|s| s.abs() < 1e-10), "{sums:?}");
            }
            let additive: Vec<f64> = cells.iter().map(|c| 5.0 * f64::from(c.0 as u32).sqrt() - 3.0 * f64::from(c.1 as u32)).collect();
            prop_assert!(residuals(&effects, &additive).iter().all(|v| v.abs() < 1e-11));
            let again = residuals(&effects, &left);
            prop_assert!(again.iter().zip(&left).all(|(a, b)| (a - b).abs() < 1e-11));
        }
    }
}
