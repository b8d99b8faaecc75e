//! Which share of its year the months of a plan up to now are.

use crate::pace::shares::of_one_series;
use crate::setting::Setting;
use chiso_model::{MeasureValue, Period, Reason, Span, UnitId, months};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// The share of the year's plan that is planned by the end of a period, or why it is not known.
pub(super) fn planned(
    plan: &str,
    setting: Setting<'_>,
    (area, period): (UnitId, Period),
) -> Result<BigRational, Reason> {
    let at = |(period, span)| setting.measures.get(plan, area, period, span);
    // The year to date of June, that of the second quarter and the first half-year are one stretch.
    let found: Vec<&MeasureValue> = same_stretch(period)
        .filter_map(at)
        .map(AsRef::as_ref)
        .collect();
    let with_figure = found.iter().find(|v| v.figure.value.is_some());
    let (Some(to_date), Some(year)) = (
        with_figure.or(found.first()).copied(),
        at((period.of_year(), Span::Period)),
    ) else {
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

/// The names of the months from January to the end of a period: its own year to date first.
fn same_stretch(period: Period) -> impl Iterator<Item = (Period, Span)> {
    let (year, month) = period.last_month();
    let ending = [
        Period::Month(year, month),
        Period::Quarter(year, month.div_ceil(3)),
        Period::HalfYear(year, month.div_ceil(6)),
        Period::Third(year, month.div_ceil(4)),
    ];
    let wanted = months(period, Span::Ytd);
    let named = ending.map(|p| [(p, Span::Ytd), (p, Span::Period)]);
    let others = named.into_iter().flatten();
    std::iter::once((period, Span::Ytd))
        .chain(others.filter(move |(p, span)| months(*p, *span) == wanted))
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
