//! The history of verdicts: what is scored again at each moment must come to what scoring
//! everything at each moment comes to, and must not grow with what did not change.

use super::{
    areas, boundary, by_growth, growth, kpi, many_areas, rank, rank_change, target, value,
};
use crate::verdict_history::{
    HistoryInputs, MeasureLine, Revision, ScoreState, VerdictHistory, ranked_histories,
    verdict_history,
};
use crate::{AskedPart, Measures, Population, Setting, Spreads, score_asked, work};
use chiso_model::{
    AreaRegister, Better, Kpi, MeasureValue, Period, Reason, Span, Target, TargetOp, Timeline,
    UnitId, ValueKey, Verdict, day_of, kind,
};
use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Line = Timeline<Arc<MeasureValue>>;

fn day(n: usize) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Days::new(n as u64)
}

fn growth_rank() -> Kpi {
    kpi(kind::Rank {
        by: by_growth(),
        level: "province".into(),
        better: Better::High,
    })
}

/// A list of targets of the growth and of the rank by it.
fn list() -> Kpi {
    let ranked = Kpi {
        id: "r".into(),
        ..growth_rank()
    };
    kpi(kind::TargetsMet {
        kpis: vec!["g".into(), "r".into()],
        items: vec![growth(), ranked],
    })
}

fn targets() -> Vec<Target> {
    let of = |kpi: &str, op: TargetOp, value: &str, decided: usize| Target {
        id: format!("{kpi} {decided}"),
        kpi: kpi.into(),
        decided_on: Some(day_of(day(decided), Tz::UTC)),
        ..target(op, value)
    };
    vec![
        of("g", TargetOp::Ge, "0.1", 3),
        of("g", TargetOp::Ge, "0.2", 6),
        of("r", TargetOp::Le, "2", 4),
        of("k", TargetOp::Le, "1", 5),
    ]
}

/// Every change of the scores, from scoring everything at each moment.
fn from_all(
    kpi: &Kpi,
    lines: &BTreeMap<ValueKey, Line>,
    (areas, targets): (&AreaRegister, &[Target]),
    moments: &BTreeSet<DateTime<Utc>>,
) -> Vec<Change> {
    let broken = BTreeSet::new();
    let mut last: BTreeMap<ValueKey, BTreeMap<Option<usize>, ScoreState>> = BTreeMap::new();
    let mut changes = Vec::new();
    for moment in moments {
        let known = lines.values().filter_map(|line| line.at(Some(*moment)));
        let setting = Setting {
            measures: &Measures::new(known),
            declared: &[],
            targets,
            areas,
            boundary: boundary(),
            broken: &broken,
            as_of: Some(day_of(*moment, Tz::UTC)),
            not_due_from: None,
            part: None,
        };
        let mut now: BTreeMap<ValueKey, BTreeMap<_, _>> = BTreeMap::new();
        for score in score_asked(kpi, setting) {
            let of_cell = now.entry(score.key()).or_default();
            of_cell.insert(score.target, ScoreState::of(&score));
        }
        for (cell, then) in &last {
            let left = then.keys().map(|target| (*target, gone()));
            let now = now.entry(*cell).or_insert_with(|| left.collect());
            let all = (0..targets.len())
                .map(Some)
                .filter(|t| then.contains_key(t) || now.contains_key(t));
            let alone = now.contains_key(&None).then_some(None);
            for target in alone.into_iter().chain(all) {
                let (before, after) = (by(then, target), by(now, target));
                if before != after {
                    changes.push((*moment, *cell, target, before, after));
                }
            }
        }
        last = now;
    }
    changes.sort_by_key(|(moment, cell, target, ..)| (*moment, *cell, *target));
    changes
}

/// What a place says of which no figure is left.
fn gone() -> ScoreState {
    ScoreState {
        value: None,
        verdict: Verdict::NotAssessable,
        reason: Some(Reason::ValueMissing),
    }
}

/// What a cell says by a target; where that does not judge it, its value without a target.
fn by(scores: &BTreeMap<Option<usize>, ScoreState>, target: Option<usize>) -> ScoreState {
    let alone = || {
        let any = scores.values().find(|s| s.value.is_some());
        let any = any.or_else(|| scores.values().next()).unwrap().clone();
        let verdict = if any.value.is_some() {
            Verdict::NoTarget
        } else {
            any.verdict
        };
        ScoreState { verdict, ..any }
    };
    scores.get(&target).cloned().unwrap_or_else(alone)
}

