//! All values of a measure on a boundary, with those that it asks to be worked out.

use crate::periods::candidates::{candidates, complete};
use crate::periods::families::families;
use crate::stretches::StatedFigures;
use chiso_model::{Measure, MeasureValue, Period, Span, UnitId, ValueKey, WorkedOut};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values of a measure on one boundary, with those that it asks to be worked out; in the order
/// of the key.
#[must_use]
pub fn derive_periods(measure: &Measure, values: Vec<MeasureValue>) -> Vec<MeasureValue> {
    if measure.periods.is_empty() {
        return values;
    }
    let mut by_area: BTreeMap<UnitId, Vec<&MeasureValue>> = BTreeMap::new();
    for value in &values {
        by_area.entry(value.area).or_default().push(value);
    }
    let mut made: BTreeMap<ValueKey, Vec<MeasureValue>> = BTreeMap::new();
    for (area, own) in by_area {
        let families = families(measure, &own);
        let wanted = families
            .iter()
            .flat_map(|f| wanted(measure, &f.stated))
            .chain(own.iter().map(|v| (v.period, v.span)));
        for (period, span) in wanted.collect::<BTreeSet<_>>() {
            made.insert(
                ValueKey { area, period, span },
                candidates(measure, &families, period, span),
            );
        }
    }
    let mut all = Vec::with_capacity(made.len());
    for mut value in values {
        let found = made.remove(&value.key()).unwrap_or_default();
        add_others(&mut value, found.into_iter().filter(whole));
        all.push(value);
    }
    for mut found in made.into_values().filter(|found| !found.is_empty()) {
        let mut value = found.remove(0);
        add_others(&mut value, found.into_iter().filter(whole));
        all.push(value);
    }
    all
}

/// Nothing of it is missing, so that it has a figure.
fn whole(value: &MeasureValue) -> bool {
    value.figure.value.is_some() && complete(value)
}

fn add_others(value: &mut MeasureValue, found: impl Iterator<Item = MeasureValue>) {
    for other in found {
        let is_it = |held: &MeasureValue| held.same_series(&other) && held.pieces == other.pieces;
        if !value.statements().any(is_it) {
            value.others.push(Arc::new(other));
        }
    }
}

