//! The operands of a KPI, what they lack, and the exact value they give.

use crate::kpi::rank::Ranks;
use crate::kpi::universe::Measures;
use crate::model::{
    Dec, Kpi, KpiKind, Measure, MeasureValue, Operand, Period, Reason, Role, ScoreUnit, Span,
    UnitId, common,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Looks up the operands of a KPI for one area and period, in the order of their roles.
pub fn operands(
    kpi: &Kpi,
    measures: &Measures<'_>,
    area: UnitId,
    period: Period,
    span: Span,
) -> Vec<Operand> {
    let before = period.year_before();
    let wanted: Vec<(Role, &str, Period)> = match &kpi.kind {
        KpiKind::Growth { measure } | KpiKind::ScoreChange { measure, .. } => vec![
            (Role::Current, measure, period),
            (Role::Base, measure, before),
        ],
        KpiKind::Rank { measure, .. } | KpiKind::Score { measure, .. } => {
            vec![(Role::Current, measure, period)]
        }
        KpiKind::Gap {
            measure, against, ..
        } => vec![
            (Role::Current, measure, period),
            (Role::Base, against, period),
        ],
        KpiKind::Attainment { measure, plan } => {
            vec![(Role::Current, measure, period), (Role::Plan, plan, period)]
        }
        KpiKind::Share { part, whole } | KpiKind::Completion { part, whole } => {
            vec![(Role::Part, part, period), (Role::Whole, whole, period)]
        }
        KpiKind::ShareChange { part, whole } => {
            vec![
                (Role::Part, part, period),
                (Role::Whole, whole, period),
                (Role::BasePart, part, before),
                (Role::BaseWhole, whole, before),
            ]
        }
        // Made of scores, not of measures: `composite` has them.
        KpiKind::TargetsMet { .. } | KpiKind::Rubric { .. } => vec![],
    };
    let find = |(role, measure, period): (Role, &str, Period)| {
        // The plan of a year to date is the year's.
        let of_year = role == Role::Plan && kpi.pace.is_some()
            || role == Role::Whole && kpi.of_the_years_plan();
        let (period, span) = if of_year && span == Span::Ytd {
            (period.of_year(), Span::Period)
        } else {
            (period, span)
        };
        Operand {
            role,
            measure: measure.to_owned(),
            period,
            span,
            found: measures.get(measure, area, period, span).cloned(),
        }
    };
    let mut found: Vec<Operand> = wanted.into_iter().map(find).collect();
    one_series(&mut found);
    found
}

/// Figures of one measure are compared within one series: the best one that has all of them, where
/// there is one.
pub fn one_series(operands: &mut [Operand]) {
    if operands
        .iter()
        .all(|o| o.found.as_ref().is_none_or(|v| v.others.is_empty()))
    {
        return;
    }
    let measures: BTreeSet<String> = operands.iter().map(|o| o.measure.clone()).collect();
    for measure in measures {
        let own: Vec<usize> = (0..operands.len())
            .filter(|i| operands[*i].measure == measure)
            .collect();
        let there: Option<Vec<&MeasureValue>> =
            own.iter().map(|i| with_value(&operands[*i])).collect();
        let Some(there) = there.filter(|there| there.len() > 1) else {
            continue;
        };
        let Some(chosen) = common(&there) else {
            continue;
        };
        let chosen: Vec<Option<Arc<MeasureValue>>> = there
            .iter()
            .zip(chosen)
            .map(|(used, chosen)| {
                used.others
                    .iter()
                    .find(|o| std::ptr::eq(o.as_ref(), chosen))
                    .cloned()
            })
            .collect();
        for (i, other) in own.into_iter().zip(chosen) {
            operands[i].found = other.or_else(|| operands[i].found.clone());
        }
    }
}

/// Whether figures of one measure that are compared are of several series, and whether all of these
/// are spliced by declaration.
pub fn mixed_series(operands: &[Operand], declared: &[Measure]) -> Option<Mixed> {
    let pairs = operands
        .iter()
        .enumerate()
        .flat_map(|(i, one)| operands[..i].iter().map(move |other| (one, other)));
    let apart = pairs.filter(|(one, other)| {
        one.measure == other.measure
            && with_value(one)
                .zip(with_value(other))
                .is_some_and(|(a, b)| !a.comparable(b))
    });
    let of = |(one, _): (&Operand, &Operand)| {
        let datasets = operands
            .iter()
            .filter(|o| o.measure == one.measure)
            .filter_map(with_value)
            .map(|v| v.dataset.as_str());
        let spliced = declared
            .iter()
            .find(|m| m.id == one.measure)?
            .splice(datasets)
            .is_some();
        Some(if spliced {
            Mixed::Spliced
        } else {
            Mixed::Undeclared
        })
    };
    apart.filter_map(of).max()
}

/// What an operand is, where it has a value. What has no value is compared with nothing, and says
/// why.
fn with_value(operand: &Operand) -> Option<&MeasureValue> {
    operand
        .found
        .as_deref()
        .filter(|v| v.figure.value.is_some())
}

/// What a comparison of several series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mixed {
    /// Declared.
    Spliced,
    /// Not declared.
    Undeclared,
}

