//! Units that are, alone, all that became of other units, whatever happened in between: a province
//! that was divided and whose parts were merged again.

use crate::components::ties::{Ties, UnionChange, changes, regrouped};
use chiso_model::{AreaRegister, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The units of day `to` that are the whole of a union, with the units of day `from` in it. Nothing
/// came to such a union or went from it, as far as the register says.
#[must_use]
pub fn whole_unions(
    areas: &AreaRegister,
    from: NaiveDate,
    to: NaiveDate,
) -> BTreeMap<UnitId, BTreeSet<UnitId>> {
    let days = (from.min(to), from.max(to));
    let between = changes(areas, days.0, days.1);
    let ties = Ties::of(&between);
    let open = open_unions(areas, days, &between, &ties);
    let mut unions: BTreeMap<UnitId, (BTreeSet<UnitId>, BTreeSet<UnitId>)> = BTreeMap::new();
    for (id, unit) in areas.units() {
        let (then, now) = unions.entry(ties.root(id)).or_default();
        then.extend(unit.valid_on(from).then_some(id));
        now.extend(unit.valid_on(to).then_some(id));
    }
    unions
        .into_iter()
        .filter(|(root, (_, now))| now.len() == 1 && !open.contains(root))
        .flat_map(|(_, (then, now))| now.into_iter().map(move |unit| (unit, then.clone())))
        .collect()
}

/// The unions that something came to or went from: a part that figures cannot separate, an area
/// below, or a unit of which the register does not say where it came from or went.
fn open_unions(
    areas: &AreaRegister,
    (first, last): (NaiveDate, NaiveDate),
    between: &[UnionChange<'_>],
    ties: &Ties,
) -> BTreeSet<UnitId> {
    let (transfers, whole): (Vec<_>, Vec<_>) = between
        .iter()
        .partition(|c| c.relation.kind == RelationKind::Transfer);
    let exchanged = transfers
        .into_iter()
        .map(|c| (ties.root(c.before), ties.root(c.after)))
        .filter(|(one, other)| one != other)
        .chain(regrouped(areas, (first, last)));
    let came: BTreeSet<UnitId> = whole.iter().map(|c| c.after).collect();
    let went: BTreeSet<UnitId> = whole.iter().map(|c| c.before).collect();
    let unexplained = areas.units().filter(|(id, unit)| {
        let began = first < unit.valid_from && unit.valid_from <= last && !came.contains(id);
        let within = |day: NaiveDate| first <= day && day < last;
        began || (unit.valid_to.is_some_and(within) && !went.contains(id))
    });
    exchanged
        .flat_map(|(one, other)| [one, other])
        .chain(unexplained.map(|(id, _)| id))
        .map(|unit| ties.root(unit))
        .collect()
}
