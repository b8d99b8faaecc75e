//! Which areas of a level each area above is made of.

use chiso_model::{AreaRegister, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// More levels than this are a ring of parents.
const DEEPEST: usize = 16;

/// The areas of a level that each area above is made of, on a day. An area of which some branch
/// does not reach the level has none.
#[must_use]
pub fn members(
    areas: &AreaRegister,
    level: &str,
    day: NaiveDate,
) -> BTreeMap<UnitId, BTreeSet<UnitId>> {
    let mut children: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for (unit, area) in areas.units_on(day) {
        if let Some(above) = areas
            .by_code(&area.parent_code, day)
            .filter(|above| *above != unit)
        {
            children.entry(above).or_default().push(unit);
        }
    }
    let reached = |unit: &UnitId| {
        Some((*unit, below(areas, level, &children, *unit, DEEPEST)?))
            .filter(|(_, below)| !below.is_empty())
    };
    children
        .keys()
        .filter(|unit| areas.unit(**unit).level != level)
        .filter_map(reached)
        .collect()
}

fn below(
    areas: &AreaRegister,
    level: &str,
    children: &BTreeMap<UnitId, Vec<UnitId>>,
    unit: UnitId,
    depth: usize,
) -> Option<BTreeSet<UnitId>> {
    let of = children.get(&unit).filter(|_| depth > 0)?;
    let (direct, others): (Vec<UnitId>, Vec<UnitId>) = of
        .iter()
        .copied()
        .partition(|c| areas.unit(*c).level == level);
    let branches: Vec<Option<BTreeSet<UnitId>>> = others
        .iter()
        .map(|child| below(areas, level, children, *child, depth - 1))
        .collect();
    // A city has agencies of its own and districts that have none; a country has provinces only
    // where all its regions have.
    if direct.is_empty() && branches.iter().any(Option::is_none) {
        return None;
    }
    Some(
        branches
            .into_iter()
            .flatten()
            .flatten()
            .chain(direct)
            .collect(),
    )
}