type Change = (
    DateTime<Utc>,
    ValueKey,
    Option<usize>,
    ScoreState,
    ScoreState,
);

/// The history.
fn history(
    kpi: &Kpi,
    lines: &BTreeMap<ValueKey, Line>,
    with: (&AreaRegister, &[Target]),
    moments: &BTreeSet<DateTime<Utc>>,
) -> VerdictHistory {
    verdict_history(kpi, of_measure(lines), ground(with, moments))
}

/// What the scores of a KPI say of all areas together.
fn population(
    kpi: &Kpi,
    lines: &BTreeMap<ValueKey, Line>,
    with: (&AreaRegister, &[Target]),
    moments: &BTreeSet<DateTime<Utc>>,
) -> Population {
    let places = history(kpi, lines, with, moments).places;
    Population::new(places, Spreads::default())
}

fn of_measure(lines: &BTreeMap<ValueKey, Line>) -> impl Iterator<Item = MeasureLine<'_>> {
    lines.iter().map(|(key, line)| ("papi", *key, line))
}

fn ground<'a>(
    (areas, targets): (&'a AreaRegister, &'a [Target]),
    moments: &'a BTreeSet<DateTime<Utc>>,
) -> HistoryInputs<'a> {
    HistoryInputs {
        declared: &[],
        targets,
        areas,
        boundary: boundary(),
        moments,
        zone: chrono_tz::UTC,
    }
}

/// The same from the history.
fn walked(
    kpi: &Kpi,
    lines: &BTreeMap<ValueKey, Line>,
    with: (&AreaRegister, &[Target]),
    moments: &BTreeSet<DateTime<Utc>>,
) -> Vec<Change> {
    let mut found = history(kpi, lines, with, moments).revisions;
    found.sort_by_key(|r| (r.known_from, r.cell, r.target));
    let plain = |r: Revision| (r.known_from, r.cell, r.target, r.before, r.after);
    found.into_iter().map(plain).collect()
}

proptest! {
    #[test]
    fn what_is_scored_again_comes_to_what_scoring_everything_comes_to(
        // Moment, area, year, and the figure; none is withdrawn.
        said in prop::collection::vec((0usize..9, 0usize..5, 2018i32..2021, 0i64..6), 1..40),
    ) {
        let mut said = said;
        // At one moment there is one figure.
        let what = |one: &(usize, usize, i32, i64)| (one.0, one.1, one.2);
        said.sort_by_key(what);
        said.dedup_by_key(|one| what(one));
        let mut lines: BTreeMap<ValueKey, Line> = BTreeMap::new();
        for (moment, area, year, n) in said {
            let figure = MeasureValue { area: UnitId(area), ..value("01", year, &n.to_string()) };
            let line = lines.entry(figure.key()).or_default();
            line.push(day(moment), (n > 0).then(|| Arc::new(figure)));
        }
        let moments: BTreeSet<_> = (0..9).map(day).collect();
        let by_measure = || kind::RankedBy::Measure("papi".into());
        let kpis = [
            growth(),
            rank(Better::High),
            growth_rank(),
            rank_change(Better::Low, by_measure()),
            rank_change(Better::Low, by_growth()),
            list(),
        ];
        let (areas, targets) = (areas(), targets());
        for kpi in kpis {
            let with = (&areas, targets.as_slice());
            prop_assert_eq!(
                walked(&kpi, &lines, with, &moments),
                from_all(&kpi, &lines, with, &moments),
                "{}", kpi.kind.as_str()
            );
            let known: Vec<_> = lines.values().filter_map(|line| line.at(None)).collect();
            let (measures, broken) = (Measures::new(known), BTreeSet::new());
            for not_due_from in [None, boundary().with_month(6)] {
                let now = Setting {
                    measures: &measures,
                    declared: &[],
                    targets: &targets,
                    areas: &areas,
                    boundary: boundary(),
                    broken: &broken,
                    as_of: None,
                    not_due_from,
                    part: None,
                };
                let latest = history(&kpi, &lines, with, &moments).latest;
                let scores = score_asked(&kpi, now);
                prop_assert_eq!(&latest.scores(&kpi, now), &scores);
                let populations = { kpi.with_parts().into_iter() }
                    .map(|k| (k.id.clone(), population(k, &lines, with, &moments)))
                    .collect();
                let year = BTreeSet::from([(Period::Year(2019), Span::Period)]);
                for (area, periods) in [(3, None), (0, Some(&year))] {
                    let part = AskedPart {
                        populations: &populations,
                        areas: Some(&BTreeSet::from([UnitId(area)])),
                        periods,
                    };
                    let mut wanted = scores.clone();
                    wanted.retain(|score| part.has(score.key()));
                    let setting = Setting { part: Some(part), ..now };
                    prop_assert_eq!(score_asked(&kpi, setting), wanted, "{}", kpi.kind.as_str());
                }
            }
        }
        // What ranks the values of a KPI is the same whether it is walked along with it or not.
        let (with, ranked) = ((&areas, targets.as_slice()), [
            growth_rank(),
            rank_change(Better::Low, by_growth()),
        ]);
        let above = ranked.each_ref();
        let together = ranked_histories(&growth(), &above, of_measure(&lines), ground(with, &moments));
        for (kpi, together) in [&growth()].into_iter().chain(above).zip(together) {
            let alone = history(kpi, &lines, with, &moments);
            prop_assert_eq!(together.revisions, alone.revisions);
            prop_assert_eq!(together.latest, alone.latest);
        }
    }
}

