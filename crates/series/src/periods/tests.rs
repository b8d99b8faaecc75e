//! Periods worked out from others: quarters, years, years to date, fiscal years, and the year of what
//! begins within it.

use super::derive_periods as derive_existing;
use crate::existence::Existence;
use chiso_model::{
    Aggregate, AreaRegister, Bilingual, Dec, Delivers, Figure, Flag, Flow, Function, Measure,
    MeasureSource, MeasureValue, Member, OverTime, Period, Reason, Series, SharedIds, Span, Status,
    UnitId, WorkedOut, common,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The values with those worked out, of an area that has always been.
fn derive_periods(measure: &Measure, values: Vec<MeasureValue>) -> Vec<MeasureValue> {
    let areas = AreaRegister::default();
    let existence = Existence {
        measure,
        areas: &areas,
    };
    derive_existing(existence, values)
}

pub(super) fn measure(periods: &[WorkedOut]) -> Measure {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    let source = MeasureSource::new("d", value);
    Measure {
        periods: periods.to_vec(),
        ..Measure::new("m", vec![source])
    }
}

pub(super) fn value(period: Period, span: Span, n: i64) -> MeasureValue {
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
        by_other_periods: vec![],
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
        let all = std::iter::once(year).chain(year.by_other_periods.iter().map(AsRef::as_ref));
        all.filter_map(number).collect::<Vec<_>>()
    };
    let month = |month, n| value(Period::Month(2024, month), Span::Period, n);
    let half = value(Period::HalfYear(2024, 2), Span::Period, 13);
    let quarter = value(Period::Quarter(2024, 4), Span::Period, 14);
    let all = vec![half, month(12, 15), quarter];
    assert_eq!(year(OverTime::Last, all), ["15", "14", "13"]);
    let first = value(Period::Quarter(2024, 1), Span::Period, 9);
    assert_eq!(year(OverTime::First, vec![first, month(1, 7)]), ["7", "9"]);
}

/// A figure years before makes it no other: what is lacking is after the first one.
#[test]
fn twelve_months_that_lack_a_figure_after_the_first_have_a_row_that_says_so() {
    let quarters = |first: i32| {
        let of = |(year, quarter)| value(Period::Quarter(year, quarter), Span::Period, 1);
        let all = [(first, 4), (2022, 3), (2022, 4)].map(of).to_vec();
        let all = derive_periods(&measure(&[WorkedOut::Rolling12]), all);
        let mut all = all.into_iter();
        let is_it =
            |v: &MeasureValue| (v.period, v.span) == (Period::Quarter(2022, 4), Span::Rolling12);
        all.find(is_it).map(|v| v.figure.reasons)
    };
    let partial = BTreeSet::from([Reason::PartialPeriod]);
    assert_eq!(quarters(2021), Some(partial.clone()));
    assert_eq!(quarters(2015), Some(partial));
    assert_eq!(
        quarters(2022),
        None,
        "it reaches back before the first figure"
    );
}

/// The months of a figure from the first to the last, each with its number.
fn numbered(first: (i32, u32), count: i32) -> Vec<MeasureValue> {
    let (year, month) = first;
    let period = |n: i32| Period::Month(year, month).earlier(-n);
    let all = (0..count).map(|n| value(period(n), Span::Period, i64::from(n) + 1));
    all.collect()
}

/// `period value reason flag` of what was worked out for fiscal years.
fn fiscal(measure: &Measure, stated: Vec<MeasureValue>) -> Vec<String> {
    let shown = |v: &MeasureValue| {
        let number = v.figure.value.map(|n| n.to_string());
        let reasons = v.figure.reasons.iter().map(ToString::to_string);
        let flags = v.figure.flags.iter().map(ToString::to_string);
        let (period, number) = (v.period.to_string(), number.unwrap_or_else(|| "-".into()));
        let said: Vec<String> = reasons.chain(flags).collect();
        format!("{period} {number} {}", said.join(" "))
            .trim_end()
            .to_owned()
    };
    let all = derive_periods(measure, stated);
    let made = all.iter().filter(|v| !v.period.divides_years());
    made.map(shown).collect()
}

