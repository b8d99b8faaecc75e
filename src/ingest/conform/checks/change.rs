//! Figures far from those of the year before.

use super::lines::{StatedFigure, against, lines};
use super::rows::{Doubt, RowsToCheck};
use crate::model::{AreaRegister, Dec};
use num_rational::BigRational;
use num_traits::Signed;
use std::collections::BTreeMap;

/// How far a figure may be from the one of the year before.
#[derive(Clone, Copy)]
pub(super) struct AllowedChange {
    /// As a share of that one.
    pub(super) at_most: Dec,
    /// Smaller figures of the year before are not asked.
    pub(super) least: Dec,
}

impl AllowedChange {
    fn passed(self, value: Dec, before: Dec) -> bool {
        let change = || value.ratio() / before.ratio() - BigRational::from_integer(1.into());
        before.is_positive() && before >= self.least && change().abs() > self.at_most.ratio()
    }
}

/// Figures far from those of the year before: from each of them, where several are stated.
pub(super) fn changes(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    allowed: AllowedChange,
) -> BTreeMap<usize, Doubt> {
    let mut doubts = BTreeMap::new();
    for line in lines(all.rows, areas, None).into_values() {
        for (period, stated) in &line {
            let same = period.year_before();
            let Some((same, year_before)) = same.and_then(|p| Some((p, line.get(&p)?))) else {
                continue;
            };
            for (source, i, value) in stated {
                let held: Vec<&StatedFigure<'_>> = against(source, year_before).collect();
                let far = |(_, _, before): &&StatedFigure<'_>| allowed.passed(*value, *before);
                let Some((_, at, before)) = held.first().filter(|_| held.iter().all(far)) else {
                    continue;
                };
                let message = format!(
                    "{value} in {period} after {before} in {same}, a change of more than the \
                        share of {}",
                    allowed.at_most
                );
                doubts.extend(all.doubt(*at, *i, message));
            }
        }
    }
    doubts
}
