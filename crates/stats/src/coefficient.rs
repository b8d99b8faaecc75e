//! Product-moment and rank correlation.
//!
//! Sources: K. Pearson 1896; C. Spearman 1904, with average ranks for equals, which makes ρ the
//! product-moment coefficient of the ranks (M. G. Kendall, *Rank Correlation Methods*, 4th ed.
//! 1970, ch. 3). Pinned to `SciPy` in `tests/reference`.

use super::ranks::Ordered;

/// A coefficient this near to ±1 is ±1: the difference is rounding.
const LINE: f64 = 1e-14;

/// Mean of a slice; zero when empty.
pub(super) fn mean(x: &[f64]) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of observations are far below 2^52"
    )]
    let n = x.len().max(1) as f64;
    x.iter().sum::<f64>() / n
}

/// Deviations from the mean.
pub(super) fn centred(x: &[f64]) -> Vec<f64> {
    let m = mean(x);
    x.iter().map(|v| v - m).collect()
}

pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

/// Whether deviations are nothing but rounding of the values they come from.
fn vanishes(deviations: &[f64], values: &[f64]) -> bool {
    let size = |v: &[f64]| v.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    size(deviations) <= 1e-13 * size(values)
}

/// Product-moment coefficient; `None` when a series is constant, shorter than two, or the lengths
/// differ.
#[must_use]
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let (a, b) = (centred(x), centred(y));
    if vanishes(&a, x) || vanishes(&b, y) {
        return None;
    }
    // Three sums at a time: each waits for its own last addition only.
    let [mut ab, mut aa, mut bb] = [0.0; 3];
    for (a, b) in a.iter().zip(&b) {
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    let r = ab / (aa * bb).sqrt();
    Some(if 1.0 - r.abs() < LINE { r.signum() } else { r })
}

/// Rank coefficient ρ; `None` as for [`pearson`].
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(
        &Ordered::new(x).average_ranks(),
        &Ordered::new(y).average_ranks(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Anscombe 1973, the first of his four sets: r = 0.816.
    const X: [f64; 11] = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    const Y: [f64; 11] = [
        8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68,
    ];

    #[test]
    fn anscombes_first_set() {
        assert!((pearson(&X, &Y).unwrap() - 0.816_420_516_344_839_9).abs() < 1e-14);
        assert!((spearman(&X, &Y).unwrap() - 0.818_181_818_181_818_2).abs() < 1e-14);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(pearson(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(
            pearson(&[0.1 + 0.2, 0.3, 0.3], &[1.0, 2.0, 3.0]),
            None,
            "a difference that is rounding only"
        );
        assert_eq!(spearman(&[1.0, 2.0], &[7.0, 7.0]), None);
        assert_eq!(pearson(&[], &[]), None);
        assert_eq!(pearson(&[1.0], &[1.0]), None);
    }

    #[test]
    fn two_points_lie_on_a_line() {
        assert_eq!(pearson(&[1.0, 2.0], &[5.0, 9.0]), Some(1.0));
        assert_eq!(spearman(&[1.0, 2.0], &[9.0, 5.0]), Some(-1.0));
    }

    proptest! {
        #[test]
        fn scale_and_order_of_rows_do_not_matter(rows in prop::collection::vec((-1000i32..1000, -1000i32..1000), 3..40), shift in 0usize..40) {
            let x: Vec<f64> = rows.iter().map(|r| f64::from(r.0)).collect();
            let y: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
            let scaled: Vec<f64> = x.iter().map(|v| 3.0 * v + 7.0).collect();
            let cubed: Vec<f64> = x.iter().map(|v| v * v * v).collect();
            let turned = |v: &[f64]| { let mut v = v.to_vec(); let n = v.len(); v.rotate_left(shift % n); v };
            match pearson(&x, &y) {
                None => prop_assert_eq!(pearson(&scaled, &y), None),
                Some(r) => {
                    prop_assert!((pearson(&scaled, &y).unwrap() - r).abs() < 1e-12);
                    prop_assert!((pearson(&turned(&x), &turned(&y)).unwrap() - r).abs() < 1e-12);
                    prop_assert!((pearson(&y, &x).unwrap() - r).abs() < 1e-12);
                    let rho = spearman(&x, &y).unwrap();
                    prop_assert!((spearman(&cubed, &y).unwrap() - rho).abs() < 1e-12);
                }
            }
        }
    }
}
