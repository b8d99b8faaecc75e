//! All statements that differ, each figure once.

use crate::disagree::difference::{Against, Difference, differing};
use crate::disagree::message::finding;
use crate::extreme::StatedExtremes;
use crate::lost_digits::lost_digits;
use crate::rebased::rebased;
use chiso_model::{AreaRegister, Finding, Measure, MeasureValue};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
