//! What two targets that bind one area in one period have to do with each other.

use crate::governance::target_text::whom;
use crate::governance::targets_in_force::{Among, is_in_force, periods, same_place};
use crate::model::{Finding, Period, Place, Target};

/// What two targets that bind one area in one period have to do with each other. The place holds
/// only the column.
pub(super) fn pair(
    among: Among<'_>,
    (first, there): (&Target, &Place),
    second: &Target,
) -> Option<Finding> {
    if !same_place(among.0, first, second) {
        return None;
    }
    let common = common(among, first, second);
    let period = *common.first()?;
    let place = |col: &str| Place {
        col: col.to_owned(),
        ..Place::default()
    };
    let ids = format!("`{}` (line {}) and `{}`", first.id, there.row, second.id);
    let plans = !first.plan.is_empty() && !second.plan.is_empty() && first.plan != second.plan;
    if plans {
        let message = format!(
            "targets {ids} compare {} in {period} with two plans, `{}` and `{}`",
            whom(second),
            first.plan,
            second.plan
        );
        let hint = "both verdicts are published and may differ: quote a figure only with its plan";
        return Some(Finding {
            severity: crate::model::Severity::Info,
            ..Finding::warning("two_plans", place("plan"), message).hint(hint)
        });
    }
    if first.kpi != second.kpi {
        return None;
    }
    let apart = |p: &&Period| first.asked(**p).contradicts(&second.asked(**p));
    if let Some(period) = common.iter().find(apart) {
        let message = format!(
            "targets {ids} for `{}` in {period} cannot both be met",
            second.kpi
        );
        return Some(
            Finding::warning("targets_contradict", place("target_value"), message)
                .hint("let one supersede the other, or correct one"),
        );
    }
    if first.op != second.op || first.instead_of(second) || second.instead_of(first) {
        // Two questions: a score kept (at least 0) and raised (more than 0), a gap neither above
        // nor below zero. Or the area's own target, which stands for that of its level.
        return None;
    }
    let message = format!(
        "targets {ids} both bind `{}` of {} in {period}",
        second.kpi,
        whom(second)
    );
    let hint = "let the newer one name the older in `supersedes`; where both are meant, both \
        verdicts are published";
    Some(Finding::warning("targets_overlap", place("period_from"), message).hint(hint))
}

/// The periods that both bind, in order.
fn common(among: Among<'_>, first: &Target, second: &Target) -> Vec<Period> {
    let both = |p: &Period| {
        [first, second]
            .iter()
            .all(|t| is_in_force(among, t, *p, None))
    };
    let bound = periods(second)
        .into_iter()
        .rev()
        .filter(|p| first.binds(*p));
    bound.filter(both).collect()
}
