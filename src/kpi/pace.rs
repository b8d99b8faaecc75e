//! A year that still runs: how much of its target is expected by now, and where its figure is
//! heading.
//!
//! A completion of what fell due to date is asked its whole target at any time, for numerator and
//! denominator both run; only one of the year's plan is expected to grow towards it.
//!
//! Everything is exact. `usual` looks at years that are over: which share of the year's figure the
//! area had by the same month. Their median is the pace; the smallest and the largest are the band
//! of the projection, which is thereby a back-test of the rule on that area. With fewer than
//! [`FEWEST`] such years nothing is expected, and the year is not due.

use crate::kpi::revised::alike;
use crate::kpi::universe::Measures;
use crate::kpi::unusual::median;
use crate::model::kind::Scale;
use crate::model::{
    Flag, InYear, Kpi, KpiKind, MeasureValue, Pace, PaceRule, Period, Span, Target, UnitId,
};
use num_rational::BigRational;
use num_traits::{One, Signed};

/// Fewer years before make no usual share.
const FEWEST: usize = 3;
/// Fewer years before make no probability.
const FEWEST_FOR_ODDS: usize = 5;

/// Shares of the year's figure that an area had by the same month in the years before, ascending.
/// Years of another unit, basis or scheme than the latest are left out, as are those without a
/// positive figure or whose figure is one to date.
fn shares(
    pace: Pace,
    measure: &str,
    measures: &Measures<'_>,
    area: UnitId,
    period: Period,
) -> Vec<BigRational> {
    let at = |period, span| measures.get(measure, area, period, span);
    let Some(now) = at(period, Span::Ytd) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut before = period;
    for _ in 0..pace.years {
        before = before.year_before();
        let (Some(then), Some(whole)) = (at(before, Span::Ytd), at(before.of_year(), Span::Period))
        else {
            continue;
        };
        // The year to date and the year it is a share of are of one dataset and statement.
        let Some([then, whole]) = of_one_series(then, whole) else {
            continue;
        };
        let alike = |v: &MeasureValue| alike(v, now);
        if whole.figure.flags.contains(&Flag::ToDate)
            || !alike(then)
            || !alike(whole)
            || !then.figure.reasons.is_empty()
            || !whole.figure.reasons.is_empty()
        {
            continue;
        }
        if let (Some(then), Some(whole)) = (then.exact(), whole.exact())
            && then.is_positive()
            && whole.is_positive()
        {
            found.push(then / whole);
        }
    }
    found.sort();
    found
}

/// A year to date and its year, by the best statements of which one is part of the other. One may
/// be worked out and the other stated.
fn of_one_series<'v>(
    then: &'v MeasureValue,
    whole: &'v MeasureValue,
) -> Option<[&'v MeasureValue; 2]> {
    let part = |one: &MeasureValue, other: &MeasureValue| {
        one.dataset == other.dataset
            && one.series.summed == other.series.summed
            && one.series.statement.preferred == other.series.statement.preferred
    };
    then.statements().find_map(|then| {
        whole
            .statements()
            .find(|whole| part(then, whole))
            .map(|whole| [then, whole])
    })
}

/// The months of a year that have passed by the end of a period, of twelve.
fn passed(period: Period) -> BigRational {
    let months = match period {
        Period::Year(_) => 12,
        Period::Quarter(_, quarter) => quarter * 3,
        Period::Month(_, month) => month,
    };
    BigRational::new(months.into(), 12.into())
}

/// What a value of the year to date becomes by the end of the year when it is this share of it.
pub fn projected(kind: &KpiKind, value: &BigRational, share: &BigRational) -> Option<BigRational> {
    share.is_positive().then(|| match kind.formula().scale() {
        Scale::Rate => (value + BigRational::one()) / share - BigRational::one(),
        Scale::Share | Scale::Points => value / share,
    })
}

/// What is expected of a running year and where it is heading; `None` when the rule has too little
/// to go by. `holds` says whether a value at the end of the year would reach the target.
pub fn in_year(
    kpi: &Kpi,
    measures: &Measures<'_>,
    (area, period): (UnitId, Period),
    value: &BigRational,
    holds: impl Fn(&BigRational) -> bool,
) -> Option<InYear> {
    let pace = kpi.pace?;
    // What fell due by now should be done by now, in January as in November.
    let whole = kpi.of_what_fell_due();
    let alone = |share| InYear {
        share,
        projection: None,
        low: None,
        high: None,
        probability: None,
    };
    match pace.rule {
        _ if whole => Some(alone(BigRational::one())),
        PaceRule::SamePeriod => Some(alone(BigRational::one())),
        PaceRule::Linear => Some(alone(passed(period))),
        PaceRule::Usual => {
            let measure = kpi.kind.measures().first().copied()?;
            let shares = shares(pace, measure, measures, area, period);
            if shares.len() < FEWEST {
                return None;
            }
            let at = |share: &BigRational| projected(&kpi.kind, value, share);
            let share = median(&shares)?;
            let projection = at(&share);
            let hits = shares
                .iter()
                .filter(|s| at(s).is_some_and(|v| holds(&v)))
                .count();
            // Laplace's rule: no number of years makes certain.
            let odds = BigRational::new((hits + 1).into(), (shares.len() + 2).into());
            Some(InYear {
                low: shares.last().and_then(at),
                high: shares.first().and_then(at),
                probability: (shares.len() >= FEWEST_FOR_ODDS).then_some(odds),
                projection,
                share,
            })
        }
    }
}

/// The value that is expected by now: the target itself for a change on the year before, otherwise
/// its share.
#[must_use]
pub fn expected(kind: &KpiKind, target: &Target, share: &BigRational) -> BigRational {
    let target = target.value.ratio();
    match kind.formula().scale() {
        Scale::Rate => share * (target + BigRational::one()) - BigRational::one(),
        Scale::Share | Scale::Points => share * target,
    }
}

/// Whether a score is one of a year that still runs.
pub fn runs(kpi: &Kpi, period: Period, span: Span) -> bool {
    kpi.pace.is_some() && span == Span::Ytd && period.end() < period.of_year().end()
}