#[test]
fn a_fiscal_year_is_put_together_as_a_year_of_the_calendar_is() {
    let of = |over_time| Measure {
        over_time: Some(over_time),
        ..measure(&[WorkedOut::FiscalYear(4)])
    };
    let months = || numbered((2024, 3), 14);
    // March 2024 is 1, April 2, March 2025 is 13 and April 14.
    for (over_time, of_2024) in [
        (OverTime::Sum, "2024-04-01/P1Y 90"),
        (OverTime::Last, "2024-04-01/P1Y 13"),
        (OverTime::First, "2024-04-01/P1Y 2"),
        (OverTime::Mean, "2024-04-01/P1Y 7.5"),
        (OverTime::Max, "2024-04-01/P1Y 13"),
        (OverTime::Min, "2024-04-01/P1Y 2"),
    ] {
        let found = fiscal(&of(over_time), months());
        assert!(
            found.contains(&of_2024.to_owned()),
            "{over_time}: {found:?}"
        );
    }
    let found = fiscal(&of(OverTime::Sum), months());
    assert!(
        found.contains(&"2025-04-01/P1Y - partial_period".to_owned()),
        "{found:?}"
    );
    // Quarters divide it, and so do years to date, of which one is taken off.
    let quarters = (0..5).map(|n| value(Period::Quarter(2024, 1).earlier(-n), Span::Period, 10));
    let found = fiscal(&of(OverTime::Sum), quarters.collect());
    assert!(found.contains(&"2024-04-01/P1Y 40".to_owned()), "{found:?}");
    let to_date = [(2024, 3, 5), (2024, 12, 50), (2025, 3, 7)];
    let to_date = to_date.map(|(y, m, n)| value(Period::Month(y, m), Span::Ytd, n));
    let found = fiscal(&of(OverTime::Sum), to_date.into());
    assert!(found.contains(&"2024-04-01/P1Y 52".to_owned()), "{found:?}");
    // The quarters of the calendar do not divide the year from February.
    let february = Measure {
        over_time: Some(OverTime::Mean),
        ..measure(&[WorkedOut::FiscalYear(2)])
    };
    let quarters = (0..9).map(|n| value(Period::Quarter(2024, 1).earlier(-n), Span::Period, 10));
    assert_eq!(fiscal(&february, quarters.collect()), Vec::<String>::new());
}

#[test]
fn the_months_to_date_of_a_fiscal_year_end_with_each_month_but_the_last() {
    let found = fiscal(
        &measure(&[WorkedOut::FiscalToDate(4)]),
        numbered((2024, 12), 5),
    );
    assert_eq!(
        found,
        [
            "2024-04-01/P9M - partial_period",
            "2024-04-01/P10M - partial_period",
            "2024-04-01/P11M - partial_period",
            "2025-04-01/P1M 5",
        ]
    );
}

#[test]
fn the_year_of_a_member_that_begins_in_july_is_of_the_months_in_which_it_exists() {
    let of = |from: Option<&str>, to: Option<&str>, over_time| Measure {
        members: vec![Member {
            code: "X".into(),
            title: Bilingual::default(),
            parent: None,
            valid_from: from.map(|day| day.parse().unwrap()),
            valid_to: to.map(|day| day.parse().unwrap()),
        }],
        over_time: Some(over_time),
        ..measure(&[WorkedOut::Year])
    };
    let year = |measure: &Measure, stated: Vec<MeasureValue>, year: i32| {
        let all = derive_periods(measure, stated);
        let found = all.into_iter().find(|v| v.period == Period::Year(year));
        found.unwrap()
    };
    let begins = of(Some("2023-07-01"), None, OverTime::Sum);
    let months = || numbered((2023, 7), 18);
    let [first, second] = [2023, 2024].map(|y| year(&begins, months(), y));
    assert_eq!(first.figure.value, Some(Dec::from_int(21)));
    assert!(first.figure.flags.contains(&Flag::ExistsInPart));
    assert!(second.figure.flags.is_empty());
    assert!(first.comparable(&second), "of one series");
    let mean = of(Some("2023-07-15"), None, OverTime::Mean);
    let value_of = |measure: &Measure, stated| year(measure, stated, 2023).figure.value;
    assert_eq!(value_of(&mean, months()), "3.5".parse().ok());
    let half = vec![value(Period::HalfYear(2023, 2), Span::Period, 9)];
    assert_eq!(value_of(&begins, half), Some(Dec::from_int(9)));
    let quarters = [3, 4].map(|q| value(Period::Quarter(2023, q), Span::Period, 4));
    let august = of(Some("2023-08-01"), None, OverTime::Sum);
    assert_eq!(value_of(&august, quarters.into()), Some(Dec::from_int(8)));
    let ends = of(None, Some("2023-06-30"), OverTime::Sum);
    assert_eq!(
        value_of(&ends, numbered((2023, 1), 6)),
        Some(Dec::from_int(21))
    );
    // A month in which it exists is asked for.
    let lacking = year(&begins, numbered((2023, 8), 5), 2023);
    assert!(lacking.figure.reasons.contains(&Reason::PartialPeriod));
}

