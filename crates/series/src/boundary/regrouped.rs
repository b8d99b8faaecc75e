//! Units above that areas below left or came to. Such a unit is another territory, unless all that
//! went came back: then it has the same areas on both days.

use crate::boundary::composition::Composition;
use crate::components::{components, same_land};
use chiso_model::{AreaRegister, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// More levels than this are a ring of parents.
const DEEPEST: usize = 16;

/// Says of each unit that areas below left or came to whether it is another territory.
pub(super) fn settle(
    state: &mut BTreeMap<UnitId, Composition>,
    areas: &AreaRegister,
    (from, to): (NaiveDate, NaiveDate),
) {
    let mut moved = state.iter_mut().filter(|(_, c)| c.regrouped).peekable();
    if moved.peek().is_none() {
        return;
    }
    let between = components(areas, from.min(to), from.max(to));
    for (unit, composition) in moved {
        let there: BTreeSet<UnitId> = { composition.parts.iter() }
            .flat_map(|part| below(areas, *part, from))
            .collect();
        let here = below(areas, *unit, to);
        let (earlier, later) = if from <= to {
            (&there, &here)
        } else {
            (&here, &there)
        };
        composition.divided |= !same_land(&between, earlier, later);
        composition.regrouped = false;
    }
}

/// The areas of a day of which a unit is above.
fn below(areas: &AreaRegister, above: UnitId, day: NaiveDate) -> BTreeSet<UnitId> {
    let parent = |unit: &UnitId| areas.by_code(&areas.unit(*unit).parent_code, day);
    let is_below = |unit: &UnitId| {
        let chain = std::iter::successors(parent(unit), |at| parent(at));
        chain.take(DEEPEST).any(|at| at == above)
    };
    let units = areas.units_on(day).map(|(unit, _)| unit);
    units.filter(is_below).collect()
}
