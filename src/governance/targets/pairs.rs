//! What two targets that bind one area in one period have to do with each other.

use crate::governance::targets_in_force::{Among, is_in_force, periods, same_place};
use crate::model::{Finding, Period, Place, Target, TargetOp};

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
    let period = last_common(among, first, second)?;
    let place = |col: &str| Place {
        col: col.to_owned(),
        ..Place::default()
    };
    let ids = format!("`{}` (line {}) and `{}`", first.id, there.row, second.id);
    let plans = !first.plan.is_empty() && !second.plan.is_empty() && first.plan != second.plan;
    if plans {
        let message = format!(
            "targets {ids} compare area {} in {period} with two plans, `{}` and `{}`",
            second.area_code, first.plan, second.plan
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
    if contradict(first, second) {
        let message = format!(
            "targets {ids} for `{}` in {period} cannot both be met",
            second.kpi
        );
        return Some(
            Finding::warning("targets_contradict", place("target_value"), message)
                .hint("let one supersede the other, or correct one"),
        );
    }
    if first.op != second.op {
        // Two questions: a score kept (at least 0) and raised (more than 0), a gap neither above
        // nor below zero.
        return None;
    }
    let message = format!(
        "targets {ids} both bind `{}` of area {} in {period}",
        second.kpi, second.area_code
    );
    let hint = "let the newer one name the older in `supersedes`; where both are meant, both \
        verdicts are published";
    Some(Finding::warning("targets_overlap", place("period_from"), message).hint(hint))
}

/// The last period that both bind.
fn last_common(among: Among<'_>, first: &Target, second: &Target) -> Option<Period> {
    let both = |p: &Period| {
        [first, second]
            .iter()
            .all(|t| is_in_force(among, t, *p, None))
    };
    let common: Vec<Period> = periods(second)
        .into_iter()
        .filter(|p| first.binds(*p))
        .collect();
    common.into_iter().rfind(both)
}

/// Whether no value meets both.
fn contradict(a: &Target, b: &Target) -> bool {
    let floor = |t: &Target| matches!(t.op, TargetOp::Ge | TargetOp::Gt);
    let (low, high) = match (floor(a), floor(b)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return false,
    };
    let strict = low.op == TargetOp::Gt || high.op == TargetOp::Lt;
    high.value < low.value || (strict && high.value == low.value)
}
