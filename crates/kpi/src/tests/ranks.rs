//! Ranks by the values of a KPI, and changes of rank, on a few figures.

use super::{areas, by_growth, kpi, rank, rank_change, scores, shown, target, value};
use crate::rank::Ranks;
use crate::rounding::RoundingBound;
use crate::universe::Measures;
use crate::work;
use chiso_model::{
    Better, Dec, DerivedFigure, Making, MeasureValue, Period, Span, Stretch, TargetOp, UnitId,
    join, kind,
};
use num_rational::BigRational;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn areas_are_ranked_by_the_exact_values_of_a_kpi() {
    // 1/3 and 333334/1000000 differ in the seventh digit; 04 fell, 05 has no base.
    let values = [
        value("01", 2019, "3"),
        value("01", 2020, "4"),
        value("02", 2019, "1000000"),
        value("02", 2020, "1333333.333333"),
        value("03", 2019, "6"),
        value("03", 2020, "8"),
        value("04", 2019, "2"),
        value("04", 2020, "1"),
        value("05", 2020, "9"),
        value("R1", 2019, "1"),
        value("R1", 2020, "9"),
    ];
    let rank = kpi(kind::Rank {
        by: by_growth(),
        level: "province".into(),
        better: Better::High,
    });
    assert_eq!(
        shown(&rank, &values, 2020),
        [
            "01: 1/4",
            "02: 3/4",
            "03: 1/4",
            "04: 4/4",
            "05: -/4 base_missing"
        ],
        "equals share the better rank, and what has no growth is not last"
    );
}

#[test]
fn the_rounding_of_figures_behind_a_kpi_may_decide_a_rank() {
    let mut rounded = value("02", 2020, "110");
    rounded.figure.rounding = "5".parse().unwrap();
    let values = [
        value("01", 2019, "100"),
        value("01", 2020, "112"),
        value("02", 2019, "100"),
        rounded,
    ];
    let rank = kpi(kind::Rank {
        by: by_growth(),
        level: "province".into(),
        better: Better::High,
    });
    let all = scores(&rank, &values, &[target(TargetOp::Le, "1")]);
    let score = all.into_iter().find(|s| s.target.is_some()).unwrap();
    assert_eq!(
        (score.verdict.as_str(), join(score.flags)),
        ("met", "input_rounding".to_owned()),
        "15 % may be ahead of 12 %"
    );
}

#[test]
fn a_change_of_rank_counts_places_and_says_where_other_areas_were_ranked() {
    let all = |year: i32, figures: [&'static str; 3]| {
        let codes = ["01", "02", "03"].into_iter().zip(figures);
        codes.map(move |(code, figure)| value(code, year, figure))
    };
    let mut values: Vec<MeasureValue> = all(2018, ["10", "20", "30"])
        .chain(all(2019, ["40", "20", "30"]))
        .chain(all(2020, ["30", "20", "40"]))
        .collect();
    let by_measure = || kind::RankedBy::Measure("papi".into());
    assert_eq!(
        shown(&rank_change(Better::High, by_measure()), &values, 2019),
        ["01: -2/3", "02: 1/3", "03: 1/3"]
    );
    assert_eq!(
        shown(&rank_change(Better::High, by_growth()), &values, 2020),
        ["01: 2/3", "02: 0/3", "03: -1/3"],
        "by growth: 1, 2, 2 in 2019; 3, 2, 1 in 2020"
    );
    values.push(value("04", 2020, "50"));
    assert_eq!(
        shown(&rank_change(Better::High, by_measure()), &values, 2020),
        [
            "01: 2/4  ranked_areas_differ",
            "02: 1/4  ranked_areas_differ",
            "03: 0/4  ranked_areas_differ",
            "04: -/4 base_missing ranked_areas_differ"
        ],
        "one area more is ranked than in 2019"
    );
    assert_eq!(
        shown(&rank_change(Better::High, by_measure()), &values, 2018)[0],
        "01: -/3 base_missing"
    );
}

/// The figure of an area in 2020: so many millionths, plus so many sevenths of one, give or take so
/// many millionths.
fn figure(area: usize, (micros, sevenths, rounding): (i64, i64, i64)) -> Arc<MeasureValue> {
    let exact = BigRational::new((micros * 7 + sevenths).into(), 7_000_000.into());
    let mut value = value("01", 2020, "0");
    value.area = UnitId(area);
    value.figure.value = Dec::from_rational(&exact);
    value.figure.rounding = Dec::from_micros(i128::from(rounding)).unwrap();
    if sevenths > 0 {
        let how = Making::Value(vec![]);
        let exact = Some(exact);
        value.made = Some(Arc::new(DerivedFigure { exact, how }));
    }
    Arc::new(value)
}

