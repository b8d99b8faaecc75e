//! How far figures are from a bound, as a sum of terms whose variances add up.

use crate::sampling::error::SideErrors;
use chiso_model::kind::{Formula, Scale};
use chiso_model::{KpiKind, Operand, Role, days};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;

/// How far the value is above a bound, in any positive scale, and the variance of that towards the
/// bound.
pub(super) struct Distance {
    pub(super) above: BigRational,
    pub(super) variance: BigRational,
}

/// A figure times what it counts for.
type Term = (Role, BigRational);

/// The distance of the figures from a bound of the value; `None` where no sum of terms gives it, or
/// where two of its figures may be of one sample.
pub(super) fn distance(
    (kind, operands): (&KpiKind, &[Operand]),
    errors: &BTreeMap<Role, SideErrors>,
    bound: &BigRational,
) -> Option<Distance> {
    let figure = |role: Role| operand(operands, role)?.found.as_ref()?.exact();
    let (terms, less) = terms((kind, operands), bound)?;
    let known = |(role, _): &&Term| errors.contains_key(role);
    let inexact: Vec<&Operand> = terms
        .iter()
        .filter(known)
        .filter_map(|(role, _)| operand(operands, *role))
        .collect();
    let all_there = inexact.len() == errors.len();
    if !all_there || !independent(&inexact) {
        return None;
    }
    let mut above = -less;
    for (role, weight) in &terms {
        above += weight * figure(*role)?;
    }
    let mut variance = BigRational::zero();
    for (role, weight) in &terms {
        let Some(error) = errors.get(role) else {
            continue;
        };
        // Towards the bound: down for what raises a value above it.
        let down = weight.is_positive() != above.is_negative();
        let side = if down { &error.below } else { &error.above };
        variance += weight * weight * side;
    }
    Some(Distance { above, variance })
}

/// The terms of a distance, and what is taken off their sum. A divisor in which nothing is exact
/// would make it no sum, so those of a change in points must be.
fn terms(
    (kind, operands): (&KpiKind, &[Operand]),
    bound: &BigRational,
) -> Option<(Vec<Term>, BigRational)> {
    let one = BigRational::one;
    let figure = |role: Role| {
        let exact = operand(operands, role)?.found.as_ref()?.exact()?;
        Some(exact).filter(Signed::is_positive)
    };
    let yearly = kind.yearly(operands);
    if yearly.is_some() && kind.formula().scale() == Scale::Rate {
        return None;
    }
    let a_year = yearly.map_or_else(one, |y| y.of_difference(&one()));
    Some(match kind.formula() {
        Formula::Figure(role) => (vec![(role, one())], bound * percent(kind, operands)),
        Formula::Ratio(over, under) => (vec![(over, one()), (under, -bound)], BigRational::zero()),
        Formula::RelativeChange(now, base) => {
            let base = (base, -(bound + one()));
            (vec![(now, one()), base], BigRational::zero())
        }
        Formula::Difference(first, second) => {
            let terms = vec![(first, a_year.clone()), (second, -a_year)];
            (terms, bound * percent(kind, operands))
        }
        Formula::PointsChange([part, whole], [base_part, base_whole]) => {
            let points = a_year * BigRational::from_integer(100.into());
            let now = &points / figure(whole)?;
            let before = points / figure(base_whole)?;
            (vec![(part, now), (base_part, -before)], bound.clone())
        }
        Formula::Place(_) | Formula::RankChange(..) => return None,
    })
}

/// What one of the value is in figures: 100 where they are percentages and it is a ratio.
fn percent(kind: &KpiKind, operands: &[Operand]) -> BigRational {
    let unit = operand(operands, Role::Current).and_then(|o| o.found.as_ref());
    let percent = unit.is_some_and(|v| crate::value::in_percent(kind, &v.figure.unit));
    BigRational::from_integer(if percent { 100 } else { 1 }.into())
}

/// Whether no two figures are of one dataset and have a day in common.
fn independent(figures: &[&Operand]) -> bool {
    let pairs = figures.iter().enumerate();
    let mut pairs = pairs.flat_map(|(i, one)| figures[..i].iter().map(move |two| (one, two)));
    pairs.all(|(one, two)| {
        let (a, b) = (days(one.period, one.span), days(two.period, two.span));
        let apart = a.1 < b.0 || b.1 < a.0;
        let dataset = |o: &Operand| o.found.as_ref().map(|v| v.dataset.clone());
        apart || dataset(one) != dataset(two)
    })
}

fn operand(operands: &[Operand], role: Role) -> Option<&Operand> {
    operands.iter().find(|o| o.role == role)
}
