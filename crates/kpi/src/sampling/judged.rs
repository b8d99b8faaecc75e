//! The flags of a verdict on survey figures, and the probability that the true value meets the
//! target.

use crate::rank::Ranks;
use crate::sampling::distance::{Distance, distance};
use crate::sampling::error::{Errors, SideErrors, beyond};
use chiso_model::{
    Flag, KpiKind, MeasureValue, Operand, Requirement, Role, Sampling, Score, SurveyFigure,
    TargetOp,
};
use chiso_stats::normal_cdf;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Says of a score that was held against what is asked what sampling errors leave open.
pub fn judged(
    score: &mut Score,
    (kind, ranks): (&KpiKind, &Ranks<'_>),
    asked: &Requirement,
    errors: Errors<'_>,
) {
    let Some(found) = found(&score.operands, errors) else {
        return;
    };
    if kind.ranking().is_some() {
        let places = place_of(&score.operands, ranks, errors);
        let open = places.map(|[best, worst]| {
            let ends = [best, worst].map(|n| BigRational::from_integer(n.into()));
            !asked.same_throughout([&ends[0], &ends[1]])
        });
        return say(score, open, sampling(found, None, places));
    }
    let operands = (kind, score.operands.as_slice());
    let known = |(role, figure): &(Role, SurveyOperand)| Some((*role, figure.error.clone()?));
    let known: Option<BTreeMap<Role, SideErrors>> = found.iter().map(known).collect();
    let bounds = known.and_then(|known| {
        let bounds = effective(asked).into_iter();
        bounds
            .map(|bound| distance(operands, &known, &bound))
            .collect::<Option<Vec<_>>>()
    });
    let open = bounds.as_ref().map(|bounds| {
        let mut bounds = bounds.iter();
        bounds.any(|d| !beyond(&d.above, &d.variance))
    });
    let above = bounds.map(|bounds| bounds.iter().map(above_bound).collect::<Vec<f64>>());
    let probability = above.and_then(|above| match (asked.op, above.as_slice()) {
        (TargetOp::Ge | TargetOp::Gt, [floor]) => Some(*floor),
        (TargetOp::Le | TargetOp::Lt, [ceiling]) => Some(1.0 - ceiling),
        (TargetOp::Between, [floor, ceiling]) => Some((floor - ceiling).max(0.0)),
        _ => None,
    });
    say(score, open, sampling(found, probability, None));
}

/// Says of a place without a target whether it could be another one.
pub fn unjudged(score: &mut Score, (kind, ranks): (&KpiKind, &Ranks<'_>), errors: Errors<'_>) {
    if kind.ranking().is_none() {
        return;
    }
    let Some(found) = found(&score.operands, errors) else {
        return;
    };
    let places = place_of(&score.operands, ranks, errors);
    let open = places.map(|[best, worst]| best != worst);
    say(score, open, sampling(found, None, places));
}

fn say(score: &mut Score, open: Option<bool>, sampling: Sampling) {
    let flag = match open {
        Some(true) => Some(Flag::WithinSamplingError),
        Some(false) => None,
        None => Some(Flag::SamplingErrorUnknown),
    };
    score.flags.extend(flag);
    score.sampling = Some(Box::new(sampling));
}

/// An operand of a survey.
struct SurveyOperand {
    figure: SurveyFigure,
    error: Option<SideErrors>,
}

/// The operands that are of surveys; `None` where there are none.
fn found(operands: &[Operand], errors: Errors<'_>) -> Option<Vec<(Role, SurveyOperand)>> {
    let of = |operand: &Operand| {
        let stated = errors.of(operand.found.as_ref()?)?;
        let ends = |e: &SideErrors| [root(&e.below), root(&e.above)];
        let figure = SurveyFigure {
            role: operand.role,
            period: operand.period,
            stated: stated.by,
            standard_error: stated.error.as_ref().map(ends),
        };
        let error = stated.error;
        Some((operand.role, SurveyOperand { figure, error }))
    };
    let found: Vec<_> = operands.iter().filter_map(of).collect();
    (!found.is_empty()).then_some(found)
}

fn sampling(
    found: Vec<(Role, SurveyOperand)>,
    probability: Option<f64>,
    places: Option<[usize; 2]>,
) -> Sampling {
    Sampling {
        figures: found.into_iter().map(|(_, found)| found.figure).collect(),
        probability,
        places,
    }
}

/// The places that errors leave open for the figure of a rank. An area is ahead or behind for
/// certain only where the figures differ by more than the error of 95 % of their difference (M.
/// Klein, T. Wright and J. Wieczorek, *A joint confidence region for an overall ranking of
/// populations*, 2020; here each pair for itself).
fn place_of(operands: &[Operand], ranks: &Ranks<'_>, errors: Errors<'_>) -> Option<[usize; 2]> {
    let own = operands.first()?.found.as_ref()?;
    let (figure, error) = (own.exact()?, errors.of(own)?.error?);
    ranks.open_places(own, |other: &MeasureValue| {
        let apart = other.exact()? - &figure;
        let other = errors.of(other)?.error?;
        let variance = if apart.is_positive() {
            other.below + &error.above
        } else {
            other.above + &error.below
        };
        let certain = beyond(&apart, &variance);
        Some(if certain {
            apart.cmp(&BigRational::zero())
        } else {
            Ordering::Equal
        })
    })
}

/// The bounds at which the verdict turns, the tolerance taken in.
fn effective(asked: &Requirement) -> Vec<BigRational> {
    let tolerance = &asked.tolerance;
    match asked.op {
        TargetOp::Ge | TargetOp::Gt => vec![&asked.value - tolerance],
        TargetOp::Le | TargetOp::Lt => vec![&asked.value + tolerance],
        TargetOp::Between => {
            let high = asked.high.iter().map(|high| high + tolerance);
            std::iter::once(&asked.value - tolerance)
                .chain(high)
                .collect()
        }
    }
}

/// The probability that the true value is above a bound.
fn above_bound(distance: &Distance) -> f64 {
    let (above, error) = (&distance.above, root(&distance.variance));
    if error > 0.0 {
        return normal_cdf(above.to_f64().unwrap_or_default() / error);
    }
    if above.is_negative() { 0.0 } else { 1.0 }
}

fn root(variance: &BigRational) -> f64 {
    variance.to_f64().unwrap_or_default().sqrt()
}