#[test]
fn the_present_is_scored_by_itself_only_where_it_knows_more_than_the_last_moment() {
    let (lines, areas) = (published(10, 5), many_areas(10));
    let moments: BTreeSet<_> = (0..20).map(day).collect();
    let known = lines.values().filter_map(|line| line.at(None));
    let (measures, refused) = (Measures::new(known), BTreeSet::from(["papi".to_owned()]));
    let again = |kpi: &Kpi, broken: &BTreeSet<String>, targets: &[Target]| {
        let now = Setting {
            measures: &measures,
            declared: &[],
            targets,
            areas: &areas,
            boundary: boundary(),
            broken,
            as_of: None,
            not_due_from: None,
            part: None,
        };
        let latest = history(kpi, &lines, (&areas, targets), &moments).latest;
        let (scores, again) = work::of(|| latest.scores(kpi, now));
        assert_eq!(scores, score_asked(kpi, now));
        again
    };
    let none = BTreeSet::new();
    let later = Target {
        kpi: "k".into(),
        area_code: "000001".into(),
        decided_on: Some(day_of(day(30), Tz::UTC)),
        ..target(TargetOp::Ge, "0.1")
    };
    for kpi in [
        kpi(growth().kind),
        rank(Better::High),
        rank_change(Better::Low, by_growth()),
    ] {
        assert_eq!(again(&kpi, &none, &[]), 0, "{}", kpi.kind.as_str());
        assert!(again(&kpi, &refused, &[]) > 0, "a delivery was refused");
        assert!(
            again(&kpi, &none, std::slice::from_ref(&later)) > 0,
            "a target was decided since"
        );
    }
}

/// Figures of so many areas over three years, published year after year, and one that is revised
/// each day after that.
fn published(areas: usize, revised: usize) -> BTreeMap<ValueKey, Line> {
    let mut lines: BTreeMap<ValueKey, Line> = BTreeMap::new();
    let mut say = |moment: usize, area: usize, year: i32, n: usize| {
        let area = UnitId(area);
        let figure = MeasureValue {
            area,
            ..value("01", year, &n.to_string())
        };
        lines
            .entry(figure.key())
            .or_default()
            .push(day(moment), Some(Arc::new(figure)));
    };
    for (moment, year) in (2018..2021).enumerate() {
        (0..areas).for_each(|area| say(moment, area, year, 10 + area * 7919 % areas));
    }
    (0..revised).for_each(|i| say(10 + i, 0, 2020, 5 + i));
    lines
}

#[test]
fn a_figure_that_changes_is_scored_again_with_its_period_alone() {
    let scored = |kpi: &Kpi, number: usize, revised: usize| {
        let (lines, areas) = (published(number, revised), many_areas(number));
        let moments: BTreeSet<_> = (0..10 + revised).map(day).collect();
        work::of(|| walked(kpi, &lines, (&areas, &[]), &moments)).1
    };
    let of_growth = kpi(kind::TargetsMet {
        kpis: vec!["g".into()],
        items: vec![growth()],
    });
    for kpi in [growth(), of_growth] {
        let more = scored(&kpi, 100, 20) - scored(&kpi, 100, 0);
        assert!(more < 20 * 10, "{}: {more} of one area", kpi.kind.as_str());
    }
    for kpi in [rank(Better::High), growth_rank()] {
        let name = kpi.kind.as_str();
        let (once, twice) = (scored(&kpi, 200, 20), scored(&kpi, 400, 20));
        assert!(twice < once * 5 / 2, "{name}: {once}, then {twice}");
    }
}
