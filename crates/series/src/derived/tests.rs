//! Tests of figures made from other measures.

use super::derive;
use super::given::{Figures, Given, Reach};
use chiso_model::{
    AreaRegister, AreaUnit, Dec, Deflation, Derivation, Figure, Linking, Measure, MeasureValue,
    MovingAverage, Period, Reason, Series, SharedIds, Span, Status, Stretch,
};
use chrono::NaiveDate;
use num_traits::Signed;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn areas() -> AreaRegister {
    let unit = |code: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: day(),
        valid_to: None,
        aliases: vec![],
    };
    AreaRegister::new(vec![unit("1"), unit("2"), unit("VN")], vec![])
}

fn day() -> NaiveDate {
    "2000-01-01".parse().unwrap()
}

fn value(code: &str, year: i32, micros: i128, rounding: i128) -> MeasureValue {
    let area = areas().by_code(code, day()).unwrap();
    let figure = Figure {
        value: Dec::from_micros(micros),
        unit: "x".into(),
        basis: "".into(),
        scheme: "".into(),
        plan_stage: None,
        status: Status::Final,
        rounding: Dec::from_micros(rounding).unwrap(),
        known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
        source_ids: SharedIds::default(),
        deliveries: SharedIds::default(),
        flags: BTreeSet::new(),
        reasons: BTreeSet::new(),
    };
    let (measure, dataset, period) = ("m".to_owned(), "d".to_owned(), Period::Year(year));
    let span = Span::Period;
    let (parts, pieces, others) = (vec![(area, day())], vec![], vec![]);
    MeasureValue {
        measure: measure.into(),
        dataset: dataset.into(),
        area,
        boundary: day(),
        period,
        span,
        figure,
        parts,
        pieces,
        made: None,
        series: Series::default(),
        others,
        by_other_periods: vec![],
    }
}

/// Real figures at prices of 2010, the index of `VN` standing in where `national` says so.
fn real(nominal: Vec<MeasureValue>, index: Vec<MeasureValue>, national: bool) -> Vec<MeasureValue> {
    let real = Deflation {
        of: "m".into(),
        deflator: "p".into(),
        base: Period::Year(2010),
        national: national.then(|| "VN".to_owned()),
    };
    let by = Arc::new(Derivation::Real(real));
    let named = |id: &str| Measure::new(id, vec![]);
    let declared = [named("m"), named("p")];
    let national = national.then(|| areas().by_code("VN", day()).unwrap());
    let index = index.into_iter().map(|v| MeasureValue {
        measure: "p".into(),
        ..v
    });
    let figures = BTreeMap::from([
        (
            "m",
            Figures::new(
                nominal.into_iter().map(Arc::new).collect(),
                std::iter::empty(),
            ),
        ),
        (
            "p",
            Figures::new(index.map(Arc::new).collect(), std::iter::empty()),
        ),
    ]);
    let reach = Reach {
        national,
        ..Reach::default()
    };
    let given = Given {
        declared: &declared,
        figures,
        reach: &reach,
        amounts: BTreeMap::new(),
    };
    derive(&named("r"), &by, &given)
}

/// The year from July of the older index, and the calendar years of both.
#[test]
fn a_linked_index_has_a_row_without_a_figure_where_it_would_be_of_two_series() {
    let by = Arc::new(Derivation::Linked(Linking {
        of: "new".into(),
        before: "old".into(),
        overlap: Period::Year(2024),
    }));
    let declared = ["new", "old"].map(|id| Measure::new(id, vec![]));
    let figures = |id: &str, all: &[(Period, i128)]| {
        let of = |(period, micros): &(Period, i128)| MeasureValue {
            measure: id.into(),
            period: *period,
            ..value("1", 2024, *micros, 0)
        };
        Figures::new(
            all.iter().map(of).map(Arc::new).collect(),
            std::iter::empty(),
        )
    };
    let fiscal = |year| Period::FiscalYear(year, 7);
    let old = [
        (fiscal(2022), 80),
        (Period::Year(2023), 90),
        (fiscal(2023), 95),
        (Period::Year(2024), 100),
    ];
    let new = [(Period::Year(2024), 200), (fiscal(2024), 220)];
    let given = Given {
        declared: &declared,
        figures: BTreeMap::from([("new", figures("new", &new)), ("old", figures("old", &old))]),
        reach: &Reach::default(),
        amounts: BTreeMap::new(),
    };
    let made = derive(&Measure::new("index", vec![]), &by, &given);
    let shown = made.iter().map(|v| {
        let figure = &v.figure;
        let value = figure.value.map(Dec::micros);
        (
            v.period.to_string(),
            value,
            chiso_model::join(&figure.reasons),
        )
    });
    let wanted = [
        ("2022-07-01/P1Y", Some(160), ""),
        ("2023", Some(180), ""),
        ("2023-07-01/P1Y", None, "value_missing"),
        ("2024", Some(200), ""),
        ("2024-07-01/P1Y", Some(220), ""),
    ];
    let wanted = wanted.map(|(period, value, why)| (period.to_owned(), value, why.to_owned()));
    assert_eq!(shown.collect::<Vec<_>>(), wanted);
}

