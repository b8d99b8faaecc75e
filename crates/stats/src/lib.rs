//! Numerics on slices of numbers: coefficients of association, what panels have in common,
//! intervals, resampling, multiplicity.
//!
//! Pure: no files, no clock, no areas, no periods. The same numbers in the same order give the same
//! bits, whatever else the machine does: random numbers come from `ChaCha8` and a stated seed, and
//! no sum depends on threads. Every method with its formula and source: `docs/STATISTICS.md`.
#![expect(
    clippy::many_single_char_names,
    clippy::needless_range_loop,
    reason = "formulas have the letters and indices of their sources"
)]
#![cfg_attr(
    test,
    expect(clippy::cast_possible_truncation, reason = "small whole numbers")
)]

mod coefficient;
mod interval;
mod kendall;
mod linear;
mod multiplicity;
mod normal;
mod panel;
mod permutation;
mod random;
mod ranks;

pub use coefficient::{pearson, spearman};
pub use interval::{
    Jackknifed, bonett_wright_kendall, bonett_wright_spearman, fisher_z, jackknife,
};
pub use kendall::{kendall_score, kendall_tau_b, tau_b};
pub use linear::partial_out;
pub use multiplicity::benjamini_hochberg;
pub use normal::normal_cdf;
pub use panel::{Effects, residuals, singletons};
pub use permutation::{Permutations, permutation_test};
pub use ranks::Ordered;

/// A resampling p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampled {
    /// Share of resamples at least as far from zero as what was seen, what was seen included.
    pub p: f64,
    /// Number of resamples.
    pub resamples: u32,
    /// They are all there are, not a draw.
    pub exhaustive: bool,
}

/// Statistics that are equal apart from rounding count as equal.
const EQUAL: f64 = 1e-9;

/// Counts resampled statistics at least as far from zero as the one seen.
fn count_extreme(seen: f64, resampled: impl Iterator<Item = f64>) -> u32 {
    let bound = seen.abs() * (1.0 - EQUAL);
    let mut count = 0;
    for t in resampled {
        count += u32::from(t.abs() >= bound);
    }
    count
}
