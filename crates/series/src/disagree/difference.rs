//! Two statements of a figure that differ, and what follows from others that do.

use chiso_model::{AreaRegister, MeasureValue, Period, Span, UnitId, months};
use std::collections::BTreeSet;

/// What a figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The sum of the areas below, or the area's own statement where the sum is used.
    AreasBelow,
    /// The sum over the members of a dimension, or the stated total where the sum is used.
    Members,
    /// The periods within it, one of them where that is beyond its extreme, or the same stretch under another name.
    Periods,
}

/// The statements of its own dataset from which a figure differs by more than their rounding.
pub fn differing(value: &MeasureValue) -> impl Iterator<Item = (Against, &MeasureValue)> {
    let by_periods = value.by_other_periods.iter();
    let by_periods = by_periods.map(|other| (Against::Periods, other));
    let others = value.others.iter();
    let others = others.filter_map(|other| Some((against(value, other)?, other)));
    by_periods
        .chain(others)
        .filter(|(_, other)| value.differs_from(other))
        .map(|(against, other)| (against, other.as_ref()))
}

/// In what another statement of a figure differs from it in kind: one of them is a sum of areas, or of
/// members. Statements of two ranks or preferred values are of two publications, and may differ.
fn against(value: &MeasureValue, other: &MeasureValue) -> Option<Against> {
    let (one, two) = (&value.series, &other.series);
    let (a, b) = (&one.statement, &two.statement);
    if other.dataset != value.dataset || a.preferred != b.preferred {
        return None;
    }
    if one.summed != two.summed {
        return (a.rank == b.rank).then_some(Against::AreasBelow);
    }
    (a.totals != b.totals).then_some(Against::Members)
}

/// Two statements of a figure that differ.
pub(super) struct Difference<'v> {
    pub(super) value: &'v MeasureValue,
    pub(super) against: Against,
    pub(super) other: &'v MeasureValue,
}

/// A figure of a place, whatever the boundary.
pub(super) type FigureKey<'v> = (&'v str, UnitId, Period, Span);

impl<'v> Difference<'v> {
    /// Figures that add up come first, the shortest of them, and then differences of years to date: what
    /// is made of a figure that differs itself says nothing new.
    pub(super) fn order(&self) -> (bool, i32) {
        let (first, last) = months(self.value.period, self.value.span);
        let mut pieces = self.value.pieces.iter().chain(&self.other.pieces);
        (pieces.any(|p| p.taken_off), last - first)
    }

    pub(super) fn key(&self, areas: &AreaRegister) -> FigureKey<'v> {
        let v = self.value;
        (&v.measure, areas.place(v.area), v.period, v.span)
    }

    /// Whether it follows from differences of figures that were found before.
    pub(super) fn follows(&self, found: &BTreeSet<FigureKey<'v>>, areas: &AreaRegister) -> bool {
        let (measure, area, ..) = self.key(areas);
        let (ours, theirs) = (&self.value.pieces, &self.other.pieces);
        // The same months under another name are compared once.
        let renamed = theirs.len() == 1;
        let worked_out = renamed || !ours.is_empty() || theirs.iter().any(|p| p.taken_off);
        let mut pieces = ours.iter().chain(theirs);
        worked_out && pieces.any(|p| found.contains(&(measure, area, p.period, p.span)))
    }
}
