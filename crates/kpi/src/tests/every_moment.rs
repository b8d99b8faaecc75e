//! What a moment costs must not grow with all that came before it: of twice as many areas, each heard
//! of on a day of its own and given a target on that day, not much more than twice as much is done.

use super::{boundary, kpi, many_areas, target, value};
use crate::universe::{Measures, Places, Universe};
use crate::verdict_history::{HistoryInputs, verdict_history};
use crate::work;
use chiso_model::{
    AreaRegister, AreaUnit, Kpi, MeasureValue, Period, Target, TargetOp, Timeline, UnitId,
    ValueKey, day_of, kind,
};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Line = Timeline<Arc<MeasureValue>>;

fn day(n: usize) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Days::new(u64::try_from(n).unwrap())
}

fn areas(number: usize) -> AreaRegister {
    let of_level = |(_, unit): (UnitId, &AreaUnit)| AreaUnit {
        level: "level".into(),
        ..unit.clone()
    };
    AreaRegister::new(many_areas(number).units().map(of_level).collect(), vec![])
}

/// A figure of each area in three years, all of them published on the day of the area.
fn published(number: usize) -> BTreeMap<ValueKey, Line> {
    let mut lines: BTreeMap<ValueKey, Line> = BTreeMap::new();
    for area in 0..number {
        for year in 2018..2021 {
            let figure = MeasureValue {
                area: UnitId(area),
                ..value("01", year, "7")
            };
            let line = lines.entry(figure.key()).or_default();
            line.push(day(1 + area), Some(Arc::new(figure)));
        }
    }
    lines
}

/// Of each area a target of its own, decided on the day of the area.
fn decided(number: usize) -> Vec<Target> {
    let of_area = |area: usize| Target {
        id: format!("t{area}"),
        kpi: "k".into(),
        area_code: format!("{area:06}"),
        area_level: String::new(),
        period_from: Period::Year(2019),
        period_to: Period::Year(2020),
        decided_on: Some(day_of(day(1 + area), chrono_tz::UTC)),
        ..target(TargetOp::Ge, "0.1")
    };
    (0..number).map(of_area).collect()
}

/// How much is done for the history of a KPI.
fn done(kpi: &Kpi, number: usize) -> usize {
    let (lines, areas, targets) = (published(number), areas(number), decided(number));
    let measures = kpi.measures();
    let of = |measure| lines.iter().map(move |(key, line)| (measure, *key, line));
    let lines = { measures.iter().copied() }.flat_map(of);
    let moments: BTreeSet<_> = (0..=number).map(day).collect();
    let ground = HistoryInputs {
        declared: &[],
        targets: &targets,
        areas: &areas,
        boundary: boundary(),
        moments: &moments,
        zone: chrono_tz::UTC,
    };
    work::of(|| verdict_history(kpi, lines, ground)).1
}

#[test]
fn areas_that_come_one_by_one_take_little_more_than_twice_the_work_when_they_are_twice_as_many() {
    let mut seen = BTreeSet::new();
    for kind in kind::samples() {
        let kpi = kpi(kind);
        let name = kpi.kind.as_str();
        // One area more is one more in the ranking of every other: all of them are scored again.
        if kpi.measures().is_empty() || kpi.kind.ranking().is_some() {
            continue;
        }
        let [once, twice] = [60, 120].map(|number| done(&kpi, number));
        // Each area has a score in each of three years.
        assert!(once >= 180, "{name}: {once}");
        assert!(twice < once * 5 / 2, "{name}: {once}, then {twice}");
        seen.insert(name);
    }
    let all: BTreeSet<&str> = kind::names().into_iter().collect();
    let others: Vec<&str> = all.difference(&seen).copied().collect();
    assert_eq!(others, ["rank", "rank_change", "rubric", "targets_met"]);
}

proptest! {
    /// Figures of four areas and months and years come and go, of two measures, the second of which
    /// may be a plan.
    #[test]
    fn places_that_are_followed_are_those_of_all_figures(
        events in prop::collection::vec((0usize..4, 0i32..4, prop::bool::ANY, prop::bool::ANY), 0..40),
        at_once in 1usize..4,
    ) {
        let areas = areas(4);
        for kind in kind::samples().into_iter().filter(|kind| !kind.measures().is_empty()) {
            let kpi = kpi(kind);
            let measures = kpi.measures();
            let (mut there, mut universe) = (Measures::default(), Universe::default());
            let mut places = Places::default();
            for moment in events.chunks(at_once) {
                let mut turned = BTreeSet::new();
                for (area, at, second, comes) in moment {
                    let measure = measures[usize::from(*second) % measures.len()];
                    let period = match at {
                        0 | 1 => Period::Year(2019 + at),
                        _ => Period::Month(2020, at.unsigned_abs()),
                    };
                    let figure = MeasureValue { area: UnitId(*area), period, ..value("01", 2020, "7") };
                    let (key, figure) = (figure.key(), Arc::new(figure));
                    let was = there.set(measure, key, comes.then_some(&figure)).is_some();
                    if was != *comes {
                        turned.extend(universe.count(&kpi, measure, key, *comes));
                    }
                }
                let before = places.clone();
                let cells = places.follow(&universe, (&kpi, &areas), &turned);
                prop_assert_eq!(&places, &Universe::new(&kpi, &there).places(&kpi, &areas));
                let of = |places: &Places| places.cells(&BTreeMap::new());
                let differ: BTreeSet<ValueKey> = &of(&before) ^ &of(&places);
                prop_assert_eq!(cells, differ);
            }
        }
    }
}
