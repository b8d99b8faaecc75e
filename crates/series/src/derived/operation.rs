//! What each operation computes of its figures, and how far the result may be off by their
//! rounding.

use crate::weighted_mean::round_up;
use chiso_model::{Conversion, Dec, Derivation, Figure, Input, MadeOf, MeasureValue, Reason};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// What a figure is called that is missing, apart from the first one, which says so itself.
pub(super) const fn missing(what: MadeOf) -> Reason {
    match what {
        MadeOf::Index | MadeOf::BaseIndex => Reason::DeflatorMissing,
        MadeOf::Rate | MadeOf::InverseRate => Reason::RateMissing,
        MadeOf::Averaged => Reason::PartialPeriod,
        MadeOf::Overlap | MadeOf::OlderOverlap => Reason::BaseMissing,
        MadeOf::Nominal
        | MadeOf::Weight
        | MadeOf::Numerator
        | MadeOf::Denominator
        | MadeOf::Unlinked
        | MadeOf::Older
        | MadeOf::Above
        | MadeOf::Below
        | MadeOf::Member
        | MadeOf::Amount
        | MadeOf::Operand => Reason::ValueMissing,
    }
}

/// Whether the operation divides by a figure, or by what it is held against, so that it has to be
/// positive.
const fn divides_by(what: MadeOf) -> bool {
    matches!(
        what,
        MadeOf::Index
            | MadeOf::BaseIndex
            | MadeOf::Denominator
            | MadeOf::Overlap
            | MadeOf::OlderOverlap
            | MadeOf::Rate
            | MadeOf::InverseRate
    )
}

/// Why a figure cannot be divided by.
pub(super) fn unusable(input: &Input) -> Option<Reason> {
    let value = input.found.as_ref()?.exact()?;
    if !divides_by(input.what) || value.is_positive() {
        return None;
    }
    Some(if value.is_zero() {
        Reason::DenominatorZero
    } else {
        Reason::BaseNegative
    })
}

/// Why figures in their units make none: money in a currency for which there is no rate, and a rate
/// between other currencies.
pub(super) fn not_of_a_unit(by: &Derivation, inputs: &[Input]) -> Option<Reason> {
    let Derivation::Converted(convert) = by else {
        return None;
    };
    let unit = |place: usize| {
        let found = inputs.get(place)?.usable()?;
        Some(found.figure.unit.as_str())
    };
    let of = unit(0)?;
    let there = match convert.rate(of) {
        None => of == convert.to.code(),
        Some(rate) => {
            let (price, one) = if rate.divides {
                (rate.from, convert.to)
            } else {
                (convert.to, rate.from)
            };
            unit(1).is_none_or(|unit| unit.eq_ignore_ascii_case(&Conversion::unit(price, one)))
        }
    };
    (!there).then_some(Reason::UnitMismatch)
}

/// The unit and the basis of what is made. Figures that are made of other units are something else,
/// so a ratio says in its basis what it is made of.
pub(super) fn name(by: &Derivation, figure: &mut Figure, inputs: &[Input]) {
    let of = |place: usize| {
        let input: Option<&Input> = inputs.get(place);
        input
            .and_then(|i| i.found.as_deref())
            .map(|v| v.figure.clone())
    };
    match by {
        Derivation::Real(real) => figure.basis = real.basis(&figure.basis).into(),
        Derivation::Ratio(ratio) => {
            let whole = |f: &Figure| match f.basis.as_str() {
                "" => f.unit.to_string(),
                basis => format!("{}_{basis}", f.unit),
            };
            let per = of(1).map_or_else(String::new, |f| whole(&f));
            figure.basis = format!("{}_per_{per}", whole(figure)).into();
            figure.unit = ratio.unit.as_str().into();
        }
        Derivation::MovingAverage(average) => {
            let mean = format!("mean_of_{}", average.periods);
            figure.basis = match figure.basis.as_str() {
                "" => mean.into(),
                basis => format!("{basis}_{mean}").into(),
            };
        }
        Derivation::OfArea(_) => {}
        Derivation::Converted(convert) => figure.unit = convert.to.code().into(),
        Derivation::Linked(_) => {
            if let Some(newer) = of(1) {
                figure.unit = newer.unit;
                figure.basis = newer.basis;
                figure.scheme = newer.scheme;
            }
        }
    }
}

/// What the operation makes of its figures, all of which are there and usable.
fn compute((by, inputs): (&Derivation, &[Input]), figures: &[BigRational]) -> Option<BigRational> {
    let divided = |over: BigRational, under: &BigRational| (!under.is_zero()).then(|| over / under);
    match (by, figures) {
        (Derivation::Real(_), [nominal, now, base]) => divided(nominal * base, now),
        (Derivation::Ratio(ratio), [of, per]) => divided(of * ratio.scale.ratio(), per),
        (Derivation::MovingAverage(_), all) => {
            let number = BigRational::from_integer(all.len().into());
            divided(all.iter().sum(), &number)
        }
        (Derivation::Linked(_) | Derivation::OfArea(_) | Derivation::Converted(_), [as_it_is]) => {
            Some(as_it_is.clone())
        }
        (Derivation::Converted(_), [amount, rate]) => {
            let inverse = inputs.iter().any(|i| i.what == MadeOf::InverseRate);
            if inverse {
                divided(amount.clone(), rate)
            } else {
                Some(amount * rate)
            }
        }
        (Derivation::Linked(_), [older, overlap, older_overlap]) => {
            divided(older * overlap, older_overlap)
        }
        _ => None,
    }
}

/// The exact figure; none where one of its figures is missing.
pub(super) fn exact(by: &Derivation, inputs: &[Input]) -> Option<BigRational> {
    let figures = inputs.iter().map(|i| i.found.as_ref()?.exact());
    compute((by, inputs), &figures.collect::<Option<Vec<_>>>()?)
}

/// How far the figure may be from what it would be without the rounding of what it is made from, at
/// worst.
pub(super) fn rounding(by: &Derivation, inputs: &[Input], exact: &BigRational) -> Option<Dec> {
    let found: Option<Vec<&MeasureValue>> = inputs.iter().map(|i| i.found.as_deref()).collect();
    let found = found?;
    if let Derivation::MovingAverage(_) = by {
        let all: BigRational = found.iter().map(|v| v.figure.rounding.ratio()).sum();
        return round_up(&(all / BigRational::from_integer(found.len().max(1).into())));
    }
    if found.iter().all(|v| v.figure.rounding == Dec::ZERO) {
        return Some(Dec::ZERO);
    }
    let mut corners: Vec<Vec<BigRational>> = vec![vec![]];
    for (value, input) in found.into_iter().zip(inputs) {
        let (exact, off) = (value.exact()?, value.figure.rounding.ratio());
        let ends = [&exact - &off, &exact + &off];
        if divides_by(input.what) && !ends.iter().all(Signed::is_positive) {
            return None;
        }
        corners = corners
            .into_iter()
            .flat_map(|corner| ends.iter().map(move |end| with(&corner, end)))
            .collect();
    }
    let mut widest = BigRational::zero();
    for corner in corners {
        widest = widest.max((compute((by, inputs), &corner)? - exact).abs());
    }
    round_up(&widest)
}

fn with(corner: &[BigRational], end: &BigRational) -> Vec<BigRational> {
    corner.iter().chain([end]).cloned().collect()
}