/// What a missing figure is called in a role.
const fn missing(role: Role) -> Reason {
    match role {
        Role::Current | Role::Part | Role::Whole => Reason::ValueMissing,
        Role::Base | Role::BasePart | Role::BaseWhole => Reason::BaseMissing,
        Role::Plan => Reason::PlanMissing,
    }
}

/// What a nought and a negative figure are called where they cannot be divided by; a difference can
/// do with both.
const fn unusable(kind: &KpiKind, role: Role) -> Option<(Reason, Reason)> {
    match role {
        Role::Base if matches!(kind, KpiKind::ScoreChange { .. } | KpiKind::Gap { .. }) => None,
        Role::Whole
            if matches!(
                kind,
                KpiKind::Completion { .. } | KpiKind::TargetsMet { .. } | KpiKind::Rubric { .. }
            ) =>
        {
            Some((Reason::NoOccasion, Reason::BaseNegative))
        }
        Role::Base => Some((Reason::BaseZero, Reason::BaseNegative)),
        Role::Plan => Some((Reason::PlanZero, Reason::PlanNegative)),
        Role::Whole | Role::BaseWhole => Some((Reason::DenominatorZero, Reason::BaseNegative)),
        Role::Current | Role::Part | Role::BasePart => None,
    }
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
    let mut units = BTreeSet::new();
    let mut bases = BTreeSet::new();
    for operand in operands {
        let Some(found) = &operand.found else {
            reasons.insert(missing(operand.role));
            if broken.contains(&operand.measure) {
                reasons.insert(Reason::ContractBroken);
            }
            continue;
        };
        let figure = &found.figure;
        units.insert(figure.unit.as_str());
        bases.insert(figure.basis.as_str());
        for reason in &figure.reasons {
            // A figure that was not accepted is missing too, in its role.
            reasons.extend((*reason == Reason::Quarantined).then_some(*reason));
            let lacks = matches!(reason, Reason::ValueMissing | Reason::Quarantined);
            reasons.insert(if lacks {
                missing(operand.role)
            } else {
                *reason
            });
        }
        if found.parts.len() > 1 && !adds_up(kind) && !found.weighted() {
            reasons.insert(Reason::BoundaryBreak);
        }
        if matches!(kind, KpiKind::Rank { .. }) {
            reasons.extend(ranks.reasons(found));
        }
        match (found.exact(), unusable(kind, operand.role)) {
            (None, _) if figure.reasons.is_empty() => _ = reasons.insert(missing(operand.role)),
            (Some(value), Some((zero, _))) if value.is_zero() => _ = reasons.insert(zero),
            (Some(value), Some((_, negative))) if value.is_negative() => {
                _ = reasons.insert(negative);
            }
            _ => {}
        }
    }
    let done = operands
        .iter()
        .find(|o| o.role == Role::Part)
        .and_then(|o| o.found.as_ref()?.figure.value);
    if reasons.contains(&Reason::NoOccasion) && done.is_some_and(|d| d != Dec::ZERO) {
        // Something was done of nothing.
        reasons.remove(&Reason::NoOccasion);
        reasons.insert(Reason::DenominatorZero);
    }
    if units.len() > 1
        || kind
            .unit_asked()
            .is_some_and(|asked| !units.iter().all(|unit| asked.fits(unit)))
    {
        reasons.insert(Reason::UnitMismatch);
    }
    if bases.len() > 1 {
        reasons.insert(Reason::BasisMismatch);
    }
    reasons
}

