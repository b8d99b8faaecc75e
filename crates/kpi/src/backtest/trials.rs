//! The rule of pace of a KPI, tried on every complete year.

use crate::backtest::result::BackTest;
use crate::pace;
use crate::setting::Setting;
use chiso_model::kind::Scale;
use chiso_model::{Flag, Kpi, KpiKind, Operand, Period, Score, Span, UnitId, Verdict};
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::collections::{BTreeMap, BTreeSet};

/// Whether errors of a KPI are differences in its unit, not shares: a change in points has no whole
/// that it is a share of.
#[must_use]
pub fn in_points(kind: &KpiKind) -> bool {
    kind.formula().scale() == Scale::Points
}

/// How far a projection was from what the year became.
fn error(kind: &KpiKind, projection: &BigRational, became: &BigRational) -> Option<BigRational> {
    let one = BigRational::one();
    match kind.formula().scale() {
        Scale::Points => Some(projection - became),
        Scale::Rate => {
            let whole = became + &one;
            whole
                .is_positive()
                .then(|| (projection + &one) / whole - one)
        }
        Scale::Share => became.is_positive().then(|| projection / became - one),
    }
}

/// One year to date of a complete year, as far as no target is asked.
fn trial(
    kpi: &Kpi,
    score: &Score,
    became: &BigRational,
    setting: Setting<'_>,
) -> Option<(BigRational, Option<bool>)> {
    let value = score.value.as_ref()?;
    let said = pace::in_year(kpi, setting, (score.area, score.period), value, |_| false).ok()?;
    let projection = said
        .projection
        .clone()
        .or_else(|| pace::projected(&kpi.kind, value, &said.share))?;
    let inside = said
        .low
        .as_ref()
        .zip(said.high.as_ref())
        .map(|(low, high)| low <= became && became <= high);
    Some((error(&kpi.kind, &projection, became)?, inside))
}

/// Tries a KPI's rule of pace on all complete years of a boundary: `scores` are those of the KPI
/// there.
#[must_use]
pub fn backtest(kpi: &Kpi, scores: &[&Score], setting: Setting<'_>) -> Vec<BackTest> {
    let Some(rule) = kpi.pace.as_ref().map(|p| p.rule) else {
        return Vec::new();
    };
    let years = complete_years(scores);
    let became: BTreeMap<(UnitId, Period), (&BigRational, &Score)> = years
        .iter()
        .filter_map(|((area, year, _), s)| Some(((*area, *year), (s.value.as_ref()?, *s))))
        .collect();
    let mut tests: BTreeMap<(Option<UnitId>, [u32; 2]), BackTest> = BTreeMap::new();
    let mut tried: BTreeSet<(UnitId, Period)> = BTreeSet::new();
    for score in scores.iter().filter(|s| pace::runs(kpi, s.period, s.span)) {
        let year = score.period.of_year();
        let Some((became, whole)) = became.get(&(score.area, year)) else {
            continue;
        };
        if !runs_into(score, whole) {
            continue;
        }
        let (to_date, whole) = ((score.period, Span::Ytd), (year, Span::Period));
        let measures = kpi.kind.measures();
        if (measures.iter()).any(|measure| setting.redefined(measure, to_date, whole)) {
            continue;
        }
        // Several targets of one area and month are one trial of the projection.
        let projected = if tried.contains(&(score.area, score.period)) {
            None
        } else {
            trial(kpi, score, became, setting)
        };
        tried.extend(projected.is_some().then_some((score.area, score.period)));
        let ended = years
            .get(&(score.area, year, score.target))
            .map(|s| s.verdict);
        for area in [None, Some(score.area)] {
            let to_date = score.period;
            let at = [to_date.year_begins(), to_date.month_of_year()];
            let test = tests
                .entry((area, at))
                .or_insert_with(|| BackTest::new(&kpi.id, area, setting.boundary, rule, to_date));
            if let Some((error, inside)) = &projected {
                test.years.insert(year.year());
                test.errors.push(error.clone());
                test.inside.extend(*inside);
            }
            judged(test, score, ended);
        }
    }
    let mut tests: Vec<BackTest> = tests
        .into_values()
        .filter(|t| !t.errors.is_empty())
        .collect();
    for test in &mut tests {
        test.errors.sort();
    }
    tests
}

