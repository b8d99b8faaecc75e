//! Which of the targets for one figure are in force in a period.

use crate::model::{AreaRegister, Period, Target, UnitId, in_force};
use chrono::NaiveDate;

/// The areas, and the targets of a register.
pub(super) type Among<'r> = (&'r AreaRegister, &'r [Target]);

/// Whether a target binds a period and no other one of the register that was decided by a day
/// stands in its place.
pub(super) fn is_in_force(
    (areas, targets): Among<'_>,
    target: &Target,
    period: Period,
    as_of: Option<NaiveDate>,
) -> bool {
    let bound: Vec<&Target> = targets
        .iter()
        .filter(|t| t.decided_by(as_of) && same_cell(areas, t, target) && t.binds(period))
        .collect();
    bound
        .iter()
        .zip(in_force(&bound, period))
        .any(|(t, stands)| stands && t.id == target.id)
}

pub(super) fn same_cell(areas: &AreaRegister, a: &Target, b: &Target) -> bool {
    a.kpi == b.kpi && same_place(areas, a, b)
}

/// Whether two targets are for one place. It keeps its targets when it is renamed; another place
/// that has its code later has its own.
pub(super) fn same_place(areas: &AreaRegister, a: &Target, b: &Target) -> bool {
    match (place_of(areas, a), place_of(areas, b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.area_code == b.area_code,
    }
}

/// The place that a target is for.
pub(super) fn place_of(areas: &AreaRegister, target: &Target) -> Option<UnitId> {
    areas
        .by_code(&target.area_code, target.period_from.end())
        .map(|unit| areas.place(unit))
}

/// The periods a target names, the last first.
pub(super) fn named(target: &Target) -> impl Iterator<Item = Period> + '_ {
    std::iter::successors(Some(target.period_to), |p| Some(p.before()))
        .take_while(|p| *p >= target.period_from)
}

/// The periods a target binds, the last first.
pub(super) fn periods(target: &Target) -> Vec<Period> {
    named(target).filter(|p| target.binds(*p)).collect()
}
