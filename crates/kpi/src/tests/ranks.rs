//! Ranks by the values of a KPI, and changes of rank, on a few figures.

use super::{kpi, scores, shown, target, value};
use chiso_model::{Better, Kpi, MeasureValue, TargetOp, join, kind};

/// Growth of the year before, by which areas may be ranked.
fn growth() -> Kpi {
    let growth = kind::Growth {
        measure: "papi".into(),
        comparison: kind::Comparison::default(),
    };
    Kpi {
        id: "g".into(),
        ..kpi(growth)
    }
}

fn by_growth() -> kind::RankedBy {
    kind::RankedBy::Kpi {
        id: "g".into(),
        item: Some(Box::new(growth())),
    }
}

fn rank_change(by: kind::RankedBy) -> Kpi {
    kpi(kind::RankChange {
        by,
        level: "province".into(),
        better: Better::High,
        comparison: kind::Comparison::default(),
    })
}

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
        shown(&rank_change(by_measure()), &values, 2019),
        ["01: -2/3", "02: 1/3", "03: 1/3"]
    );
    assert_eq!(
        shown(&rank_change(by_growth()), &values, 2020),
        ["01: 2/3", "02: 0/3", "03: -1/3"],
        "by growth: 1, 2, 2 in 2019; 3, 2, 1 in 2020"
    );
    values.push(value("04", 2020, "50"));
    assert_eq!(
        shown(&rank_change(by_measure()), &values, 2020),
        [
            "01: 2/4  ranked_areas_differ",
            "02: 1/4  ranked_areas_differ",
            "03: 0/4  ranked_areas_differ",
            "04: -/4 base_missing ranked_areas_differ"
        ],
        "one area more is ranked than in 2019"
    );
    assert_eq!(
        shown(&rank_change(by_measure()), &values, 2018)[0],
        "01: -/3 base_missing"
    );
}
