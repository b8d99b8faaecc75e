//! Which scores look at a value, so that a change of one value is followed to the scores it touches
//! and no further.
//!
//! The other direction of [`operands`](super::operands): whatever that looks up must be found here.
//! The tests compare the two.

use chiso_model::kind::{ComparedBy, Lookup};
use chiso_model::{Kpi, PaceRule, Period, Span, UnitId, ValueKey};

/// Scores that look at a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependent {
    /// One cell.
    Cell(ValueKey),
    /// Every area's in one period.
    Slice(Period, Span),
    /// An area's in every period.
    Area(UnitId),
    /// Every area's in every period.
    All,
}

/// The scores of a KPI that look at a value of one of its measures. Some of them may not be asked
/// for.
#[must_use]
pub fn dependents(kpi: &Kpi, measure: &str, key: ValueKey) -> Vec<Dependent> {
    let ValueKey { area, period, span } = key;
    let mut found = Vec::new();
    let mut at = |period: Period, span: Span| {
        found.push(Dependent::Cell(ValueKey { area, period, span }));
    };
    let comparison = kpi.kind.comparison();
    at(period, span);
    if kpi.kind.ranking().is_some() {
        let later = comparison.and_then(|with| with.base.compared_by(period));
        if let Some(ComparedBy::One(later)) = later {
            at(later, span);
        }
        found.extend(slices((period, span), later));
        return found;
    }
    match comparison.and_then(|with| with.base.compared_by(period)) {
        Some(ComparedBy::One(later)) => at(later, span),
        Some(ComparedBy::Any) => return vec![Dependent::Area(area)],
        None => {}
    }
    let Some(pace) = &kpi.pace else { return found };
    let year = period.of_year();
    let whole_year = (period, span) == (year, Span::Period);
    // The plan of a year is the plan of its every month to date.
    let lookups = kpi.kind.operands();
    let of_year = |l: &Lookup<'_>| l.measure == measure && kpi.of_the_whole_year(l.role);
    let planned = pace.plan.as_deref() == Some(measure);
    if whole_year && (planned || lookups.iter().any(of_year)) {
        within(year).for_each(|p| at(p, Span::Ytd));
    }
    // The usual pace looks at the same month, and at the whole, of years before.
    if pace.rule == PaceRule::Usual && (whole_year || span == Span::Ytd) {
        for later in (0..=pace.years).map(|years| year.earlier(-years)) {
            let like = period.in_year(later.year());
            let same = within(later).filter(|p| whole_year || Some(*p) == like);
            same.for_each(|p| at(p, Span::Ytd));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The ranks of every area, in the period of a figure and in those compared with it: where they
/// moved.
fn slices((period, span): (Period, Span), later: Option<ComparedBy>) -> Vec<Dependent> {
    match later {
        Some(ComparedBy::Any) => vec![Dependent::All],
        Some(ComparedBy::One(later)) => vec![
            Dependent::Slice(period, span),
            Dependent::Slice(later, span),
        ],
        None => vec![Dependent::Slice(period, span)],
    }
}

/// Every period that a year to date may end with.
fn within(of: Period) -> impl Iterator<Item = Period> {
    let year = of.year();
    let of_calendar = (1..=12)
        .map(move |m| Period::Month(year, m))
        .chain((1..=4).map(move |q| Period::Quarter(year, q)))
        .chain((1..=2).map(move |h| Period::HalfYear(year, h)))
        .chain((1..=3).map(move |t| Period::Third(year, t)))
        .filter(move |p| p.of_year() == of);
    let of_fiscal = (0..12).filter_map(move |month| match of {
        Period::FiscalYear(_, begins) => Period::Month(year, begins)
            .earlier(-month)
            .fiscal_to_date(begins),
        _ => None,
    });
    of_calendar.chain(of_fiscal).chain([of])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operands::operands;
    use crate::universe::Measures;
    use chiso_model::kind::{Attainment, Base, Comparison, Growth, samples};
    use chiso_model::{Bilingual, KpiKind, Pace};

    fn kpi(kind: KpiKind, rule: Option<PaceRule>) -> Kpi {
        let whole_year = kind.spec().falls_due;
        let pace = rule.map(|rule| Pace {
            rule,
            years: 5,
            plan: None,
            non_decreasing: false,
            whole_year,
        });
        Kpi {
            id: "k".into(),
            title: Bilingual::default(),
            kind,
            pace,
            small_base: None,
            outlier: None,
            coverage: None,
            contributions: None,
            members: vec![],
            pipeline: "p".into(),
        }
    }

    fn at(area: UnitId, period: Period, span: Span) -> ValueKey {
        ValueKey { area, period, span }
    }

    fn reads(kpi: &Kpi, measure: &str, value: ValueKey, score: ValueKey) -> bool {
        dependents(kpi, measure, value)
            .into_iter()
            .any(|reader| match reader {
                Dependent::Cell(cell) => cell == score,
                Dependent::Slice(period, span) => (period, span) == (score.period, score.span),
                Dependent::Area(area) => area == score.area,
                Dependent::All => true,
            })
    }

    #[test]
    fn whatever_a_score_looks_up_says_that_the_score_looks_at_it() {
        let area = UnitId(3);
        let cells = [
            ("2020", Span::Period),
            ("2020-Q2", Span::Period),
            ("2020-02", Span::Ytd),
            ("2020", Span::Ytd),
            ("2020-04-01/P1Y", Span::Period),
            ("2020-04-01/P7M", Span::Ytd),
            ("2020-11", Span::Rolling12),
        ];
        let changes = [
            Base::PeriodsBefore(1),
            Base::YearsBefore(4),
            Base::Period(Period::Year(2015)),
        ];
        let changes = changes.map(|base| {
            let comparison = Comparison { base, a_year: true };
            let measure = "m".to_owned();
            KpiKind::Growth(Growth {
                measure,
                comparison,
            })
        });
        for kind in samples().into_iter().chain(changes) {
            for rule in [
                None,
                Some(PaceRule::Linear),
                Some(PaceRule::SamePeriod),
                Some(PaceRule::Usual),
            ] {
                let kpi = kpi(kind.clone(), rule);
                for (period, span) in cells.map(|(p, s)| (p.parse::<Period>().unwrap(), s)) {
                    for operand in operands(&kpi, &Measures::default(), area, period, span) {
                        let value = at(area, operand.period, operand.span);
                        assert!(
                            reads(&kpi, &operand.measure, value, at(area, period, span)),
                            "{kpi:?} {period} {span} {operand:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_usual_pace_looks_at_the_same_month_and_the_whole_of_years_before() {
        let kpi = kpi(
            KpiKind::Attainment(Attainment {
                measure: "m".into(),
                plan: "n".into(),
            }),
            Some(PaceRule::Usual),
        );
        let (area, march) = (UnitId(1), at(UnitId(1), Period::Month(2020, 3), Span::Ytd));
        for year in 2015..=2020 {
            assert!(
                reads(
                    &kpi,
                    "m",
                    at(area, Period::Month(year, 3), Span::Ytd),
                    march
                ),
                "{year}"
            );
            assert!(
                reads(&kpi, "m", at(area, Period::Year(year), Span::Period), march),
                "{year}"
            );
            assert!(
                !reads(
                    &kpi,
                    "m",
                    at(area, Period::Month(year, 4), Span::Ytd),
                    march
                ),
                "another month of {year}"
            );
        }
        assert!(
            !reads(&kpi, "m", at(area, Period::Year(2014), Span::Period), march),
            "too long ago"
        );
        assert!(
            !reads(
                &kpi,
                "m",
                at(UnitId(2), Period::Year(2019), Span::Period),
                march
            ),
            "another area"
        );
    }
}
