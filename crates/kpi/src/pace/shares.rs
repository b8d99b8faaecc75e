//! Which share of the year an area had by the same month in the years before.

use crate::revised::alike;
use crate::setting::Setting;
use chiso_model::{Flag, MeasureValue, Pace, Period, Span, UnitId};
use num_rational::BigRational;
use num_traits::Signed;

/// Shares of the year's figure that an area had by the same month in the years before, ascending.
/// Years of another unit, basis, scheme or definition than the latest are left out, as are those
/// without a positive figure or whose figure is one to date.
pub(super) fn shares(
    pace: &Pace,
    measure: &str,
    setting: Setting<'_>,
    (area, period): (UnitId, Period),
) -> Vec<BigRational> {
    let at = |period, span| setting.measures.get(measure, area, period, span);
    let Some(now) = at(period, Span::Ytd) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut before = period;
    for _ in 0..pace.years {
        let Some(earlier) = before.year_before() else {
            break;
        };
        before = earlier;
        let (to_date, year) = ((before, Span::Ytd), (before.of_year(), Span::Period));
        let latest = (period, Span::Ytd);
        if [year, latest].map(|other| setting.redefined(measure, to_date, other)) != [false; 2] {
            continue;
        }
        if let (Some(then), Some(whole)) = (at(to_date.0, to_date.1), at(year.0, year.1)) {
            found.extend(share(then, whole, now));
        }
    }
    found.sort();
    found
}

/// The share that a year to date was of its year, where both can be compared with the latest.
fn share(then: &MeasureValue, whole: &MeasureValue, now: &MeasureValue) -> Option<BigRational> {
    // The year to date and the year it is a share of are of one dataset and statement.
    let [then, whole] = of_one_series(then, whole)?;
    let usable = |v: &MeasureValue| alike(v, now) && v.figure.reasons.is_empty();
    if whole.figure.flags.contains(&Flag::ToDate) || !usable(then) || !usable(whole) {
        return None;
    }
    let (then, whole) = (then.exact()?, whole.exact()?);
    (then.is_positive() && whole.is_positive()).then(|| then / whole)
}

/// A year to date and its year, by the best statements of which one is part of the other. One may
/// be worked out and the other stated.
pub(super) fn of_one_series<'v>(
    then: &'v MeasureValue,
    whole: &'v MeasureValue,
) -> Option<[&'v MeasureValue; 2]> {
    then.statements().find_map(|then| {
        whole
            .statements()
            .find(|whole| is_part_of(then, whole))
            .map(|whole| [then, whole])
    })
}

/// Whether a year to date is a part of a year as it is stated: of one dataset and statement, both an area's
/// own or both sums of the areas below.
pub fn is_part_of(then: &MeasureValue, whole: &MeasureValue) -> bool {
    then.dataset == whole.dataset
        && then.series.summed == whole.series.summed
        && then.series.statement.preferred == whole.series.statement.preferred
        && then.series.statement.totals == whole.series.statement.totals
}
