//! The standard normal distribution.

use statrs::function::erf::erfc;
use std::f64::consts::SQRT_2;

/// The probability of a standard normal number of at most `z`.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    erfc(-z / SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::normal_cdf;

    /// NIST/SEMATECH, *e-Handbook of Statistical Methods*, 1.3.6.7.1.
    #[test]
    fn of_a_table() {
        for (z, share) in [(0.0, 0.5), (1.0, 0.841_34), (1.96, 0.975), (-2.5, 0.006_21)] {
            assert!((normal_cdf(z) - share).abs() < 1e-5, "{z}");
        }
        assert!(normal_cdf(40.0) <= 1.0 && normal_cdf(-40.0) >= 0.0);
    }
}