/// Of a year that still runs there are other months than of the one before.
#[test]
fn a_mean_that_lacks_a_figure_says_so_and_nothing_of_series() {
    let by = Arc::new(Derivation::MovingAverage(MovingAverage {
        of: "m".into(),
        periods: 2,
        length: None,
    }));
    let declared = [Measure::new("m", vec![])];
    let of = |missing: bool| {
        let mut running = value("1", 2024, 90, 0);
        running.series.stretches = vec![Stretch {
            first: -11,
            last: -6,
            taken_off: false,
        }];
        if missing {
            running.figure.value = None;
            running.figure.reasons.insert(Reason::PartialPeriod);
        }
        let all = [value("1", 2023, 100, 0), running].map(Arc::new);
        let figures = Figures::new(all.to_vec(), std::iter::empty());
        let given = Given {
            declared: &declared,
            figures: BTreeMap::from([("m", figures)]),
            reach: &Reach::default(),
            amounts: BTreeMap::new(),
        };
        let made = derive(&Measure::new("mean", vec![]), &by, &given);
        chiso_model::join(&made[0].figure.reasons)
    };
    assert_eq!(of(true), "partial_period");
    assert_eq!(of(false), "series_mixed");
}

#[test]
fn a_mean_may_be_limited_to_periods_of_one_length() {
    let inputs = |length, period| {
        let by = Derivation::MovingAverage(MovingAverage {
            of: "m".into(),
            periods: 3,
            length,
        });
        by.inputs(("m", ""), (period, Span::Period)).len()
    };
    let (month, year) = (Period::Month(2024, 5), Period::FiscalYear(2024, 4));
    assert_eq!((inputs(None, month), inputs(None, year)), (3, 3));
    let monthly = Some(month.frequency());
    assert_eq!((inputs(monthly, month), inputs(monthly, year)), (3, 0));
}

#[test]
fn an_area_is_at_prices_of_one_place_throughout() {
    let index = || {
        vec![
            value("VN", 2010, 100, 0),
            value("VN", 2011, 110, 0),
            value("2", 2010, 100, 0),
        ]
    };
    let nominal = || {
        ["1", "2", "VN"]
            .map(|code| value(code, 2011, 220, 0))
            .to_vec()
    };
    let shown = |values: Vec<MeasureValue>| {
        values
            .iter()
            .map(|v| v.figure.value.map(Dec::micros))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(real(nominal(), index(), false)),
        [None, None, Some(200)]
    );
    assert_eq!(
        shown(real(nominal(), index(), true)),
        [Some(200), None, Some(200)],
        "2 has an index, though not of 2011"
    );
}

proptest! {
    /// What is published is the nearest millionth of a fraction that gives the nominal figure
    /// back; and no input within its rounding gives a real figure outside of the rounding that
    /// is reported.
    #[test]
    fn nominal_money_comes_back_exactly(money in -10i128.pow(12)..10i128.pow(12), base in 1i128..10i128.pow(9), now in 1000i128..10i128.pow(9), off in 0i128..900) {
        let index = vec![value("1", 2010, base, 0), value("1", 2020, now, off)];
        let made = real(vec![value("1", 2020, money, 0)], index, false).remove(0);
        let exact = made.exact().unwrap();
        let [base, now, money, off] = [base, now, money, off].map(|n| Dec::from_micros(n).unwrap().ratio());
        prop_assert_eq!(&exact * &now / &base, money.clone());
        let width = made.figure.rounding.ratio();
        for index in [&now - &off, &now + &off] {
            prop_assert!((&money * &base / index - &exact).abs() <= width);
        }
        prop_assert_eq!(made.figure.value, Dec::from_rational(&exact));
    }
}
