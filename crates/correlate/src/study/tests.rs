//! The rows of a study are taken from what was kept when it reads the very same, and only then.

use crate::rejection::value_of;
use crate::{StudyCache, StudyInputs, StudyRows};
use chiso_model::kind::Growth;
use chiso_model::{
    AreaRegister, AreaUnit, Association, Bilingual, Break, Dec, Design, Flag, Frequency, Kpi,
    KpiKind, Measure, MeasureValue, Method, Period, Primary, Refusal, Span, Status, Study, UnitId,
};
use chrono::NaiveDate;
use std::sync::Arc;

const DAY: &str = "2020-01-01";

/// A study with all that it is given.
struct Sample {
    study: Study,
    units: Vec<AreaUnit>,
    kpis: Vec<Kpi>,
    measures: Vec<Measure>,
    values: Vec<MeasureValue>,
    boundary: NaiveDate,
    program: &'static str,
}

fn unit(code: &str, level: &str, above: &str) -> AreaUnit {
    AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: code.into(),
        level: level.into(),
        parent_code: above.into(),
        valid_from: "2000-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    }
}

fn dec(number: i64) -> Dec {
    number.to_string().parse().unwrap()
}

fn value(measure: &str, area: usize, year: i32, value: i32) -> MeasureValue {
    value_of(measure, UnitId(area), year, f64::from(value))
}

impl Sample {
    fn new() -> Sample {
        let study = Study {
            id: "study".into(),
            title: Bilingual::default(),
            scores: vec!["score".into()],
            outcomes: vec!["outcome".into()],
            designs: vec![Design::CrossSection, Design::Within],
            methods: vec![Method::Pearson, Method::Kendall],
            lags: vec![0],
            primary: Primary {
                design: Design::Within,
                method: Method::Pearson,
                lag: 0,
            },
            controls: vec!["control".into()],
            circular: vec![],
            level: "province".into(),
            areas: vec![],
            frequency: Frequency::Annual,
            boundary: None,
            min_areas: 4,
            resamples: 99,
            seed: 7,
            pool_schemes: false,
            pipeline: "p".into(),
        };
        let province = |i: usize| unit(&format!("P{i}"), "province", ["A", "B"][i % 2]);
        let mut units = vec![unit("A", "region", ""), unit("B", "region", "")];
        units.extend((0..8).map(province));
        let mut values = Vec::new();
        for (k, measure) in ["score", "outcome", "control", "other"]
            .into_iter()
            .enumerate()
        {
            for area in 2..10 {
                for year in 0..4 {
                    let at = i32::try_from(area * 31 + k * 17).unwrap() + year * 13;
                    values.push(value(measure, area, 2010 + year, at * at % 101));
                }
            }
        }
        Sample {
            study,
            units,
            kpis: vec![],
            measures: vec![],
            values,
            boundary: DAY.parse().unwrap(),
            program: "this one",
        }
    }

    fn figure(&mut self, measure: &str) -> &mut MeasureValue {
        self.values
            .iter_mut()
            .find(|v| v.measure == measure)
            .unwrap()
    }

    /// The rows with what was kept, what to keep, and how many studies were computed.
    fn run(&self, before: StudyRows) -> (Vec<Association>, StudyRows, usize) {
        let areas = AreaRegister::new(self.units.clone(), vec![]);
        let values: Vec<Arc<MeasureValue>> = self.values.iter().cloned().map(Arc::new).collect();
        let given = StudyInputs {
            values: &values,
            scores: &[],
            kpis: &self.kpis,
            measures: &self.measures,
            areas: &areas,
            boundary: self.boundary,
        };
        let mut cache = StudyCache::new(self.program, before);
        let rows = cache.correlate(&self.study, given);
        let computed = cache.computed();
        (rows, cache.into_rows(), computed)
    }
}

