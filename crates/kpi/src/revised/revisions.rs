//! Revisions that are counted together: their number, bias and usual size.

use crate::unusual::median;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// With fewer revisions their usual size is unknown.
pub const FEWEST_REVISIONS: usize = 8;

/// Revisions that are counted together, in the unit of their group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    pub(super) signed: Vec<BigRational>,
    pub(super) sizes: Vec<BigRational>,
}

impl Revisions {
    /// Their sizes, ascending.
    #[must_use]
    pub fn sizes(&self) -> &[BigRational] {
        &self.sizes
    }

    /// The size that nine in ten stay within (nearest rank), when there are enough of them.
    #[must_use]
    pub fn usual(&self) -> Option<&BigRational> {
        self.enough()
            .then(|| self.sizes.get((self.sizes.len() * 9).div_ceil(10) - 1))
            .flatten()
    }

    /// Mean revision: the bias of the earlier figures, positive when they were too low.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.enough().then(|| mean(&self.signed))
    }

    /// Mean size.
    #[must_use]
    pub fn mean_size(&self) -> Option<f64> {
        self.enough().then(|| mean(&self.sizes))
    }

    /// The middle revision.
    #[must_use]
    pub fn median(&self) -> Option<BigRational> {
        self.enough().then(|| median(&self.signed)).flatten()
    }

    /// How many went down, changed nothing but the status, and went up.
    #[must_use]
    pub fn directions(&self) -> [usize; 3] {
        let count = |what: fn(&BigRational) -> bool| self.signed.iter().filter(|r| what(r)).count();
        [
            count(Signed::is_negative),
            count(Zero::is_zero),
            count(Signed::is_positive),
        ]
    }

    fn enough(&self) -> bool {
        self.sizes.len() >= FEWEST_REVISIONS
    }
}

/// The mean of values in ascending order, so that it is the same on every machine. It is published
/// and never compared with.
fn mean(ascending: &[BigRational]) -> f64 {
    let count = ascending.len().to_f64().unwrap_or(f64::NAN);
    ascending
        .iter()
        .filter_map(ToPrimitive::to_f64)
        .sum::<f64>()
        / count
}
