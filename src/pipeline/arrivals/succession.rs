//! The areas of a day that those of an earlier day have become.

use crate::model::{AreaRegister, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The units on a day that units of an earlier day have become: those that still exist, and those
/// into which others went.
pub(super) fn succeeded(
    units: &BTreeSet<UnitId>,
    from: NaiveDate,
    to: NaiveDate,
    areas: &AreaRegister,
) -> BTreeSet<UnitId> {
    let mut units = units.clone();
    for relation in areas
        .relations()
        .iter()
        .filter(|r| r.date <= to && r.kind != RelationKind::Transfer)
    {
        let Some(before) = relation
            .date
            .pred_opt()
            .and_then(|day| areas.by_code(&relation.from_code, day))
        else {
            continue;
        };
        if relation.date > from && units.contains(&before) && !areas.unit(before).valid_on(to) {
            units.extend(areas.by_code(&relation.to_code, relation.date));
        }
    }
    units.retain(|unit| areas.unit(*unit).valid_on(to));
    units
}