#[test]
fn a_figure_is_compared_with_what_is_worked_out_where_it_says_the_same_as_its_periods() {
    let year = |name: &str, value: i64| (name.to_owned(), value);
    let growth = |of_2024: i64, (name, of_2023): (String, i64)| {
        let december = |year, n| value(Period::Month(year, 12), Span::Ytd, n);
        let quarters =
            |year, n| (1..5).map(move |q| value(Period::Quarter(year, q), Span::Period, n));
        let stated = value(Period::Year(2024), Span::Period, of_2024);
        let (year, ways) = (WorkedOut::Year, |name: &str| name == "to date");
        let stated: Vec<MeasureValue> = if ways(&name) {
            vec![december(2023, of_2023), december(2024, 140), stated]
        } else {
            quarters(2023, of_2023 / 4)
                .chain(quarters(2024, 35))
                .chain([stated])
                .collect()
        };
        let all = derive_periods(&measure(&[year]), stated);
        let of = |year| all.iter().find(|v| v.period == Period::Year(year)).unwrap();
        let compared = common(&[of(2024), of(2023)])?;
        let number = |v: &&MeasureValue| v.figure.value.map(|n| n.to_string());
        Some(
            compared
                .iter()
                .filter_map(number)
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    let to_date = || year("to date", 120);
    assert_eq!(
        growth(150, to_date()),
        None,
        "the year to date of 2024 says 140"
    );
    assert_eq!(growth(140, to_date()), Some("140 120".to_owned()));
    let quarters = || year("quarters", 120);
    assert_eq!(
        growth(150, quarters()),
        None,
        "the quarters of 2024 give 140"
    );
    assert_eq!(growth(140, quarters()), Some("140 120".to_owned()));
}

#[test]
fn months_from_years_to_date_are_compared_with_each_other_and_with_january() {
    let to_date = |year, month, n| value(Period::Month(year, month), Span::Ytd, n);
    let stated = vec![
        to_date(2023, 11, 110),
        to_date(2023, 12, 120),
        to_date(2024, 1, 11),
        to_date(2024, 2, 23),
        to_date(2024, 3, 36),
    ];
    let all = derive_periods(&measure(&[WorkedOut::Month]), stated);
    let of = |year, month| {
        let is_it =
            |v: &&MeasureValue| v.period == Period::Month(year, month) && v.span == Span::Period;
        all.iter().find(is_it).unwrap()
    };
    assert!(of(2023, 12).comparable(of(2024, 1)), "over New Year");
    assert!(of(2024, 1).comparable(of(2024, 2)));
    assert!(of(2024, 2).comparable(of(2024, 3)));
    let stated = value(Period::Month(2024, 4), Span::Period, 14);
    assert!(
        !of(2024, 3).comparable(&stated),
        "April is stated as a month"
    );
}

#[test]
fn twelve_months_from_years_to_date_are_compared_with_those_of_the_quarter_before() {
    let to_date = |year, quarter, n| value(Period::Quarter(year, quarter), Span::Ytd, n);
    let years = (2022..=2024).flat_map(|year| (1..=4).map(move |q| (year, q)));
    let stated = years.map(|(year, q)| to_date(year, q, 10 * i64::from(q)));
    let all = derive_periods(&measure(&[WorkedOut::Rolling12]), stated.collect());
    let of = |year, quarter| {
        let at = (Period::Quarter(year, quarter), Span::Rolling12);
        all.iter().find(|v| (v.period, v.span) == at).unwrap()
    };
    for (year, quarter, before) in [(2023, 2, 1), (2023, 3, 2), (2023, 4, 3), (2024, 2, 1)] {
        let (now, base) = (of(year, quarter), of(year, before));
        assert_eq!(now.figure.value, Some(Dec::from_int(40)));
        assert!(now.comparable(base), "{year}-Q{quarter}");
    }
    assert!(of(2024, 1).comparable(of(2023, 4)), "over New Year");
    let single = |q| value(Period::Quarter(2023, q), Span::Period, 10);
    let quarters = derive_periods(
        &measure(&[WorkedOut::Rolling12]),
        (1..=4).map(single).collect(),
    );
    let is_it = |v: &&MeasureValue| v.span == Span::Rolling12 && v.figure.value.is_some();
    let of_quarters = quarters.iter().find(is_it).unwrap();
    assert!(!of(2023, 3).comparable(of_quarters), "four quarters");
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
            cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], by_other_periods: vec![], ..v }).collect();
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
            cumulated.into_iter().filter(|v| v.span == Span::Ytd).map(|v| MeasureValue { pieces: vec![], series: Series::default(), others: vec![], by_other_periods: vec![], ..v }).collect();
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
    fn a_missing_month_makes_every_period_that_holds_it_partial_and_no_other(gap in 0usize..12) {
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

#[test]
fn what_snapshots_of_a_register_hold_is_of_one_day_and_so_of_no_part_of_a_year() {
    let mut of = measure(&[]);
    of.members = vec![Member {
        code: "X".into(),
        title: Bilingual::default(),
        parent: None,
        valid_from: "2026-03-01".parse().ok(),
        valid_to: None,
    }];
    let areas = AreaRegister::default();
    let in_part = |measure: &Measure| {
        let areas = &areas;
        Existence { measure, areas }.in_part(UnitId(0), (Period::Year(2026), Span::Period))
    };
    assert!(in_part(&of), "what happens in the year");
    of.sources[0].delivers = Some(Delivers::Snapshot);
    assert!(!in_part(&of), "what there is at its end");
    of.sources[0].flow = Some(Flow::Appeared);
    assert!(in_part(&of), "what has appeared in the year");
}