/// Whether the figures of a running year are parts of those of the year: a sum of areas does not turn into
/// what the area above states, nor one source into another. How far the two differ is no error of a pace.
fn runs_into(running: &Score, whole: &Score) -> bool {
    let figures = |score: &Score| -> Vec<_> {
        let operands = score.operands.iter().flat_map(Operand::of_figures);
        operands
            .map(|o| (o.role, o.measure.clone(), o.found.clone()))
            .collect()
    };
    let of_year = figures(whole);
    figures(running).iter().all(|(role, measure, then)| {
        let mut same = of_year.iter().filter(|(r, m, _)| (r, m) == (role, measure));
        same.all(|(_, _, whole)| match (then, whole) {
            (Some(then), Some(whole)) => pace::is_part_of(then, whole),
            _ => true,
        })
    })
}

/// The scores of years that are over, by area, year and target.
fn complete_years<'s>(
    scores: &[&'s Score],
) -> BTreeMap<(UnitId, Period, Option<usize>), &'s Score> {
    let over = |s: &&&Score| {
        s.span == Span::Period && s.period.of_year() == s.period && !s.flags.contains(&Flag::ToDate)
    };
    scores
        .iter()
        .filter(over)
        .map(|s| ((s.area, s.period, s.target), *s))
        .collect()
}

