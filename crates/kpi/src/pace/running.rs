//! What is expected of a running year by now, and where it is heading.

use crate::pace::planned::planned;
use crate::pace::shares::shares;
use crate::setting::Setting;
use crate::unusual::median;
use chiso_model::kind::Scale;
use chiso_model::{
    InYear, Kpi, KpiKind, PaceRule, Period, Reason, Requirement, Span, UnitId, months,
};
use num_rational::BigRational;
use num_traits::{One, Signed};

/// With fewer earlier years there is no usual share.
const FEWEST: usize = 3;

/// With fewer earlier years there is no probability.
const FEWEST_FOR_ODDS: usize = 5;

/// The months of its year that have passed by the end of a period, of twelve.
fn passed(period: Period) -> BigRational {
    let (first, last) = months(period, Span::Ytd);
    BigRational::new((last + 1 - first).into(), 12.into())
}

/// What a value of the year to date becomes by the end of the year when it is this share of it.
pub fn projected(kind: &KpiKind, value: &BigRational, share: &BigRational) -> Option<BigRational> {
    share.is_positive().then(|| match kind.formula().scale() {
        Scale::Rate => (value + BigRational::one()) / share - BigRational::one(),
        Scale::Share | Scale::Points => value / share,
    })
}

/// Why nothing is expected of a running year.
pub enum NotExpected {
    /// The years before are too few to go by.
    TooFewYears,
    /// The plan that it goes by has no figure.
    NoPlan(Reason),
}

/// What is expected of a running year and where it is heading, or why that is not known. `holds` says whether a value at the end of the year would reach the target.
pub fn in_year(
    kpi: &Kpi,
    setting: Setting<'_>,
    (area, period): (UnitId, Period),
    value: &BigRational,
    holds: impl Fn(&BigRational) -> bool,
) -> Result<InYear, NotExpected> {
    let Some(pace) = &kpi.pace else {
        return Err(NotExpected::TooFewYears);
    };
    let alone = |share| InYear {
        share,
        projection: None,
        low: None,
        high: None,
        probability: None,
    };
    match pace.rule {
        // What fell due by now should be done by now, in January as in November.
        _ if kpi.of_what_fell_due() => Ok(alone(BigRational::one())),
        PaceRule::SamePeriod => Ok(alone(BigRational::one())),
        PaceRule::Linear => Ok(alone(passed(period))),
        PaceRule::Plan => {
            let plan = pace.plan.as_deref().unwrap_or_default();
            planned(plan, setting, (area, period))
                .map(alone)
                .map_err(NotExpected::NoPlan)
        }
        PaceRule::Usual => kpi
            .kind
            .measures()
            .first()
            .and_then(|measure| {
                let shares = shares(pace, measure, setting, (area, period));
                usual(&kpi.kind, &shares, value, holds)
            })
            .ok_or(NotExpected::TooFewYears),
    }
}

/// Where a year is heading by the shares of the years before, in ascending order.
fn usual(
    kind: &KpiKind,
    shares: &[BigRational],
    value: &BigRational,
    holds: impl Fn(&BigRational) -> bool,
) -> Option<InYear> {
    if shares.len() < FEWEST {
        return None;
    }
    let at = |share: &BigRational| projected(kind, value, share);
    let share = median(shares)?;
    let hits = shares
        .iter()
        .filter(|s| at(s).is_some_and(|v| holds(&v)))
        .count();
    // Laplace's rule: no number of years gives certainty.
    let odds = BigRational::new((hits + 1).into(), (shares.len() + 2).into());
    Some(InYear {
        low: shares.last().and_then(at),
        high: shares.first().and_then(at),
        probability: (shares.len() >= FEWEST_FOR_ODDS).then_some(odds),
        projection: at(&share),
        share,
    })
}

/// What is expected by now: what is asked itself for a change on the year before, otherwise its
/// share.
#[must_use]
pub fn expected(kind: &KpiKind, asked: &Requirement, share: &BigRational) -> Requirement {
    asked.with(|bound| match kind.formula().scale() {
        Scale::Rate => share * (bound + BigRational::one()) - BigRational::one(),
        Scale::Share | Scale::Points => share * bound,
    })
}

/// Whether a score is one of a year that still runs.
pub fn runs(kpi: &Kpi, period: Period, span: Span) -> bool {
    kpi.pace.is_some() && span == Span::Ytd && period.end() < period.of_year().end()
}