/// The periods to work out: those that end within what is stated.
fn wanted(measure: &Measure, stated: &StatedFigures<'_>) -> BTreeSet<(Period, Span)> {
    let mut wanted = BTreeSet::new();
    // A half-year less its first quarter is the second one.
    let divided = |half: &Period| {
        let within = |p: &Period| half.start() <= p.start() && p.end() <= half.end();
        let of_half = matches!(half, Period::HalfYear(..));
        of_half && { stated.keys() }.any(|(p, _)| p.length() < half.length() && within(p))
    };
    let of_calendar = stated.keys().map(|(p, _)| p).filter(|p| p.divides_years());
    for period in of_calendar {
        let whole = matches!(period, Period::Year(_));
        let within = |length: u32| length.is_multiple_of(period.length());
        let (year, month) = period.last_month();
        for worked_out in &measure.periods {
            match worked_out {
                WorkedOut::Month if matches!(period, Period::Month(..)) => {
                    _ = wanted.insert((*period, Span::Period));
                }
                WorkedOut::HalfYear if within(6) => {
                    wanted.insert((Period::HalfYear(year, month.div_ceil(6)), Span::Period));
                }
                WorkedOut::Third if within(4) => {
                    wanted.insert((Period::Third(year, month.div_ceil(4)), Span::Period));
                }
                WorkedOut::Quarter if within(3) || divided(period) => {
                    wanted.insert((Period::Quarter(year, month.div_ceil(3)), Span::Period));
                }
                WorkedOut::Year => _ = wanted.insert((Period::Year(year), Span::Period)),
                WorkedOut::Ytd if !whole => {
                    _ = wanted.insert((*period, Span::Ytd));
                }
                WorkedOut::Rolling12 if !whole => {
                    _ = wanted.insert((*period, Span::Rolling12));
                }
                _ => {}
            }
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{
        Aggregate, Bilingual, Dec, Figure, Function, MeasureSource, OverTime, Reason, Series,
        SharedIds, Status,
    };
    use proptest::prelude::*;

    fn measure(periods: &[WorkedOut]) -> Measure {
        let value = Aggregate {
            function: Function::Sum,
            column: "n".into(),
            level: None,
        };
        let source = MeasureSource {
            dataset: "d".into(),
            value,
            filter: None,
            prefer: None,
            parts: None,
            corrections: true,
            list: false,
            lists_all: false,
            flow: None,
            totals: vec![],
            over_time: None,
            records_of: None,
        };
        Measure {
            id: "m".into(),
            title: Bilingual::default(),
            sources: vec![source],
            periods: periods.to_vec(),
            over_time: None,
            breaks: vec![],
            derived: None,
            weight: None,
            sum_of: None,
            splices: vec![],
            sampling_error: None,
            by: vec![],
        }
    }

    fn value(period: Period, span: Span, n: i64) -> MeasureValue {
        let day = "2025-06-30".parse().unwrap();
        let figure = Figure {
            value: Some(Dec::from_int(n)),
            unit: "n".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        let (measure, dataset) = ("m".to_owned(), "d".to_owned());
        MeasureValue {
            measure: measure.into(),
            dataset: dataset.into(),
            area: UnitId(0),
            boundary: day,
            period,
            span,
            figure,
            parts: vec![(UnitId(0), day)],
            pieces: vec![],
            made: None,
            series: Series::default(),
            others: vec![],
        }
    }

    #[test]
    fn a_half_year_less_its_first_quarter_is_the_second_quarter() {
        let stated = vec![
            value(Period::Quarter(2023, 1), Span::Period, 20),
            value(Period::HalfYear(2023, 1), Span::Period, 60),
            value(Period::HalfYear(2023, 2), Span::Period, 80),
        ];
        let quarters: BTreeMap<(Period, Span), Option<Dec>> = plain(
            &derive_periods(&measure(&[WorkedOut::Quarter]), stated),
            |v| matches!(v.period, Period::Quarter(..)),
        );
        let of = |n: i64| Some(Dec::from_int(n));
        assert_eq!(
            quarters,
            BTreeMap::from([
                ((Period::Quarter(2023, 1), Span::Period), of(20)),
                ((Period::Quarter(2023, 2), Span::Period), of(40)),
            ])
        );
    }

    #[test]
    fn the_year_of_a_stock_is_the_latest_statement_at_its_end() {
        let year = |over_time, stated: Vec<MeasureValue>| {
            let stock = Measure {
                over_time: Some(over_time),
                ..measure(&[WorkedOut::Year])
            };
            let all = derive_periods(&stock, stated);
            let year = all.iter().find(|v| v.period == Period::Year(2024)).unwrap();
            let number = |v: &MeasureValue| v.figure.value.map(|n| n.to_string());
            year.statements().filter_map(number).collect::<Vec<_>>()
        };
        let month = |month, n| value(Period::Month(2024, month), Span::Period, n);
        let half = value(Period::HalfYear(2024, 2), Span::Period, 13);
        let quarter = value(Period::Quarter(2024, 4), Span::Period, 14);
        let all = vec![half, month(12, 15), quarter];
        assert_eq!(year(OverTime::Last, all), ["15", "14", "13"]);
        let first = value(Period::Quarter(2024, 1), Span::Period, 9);
        assert_eq!(year(OverTime::First, vec![first, month(1, 7)]), ["7", "9"]);
    }

    /// Figures by period and span, without how they were found.
    fn plain(
        values: &[MeasureValue],
        wanted: impl Fn(&MeasureValue) -> bool,
    ) -> BTreeMap<(Period, Span), Option<Dec>> {
        values
            .iter()
            .filter(|v| wanted(v))
            .map(|v| ((v.period, v.span), v.figure.value))
            .collect()
    }

    fn months(figures: &[i64]) -> Vec<MeasureValue> {
        let month = |i: usize| {
            Period::Month(
                2019 + i32::try_from(i / 12).unwrap(),
                u32::try_from(i % 12).unwrap() + 1,
            )
        };
        figures
            .iter()
            .enumerate()
            .map(|(i, n)| value(month(i), Span::Period, *n))
            .collect()
    }

    proptest! {
        #[test]
        fn months_to_years_to_date_and_back_lose_nothing(figures in prop::collection::vec(-1000i64..1000, 1..40)) {
            let given = months(&figures);
            let cumulated = derive_periods(&measure(&[WorkedOut::Ytd]), given.clone());
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], ..v }).collect();
            prop_assert_eq!(only.len(), given.len());
            let back = derive_periods(&measure(&[WorkedOut::Month]), only);
            prop_assert_eq!(plain(&back, |v| v.span == Span::Period), plain(&given, |_| true));
        }

        #[test]
        fn twelve_months_are_the_same_from_months_and_from_years_to_date(figures in prop::collection::vec(-1000i64..1000, 24..40)) {
            let given = months(&figures);
            let rolling = |v: &MeasureValue| v.span == Span::Rolling12;
            let direct = plain(&derive_periods(&measure(&[WorkedOut::Rolling12]), given.clone()), rolling);
            let cumulated = derive_periods(&measure(&[WorkedOut::Ytd]), given);
            let only: Vec<MeasureValue> =
                cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], ..v }).collect();
            let mut other = plain(&derive_periods(&measure(&[WorkedOut::Rolling12]), only), rolling);
            prop_assert!(direct.values().all(Option::is_some));
            other.retain(|_, v| v.is_some());
            prop_assert_eq!(direct, other);
        }

        #[test]
        fn quarters_add_up_to_the_year(figures in prop::collection::vec(-1000i64..1000, 12)) {
            let all = derive_periods(&measure(&[WorkedOut::Quarter, WorkedOut::Year]), months(&figures));
            let quarters = plain(&all, |v| matches!(v.period, Period::Quarter(..)));
            prop_assert_eq!(quarters.len(), 4);
            let sum = quarters.values().try_fold(Dec::ZERO, |sum, v| sum.checked_add((*v)?));
            prop_assert_eq!(sum, Some(Dec::from_int(figures.iter().sum())));
            prop_assert_eq!(plain(&all, |v| matches!(v.period, Period::Year(_))).into_values().next().flatten(), sum);
        }

        #[test]
        fn the_year_of_a_stock_is_its_last_month_whatever_the_others_are(figures in prop::collection::vec(-1000i64..1000, 1..30)) {
            let stock = Measure { over_time: Some(OverTime::Last), ..measure(&[WorkedOut::Quarter, WorkedOut::Year]) };
            let given = months(&figures);
            let all = derive_periods(&stock, given.clone());
            for v in all.iter().filter(|v| !v.pieces.is_empty()) {
                let (year, month) = v.period.last_month();
                let wanted = given.iter().find(|g| g.period == Period::Month(year, month)).and_then(|g| g.figure.value);
                prop_assert_eq!(v.figure.value, wanted, "{}", v.period);
                prop_assert_eq!(v.figure.reasons.contains(&Reason::PartialPeriod), wanted.is_none());
                prop_assert_eq!(v.pieces.iter().map(|p| p.period).collect::<Vec<_>>(), [Period::Month(year, month)]);
            }
            let (years, quarters) = (figures.len().div_ceil(12), figures.len().div_ceil(3));
            prop_assert_eq!(all.len(), given.len() + years + quarters);
        }

        #[test]
        fn a_month_that_lacks_makes_every_period_that_holds_it_partial_and_no_other(gap in 0usize..12) {
            let mut given = months(&[10; 12]);
            given.remove(gap);
            let all = derive_periods(&measure(&[WorkedOut::Quarter, WorkedOut::Year, WorkedOut::Ytd]), given);
            let month = u32::try_from(gap).unwrap() + 1;
            for v in all.iter().filter(|v| !v.pieces.is_empty()) {
                let holds = match (v.period, v.span) {
                    (Period::Quarter(_, q), Span::Period) => month.div_ceil(3) == q,
                    (Period::Month(_, m), Span::Ytd) => month <= m,
                    _ => true,
                };
                prop_assert_eq!(v.figure.reasons.contains(&Reason::PartialPeriod), holds, "{} {}", v.period, v.span);
                prop_assert_eq!(v.figure.value.is_none(), holds);
            }
        }
    }
}
