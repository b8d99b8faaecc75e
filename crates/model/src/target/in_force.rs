//! Which of several targets for one figure count: what replaces what, and from when.

use crate::period::Period;
use crate::target::entry::Target;

/// Which of the targets that bind one figure are in force, by their places in `candidates`: those
/// that no other one replaces. A target replaces the one that it supersedes in the periods that
/// begin on the day it takes effect or later; the period in which it takes effect keeps the older
/// one. In the same way an area's own target replaces that of its level which asks the same
/// question ([`Target::instead_of`]). `candidates` are all the targets that bind the KPI, the area
/// and the period, and `period` is theirs.
#[must_use]
pub fn in_force(candidates: &[&Target], period: Period) -> Vec<bool> {
    let place = |id: &str| candidates.iter().position(|t| t.id == id);
    let before: Vec<Option<usize>> = candidates
        .iter()
        .enumerate()
        .map(|(i, t)| place(&t.supersedes).filter(|p| *p != i && !t.supersedes.is_empty()))
        .collect();
    // Those of the level that are there before a target of the area takes effect.
    let level_stands = |own: &Target| {
        candidates
            .iter()
            .any(|t| own.instead_of(t) && !t.takes_effect_within(period))
    };
    let waits: Vec<bool> = candidates
        .iter()
        .zip(&before)
        .map(|(t, b)| (b.is_some() || level_stands(t)) && t.takes_effect_within(period))
        .collect();
    let mut stands: Vec<bool> = waits.iter().map(|waits| !waits).collect();
    for start in (0..candidates.len()).filter(|i| !waits[*i]) {
        for older in std::iter::successors(before[start], |i| before[*i]).take(candidates.len()) {
            stands[older] = false;
        }
    }
    let own: Vec<&Target> = candidates
        .iter()
        .zip(&stands)
        .filter(|(_, stands)| **stands)
        .map(|(t, _)| *t)
        .collect();
    for (level, stands) in candidates.iter().zip(&mut stands) {
        *stands &= !own.iter().any(|t| t.instead_of(level));
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Dec;
    use crate::target::op::TargetOp;

    fn target(id: &str, supersedes: &str, valid_from: &str) -> Target {
        Target {
            id: id.into(),
            kpi: "growth".into(),
            area_code: "01".into(),
            area_level: String::new(),
            period_from: Period::Year(2025),
            period_to: Period::Year(2026),
            op: TargetOp::Ge,
            value: Dec::ZERO,
            high: None,
            path: None,
            value_unit: "ratio".into(),
            plan: String::new(),
            tolerance: Dec::ZERO,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: valid_from.parse().ok(),
            supersedes: supersedes.into(),
            note: String::new(),
        }
    }

    /// Ids of the targets in force for a year, of those that bind it.
    fn ids(targets: &[Target], year: i32) -> Vec<&str> {
        let period = Period::Year(year);
        let bound: Vec<&Target> = targets.iter().filter(|t| t.binds(period)).collect();
        bound
            .iter()
            .zip(in_force(&bound, period))
            .filter(|(_, stands)| *stands)
            .map(|(t, _)| t.id.as_str())
            .collect()
    }

    #[test]
    fn a_new_target_replaces_the_old_one_from_the_first_period_that_begins_under_it() {
        let [old, new] = [target("old", "", ""), target("new", "old", "2025-07-01")];
        assert_eq!(
            ids(&[old.clone(), new.clone()], 2025),
            ["old"],
            "the year in which it takes effect keeps the old one"
        );
        assert_eq!(ids(&[old.clone(), new.clone()], 2026), ["new"]);
        assert_eq!(
            ids(std::slice::from_ref(&new), 2025),
            ["new"],
            "without an older one it binds the year in which it takes effect"
        );
        let first = target("first", "old", "2025-01-01");
        assert_eq!(
            ids(&[old.clone(), first], 2025),
            ["first"],
            "in effect from the first day of the year"
        );
        let late = target("late", "old", "2027-01-01");
        assert_eq!(
            ids(&[old.clone(), late.clone()], 2026),
            ["old"],
            "in effect only after all its periods had ended"
        );
        assert_eq!(ids(&[late], 2026), Vec::<&str>::new());
        let newer = target("newer", "new", "2025-10-01");
        assert_eq!(
            ids(&[old.clone(), new.clone(), newer], 2025),
            ["old"],
            "two within one year"
        );
        let newest = target("newest", "new", "2025-01-01");
        assert_eq!(
            ids(&[old, new, newest], 2025),
            ["newest"],
            "what is replaced by way of another is replaced"
        );
    }

    #[test]
    fn a_target_of_the_area_stands_for_that_of_its_level_where_both_ask_the_same() {
        let level = |id: &str, valid_from: &str| Target {
            area_code: String::new(),
            area_level: "province".into(),
            ..target(id, "", valid_from)
        };
        let ceiling = Target {
            op: TargetOp::Le,
            ..level("ceiling", "")
        };
        let of_plan = Target {
            plan: "council".into(),
            ..level("of_plan", "")
        };
        let all = [level("floor", ""), ceiling, of_plan, target("own", "", "")];
        assert_eq!(
            ids(&all, 2025),
            ["ceiling", "of_plan", "own"],
            "a floor of its own removes neither the ceiling nor what is asked of another plan"
        );
        assert_eq!(
            ids(&[level("floor", ""), target("own", "", "2025-07-01")], 2025),
            ["floor"],
            "the year in which it takes effect keeps that of the level"
        );
        assert_eq!(
            ids(
                &[
                    level("floor", "2025-03-01"),
                    target("own", "", "2025-07-01")
                ],
                2025
            ),
            ["own"],
            "neither was there when the year began"
        );
        assert_eq!(
            ids(
                &[
                    target("own", "", ""),
                    level("all", ""),
                    target("newer", "all", "")
                ],
                2026
            ),
            ["own", "newer"],
            "what names the level's target replaces it as any other"
        );
        let after = Target {
            supersedes: "own".into(),
            ..level("after", "")
        };
        assert_eq!(
            ids(&[target("own", "", ""), after], 2026),
            ["after"],
            "a target of the level may end one of an area, if it says so"
        );
    }
}
