//! The standard normal distribution.

use libm::erfc;
use std::f64::consts::{FRAC_2_SQRT_PI, SQRT_2};

/// What the nearest number of double precision is short of the root of two.
const SQRT_2_REST: f64 = -9.667_293_313_452_913e-17;

/// The probability of a standard normal number of at most `z`, to double precision.
///
/// Dividing by the root of two rounds, and far in the tail what follows would lose digits by it: it
/// is put right by the slope of `erfc` there.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    let x = -z / SQRT_2;
    let off = x.mul_add(SQRT_2, z) + x * SQRT_2_REST;
    let slope = FRAC_2_SQRT_PI * (-x * x).exp();
    erfc(x).midpoint(slope * off / SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::normal_cdf;

    /// By the series and the continued fraction of erfc with sixty digits (mpmath 1.3), cut to
    /// forty.
    #[test]
    fn is_right_to_double_precision_in_both_tails() {
        for (z, digits) in [
            (0.0, "5.000000000000000000000000000000000000000e-1"),
            (0.25, "5.987063256829237242408537915810337392820e-1"),
            (0.5, "6.914624612740131036377046106083377398836e-1"),
            (1.0, "8.413447460685429485852325456320379224779e-1"),
            (1.125, "8.697054828631911453871232095849195929956e-1"),
            (1.96, "9.750021048517795637871763076044464749060e-1"),
            (-0.75, "2.266273523768681993270621693834764117691e-1"),
            (-1.5, "6.680720126885806600449404097988607952290e-2"),
            (-2.5, "6.209665325776135166978104574192221127898e-3"),
            (-5.0, "2.866515718791939116737523328746453538544e-7"),
            (-8.0, "6.220960574271784123515995172588188422489e-16"),
            (-12.5, "3.732564298877713377225836338031410888501e-36"),
            (-20.0, "2.753624118606233695075622780857465332807e-89"),
            (-37.0, "5.725571222524576822683192548273201656433e-300"),
            (3.0, "9.986501019683699054733481852324050226222e-1"),
            (6.0, "9.999999990134123549623018592991358676020e-1"),
        ] {
            let right: f64 = digits.parse().unwrap();
            let off = (normal_cdf(z) - right).abs() / right;
            assert!(off < 4.0 * f64::EPSILON, "{z}: off by {off:e}");
        }
    }

    #[test]
    fn is_a_probability_however_far_out() {
        assert_eq!(normal_cdf(40.0).to_bits(), 1.0_f64.to_bits());
        assert!((0.0..1e-300).contains(&normal_cdf(-40.0)));
        assert!((0.0..=1.0).contains(&normal_cdf(f64::MAX)));
        assert!((0.0..=1.0).contains(&normal_cdf(f64::MIN)));
    }
}
