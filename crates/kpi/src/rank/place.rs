//! The place of one figure among those ranked.

use crate::rank::ends::Ends;
use crate::rank::field::Field;
use crate::rank::ranks::Ranks;
use crate::rounding::RoundingBound;
use chiso_model::{Better, MeasureValue};
use std::cmp::Ordering;

impl Ranks<'_> {
    /// The place of a figure; leaning, the smallest or largest that the rounding of all figures
    /// leaves open.
    pub fn place(&self, of: &MeasureValue, lean: RoundingBound) -> Option<usize> {
        let own = Ends::of(of)?;
        let Some(field) = self.field(of.period, of.span) else {
            return Some(1);
        };
        let ranked = field.by_area.get(&of.area);
        if lean == RoundingBound::Exact && ranked.is_some_and(|v| std::ptr::eq(*v, of)) {
            let at = field
                .places
                .binary_search_by_key(&of.area, |(area, _)| *area);
            return at.ok().map(|at| field.places[at].1);
        }
        // What is ranked of the area itself does not stand before it.
        let itself = ranked.copied().and_then(Ends::of);
        let itself = itself.filter(|there| self.stands_before(there, &own, lean));
        Some(1 + self.before(field, &own, lean) - usize::from(itself.is_some()))
    }

    /// How many figures stand before one. To lean low is to find oneself far ahead.
    fn before(&self, field: &Field<'_>, own: &Ends<'_>, lean: RoundingBound) -> usize {
        let Field {
            low, high, exact, ..
        } = field;
        match (self.better, lean) {
            (Better::High, RoundingBound::Exact) => {
                exact.len() - exact.partition_point(|e| e.compare(own) != Ordering::Greater)
            }
            (Better::Low, RoundingBound::Exact) => {
                exact.partition_point(|e| e.compare(own) == Ordering::Less)
            }
            (Better::High, RoundingBound::Low) => {
                low.len() - low.partition_point(|e| *e <= own.high)
            }
            (Better::High, RoundingBound::High) => {
                high.len() - high.partition_point(|e| *e <= own.low)
            }
            (Better::Low, RoundingBound::Low) => high.partition_point(|e| *e < own.low),
            (Better::Low, RoundingBound::High) => low.partition_point(|e| *e < own.high),
        }
    }

    /// Whether a figure stands before another one.
    fn stands_before(&self, there: &Ends<'_>, own: &Ends<'_>, lean: RoundingBound) -> bool {
        match (self.better, lean) {
            (Better::High, RoundingBound::Exact) => there.compare(own) == Ordering::Greater,
            (Better::Low, RoundingBound::Exact) => there.compare(own) == Ordering::Less,
            (Better::High, RoundingBound::Low) => there.low > own.high,
            (Better::High, RoundingBound::High) => there.high > own.low,
            (Better::Low, RoundingBound::Low) => there.high < own.low,
            (Better::Low, RoundingBound::High) => there.low < own.high,
        }
    }
}