/// How many studies are computed after a change; whatever it is, the rows are those of a run that
/// knows nothing.
fn computed_after(change: impl Fn(&mut Sample)) -> usize {
    let mut sample = Sample::new();
    let (_, kept, computed) = sample.run(StudyRows::default());
    assert_eq!(computed, 1);
    change(&mut sample);
    let (rows, _, computed) = sample.run(kept);
    let (afresh, _, _) = sample.run(StudyRows::default());
    assert_eq!(rows, afresh);
    computed
}

fn growth(measure: &str) -> Kpi {
    Kpi {
        id: "score".into(),
        title: Bilingual::default(),
        kind: KpiKind::Growth(Growth {
            measure: measure.into(),
            comparison: chiso_model::kind::Comparison::default(),
        }),
        pace: None,
        small_base: None,
        outlier: None,
        coverage: None,
        contributions: None,
        members: vec![],
        pipeline: "p".into(),
    }
}

#[test]
fn a_study_that_reads_the_same_is_taken_from_what_was_kept() {
    type Change = fn(&mut Sample);
    let changes: [(&str, Change); 8] = [
        ("nothing", |_| {}),
        ("the order of figures", |s| s.values.reverse()),
        ("a figure of a measure that it does not name", |s| {
            s.figure("other").figure.value = Some(dec(5));
        }),
        ("a figure of another boundary", |s| {
            s.values.push(MeasureValue {
                boundary: "2010-01-01".parse().unwrap(),
                ..value("score", 3, 2010, 5)
            });
        }),
        ("a figure of a region", |s| {
            s.values.push(value("score", 0, 2010, 5));
        }),
        ("a figure to date", |s| {
            s.values.push(MeasureValue {
                span: Span::Ytd,
                ..value("score", 3, 2010, 5)
            });
        }),
        ("when a figure became known", |s| {
            s.figure("score").figure.known_from = "2020-01-01T00:00:00Z".parse().unwrap();
        }),
        ("the name of an area", |s| s.units[4].name_en = "New".into()),
    ];
    for (what, change) in changes {
        assert_eq!(computed_after(change), 0, "{what}");
    }
}

#[test]
fn whatever_a_study_reads_computes_it_again() {
    type Change = fn(&mut Sample);
    let changes: [(&str, Change); 18] = [
        ("the score", |s| {
            s.figure("score").figure.value = Some("5.000001".parse().unwrap());
        }),
        ("the outcome", |s| {
            s.figure("outcome").figure.value = Some(dec(500));
        }),
        ("a control", |s| {
            s.figure("control").figure.value = Some(dec(500));
        }),
        ("a status", |s| {
            s.figure("score").figure.status = Status::Estimate;
        }),
        ("a scheme", |s| {
            s.figure("score").figure.scheme = "new".into();
        }),
        ("the unit of a figure", |s| {
            s.figure("score").figure.unit = "percent".into();
        }),
        ("a figure that is withdrawn", |s| {
            s.figure("score").figure.value = None;
        }),
        ("a figure that was put in by a model", |s| {
            s.figure("score").figure.flags.insert(Flag::Imputed);
        }),
        ("the area of a figure", |s| {
            s.figure("score").area = UnitId(99);
        }),
        ("the period of a figure", |s| {
            s.figure("score").period = Period::Year(2030);
        }),
        ("the region of an area", |s| {
            s.units[4].parent_code = "B".into();
        }),
        ("the code of an area", |s| s.units[9].code = "P77".into()),
        ("an area that is no more", |s| {
            s.units[4].valid_to = Some("2015-01-01".parse().unwrap());
        }),
        ("a KPI of the outcome's figures", |s| {
            s.kpis.push(growth("outcome"));
        }),
        ("the seed", |s| s.study.seed = 8),
        ("the fewest areas", |s| s.study.min_areas = 5),
        ("the controls", |s| s.study.controls.clear()),
        ("the program", |s| s.program = "another one"),
    ];
    for (what, change) in changes {
        assert_eq!(computed_after(change), 1, "{what}");
    }
}

