//! The places that the errors of figures leave open.

use crate::rank::ranks::Ranks;
use chiso_model::{Better, MeasureValue};
use std::cmp::Ordering;

impl Ranks<'_> {
    /// The best and the worst place of a figure, by how the true value of each other one certainly
    /// compares with its own: greater, less, or neither for certain. `None` where that is not known
    /// of one.
    pub fn open_places(
        &self,
        of: &MeasureValue,
        certainly: impl Fn(&MeasureValue) -> Option<Ordering>,
    ) -> Option<[usize; 2]> {
        let better = match self.better {
            Better::High => Ordering::Greater,
            Better::Low => Ordering::Less,
        };
        let (mut best, mut worst) = (1, self.number(of.period, of.span));
        let field = self.field(of.period, of.span).into_iter();
        let others = field.flat_map(|field| &field.by_area);
        for (_, other) in others.filter(|(area, _)| **area != of.area) {
            let order = certainly(other)?;
            best += usize::from(order == better);
            worst -= usize::from(order == better.reverse());
        }
        Some([best, worst])
    }
}