/// Whether what a measure counts changed between two of its periods that are compared.
pub fn redefined(operands: &[Operand], declared: &[Measure]) -> bool {
    let measure = |o: &Operand| declared.iter().find(|m| m.id == o.measure);
    operands.iter().any(|then| {
        operands.iter().any(|now| {
            now.measure == then.measure
                && measure(now).is_some_and(|m| m.breaks_between(then.period, now.period).is_some())
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
    match kind {
        KpiKind::Share { .. } => outside(Role::Part, Role::Whole, true),
        KpiKind::ShareChange { .. } => {
            outside(Role::Part, Role::Whole, true) || outside(Role::BasePart, Role::BaseWhole, true)
        }
        KpiKind::Completion { .. } => outside(Role::Part, Role::Whole, false),
        _ => false,
    }
}

/// Whether the figure of a merged area is the sum of its parts'.
#[must_use]
pub fn adds_up(kind: &KpiKind) -> bool {
    match kind {
        KpiKind::ScoreChange { .. } | KpiKind::Gap { .. } => false,
        KpiKind::Score { unit, .. } => unit.adds_up(),
        _ => true,
    }
}

/// Which way to lean within the rounding of the published inputs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// The figures as they stand.
    Exact,
    /// Every input at the end of its rounding that makes the value smallest.
    Low,
    /// … largest.
    High,
}

/// The exact value of a KPI, `None` when an operand lacks or a divisor is not positive.
pub fn value(
    kind: &KpiKind,
    operands: &[Operand],
    ranks: &Ranks<'_>,
    lean: Lean,
) -> Option<BigRational> {
    let found = |role: Role| operands.iter().find(|o| o.role == role)?.found.as_ref();
    let get = |role: Role| -> Option<BigRational> {
        let found = found(role)?;
        let raises = matches!(role, Role::Current | Role::Part | Role::BaseWhole);
        let shift = found.figure.rounding.ratio();
        let value = found.exact()?;
        Some(match lean {
            Lean::Exact => value,
            Lean::High if raises => value + shift,
            Lean::Low if !raises => value + shift,
            Lean::High | Lean::Low => value - shift,
        })
    };
    let divide = |a: BigRational, b: BigRational| b.is_positive().then(|| a / b);
    match kind {
        KpiKind::Growth { .. } => {
            Some(divide(get(Role::Current)?, get(Role::Base)?)? - BigRational::one())
        }
        KpiKind::Attainment { .. } => {
            Some(divide(get(Role::Current)?, get(Role::Plan)?)? - BigRational::one())
        }
        KpiKind::Share { .. }
        | KpiKind::Completion { .. }
        | KpiKind::TargetsMet { .. }
        | KpiKind::Rubric { .. } => divide(get(Role::Part)?, get(Role::Whole)?),
        KpiKind::ShareChange { .. } => {
            let now = divide(get(Role::Part)?, get(Role::Whole)?)?;
            let then = divide(get(Role::BasePart)?, get(Role::BaseWhole)?)?;
            Some((now - then) * BigRational::from(BigInt::from(100)))
        }
        KpiKind::Score { unit, .. } => {
            let percent =
                *unit == ScoreUnit::Ratio && found(Role::Current)?.figure.unit == "percent";
            Some(
                get(Role::Current)?
                    / BigRational::from_integer(if percent { 100 } else { 1 }.into()),
            )
        }
        KpiKind::ScoreChange { .. } | KpiKind::Gap { .. } => {
            Some(get(Role::Current)? - get(Role::Base)?)
        }
        KpiKind::Rank { .. } => ranks.place(found(Role::Current)?, lean),
    }
}

/// Whether any input was published rounded.
pub fn rounded(operands: &[Operand]) -> bool {
    operands
        .iter()
        .filter_map(|o| o.found.as_ref())
        .any(|v| !v.figure.rounding.ratio().is_zero())
}
