//! Intervals of 95 % on the scale on which coefficients are nearly normal, z = atanh r.
//!
//! Sources: R. A. Fisher 1921 for r; D. G. Bonett and T. A. Wright, *Sample size requirements for
//! estimating Pearson, Kendall and Spearman correlations*, Psychometrika 65 (2000) for ρ and τ; E.
//! C. Fieller, H. O. Hartley and E. S. Pearson 1957 for the constant of τ; J. W. Tukey 1958, J. N.
//! Arvesen 1969 and B. Efron and C. Stein 1981 for the jackknife, with groups left out as wholes,
//! and B. E. Hansen, *Jackknife standard errors for clustered regression* (2024) and J. G.
//! `MacKinnon`, M. Ø. Nielsen and M. D. Webb, *Fast and reliable jackknife and bootstrap methods
//! for cluster-robust inference*, J. Applied Econometrics 38 (2023), for its t(G − 1).

use super::coefficient::mean;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Normal deviate that leaves 2.5 % on each side.
const Z: f64 = 1.959_963_984_540_054;

/// z ± `half`, back on the scale of the coefficient.
fn around(coefficient: f64, half: f64) -> Option<(f64, f64)> {
    let z = coefficient.atanh();
    (z.is_finite() && half.is_finite()).then(|| ((z - half).tanh(), (z + half).tanh()))
}

/// What is left of `n` observations, as a divisor; `None` when nothing is.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of observations are far below 2^52"
)]
fn left(n: usize, used: usize) -> Option<f64> {
    (n > used).then(|| (n - used) as f64)
}

/// Fisher's interval of r from `n` pairs with `controls` removed. `None` for fewer than 4 +
/// controls pairs or |r| = 1.
#[must_use]
pub fn fisher_z(r: f64, n: usize, controls: usize) -> Option<(f64, f64)> {
    around(r, Z / left(n, 3 + controls)?.sqrt())
}

/// Bonett and Wright's interval of ρ. `None` as for [`fisher_z`].
#[must_use]
pub fn bonett_wright_spearman(rho: f64, n: usize, controls: usize) -> Option<(f64, f64)> {
    around(
        rho,
        Z * ((1.0 + rho * rho / 2.0) / left(n, 3 + controls)?).sqrt(),
    )
}

/// Bonett and Wright's interval of τ. `None` for fewer than 5 + controls pairs or |τ| = 1.
#[must_use]
pub fn bonett_wright_kendall(tau: f64, n: usize, controls: usize) -> Option<(f64, f64)> {
    around(tau, Z * (0.437 / left(n, 4 + controls)?).sqrt())
}

/// An interval of 95 % and the p-value of no association that belongs to it: p is at most 0.05
/// exactly where the interval leaves 0 out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jackknifed {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// p-value of two sides.
    pub p: f64,
}

/// From the coefficients with each of G independent groups left out: with s = √((G − 1)/G · Σ
/// (z₍₋g₎ − z̄)²) the interval is z ± t(G − 1) · s, and p that of |z| / s under t(G − 1). One test,
/// so that p and interval cannot contradict each other. A group is left out as a whole, so every
/// pair of observations that it is part of leaves with it: what holds for a mean holds for a
/// U-statistic such as τ (J. N. Arvesen 1969). `None` for fewer than three groups, a coefficient of
/// ±1, or one that no group moves.
#[must_use]
pub fn jackknife(coefficient: f64, left_out: &[f64]) -> Option<Jackknifed> {
    let z: Vec<f64> = left_out.iter().map(|r| r.atanh()).collect();
    let degrees = left(z.len(), 1).filter(|_| z.len() > 2)?;
    if z.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let middle = mean(&z);
    let spread: f64 = z.iter().map(|v| (v - middle) * (v - middle)).sum();
    let error = (degrees / (degrees + 1.0) * spread).sqrt();
    let student = StudentsT::new(0.0, 1.0, degrees).ok()?;
    let (low, high) = around(coefficient, student.inverse_cdf(0.975) * error)?;
    (error > 0.0).then(|| Jackknifed {
        low,
        high,
        p: 2.0 * student.sf((coefficient.atanh() / error).abs()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: Option<(f64, f64)>, wanted: (f64, f64)) {
        let (low, high) = found.unwrap();
        assert!(
            (low - wanted.0).abs() < 1e-9 && (high - wanted.1).abs() < 1e-9,
            "{low} {high}"
        );
    }

    /// Computed by hand from the formulas: r = 0.5, n = 28, so that z = 0.549306 ± 1.959964 / 5.
    #[test]
    fn intervals_of_one_cross_section() {
        near(
            fisher_z(0.5, 28, 0),
            (
                (0.5_f64.atanh() - Z / 5.0).tanh(),
                (0.5_f64.atanh() + Z / 5.0).tanh(),
            ),
        );
        let (low, high) = fisher_z(0.5, 28, 0).unwrap();
        assert!(
            (low - 0.156_0).abs() < 1e-3 && (high - 0.736_0).abs() < 1e-3,
            "{low} {high}"
        );
        let wider = bonett_wright_spearman(0.5, 28, 0).unwrap();
        assert!(
            wider.0 < low && wider.1 > high,
            "a rank coefficient is known less well"
        );
        let narrower = bonett_wright_kendall(0.5, 28, 0).unwrap();
        assert!(
            narrower.0 > low && narrower.1 < high,
            "τ is smaller than ρ for the same association"
        );
        assert_eq!(
            fisher_z(0.5, 28, 1),
            fisher_z(0.5, 27, 0),
            "a control costs an observation"
        );
    }

    #[test]
    fn where_there_is_no_interval_there_is_none() {
        assert_eq!(fisher_z(0.5, 3, 0), None);
        assert_eq!(bonett_wright_kendall(0.5, 4, 0), None);
        assert_eq!(fisher_z(1.0, 30, 0), None);
        assert_eq!(jackknife(0.3, &[0.2, 0.4]), None);
        assert_eq!(jackknife(0.3, &[0.2, 1.0, 0.4]), None);
    }

    /// The two say the same, also where the coefficient is just at the bound.
    #[test]
    fn p_is_small_exactly_where_the_interval_leaves_nought_out() {
        let z = [0.1_f64, 0.2, 0.25, 0.35, 0.4, 0.2, 0.3];
        let left_out: Vec<f64> = z.iter().map(|z| z.tanh()).collect();
        for i in -900..900 {
            let found = jackknife((f64::from(i) * 0.001).tanh(), &left_out).unwrap();
            assert_eq!(
                found.p <= 0.05,
                found.low > 0.0 || found.high < 0.0,
                "{found:?}"
            );
        }
    }

    /// For a mean the jackknife is s/√n: here z-values 1 … 5, so that the spread is √(4/5 · 10) and
    /// t(4) = 2.776445.
    #[test]
    fn a_jackknife_by_hand() {
        let left_out: Vec<f64> = [0.1_f64, 0.2, 0.3, 0.4, 0.5]
            .iter()
            .map(|z| z.tanh())
            .collect();
        let half = 2.776_445_105_197_793 * (0.8_f64 * 0.1).sqrt();
        let found = jackknife(0.3_f64.tanh(), &left_out).unwrap();
        near(
            Some((found.low, found.high)),
            ((0.3 - half).tanh(), (0.3 + half).tanh()),
        );
        // t = 0.3 / √0.08 = 1.06066 with four degrees of freedom.
        assert!((found.p - 0.348_640).abs() < 1e-5, "{found:?}");
    }
}
