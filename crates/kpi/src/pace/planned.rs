//! Which share of its year the months of a plan up to now are.

use crate::pace::shares::of_one_series;
use crate::setting::Setting;
use chiso_model::{MeasureValue, Period, Reason, Span, UnitId};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// The share of the year's plan that is planned by the end of a period, or why it is not known.
pub(super) fn planned(
    plan: &str,
    setting: Setting<'_>,
    (area, period): (UnitId, Period),
) -> Result<BigRational, Reason> {
    let at = |period, span| setting.measures.get(plan, area, period, span);
    let (Some(to_date), Some(year)) = (at(period, Span::Ytd), at(period.of_year(), Span::Period))
    else {
        return Err(Reason::PlanMissing);
    };
    if setting.redefined(plan, (period, Span::Ytd), (period.of_year(), Span::Period)) {
        return Err(Reason::DefinitionBreak);
    }
    let [to_date, year] = of_one_series(to_date, year).ok_or(Reason::SeriesMixed)?;
    differ(to_date, year)?;
    let (part, whole) = (exact(to_date)?, exact(year)?);
    if whole.is_zero() {
        return Err(Reason::PlanZero);
    }
    if whole.is_negative() || part.is_negative() {
        return Err(Reason::PlanNegative);
    }
    Ok(part / whole)
}

/// The figure of a plan, or the first reason why there is none.
fn exact(value: &MeasureValue) -> Result<BigRational, Reason> {
    if let Some(reason) = value.figure.reasons.first() {
        return Err(*reason);
    }
    value.exact().ok_or(Reason::PlanMissing)
}

/// A part is one of its year only in the same unit, basis and scheme.
fn differ(one: &MeasureValue, other: &MeasureValue) -> Result<(), Reason> {
    let (a, b) = (&one.figure, &other.figure);
    if a.unit != b.unit {
        Err(Reason::UnitMismatch)
    } else if a.basis != b.basis {
        Err(Reason::BasisMismatch)
    } else if a.scheme != b.scheme {
        Err(Reason::DefinitionBreak)
    } else {
        Ok(())
    }
}
