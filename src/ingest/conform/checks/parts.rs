//! Parts and wholes that do not add up.

use super::lines::{StatedFigure, against};
use super::rows::{Doubt, RowsToCheck, latest};
use crate::ingest::conform::observation::ConformedRow;
use crate::model::{AreaRegister, Dec, PlanStage, UnitId};
use num_traits::Signed;
use std::collections::{BTreeMap, BTreeSet};

/// Which members of a dimension are parts of which, and how far their sum may be from it.
pub(super) struct PartsOfWhole<'c> {
    /// Place of the dimension.
    pub(super) dimension: usize,
    pub(super) whole: &'c str,
    pub(super) parts: &'c [String],
    /// Difference allowed, in the unit of the figures.
    pub(super) within: Dec,
    /// Difference allowed, as a share of the whole.
    pub(super) share: Dec,
}

/// Everything of the key but source and dimension, and what makes figures comparable.
type Rest<'r> = (
    UnitId,
    &'r str,
    &'r str,
    Vec<&'r str>,
    (Option<i32>, Option<PlanStage>),
    &'r str,
    &'r str,
);

/// The statements of a whole and of its parts, by member of the dimension.
type Members<'r> = BTreeMap<&'r str, Vec<StatedFigure<'r>>>;

/// Parts and wholes that do not add up.
pub(super) fn parts_differ(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    asked: &PartsOfWhole<'_>,
) -> BTreeMap<usize, Doubt> {
    let mut doubts = BTreeMap::new();
    for members in groups(all.rows, areas, asked).values() {
        let sources: BTreeSet<&str> = members
            .values()
            .flatten()
            .map(|(source, ..)| *source)
            .collect();
        for source in sources {
            let Some((at, parts, message)) = difference(members, source, asked) else {
                continue;
            };
            let Some(period) = all.period(at) else {
                continue;
            };
            let doubted = parts.into_iter().chain([at]).filter(|i| *i < all.own);
            doubts.extend(doubted.map(|i| {
                let message = message.clone();
                (i, Doubt { period, message })
            }));
        }
    }
    doubts
}

fn groups<'r>(
    rows: &'r [ConformedRow],
    areas: &AreaRegister,
    asked: &PartsOfWhole<'_>,
) -> BTreeMap<Rest<'r>, Members<'r>> {
    let mut groups: BTreeMap<Rest<'r>, Members<'r>> = BTreeMap::new();
    for (i, row) in latest(rows) {
        let (Some(text), Some(area)) = (
            row.key.dimensions.get(asked.dimension),
            areas.by_code(&row.key.area_code, row.key.area_date),
        ) else {
            continue;
        };
        if let Some(value) = row.said.value
            && (text == asked.whole || asked.parts.contains(text))
        {
            groups
                .entry(rest(row, areas.place(area), asked.dimension))
                .or_default()
                .entry(text)
                .or_default()
                .push((&row.key.source_id, i, value));
        }
    }
    groups
}

fn rest(row: &ConformedRow, place: UnitId, dimension: usize) -> Rest<'_> {
    let others = row
        .key
        .dimensions
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != dimension)
        .map(|(_, text)| text.as_str())
        .collect();
    (
        place,
        row.key.period.as_str(),
        row.key.span.as_str(),
        others,
        (row.said.rank, row.key.plan_stage),
        row.said.unit.as_str(),
        row.said.basis.as_str(),
    )
}

/// The rows of the whole and of its parts where, for a source, they do not add up, and what they
/// say.
fn difference<'r>(
    members: &Members<'r>,
    source: &'r str,
    asked: &PartsOfWhole<'_>,
) -> Option<(usize, Vec<usize>, String)> {
    let whole = asked.whole;
    let (_, at, stated) = agreed(members, source, whole)?;
    let said = asked
        .parts
        .iter()
        .map(|part| agreed(members, source, part))
        .collect::<Option<Vec<_>>>()?;
    let sum = said
        .iter()
        .try_fold(Dec::ZERO, |sum, (_, _, v)| sum.checked_add(*v))?;
    let allowed = asked
        .within
        .ratio()
        .max(asked.share.ratio() * stated.ratio().abs());
    if (stated.ratio() - sum.ratio()).abs() <= allowed {
        return None;
    }
    let message = format!("the parts add up to {sum} and `{whole}` is {stated}");
    Some((at, said.iter().map(|(_, i, _)| *i).collect(), message))
}

/// A source's own statement of a member; where it has none, the one of the others, unless they
/// disagree.
fn agreed<'r>(members: &Members<'r>, source: &'r str, text: &str) -> Option<StatedFigure<'r>> {
    let mut held = against(source, members.get(text)?);
    let first = held.next()?;
    held.all(|(_, _, value)| *value == first.2)
        .then_some(*first)
}
