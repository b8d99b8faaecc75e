//! Which periods a change touches: those of its calendar years.

use chiso_model::{Period, Span, months};
use chrono::Datelike;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The calendar years of some figures, whose periods are worked out.
pub struct TouchedYears(BTreeSet<i32>);

impl TouchedYears {
    /// Those of figures of some periods.
    pub fn of(figures: impl Iterator<Item = (Period, Span)>) -> TouchedYears {
        TouchedYears(figures.flat_map(calendar_years).collect())
    }

    /// Whether a period touches one of them, so that it may be put together from such figures.
    pub fn has(&self, at: (Period, Span)) -> bool {
        self.0.range(calendar_years(at)).next().is_some()
    }

    /// These years, the one before and the one after each: a period that touches a year reaches no
    /// further, since none is longer than a year.
    pub fn with_neighbours(&self) -> TouchedYears {
        let around = self.0.iter().flat_map(|year| year - 1..=year + 1);
        TouchedYears(around.collect())
    }

    /// Which they are.
    pub(super) const fn years(&self) -> &BTreeSet<i32> {
        &self.0
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
        let again = TouchedYears::of([at("2020-05", Span::Period)].into_iter());
        let has = |text, span| again.has(at(text, span));
        assert!(has("2020", Span::Period) && has("2021-04", Span::Rolling12));
        assert!(has("2019-07-01/P1Y", Span::Period) && has("2020-W01", Span::Period));
        assert!(!has("2021-04", Span::Period) && !has("2019-12", Span::Rolling12));
        let near = again.with_neighbours();
        assert!(near.has(at("2021-04", Span::Period)));
        assert!(!near.has(at("2022-01", Span::Period)));
    }
}
