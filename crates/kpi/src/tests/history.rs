//! The history of verdicts: what is scored again at each moment must come to what scoring
//! everything at each moment comes to, and must not grow with what did not change.

use super::{
    areas, boundary, by_growth, growth, kpi, many_areas, rank, rank_change, target, value,
};
use crate::verdict_history::{HistoryInputs, Revision, ScoreState, verdict_history};
use crate::{Measures, Setting, score_asked, work};
use chiso_model::{
    AreaRegister, Better, Kpi, MeasureValue, Target, TargetOp, Timeline, UnitId, ValueKey, Verdict,
    day_of, kind,
};
use chrono::{DateTime, Utc};
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
        };
        let mut now: BTreeMap<ValueKey, BTreeMap<_, _>> = BTreeMap::new();
        for score in score_asked(kpi, setting) {
            let of_cell = now.entry(score.key()).or_default();
            of_cell.insert(score.target, ScoreState::of(&score));
        }
        for (cell, then) in &last {
            let gone = then.keys().map(|target| (*target, ScoreState::missing()));
            let now = now.entry(*cell).or_insert_with(|| gone.collect());
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

/// The same from the history.
fn walked(
    kpi: &Kpi,
    lines: &BTreeMap<ValueKey, Line>,
    (areas, targets): (&AreaRegister, &[Target]),
    moments: &BTreeSet<DateTime<Utc>>,
) -> Vec<Change> {
    let ground = HistoryInputs {
        declared: &[],
        targets,
        areas,
        boundary: boundary(),
        moments,
        zone: chrono_tz::UTC,
    };
    let lines = lines.iter().map(|(key, line)| ("papi", *key, line));
    let mut found = verdict_history(kpi, lines, ground);
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
        }
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
