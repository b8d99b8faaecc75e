//! Which of the targets for one figure are in force in a period.

use crate::model::{AreaRegister, Period, Target, UnitId, in_force};
use chrono::NaiveDate;

/// The areas, and the targets of a register.
pub(super) type Among<'r> = (&'r AreaRegister, &'r [Target]);

/// Whether a target binds a period and no other one of the register that was decided by a day
/// stands in its place. A target of a level is in force as long as no other one of the level is in
/// its place, though single areas may have their own.
pub(super) fn is_in_force(
    (areas, targets): Among<'_>,
    target: &Target,
    period: Period,
    as_of: Option<NaiveDate>,
) -> bool {
    let beside = |t: &Target| target.area_level.is_empty() || !t.area_level.is_empty();
    let bound: Vec<&Target> = targets
        .iter()
        .filter(|t| {
            t.decided_by(as_of) && beside(t) && same_cell(areas, t, target) && t.stands_for(period)
        })
        .collect();
    bound
        .iter()
        .zip(in_force(&bound, period))
        .any(|(t, stands)| stands && t.id == target.id && t.binds(period))
}

pub(super) fn same_cell(areas: &AreaRegister, a: &Target, b: &Target) -> bool {
    a.kpi == b.kpi && same_place(areas, a, b)
}

/// Whether two targets are for one place, or one of them for all areas of its level. A place keeps
/// its targets when it is renamed; another place that has its code later has its own.
pub(super) fn same_place(areas: &AreaRegister, a: &Target, b: &Target) -> bool {
    match (a.area_level.is_empty(), b.area_level.is_empty()) {
        (true, true) => match (place_of(areas, a), place_of(areas, b)) {
            (Some(a), Some(b)) => a == b,
            _ => a.area_code == b.area_code,
        },
        (true, false) => level_of(areas, a) == Some(&b.area_level),
        (false, true) => level_of(areas, b) == Some(&a.area_level),
        (false, false) => a.area_level == b.area_level,
    }
}

/// The place that a target is for; none of one for a level.
pub(super) fn place_of(areas: &AreaRegister, target: &Target) -> Option<UnitId> {
    target.unit(areas).map(|unit| areas.place(unit))
}

/// The level of the areas that a target is for.
pub(super) fn level_of<'a>(areas: &'a AreaRegister, target: &'a Target) -> Option<&'a String> {
    if target.area_level.is_empty() {
        target.unit(areas).map(|unit| &areas.unit(unit).level)
    } else {
        Some(&target.area_level)
    }
}

/// The periods a target names, the last first.
pub(super) fn named(target: &Target) -> impl Iterator<Item = Period> + '_ {
    std::iter::successors(Some(target.period_to), |p| Some(p.before()))
        .take_while(|p| *p >= target.period_from)
        .filter(|p| target.names(*p))
}

/// The periods a target binds, the last first.
pub(super) fn periods(target: &Target) -> Vec<Period> {
    named(target).filter(|p| target.binds(*p)).collect()
}
