//! Scores that stand on more than one area, and differences of scores, tested on a few figures.

mod contributions;
mod every_kind;
mod every_moment;
mod history;
mod not_due;
mod ranks;

use super::{Measures, Setting, mark_unusual, score_asked};
use chiso_model::kind;
use chiso_model::{
    AreaRegister, AreaUnit, Better, Bilingual, Dec, Figure, Flag, Kpi, KpiKind, MeasureValue,
    Period, Reason, Score, ScoreUnit, SharedIds, Span, Status, Target, TargetOp, UnitId, join,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Five provinces and the region around them.
fn areas() -> AreaRegister {
    let unit = |code: &str, level: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: level.into(),
        parent_code: String::new(),
        valid_from: "2004-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    let provinces = ["01", "02", "03", "04", "05"].map(|code| unit(code, "province"));
    AreaRegister::new(
        provinces
            .into_iter()
            .chain([unit("R1", "region")])
            .collect(),
        vec![],
    )
}

/// So many provinces.
fn many_areas(number: usize) -> AreaRegister {
    let like = areas().unit(UnitId(0)).clone();
    let unit = |i: usize| AreaUnit {
        code: format!("{i:06}"),
        ..like.clone()
    };
    AreaRegister::new((0..number).map(unit).collect(), vec![])
}

fn boundary() -> NaiveDate {
    "2020-01-01".parse().unwrap()
}

fn value(code: &str, year: i32, figure: &str) -> MeasureValue {
    let area = areas().by_code(code, boundary()).unwrap();
    MeasureValue {
        measure: "papi".into(),
        dataset: "scores".into(),
        area,
        boundary: boundary(),
        period: Period::Year(year),
        span: Span::Period,
        figure: Figure {
            value: Some(figure.parse().unwrap()),
            unit: "score".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2021-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        },
        parts: vec![(area, boundary())],
        pieces: vec![],
        made: None,
        series: chiso_model::Series::default(),
        others: vec![],
        by_other_periods: vec![],
    }
}

fn kpi(kind: impl Into<KpiKind>) -> Kpi {
    Kpi {
        id: "k".into(),
        title: Bilingual::default(),
        kind: kind.into(),
        pace: None,
        small_base: None,
        outlier: None,
        coverage: None,
        contributions: None,
        members: vec![],
        pipeline: "p".into(),
    }
}

fn rank(better: Better) -> Kpi {
    kpi(kind::Rank {
        by: kind::RankedBy::Measure("papi".into()),
        level: "province".into(),
        better,
    })
}

fn scores(kpi: &Kpi, values: &[MeasureValue], targets: &[Target]) -> Vec<Score> {
    let areas = areas();
    let values: Vec<Arc<MeasureValue>> = values.iter().cloned().map(Arc::new).collect();
    let (measures, broken) = (Measures::new(&values), BTreeSet::new());
    let setting = Setting {
        measures: &measures,
        targets,
        areas: &areas,
        boundary: boundary(),
        declared: &[],
        broken: &broken,
        as_of: None,
        not_due_from: None,
        part: None,
    };
    let mut scores = score_asked(kpi, setting);
    mark_unusual(kpi, &mut scores, &areas);
    scores
}

/// A target of province 01 for 2020.
fn target(op: TargetOp, value: &str) -> Target {
    Target {
        id: "t".into(),
        kpi: "k".into(),
        area_code: "01".into(),
        area_level: String::new(),
        period_from: Period::Year(2020),
        period_to: Period::Year(2020),
        op,
        value: value.parse().unwrap(),
        high: None,
        path: None,
        value_unit: "rank".into(),
        plan: String::new(),
        tolerance: Dec::ZERO,
        legal_basis: String::new(),
        decided_on: None,
        valid_from: None,
        supersedes: String::new(),
        note: String::new(),
    }
}

/// `code: value/ranked reasons flags` for one year.
fn shown(kpi: &Kpi, values: &[MeasureValue], year: i32) -> Vec<String> {
    let show = |s: &Score| {
        let value = s
            .value
            .as_ref()
            .map_or_else(|| "-".to_owned(), ToString::to_string);
        let ranked = s.ranked.first();
        let ranked = ranked.map_or_else(String::new, |r| format!("/{}", r.areas));
        format!(
            "{}: {value}{ranked} {} {}",
            areas().unit(s.area).code,
            join(&s.reasons),
            join(&s.flags)
        )
        .trim_end()
        .to_owned()
    };
    scores(kpi, values, &[])
        .iter()
        .filter(|s| s.period == Period::Year(year))
        .map(show)
        .collect()
}

#[test]
fn equals_share_the_better_place_and_a_region_has_none() {
    let values = [
        value("01", 2020, "40"),
        value("02", 2020, "45.5"),
        value("03", 2020, "45.5"),
        value("04", 2020, "50"),
        value("R1", 2020, "99"),
    ];
    assert_eq!(
        shown(&rank(Better::High), &values, 2020),
        ["01: 4/4", "02: 2/4", "03: 2/4", "04: 1/4"]
    );
    assert_eq!(
        shown(&rank(Better::Low), &values, 2020),
        ["01: 1/4", "02: 2/4", "03: 2/4", "04: 4/4"]
    );
}

#[test]
fn an_area_without_a_figure_is_not_last_but_not_ranked() {
    let mut withheld = value("03", 2020, "1");
    withheld.figure.value = None;
    withheld.figure.reasons.insert(Reason::SourceConflict);
    let values = [
        value("01", 2020, "40"),
        value("02", 2020, "45"),
        withheld,
        value("04", 2019, "50"),
    ];
    assert_eq!(
        shown(&rank(Better::High), &values, 2020),
        [
            "01: 2/2",
            "02: 1/2",
            "03: -/2 source_conflict",
            "04: -/2 value_missing"
        ],
        "two are ranked, whatever two others had or lack"
    );
    assert_eq!(
        shown(&rank(Better::High), &values, 2019)[3],
        "04: -/1 value_missing",
        "one alone has no rank"
    );
}

#[test]
fn what_cannot_be_compared_is_not_ranked() {
    let mut other = value("02", 2020, "45");
    other.figure.unit = "percent".into();
    assert_eq!(
        shown(
            &rank(Better::High),
            &[value("01", 2020, "40"), other.clone()],
            2020
        )[0],
        "01: -/2 unit_mismatch"
    );
    other.figure.unit = "score".into();
    other.figure.basis = "self_assessed".into();
    assert_eq!(
        shown(
            &rank(Better::High),
            &[value("01", 2020, "40"), other.clone()],
            2020
        )[1],
        "02: -/2 basis_mismatch"
    );
    other.figure.basis = "".into();
    other.figure.scheme = "2020".into();
    let mut first = value("01", 2020, "40");
    first.figure.scheme = "2019".into();
    assert_eq!(
        shown(&rank(Better::High), &[first, other], 2020),
        ["01: 2/2  scheme_break", "02: 1/2  scheme_break"]
    );
}

#[test]
fn a_rank_that_the_rounding_of_others_decides_is_flagged() {
    let mut rounded = value("02", 2020, "45");
    rounded.figure.rounding = "0.5".parse().unwrap();
    let values = [value("01", 2020, "45.2"), rounded, value("03", 2020, "50")];
    let first = |place: &str| {
        scores(&rank(Better::High), &values, &[target(TargetOp::Le, place)]).swap_remove(0)
    };
    assert_eq!(
        (first("2").verdict.as_str(), join(first("2").flags)),
        ("met", "input_rounding".to_owned()),
        "45 may be 45.5, and the second place theirs"
    );
    assert_eq!(
        (first("3").verdict.as_str(), join(first("3").flags)),
        ("met", String::new())
    );
    assert_eq!(first("1").margin.unwrap().to_string(), "-1");
}

#[test]
fn a_score_changes_from_any_base() {
    let change = kpi(kind::ScoreChange {
        measure: "papi".into(),
        unit: ScoreUnit::Score,
        comparison: kind::Comparison::default(),
    });
    let values = [
        value("01", 2019, "0"),
        value("01", 2020, "4.7"),
        value("02", 2019, "-1.5"),
        value("02", 2020, "-2"),
        value("03", 2020, "1"),
        value("04", 2019, "3"),
        value("04", 2020, "3"),
    ];
    assert_eq!(
        shown(&change, &values, 2020),
        ["01: 47/10", "02: -1/2", "03: - base_missing", "04: 0"]
    );
}

#[test]
fn another_scheme_is_flagged_and_an_unstated_one_is_not_another() {
    let change = kpi(kind::ScoreChange {
        measure: "papi".into(),
        unit: ScoreUnit::Score,
        comparison: kind::Comparison::default(),
    });
    let with = |scheme: &str, mut value: MeasureValue| {
        value.figure.scheme = scheme.into();
        value
    };
    let values = [
        with("2019", value("01", 2019, "80")),
        with("2020", value("01", 2020, "81")),
        with("2020", value("02", 2019, "80")),
        with("2020", value("02", 2020, "81")),
        with("", value("03", 2019, "80")),
        with("2020", value("03", 2020, "81")),
    ];
    assert_eq!(
        shown(&change, &values, 2020),
        [
            format!("01: 1  {}", Flag::SchemeBreak),
            "02: 1".into(),
            "03: 1".into()
        ]
    );
}

#[test]
fn scores_are_not_added_up_across_a_merger() {
    let change = kpi(kind::ScoreChange {
        measure: "papi".into(),
        unit: ScoreUnit::Score,
        comparison: kind::Comparison::default(),
    });
    let mut merged = value("01", 2020, "160");
    merged.parts.push((UnitId(1), boundary()));
    assert_eq!(
        shown(&change, &[value("01", 2019, "80"), merged], 2020),
        ["01: - boundary_break"]
    );
}

/// Growth on the year before, by which areas may be ranked.
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

fn rank_change(better: Better, by: kind::RankedBy) -> Kpi {
    kpi(kind::RankChange {
        by,
        level: "province".into(),
        better,
        comparison: kind::Comparison::default(),
    })
}
