//! A break of a series: from some period on a measure counts something else than before.
//!
//! A figure is by the old definition, by the new one, or by both, where the break falls within its
//! days. A figure by both is compared with no other one.

use super::over_time::OverTime;
use crate::bilingual::Bilingual;
use crate::period::Period;
use crate::series::days;
use crate::span::Span;

/// A period from which a measure counts something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// First period of the new definition.
    pub from: Period,
    /// What changed.
    pub note: Bilingual,
    /// What the figures that break are over time: a stock is by the definition of one day.
    pub over_time: Option<OverTime>,
}

/// By which definition a figure is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Definition {
    Old,
    New,
    Both,
}

impl Break {
    /// Whether two figures of different stretches are not by one definition throughout.
    #[must_use]
    pub fn separates(&self, one: (Period, Span), other: (Period, Span)) -> bool {
        let (first, second) = (self.definition(one), self.definition(other));
        one != other && (first != second || first == Definition::Both)
    }

    /// Whether a figure is partly by the old definition and partly by the new one.
    #[must_use]
    pub fn falls_within(&self, figure: (Period, Span)) -> bool {
        self.definition(figure) == Definition::Both
    }

    /// By which definition a figure is, in signs: before the break, from it on, or both.
    #[must_use]
    pub fn side(&self, figure: (Period, Span)) -> String {
        let sign = match self.definition(figure) {
            Definition::Old => "<",
            Definition::New => "≥",
            Definition::Both => "<≥",
        };
        format!("{sign}{}", self.from)
    }

    fn definition(&self, (period, span): (Period, Span)) -> Definition {
        let new = self.from.start();
        let (first, last) = match (self.over_time, days(period, span)) {
            (Some(OverTime::Last), (_, last)) => (last, last),
            (Some(OverTime::First), (first, _)) => (first, first),
            (_, all) => all,
        };
        if last < new {
            Definition::Old
        } else if first >= new {
            Definition::New
        } else {
            Definition::Both
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str, span: Span) -> (Period, Span) {
        (text.parse().unwrap(), span)
    }

    fn from_july_2020(over_time: Option<OverTime>) -> Break {
        Break {
            from: "2020-07".parse().unwrap(),
            note: Bilingual::default(),
            over_time,
        }
    }

    #[test]
    fn a_figure_by_two_definitions_is_compared_with_nothing() {
        let of = |text: &str| figure(text, Span::Period);
        let july = from_july_2020(None);
        for (one, other, separated) in [
            ("2019", "2018", false),
            ("2020", "2019", true),
            ("2021", "2020", true),
            ("2022", "2021", false),
            ("2020-S2", "2019-S2", true),
            ("2020-S1", "2019-S1", false),
            ("2020-04-01/P1Y", "2019-04-01/P1Y", true),
            ("2021-04-01/P1Y", "2020-04-01/P1Y", true),
            ("2019-07-01/P1Y", "2018-07-01/P1Y", false),
            ("2020-07", "2020-06", true),
            ("2020-08", "2020-07", false),
            // 1 July 2020 is a Wednesday.
            ("2020-W27", "2020-W26", true),
            ("2020-W28", "2020-W27", true),
            ("2020-W29", "2020-W28", false),
        ] {
            assert_eq!(
                july.separates(of(one), of(other)),
                separated,
                "{one}, {other}"
            );
            assert_eq!(
                july.separates(of(other), of(one)),
                separated,
                "{other}, {one}"
            );
        }
        assert!(
            !july.separates(of("2020"), of("2020")),
            "it is the same figure"
        );
    }

    #[test]
    fn twelve_months_are_by_the_definitions_of_all_of_them() {
        let twelve = |text: &str| figure(text, Span::Rolling12);
        let july = from_july_2020(None);
        assert!(july.separates(twelve("2021-08"), twelve("2020-08")));
        assert!(!july.separates(twelve("2021-08"), twelve("2021-06")));
        assert!(july.falls_within(figure("2020-08", Span::Ytd)));
    }

    #[test]
    fn a_stock_is_by_the_definition_of_one_month() {
        let [then, now, later] = ["2019", "2020", "2021"].map(|year| figure(year, Span::Period));
        let last = from_july_2020(Some(OverTime::Last));
        assert!(last.separates(then, now) && !last.separates(now, later));
        let first = from_july_2020(Some(OverTime::First));
        assert!(!first.separates(then, now) && first.separates(now, later));
    }
}