fn in_2020() -> BTreeSet<Vec<(Period, Span)>> {
    BTreeSet::from([vec![(Period::Year(2020), Span::Period)]])
}

/// Whether another figure stands before one's own, as it is defined.
fn before(other: &MeasureValue, own: &MeasureValue, better: Better, lean: RoundingBound) -> bool {
    let [other, own] = [other, own].map(|v| {
        (
            v.exact().unwrap(),
            v.figure.value.unwrap().ratio(),
            v.figure.rounding.ratio(),
        )
    });
    let sign = BigRational::from_integer(if better == Better::High { 1 } else { -1 }.into());
    let ahead = match lean {
        RoundingBound::Exact => &other.0 - &own.0,
        RoundingBound::Low => (&other.1 - &own.1) - &sign * (&other.2 + &own.2),
        RoundingBound::High => (&other.1 - &own.1) + &sign * (&other.2 + &own.2),
    };
    ahead * sign > BigRational::from_integer(0.into())
}

proptest! {
    #[test]
    fn a_place_is_one_more_than_the_number_of_those_before(
        figures in prop::collection::vec((0i64..6, 0i64..3, 0i64..3), 1..6),
    ) {
        let values: Vec<_> = figures.into_iter().enumerate().map(|(area, f)| figure(area, f)).collect();
        let measures = Measures::new(&values);
        for better in [Better::High, Better::Low] {
            let ranks = Ranks::new(&rank(better).kind, &measures, (&areas(), &[]), &in_2020());
            for own in &values {
                for lean in [RoundingBound::Exact, RoundingBound::Low, RoundingBound::High] {
                    let others = values.iter().filter(|other| other.area != own.area);
                    let counted = others.filter(|other| before(other, own, better, lean)).count();
                    prop_assert_eq!(ranks.place(own, lean), Some(1 + counted));
                }
            }
        }
    }
}

#[test]
fn twice_the_areas_are_ranked_with_little_more_than_twice_the_comparisons() {
    let compared = |number: usize| {
        let figures = (0..number).map(|i| (i64::try_from(i * 7919 % number).unwrap(), 1, 0));
        let values: Vec<_> = figures
            .enumerate()
            .map(|(area, f)| figure(area, f))
            .collect();
        let (measures, areas) = (Measures::new(&values), super::many_areas(number));
        work::of(|| {
            let ranks = Ranks::new(
                &rank(Better::High).kind,
                &measures,
                (&areas, &[]),
                &in_2020(),
            );
            let places = values
                .iter()
                .filter_map(|v| ranks.place(v, RoundingBound::Exact));
            assert_eq!(places.max(), Some(number));
        })
    };
    let (once, twice) = (compared(2000).1, compared(4000).1);
    assert!(
        once < 2000 * 40 && twice < once * 5 / 2,
        "{once}, then {twice}"
    );
}

/// The year 2019 of province 01 is worked out from months, that of 2020 is stated; the months of 2020
/// say the same, or something else, or are of another dataset, in which other areas stand elsewhere.
#[test]
fn a_change_of_rank_is_within_one_series_as_growth_is() {
    let of_months = |v: MeasureValue| {
        let mut v = v;
        v.series.stretches = vec![Stretch {
            first: -11,
            last: 0,
            taken_off: false,
        }];
        v
    };
    let changes = |months: &str, dataset: &str| {
        let from = |v: MeasureValue| MeasureValue {
            dataset: dataset.into(),
            ..of_months(v)
        };
        let stated = MeasureValue {
            others: vec![Arc::new(from(value("01", 2020, months)))],
            ..value("01", 2020, "45")
        };
        let values = [
            from(value("01", 2019, "40")),
            MeasureValue {
                dataset: dataset.into(),
                ..value("02", 2019, "50")
            },
            stated,
            value("02", 2020, "42"),
        ];
        let by_measure = kind::RankedBy::Measure("papi".into());
        let change = rank_change(Better::High, by_measure);
        shown(&change, &values, 2020).swap_remove(0)
    };
    assert_eq!(changes("45", "scores"), "01: -1/2");
    assert_eq!(changes("44", "scores"), "01: -/2 series_mixed");
    assert_eq!(changes("45", "survey"), "01: -/2 series_mixed");
}
