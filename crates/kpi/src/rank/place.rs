//! The place of one figure among those ranked.

use crate::rank::ranks::Ranks;
use crate::rounding::RoundingBound;
use chiso_model::{Better, Dec, MeasureValue};
use num_rational::BigRational;
use std::cmp::Ordering;

impl Ranks<'_> {
    /// The place of a figure; leaning, the smallest or largest that the rounding of all figures
    /// leaves open.
    pub fn place(&self, of: &MeasureValue, lean: RoundingBound) -> Option<usize> {
        let own = ends(of)?;
        let ahead =
            |other: &MeasureValue| ends(other).is_some_and(|other| self.ahead(other, own, lean));
        let places = 1 + self
            .field(of.period, of.span)
            .filter(|(area, other)| **area != of.area && ahead(other))
            .count();
        Some(places)
    }

    /// Whether another figure stands before one's own. To lean low is to find oneself far ahead.
    fn ahead(&self, other: Ends<'_>, own: Ends<'_>, lean: RoundingBound) -> bool {
        if lean == RoundingBound::Exact && (other.fraction.is_some() || own.fraction.is_some()) {
            let fraction =
                |ends: Ends<'_>| ends.fraction.cloned().unwrap_or_else(|| ends.exact.ratio());
            let order = fraction(other).cmp(&fraction(own));
            return order
                == if self.better == Better::High {
                    Ordering::Greater
                } else {
                    Ordering::Less
                };
        }
        let [other, own] = [other, own].map(|ends| ends.within(lean));
        let certainly = match self.better {
            Better::High => other[0] > own[1],
            Better::Low => other[1] < own[0],
        };
        let possibly = match self.better {
            Better::High => other[1] > own[0],
            Better::Low => other[0] < own[1],
        };
        if lean == RoundingBound::High {
            possibly
        } else {
            certainly
        }
    }
}

/// A figure with the ends of its rounding.
#[derive(Clone, Copy)]
struct Ends<'a> {
    low: Dec,
    exact: Dec,
    high: Dec,
    /// The figure itself where no decimal holds it.
    fraction: Option<&'a BigRational>,
}

impl Ends<'_> {
    /// The smallest and the largest that the figure may be.
    fn within(self, lean: RoundingBound) -> [Dec; 2] {
        if lean == RoundingBound::Exact {
            [self.exact; 2]
        } else {
            [self.low, self.high]
        }
    }
}

fn ends(value: &MeasureValue) -> Option<Ends<'_>> {
    let figure = &value.figure;
    let exact = figure.value?;
    let low = exact.checked_sub(figure.rounding).unwrap_or(exact);
    let high = exact.checked_add(figure.rounding).unwrap_or(exact);
    Some(Ends {
        low,
        exact,
        high,
        fraction: value.made.as_ref().and_then(|m| m.exact.as_ref()),
    })
}
