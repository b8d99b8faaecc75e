//! Why operands give no value that could be defended, and what is said of them where they do.

use crate::operands::flags_of;
use crate::rank::Ranks;
use crate::setting::Setting;
use chiso_model::kind::{Range, Scale};
use chiso_model::{Dec, Figure, Flag, KpiKind, MeasureValue, Operand, Period, Reason, Role};
use num_traits::Signed;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What a missing figure is called in a role.
const fn missing(role: Role) -> Reason {
    match role {
        Role::Current | Role::Part | Role::Whole => Reason::ValueMissing,
        Role::Base | Role::BasePart | Role::BaseWhole => Reason::BaseMissing,
        Role::Plan => Reason::PlanMissing,
    }
}

/// What a reason of a figure is called in a role: a figure that is missing is missing in its role.
pub const fn in_role(reason: Reason, role: Role) -> Reason {
    match reason {
        Reason::ValueMissing => missing(role),
        _ => reason,
    }
}

/// What a zero and a negative figure are called where they cannot be divided by; a difference works
/// with both.
fn unusable(kind: &KpiKind, role: Role) -> Option<(Reason, Reason)> {
    if !kind.formula().divides_by(role) {
        return None;
    }
    Some(match role {
        Role::Plan => (Reason::PlanZero, Reason::PlanNegative),
        Role::Current | Role::Base => (Reason::BaseZero, Reason::BaseNegative),
        Role::Whole if kind.spec().no_occasion => (Reason::NoOccasion, Reason::BaseNegative),
        Role::Whole | Role::BaseWhole | Role::Part | Role::BasePart => {
            (Reason::DenominatorZero, Reason::BaseNegative)
        }
    })
}

/// Every reason why the operands give no value that could be defended; empty when they do. A figure
/// that is missing from a measure in `broken` is missing because a delivery was refused, and that
/// is said first. The score of a merged area is not the sum of the scores of its parts: a score
/// across a merger is a `boundary_break`.
pub fn reasons(
    kind: &KpiKind,
    operands: &[Operand],
    ranks: &Ranks<'_>,
    broken: &BTreeSet<String>,
) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    for operand in operands {
        if let Some(found) = &operand.found {
            reasons.extend(reasons_of(kind, operand.role, found));
            if kind.ranking().is_some() {
                let of_ranking = ranks.reasons(found).into_iter();
                reasons.extend(of_ranking.map(|reason| in_role(reason, operand.role)));
            }
        } else {
            reasons.insert(missing(operand.role));
            if broken.contains(operand.measure.as_str()) {
                reasons.insert(Reason::ContractBroken);
            }
        }
    }
    let without_period = kind
        .operands()
        .into_iter()
        .filter(|lookup| operands.iter().all(|o| o.role != lookup.role));
    reasons.extend(without_period.map(|lookup| missing(lookup.role)));
    let done = operands
        .iter()
        .find(|o| o.role == Role::Part)
        .and_then(|o| o.found.as_ref()?.figure.value);
    if reasons.contains(&Reason::NoOccasion) && done.is_some_and(|d| d != Dec::ZERO) {
        // Something was done although nothing was due.
        reasons.remove(&Reason::NoOccasion);
        reasons.insert(Reason::DenominatorZero);
    }
    reasons.extend(mismatches(kind, operands));
    reasons
}

/// Why a figure cannot be used in its role.
fn reasons_of(kind: &KpiKind, role: Role, found: &MeasureValue) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    let figure = &found.figure;
    for reason in &figure.reasons {
        // A figure that was not accepted is missing too, in its role.
        reasons.extend((*reason == Reason::Quarantined).then_some(*reason));
        let lacks = matches!(reason, Reason::ValueMissing | Reason::Quarantined);
        reasons.insert(if lacks { missing(role) } else { *reason });
    }
    if found.parts.len() > 1 && !kind.adds_up() && !found.right_if_merged() {
        reasons.insert(Reason::BoundaryBreak);
    }
    let rate_a_year = kind.a_year() && kind.formula().scale() == Scale::Rate;
    let sign = found.sign();
    if rate_a_year && sign == Some(Ordering::Less) {
        reasons.insert(Reason::BaseNegative);
    }
    match (sign, unusable(kind, role)) {
        (None, _) if figure.reasons.is_empty() => _ = reasons.insert(missing(role)),
        (Some(Ordering::Equal), Some((zero, _))) => _ = reasons.insert(zero),
        (Some(Ordering::Less), Some((_, negative))) => _ = reasons.insert(negative),
        _ => {}
    }
    reasons
}

