//! Which periods a change touches: those of its calendar years.

use chiso_model::{Period, Span, months};
use chrono::Datelike;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The periods that are worked out again at a moment.
pub enum PeriodsAgain {
    /// All of them.
    All,
    /// Those that touch one of these calendar years.
    Years(BTreeSet<i32>),
}

impl PeriodsAgain {
    /// Those that may be put together from figures that changed.
    pub(super) fn of_years_of(changed: impl Iterator<Item = (Period, Span)>) -> PeriodsAgain {
        PeriodsAgain::Years(changed.flat_map(calendar_years).collect())
    }

    /// Whether a period is one of them.
    pub fn has(&self, at: (Period, Span)) -> bool {
        self.touches(calendar_years(at))
    }

    /// Whether one of them may reach into the years of a figure: none is longer than a year.
    pub(super) fn may_use(&self, at: (Period, Span)) -> bool {
        let years = calendar_years(at);
        self.touches(years.start() - 1..=years.end() + 1)
    }

    fn touches(&self, years: RangeInclusive<i32>) -> bool {
        match self {
            PeriodsAgain::All => true,
            PeriodsAgain::Years(again) => again.range(years).next().is_some(),
        }
    }
}

/// The calendar years of a figure.
pub fn calendar_years((period, span): (Period, Span)) -> RangeInclusive<i32> {
    if period.length() == 0 {
        return period.start().year()..=period.end().year();
    }
    let (first, last) = months(period, span);
    first.div_euclid(12)..=last.div_euclid(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_touches_the_twelve_months_that_end_in_the_year_after() {
        let at = |text: &str, span| (text.parse::<Period>().unwrap(), span);
        let again = PeriodsAgain::of_years_of([at("2020-05", Span::Period)].into_iter());
        let has = |text, span| again.has(at(text, span));
        assert!(has("2020", Span::Period) && has("2021-04", Span::Rolling12));
        assert!(has("2019-07-01/P1Y", Span::Period) && has("2020-W01", Span::Period));
        assert!(!has("2021-04", Span::Period) && !has("2019-12", Span::Rolling12));
        assert!(again.may_use(at("2021-04", Span::Period)));
        assert!(!again.may_use(at("2022-01", Span::Period)));
    }
}
