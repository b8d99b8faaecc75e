//! How far a figure at constant prices may be off by rounding.

use crate::weighted_mean::round_up;
use chiso_model::{Dec, MeasureValue};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use std::sync::Arc;

/// How far the figure may be from what it would be without the rounding of what it is made from, at
/// worst.
pub(super) fn rounding(
    nominal: &MeasureValue,
    base: Option<&Arc<MeasureValue>>,
    now: Option<&Arc<MeasureValue>>,
    exact: &BigRational,
) -> Option<Dec> {
    let ends = |v: &MeasureValue| {
        Some([
            v.exact()? - v.figure.rounding.ratio(),
            v.exact()? + v.figure.rounding.ratio(),
        ])
    };
    let (values, bases, indices) = (ends(nominal)?, ends(base?)?, ends(now?)?);
    if !indices.iter().all(Signed::is_positive) {
        return None;
    }
    let mut widest = BigRational::zero();
    for value in &values {
        for base in &bases {
            for index in &indices {
                widest = widest.max((value * base / index - exact).abs());
            }
        }
    }
    round_up(&widest)
}