#[test]
fn a_kpi_that_makes_score_and_outcome_circular_is_seen() {
    let mut sample = Sample::new();
    sample.kpis.push(growth("elsewhere"));
    let (rows, kept, _) = sample.run(StudyRows::default());
    assert!(rows.iter().all(|row| !row.circular));
    sample.kpis = vec![growth("outcome")];
    let (rows, _, computed) = sample.run(kept);
    assert!(rows.iter().all(|row| row.circular));
    assert_eq!(computed, 1);
}

#[test]
fn rows_come_back_from_a_file_as_they_were() {
    let sample = Sample::new();
    let (rows, kept, _) = sample.run(StudyRows::default());
    assert!(rows.iter().any(|row| row.significance.is_some()));
    assert!(rows.iter().any(|row| row.left_out.is_some()));
    let bytes = rmp_serde::to_vec(&kept).unwrap();
    let read: StudyRows = rmp_serde::from_slice(&bytes).unwrap();
    let (again, kept, computed) = sample.run(read);
    assert_eq!((again, computed), (rows, 0));
    assert_eq!(rmp_serde::to_vec(&kept).unwrap(), bytes);
}

#[test]
fn only_the_studies_of_the_last_run_are_kept() {
    let mut sample = Sample::new();
    let (_, first, _) = sample.run(StudyRows::default());
    sample.study.seed = 8;
    let (_, second, _) = sample.run(first);
    sample.study.seed = 7;
    let (_, _, computed) = sample.run(second);
    assert_eq!(computed, 1);
}

/// The spans of the `within` rows of a sample.
fn spans(sample: &Sample) -> Vec<String> {
    let (rows, ..) = sample.run(StudyRows::default());
    let within = rows.iter().filter(|r| r.design == Design::Within);
    let mut spans: Vec<String> = within.map(|r| r.period.clone()).collect();
    spans.dedup();
    spans
}

/// Figures of one unit, on one basis, of one dataset and by one definition are compared over time, and
/// others are not.
#[test]
fn a_panel_is_divided_where_its_figures_are_no_longer_of_one_series() {
    type Change = fn(&mut MeasureValue);
    assert_eq!(spans(&Sample::new()), ["2010/2013"]);
    let changes: [(&str, Change); 3] = [
        ("unit", |v| v.figure.unit = "percent".into()),
        ("basis", |v| v.figure.basis = "net".into()),
        ("dataset", |v| v.dataset = "register".into()),
    ];
    for (what, change) in changes {
        for measure in ["score", "outcome", "control"] {
            let mut sample = Sample::new();
            let later = sample.values.iter_mut();
            let later = later.filter(|v| v.measure == measure && v.period >= Period::Year(2012));
            later.for_each(change);
            assert_eq!(
                spans(&sample),
                ["2010/2011", "2012/2013"],
                "{what} {measure}"
            );
        }
    }
    let mut sample = Sample::new();
    sample.measures.push(Measure {
        breaks: vec![Break {
            from: Period::Year(2012),
            note: Bilingual::default(),
            over_time: None,
        }],
        ..Measure::new("outcome", vec![])
    });
    assert_eq!(spans(&sample), ["2010/2011", "2012/2013"], "definition");
    sample.study.pool_schemes = true;
    assert_eq!(
        spans(&sample),
        ["2010/2011", "2012/2013"],
        "only schemes are pooled"
    );
}

#[test]
fn areas_whose_figures_are_in_several_units_are_not_compared_with_each_other() {
    let mut sample = Sample::new();
    let some = sample.values.iter_mut();
    let some = some.filter(|v| v.measure == "outcome" && v.area.0 % 2 == 0);
    some.for_each(|v| v.figure.unit = "usd".into());
    let (rows, ..) = sample.run(StudyRows::default());
    let refused = |row: &Association| row.coefficient == Err(Refusal::SeriesMixed);
    assert!(rows.iter().all(refused));
}
