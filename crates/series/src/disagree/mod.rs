//! Two statements of one stretch and area that differ by more than their rounding: a stated quarter
//! and its months, a region's own figure and the sum of its provinces, a total and the sum over its
//! members, whatever the periods that either is worked out from. One of the two is used everywhere;
//! that they differ is reported, once for each figure.

mod message;

use crate::extreme::StatedExtremes;
use crate::lost_digits::lost_digits;
use crate::rebased::rebased;
use chiso_model::{AreaRegister, Finding, Measure, MeasureValue, Period, Span, UnitId, months};
use chrono::NaiveDate;
use message::finding;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
struct Difference<'v> {
    value: &'v MeasureValue,
    against: Against,
    other: &'v MeasureValue,
}

/// A figure of a place, whatever the boundary.
type FigureKey<'v> = (&'v str, UnitId, Period, Span);

impl<'v> Difference<'v> {
    /// Figures that add up come first, the shortest of them, and then differences of years to date: what
    /// is made of a figure that differs itself says nothing new.
    fn order(&self) -> (bool, i32) {
        let (first, last) = months(self.value.period, self.value.span);
        let mut pieces = self.value.pieces.iter().chain(&self.other.pieces);
        (pieces.any(|p| p.taken_off), last - first)
    }

    fn key(&self, areas: &AreaRegister) -> FigureKey<'v> {
        let v = self.value;
        (&v.measure, areas.place(v.area), v.period, v.span)
    }

    /// Whether it follows from differences of figures that were found before.
    fn follows(&self, found: &BTreeSet<FigureKey<'v>>, areas: &AreaRegister) -> bool {
        let (measure, area, ..) = self.key(areas);
        let (ours, theirs) = (&self.value.pieces, &self.other.pieces);
        // The same months under another name are compared once.
        let renamed = theirs.len() == 1;
        let worked_out = renamed || !ours.is_empty() || theirs.iter().any(|p| p.taken_off);
        let mut pieces = ours.iter().chain(theirs);
        worked_out && pieces.any(|p| found.contains(&(measure, area, p.period, p.span)))
    }
}

/// One warning a measure, dataset and kind of difference, which names the figures and how many there
/// are, each once, on the first boundary where it is seen; those of indices put on another reference
/// year, and of made figures that six decimal places do not hold, on the boundary that is asked for.
#[must_use]
pub fn disagreements(
    values: &[Arc<MeasureValue>],
    measures: &[Measure],
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let mut boundaries: Vec<NaiveDate> = boundary.into_iter().collect();
    for value in values {
        if boundaries.last() != Some(&value.boundary) && !boundaries.contains(&value.boundary) {
            boundaries.push(value.boundary);
        }
    }
    let mut by_kind: BTreeMap<(&str, &str, Against), Vec<Difference<'_>>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for on in boundaries {
        let mut differences = on_boundary(values, measures, on);
        differences.sort_by_key(Difference::order);
        let mut here = BTreeSet::new();
        for difference in differences {
            let key = difference.key(areas);
            // Of one figure on one boundary each kind of difference is named.
            let elsewhere = found.contains(&key) && !here.contains(&key);
            if elsewhere || difference.follows(&found, areas) {
                continue;
            }
            found.insert(key);
            here.insert(key);
            let v = difference.value;
            let of_kind = (v.measure.as_str(), v.dataset.as_str(), difference.against);
            by_kind.entry(of_kind).or_default().push(difference);
        }
    }
    let findings = by_kind.into_values();
    findings
        .filter_map(|all| finding(&all, measures, (areas, boundary)))
        .chain(rebased(values, measures, areas, boundary))
        .chain(lost_digits(values, measures, areas, boundary))
        .collect()
}

/// The differences on a boundary: of a figure the first of each kind.
fn on_boundary<'v>(
    values: &'v [Arc<MeasureValue>],
    measures: &'v [Measure],
    boundary: NaiveDate,
) -> Vec<Difference<'v>> {
    let extremes = StatedExtremes::new(values, measures, Some(boundary));
    let mut differences = Vec::new();
    for value in values.iter().filter(|v| v.boundary == boundary) {
        let mut seen = BTreeSet::new();
        let beyond = extremes.beyond(value).map(|part| (Against::Periods, part));
        for (against, other) in differing(value).chain(beyond) {
            if seen.insert(against) {
                differences.push(Difference {
                    value,
                    against,
                    other,
                });
            }
        }
    }
    differences
}
