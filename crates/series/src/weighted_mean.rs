//! The exact weighted mean, how far it may be off, and what a figure owes to those it is made from.

use chiso_model::{Cell, Dec, Figure, MeasureValue, Reason, Weighed};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// What a figure owes to another one that it is made from, apart from the value: the weakest
/// status, the latest publication, flags, sources.
pub(super) fn behind(figure: &mut Figure, other: &MeasureValue) {
    let other = &other.figure;
    figure.status = figure.status.min(other.status);
    figure.known_from = figure.known_from.max(other.known_from);
    figure.source_ids.merge(&other.source_ids);
    figure.deliveries.merge(&other.deliveries);
    figure.flags.extend(&other.flags);
}

/// Publishes an exact figure, or says that six decimal places cannot hold it.
pub(super) fn publish(figure: &mut Figure, exact: Option<&BigRational>) {
    figure.value = exact.and_then(Dec::figure);
    if exact.is_some() && figure.value.is_none() {
        figure.reasons.insert(Reason::OutOfRange);
    }
}

/// Value and weight of each part; `None` where one is missing.
fn pairs(parts: &[Weighed]) -> Option<Vec<(BigRational, BigRational)>> {
    parts
        .iter()
        .map(|p| Some((p.value?.ratio(), p.weight.as_ref()?.exact()?)))
        .collect()
}

/// The exact mean, or why there is none; a part that is missing has its reason elsewhere.
pub(super) fn mean(parts: &[Weighed]) -> Result<BigRational, Option<Reason>> {
    let pairs = pairs(parts).ok_or(None)?;
    if pairs.iter().any(|(_, weight)| weight.is_negative()) {
        return Err(Some(Reason::BaseNegative));
    }
    let whole: BigRational = pairs.iter().map(|(_, weight)| weight).sum();
    if whole.is_zero() {
        return Err(Some(Reason::DenominatorZero));
    }
    let sum: BigRational = pairs.iter().map(|(value, weight)| value * weight).sum();
    Ok(sum / whole)
}

/// How far the mean may be from what it would be without the rounding of figures and weights.
pub(super) fn rounding(
    parts: &[Weighed],
    present: &[(&Cell, &Figure)],
    mean: &BigRational,
) -> Option<Dec> {
    let figures = present
        .iter()
        .map(|(_, figure)| figure.rounding)
        .max()?
        .ratio();
    let pairs = pairs(parts)?;
    let off = |p: &Weighed| {
        p.weight
            .as_ref()
            .map_or_else(BigRational::zero, |w| w.figure.rounding.ratio())
    };
    let moved: BigRational = parts
        .iter()
        .zip(&pairs)
        .map(|(p, (value, _))| off(p) * (value - mean).abs())
        .sum();
    let whole: BigRational = parts
        .iter()
        .zip(&pairs)
        .map(|(p, (_, weight))| weight - off(p))
        .sum();
    if moved.is_zero() {
        return round_up(&figures);
    }
    whole
        .is_positive()
        .then(|| figures + moved / whole)
        .as_ref()
        .and_then(round_up)
}

/// The next decimal that is not smaller: a rounding is never stated too narrow.
pub(super) fn round_up(number: &BigRational) -> Option<Dec> {
    let nearest = Dec::from_rational(number)?;
    if nearest.ratio() >= *number {
        return Some(nearest);
    }
    let next = nearest.ratio() + BigRational::new(BigInt::one(), BigInt::from(1_000_000));
    Dec::from_rational(&next)
}