/// Where the figures are not of one unit and basis, or not of the unit that the KPI asks for. What
/// is missing has none to differ in.
fn mismatches(kind: &KpiKind, operands: &[Operand]) -> impl Iterator<Item = Reason> {
    let figures = || {
        let found = operands.iter().filter_map(|o| o.found.as_ref());
        found.map(|v| &v.figure).filter(|f| f.value.is_some())
    };
    let several = |what: fn(&Figure) -> &str| {
        let mut texts = figures().map(what);
        let first = texts.next();
        texts.any(|text| Some(text) != first)
    };
    let not_asked = kind
        .unit_asked()
        .is_some_and(|asked| !figures().all(|f| asked.fits(&f.unit)));
    let of_unit = (several(|f| &f.unit) || not_asked).then_some(Reason::UnitMismatch);
    let of_basis = several(|f| &f.basis).then_some(Reason::BasisMismatch);
    of_unit.into_iter().chain(of_basis)
}

/// Whether what a measure counts changed between two of its figures that are compared, or within
/// one of them. Values of a KPI that are compared stand on the figures behind them.
pub fn redefined(operands: &[Operand], setting: Setting<'_>) -> bool {
    if setting.declared.iter().all(|m| m.breaks.is_empty()) {
        return false;
    }
    let stretch = |o: &Operand| (o.period, o.span);
    let operands: Vec<&Operand> = operands.iter().flat_map(Operand::of_figures).collect();
    operands.iter().any(|then| {
        operands.iter().any(|now| {
            now.measure == then.measure
                && setting.redefined(&now.measure, stretch(then), stretch(now))
        })
    })
}

/// Whether figures of one measure that are compared are settled to different degrees, as an
/// estimate and a final figure are.
pub fn mixed(operands: &[Operand]) -> bool {
    let all: Vec<_> = operands
        .iter()
        .filter_map(|o| Some((&o.measure, o.period, o.found.as_ref()?.figure.status)))
        .collect();
    all.iter()
        .any(|(m, p, s)| all.iter().any(|(n, q, t)| m == n && p != q && s != t))
}

/// Whether what a rate is taken of is smaller than `least`.
pub fn small(operands: &[Operand], least: Dec) -> bool {
    let base = |o: &&Operand| {
        matches!(
            o.role,
            Role::Base | Role::Plan | Role::Whole | Role::BaseWhole
        )
    };
    operands
        .iter()
        .filter(base)
        .filter_map(|o| o.found.as_ref()?.exact())
        .any(|v| v < least.ratio())
}

/// Whether a share lies outside 0 to 1. What was done may be more than what was planned, but no
/// part of it is negative.
pub fn out_of_range(kind: &KpiKind, operands: &[Operand]) -> bool {
    let exact = |role: Role| {
        operands
            .iter()
            .find(|o| o.role == role)?
            .found
            .as_ref()?
            .exact()
    };
    let outside = |part: Role, whole: Role, capped: bool| {
        let (Some(part), Some(whole)) = (exact(part), exact(whole)) else {
            return false;
        };
        whole.is_positive() && (part.is_negative() || (capped && part > whole))
    };
    let shares = [(Role::Part, Role::Whole), (Role::BasePart, Role::BaseWhole)];
    kind.spec().range.is_some_and(|range| {
        let capped = range == Range::UpToWhole;
        shares
            .into_iter()
            .any(|(part, whole)| outside(part, whole, capped))
    })
}

/// Whether the period is compared with a part of an earlier one, or with a rank among such parts.
pub fn compares_part(operands: &[Operand], ranks: &Ranks<'_>, period: Period) -> bool {
    let to_date = |o: &Operand| flags_of(o).any(|f| f == Flag::ToDate);
    operands
        .iter()
        .filter(|o| o.period.end() < period.end())
        .any(|o| to_date(o) || ranks.to_date(o.period, o.span))
}