/// Compares the verdict of a running year, and the odds it gave, with the verdict of the year.
fn judged(test: &mut BackTest, score: &Score, ended: Option<Verdict>) {
    let met = match ended {
        Some(Verdict::Met) => true,
        Some(Verdict::NotMet) => false,
        _ => return,
    };
    match score.verdict {
        Verdict::OnTrack => test.right.push(met),
        Verdict::OffTrack => test.right.push(!met),
        _ => {}
    }
    test.odds.extend(
        score
            .in_year
            .as_ref()
            .and_then(|y| y.probability.clone())
            .map(|p| (p, met)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::score_asked;
    use crate::universe::Measures;
    use chiso_model::{
        AreaRegister, AreaUnit, Bilingual, Dec, Figure, MeasureValue, Pace, PaceRule, ScoreUnit,
        SharedIds, Status, Target, TargetOp, kind,
    };
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn boundary() -> NaiveDate {
        "2020-01-01".parse().unwrap()
    }

    fn areas() -> AreaRegister {
        let unit = |code: &str| AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: "2000-01-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        AreaRegister::new(vec![unit("01"), unit("02")], vec![])
    }

    fn value(area: usize, period: Period, span: Span, figure: i64) -> Arc<MeasureValue> {
        let figure = Figure {
            value: Some(Dec::from_int(figure)),
            unit: "count".into(),
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
        };
        let (area, boundary) = (UnitId(area), boundary());
        let (measure, dataset) = ("m".to_owned(), "d".to_owned());
        Arc::new(MeasureValue {
            measure: measure.into(),
            dataset: dataset.into(),
            area,
            boundary,
            period,
            span,
            figure,
            parts: vec![(area, boundary)],
            pieces: vec![],
            made: None,
            series: chiso_model::Series::default(),
            others: vec![],
            by_other_periods: vec![],
        })
    }

    /// Half a year and the year, from 2010 on.
    fn years(area: usize, figures: &[(i64, i64)]) -> Vec<Arc<MeasureValue>> {
        let one = |(year, (half, whole)): (i32, &(i64, i64))| {
            [
                value(area, Period::Month(year, 6), Span::Ytd, *half),
                value(area, Period::Year(year), Span::Period, *whole),
            ]
        };
        (2010..).zip(figures).flat_map(one).collect()
    }

    fn kpi(rule: PaceRule) -> Kpi {
        let kind = KpiKind::from(kind::Score {
            measure: "m".into(),
            unit: ScoreUnit::Count,
        });
        let pace = Some(Pace {
            rule,
            years: 5,
            plan: None,
            non_decreasing: false,
            whole_year: false,
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

    /// At least 100 a year.
    fn target() -> Target {
        Target {
            id: "t".into(),
            kpi: "k".into(),
            area_code: "01".into(),
            area_level: String::new(),
            period_from: Period::Year(2013),
            period_to: Period::Year(2029),
            op: TargetOp::Ge,
            value: Dec::from_int(100),
            high: None,
            path: None,
            value_unit: "count".into(),
            plan: String::new(),
            tolerance: Dec::ZERO,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: None,
            supersedes: String::new(),
            note: String::new(),
        }
    }

    fn tried(kpi: &Kpi, values: &[Arc<MeasureValue>]) -> Vec<BackTest> {
        let (areas, targets, measures, broken) =
            (areas(), [target()], Measures::new(values), BTreeSet::new());
        let setting = Setting {
            measures: &measures,
            declared: &[],
            targets: &targets,
            areas: &areas,
            boundary: boundary(),
            broken: &broken,
            as_of: None,
            not_due_from: None,
            part: None,
        };
        let scores = score_asked(kpi, setting);
        backtest(kpi, &scores.iter().collect::<Vec<_>>(), setting)
    }

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn calendar_and_fiscal_years_are_tried_apart() {
        let mut values = years(0, &YEARS);
        for (n, (half, whole)) in YEARS.iter().enumerate() {
            let year = 2010 + i32::try_from(n).unwrap();
            // Seven months up to October of a year from April, of which twice as much comes in all.
            let to_date = Period::FiscalToDate(year, 4, 7);
            values.push(value(0, to_date, Span::Ytd, *half));
            values.push(value(
                0,
                Period::FiscalYear(year, 4),
                Span::Period,
                half + whole,
            ));
        }
        let tests = tried(&kpi(PaceRule::Linear), &values);
        let of_area = tests.iter().filter(|t| t.area.is_some());
        let shown: Vec<_> = of_area
            .map(|t| (t.year_begins, t.month, t.years.len(), t.errors.len()))
            .collect();
        assert_eq!(shown, [(1, 6, 6, 6), (4, 7, 6, 6)]);
    }

    /// Shares 0.4, 0.5, 0.6 come first; then 50 of 125, 45 of 80, 60 of 200.
    const YEARS: [(i64, i64); 6] = [
        (40, 100),
        (50, 100),
        (60, 100),
        (50, 125),
        (45, 80),
        (60, 200),
    ];

    #[test]
    fn usual_pace_by_hand() {
        let tests = tried(&kpi(PaceRule::Usual), &years(0, &YEARS));
        assert_eq!(
            tests.iter().map(|t| t.area).collect::<Vec<_>>(),
            [None, Some(UnitId(0))]
        );
        for test in &tests {
            // 2013: 50 / 0.5 = 100 of 125. 2014: 45 / 0.45 = 100 of 80. 2015: 60 / 0.5 = 120 of
            // 200.
            assert_eq!(test.errors, [ratio(-2, 5), ratio(-1, 5), ratio(1, 4)]);
            assert_eq!(
                (test.month, test.years.iter().copied().collect::<Vec<_>>()),
                (6, vec![2013, 2014, 2015])
            );
            assert!(
                (test.mean_error().unwrap() + 0.35 / 3.0).abs() < 1e-15
                    && (test.usual_error().unwrap() - 0.85 / 3.0).abs() < 1e-15
            );
            assert_eq!(test.largest(), Some(0.4));
            // 125 in 83.3 … 125, 80 in 75 … 112.5, 200 not in 100 … 150.
            assert_eq!(test.inside, [true, true, false]);
            // On track at 50 of 50, 45 of 45 and 60 of 50; the years ended at 125, 80 and 200 of
            // 100.
            assert_eq!(test.right, [true, false, true]);
            // Only 2015 has five years before it, in all of which 60 would have been enough.
            assert_eq!(
                (test.odds.as_slice(), test.calibration()),
                (&[(ratio(6, 7), true)][..], None)
            );
        }
    }

    #[test]
    fn a_straight_line_is_tried_from_the_first_year_on_and_a_year_that_runs_is_not() {
        let errors =
            |values: &[Arc<MeasureValue>]| tried(&kpi(PaceRule::Linear), values)[0].errors.clone();
        let mut runs = years(0, &YEARS);
        let last = runs.iter_mut().rfind(|v| v.span == Span::Period).unwrap();
        Arc::make_mut(last).figure.flags.insert(Flag::ToDate);
        // Twice the half: 80, 100, 120 of 100, 100 of 125, 90 of 80, 120 of 200.
        let all = [
            ratio(-2, 5),
            ratio(-1, 5),
            ratio(-1, 5),
            ratio(0, 1),
            ratio(1, 8),
            ratio(1, 5),
        ];
        assert_eq!(errors(&years(0, &YEARS)), all);
        assert_eq!(errors(&runs), all[1..], "the figure of 2015 is one to date");
    }

    /// The years of 2012 and 2014 are what the country states, and the half-years the sums of its parts.
    #[test]
    fn a_sum_of_parts_is_not_tried_against_what_the_whole_states() {
        let mut mixed = years(0, &YEARS);
        let whole = |v: &&mut Arc<MeasureValue>| v.span == Span::Period;
        for value in &mut mixed {
            Arc::make_mut(value).series.summed = true;
        }
        for (n, value) in mixed.iter_mut().filter(whole).enumerate() {
            Arc::make_mut(value).series.summed = n != 2 && n != 4;
        }
        let tests = tried(&kpi(PaceRule::Linear), &mixed);
        let years: Vec<i32> = tests[0].years.iter().copied().collect();
        assert_eq!(years, [2010, 2011, 2013, 2015]);
        assert_eq!(tests[0].errors.len(), 4);
    }

    #[test]
    fn two_trials_are_too_few_for_a_mean() {
        let tests = tried(&kpi(PaceRule::Linear), &years(0, &YEARS[..2]));
        assert_eq!(
            (
                tests[0].errors.len(),
                tests[0].usual_error(),
                tests[0].mean_error(),
                tests[0].largest()
            ),
            (2, None, None, None)
        );
    }

    #[test]
    fn all_areas_are_the_trials_of_each() {
        let values: Vec<_> = years(0, &YEARS)
            .into_iter()
            .chain(years(1, &YEARS[..4]))
            .collect();
        let counts: Vec<_> = tried(&kpi(PaceRule::Usual), &values)
            .iter()
            .map(|t| (t.area, t.errors.len()))
            .collect();
        assert_eq!(
            counts,
            [(None, 4), (Some(UnitId(0)), 3), (Some(UnitId(1)), 1)]
        );
    }

    #[test]
    fn probabilities_are_held_against_what_happened() {
        let mut test = tried(&kpi(PaceRule::Usual), &years(0, &YEARS)).remove(0);
        test.odds = vec![
            (ratio(3, 4), true),
            (ratio(1, 4), false),
            (ratio(1, 2), false),
        ];
        // Means 1/2 and 1/3; squares 1/16, 1/16, 1/4.
        let [said, met, brier] = test.calibration().unwrap();
        assert!(
            (said - 0.5).abs() < 1e-15
                && (met - 1.0 / 3.0).abs() < 1e-15
                && (brier - 0.125).abs() < 1e-15
        );
    }

    proptest! {
        /// What a year became, and what came after it, changes nothing of what is said of the years
        /// before.
        #[test]
        fn there_is_no_looking_ahead(
            figures in prop::collection::vec((1i64..1000, 1i64..1000), 4..10),
            other in (1i64..1000, 1i64..1000),
            rule in prop::sample::select(vec![PaceRule::Usual, PaceRule::Linear]),
        ) {
            let errors = |figures: &[(i64, i64)]| tried(&kpi(rule), &years(0, figures)).first().map_or_else(Vec::new, |t| t.errors.clone());
            let (last, before) = figures.split_last().unwrap();
            let known = errors(before);
            for end in [*last, other] {
                let mut more = errors(&[before, &[end]].concat());
                for error in &known {
                    let place = more.iter().position(|e| e == error);
                    prop_assert!(place.is_some(), "{error} became another one");
                    more.remove(place.unwrap());
                }
                prop_assert_eq!(more.len(), 1);
            }
        }

        /// A rule that is always right has no error and stays inside its band.
        #[test]
        fn years_that_all_run_alike_are_projected_exactly(share in 1i64..12, wholes in prop::collection::vec(1i64..1000, 4..9)) {
            let figures: Vec<(i64, i64)> = wholes.iter().map(|w| (w * share, w * 12)).collect();
            let test = tried(&kpi(PaceRule::Usual), &years(0, &figures)).remove(0);
            prop_assert_eq!(test.errors.len(), wholes.len() - 3);
            prop_assert!(test.errors.iter().all(num_traits::Zero::is_zero) && test.inside.iter().all(|i| *i));
        }
    }
}
