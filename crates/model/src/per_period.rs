//! Of which period a figure is looked up that is known once a year, for one of another period: the
//! population for enterprises of a month or of a fiscal year.

use crate::period::Period;
use crate::series::{days, months};
use crate::span::Span;
use crate::words;
use chrono::Datelike;

/// Of which period a figure is looked up for one of another period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PerPeriod {
    /// The same.
    #[default]
    Same,
    /// The year that it lies in; of a fiscal year, that fiscal year.
    Year,
    /// The calendar year in which it begins.
    YearAtStart,
    /// The calendar year in which it ends.
    YearAtEnd,
}

words!(PerPeriod, "period to look it up in", {
    Same => "same", Year => "year", YearAtStart => "year_at_start", YearAtEnd => "year_at_end",
});

impl PerPeriod {
    /// The period and span for a stretch; none for twelve months of two years that have no year.
    #[must_use]
    pub fn at(self, stretch: (Period, Span)) -> Option<(Period, Span)> {
        let whole = |year| (year, Span::Period);
        match self {
            PerPeriod::Same => Some(stretch),
            PerPeriod::Year => year_of(stretch).map(whole),
            PerPeriod::YearAtStart => {
                let (first, _) = days(stretch.0, stretch.1);
                Some(whole(Period::Year(first.year())))
            }
            PerPeriod::YearAtEnd => {
                let (_, last) = days(stretch.0, stretch.1);
                Some(whole(Period::Year(last.year())))
            }
        }
    }
}

/// The year that a figure lies in as a whole, a fiscal year itself; none for twelve months of two
/// years.
fn year_of((period, span): (Period, Span)) -> Option<Period> {
    let (first, last) = months(period, span);
    let whole = first.div_euclid(12) == last.div_euclid(12);
    match period.of_year() {
        Period::Year(_) if !whole => None,
        year => Some(year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_is_set_against_the_calendar_year_that_is_declared() {
        let at = |by: PerPeriod, text: &str, span| {
            let found = by.at((text.parse().unwrap(), span));
            found.map_or_else(|| "-".to_owned(), |(period, _)| period.to_string())
        };
        for (text, span, years) in [
            (
                "2024-04-01/P1Y",
                Span::Period,
                ["2024-04-01/P1Y", "2024", "2025"],
            ),
            (
                "2024-04-01/P7M",
                Span::Ytd,
                ["2024-04-01/P1Y", "2024", "2024"],
            ),
            (
                "2024-04-01/P11M",
                Span::Ytd,
                ["2024-04-01/P1Y", "2024", "2025"],
            ),
            ("2024-Q3", Span::Period, ["2024", "2024", "2024"]),
            ("2024-06", Span::Rolling12, ["-", "2023", "2024"]),
        ] {
            let by = [
                PerPeriod::Year,
                PerPeriod::YearAtStart,
                PerPeriod::YearAtEnd,
            ];
            assert_eq!(by.map(|by| at(by, text, span)), years, "{text}");
        }
    }
}
