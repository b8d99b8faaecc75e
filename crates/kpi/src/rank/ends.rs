//! A figure that is ranked, with the ends of its rounding.

use chiso_model::{Dec, MeasureValue};
use num_rational::BigRational;
use std::cmp::Ordering;

/// A figure with the ends of its rounding.
#[derive(Clone, Copy)]
pub(super) struct Ends<'a> {
    pub(super) low: Dec,
    pub(super) exact: Dec,
    pub(super) high: Dec,
    /// The figure itself where no decimal holds it.
    fraction: Option<&'a BigRational>,
}

impl<'a> Ends<'a> {
    /// Of a figure; `None` where there is none.
    pub(super) fn of(value: &'a MeasureValue) -> Option<Ends<'a>> {
        let figure = &value.figure;
        let exact = figure.value?;
        Some(Ends {
            low: exact.checked_sub(figure.rounding).unwrap_or(exact),
            exact,
            high: exact.checked_add(figure.rounding).unwrap_or(exact),
            fraction: value.made.as_ref().and_then(|m| m.exact.as_ref()),
        })
    }

    /// How two figures compare, exactly. What rounds to a smaller decimal is smaller, so that
    /// fractions are compared only where their decimals are equal.
    pub(super) fn compare(&self, other: &Ends<'_>) -> Ordering {
        #[cfg(test)]
        crate::work::done();
        self.exact.cmp(&other.exact).then_with(|| {
            if self.fraction.is_none() && other.fraction.is_none() {
                return Ordering::Equal;
            }
            let fraction =
                |ends: &Ends<'_>| ends.fraction.cloned().unwrap_or_else(|| ends.exact.ratio());
            match (self.fraction, other.fraction) {
                (Some(one), Some(other)) => one.cmp(other),
                _ => fraction(self).cmp(&fraction(other)),
            }
        })
    }
}
