//! Years to date that fall.

use super::lines::{StatedFigure, against, lines};
use super::rows::{Doubt, RowsToCheck};
use crate::model::{AreaRegister, Period, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Years to date that are smaller than an earlier one of the same year.
pub(super) fn falls(all: RowsToCheck<'_>, areas: &AreaRegister) -> BTreeMap<usize, Doubt> {
    let mut doubts = BTreeMap::new();
    for line in lines(all.rows, areas, Some(Span::Ytd)).into_values() {
        let mut by_end: Vec<(Period, Vec<StatedFigure<'_>>)> = line.into_iter().collect();
        by_end.sort_by_key(|(period, _)| period.end());
        // What was said before in the year and did not fall itself.
        let mut before: Vec<(Period, StatedFigure<'_>)> = Vec::new();
        for (period, stated) in by_end {
            before.retain(|(earlier, _)| earlier.year() == period.year());
            let said: Vec<StatedFigure<'_>> = before.iter().map(|(_, stated)| *stated).collect();
            for (source, i, value) in stated {
                match last_before(source, &said, &before) {
                    Some((earlier, (_, at, most))) if value < most => {
                        let message = format!(
                            "the year to date falls from {most} in {earlier} to {value} in {period}"
                        );
                        doubts.extend(all.doubt(at, i, message));
                    }
                    _ => before.push((period, (source, i, value))),
                }
            }
        }
    }
    doubts
}

/// What a figure of a source is compared with: of the highest that each source said before (`said`)
/// the smallest, for whoever is above that one is above somebody.
fn last_before<'r>(
    source: &'r str,
    said: &[StatedFigure<'r>],
    before: &[(Period, StatedFigure<'r>)],
) -> Option<(Period, StatedFigure<'r>)> {
    let highest = |by: &str| {
        before
            .iter()
            .filter(|(_, (s, ..))| *s == by)
            .max_by_key(|(_, (_, _, value))| *value)
    };
    let sources: BTreeSet<&str> = against(source, said).map(|(by, ..)| *by).collect();
    sources
        .into_iter()
        .filter_map(highest)
        .min_by_key(|(_, (_, _, value))| *value)
        .copied()
}
