//! What the history of a KPI costs must grow with the areas, whatever its kind: of twice as many not
//! much more than twice as much is done.

use super::{boundary, kpi, many_areas, value};
use crate::verdict_history::{HistoryInputs, verdict_history};
use crate::work;
use chiso_model::{AreaRegister, AreaUnit, Kpi, MeasureValue, Timeline, UnitId, ValueKey, kind};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Line = Timeline<Arc<MeasureValue>>;

/// So many areas of the level that the ranks among the samples name.
fn areas(number: usize) -> AreaRegister {
    let of_level = |(_, unit): (UnitId, &AreaUnit)| AreaUnit {
        level: "level".into(),
        ..unit.clone()
    };
    AreaRegister::new(many_areas(number).units().map(of_level).collect(), vec![])
}

fn day(n: u64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Days::new(n)
}

/// Figures of so many areas over three years, published year after year; one area in fifty is revised
/// a year later.
fn published(number: usize) -> BTreeMap<ValueKey, Line> {
    let mut lines: BTreeMap<ValueKey, Line> = BTreeMap::new();
    let mut say = |moment: u64, area: usize, year: i32, n: usize| {
        let area = UnitId(area);
        let figure = MeasureValue {
            area,
            ..value("01", year, &n.to_string())
        };
        let line = lines.entry(figure.key()).or_default();
        line.push(day(moment), Some(Arc::new(figure)));
    };
    for (moment, year) in (0..).zip(2018..2021) {
        (0..number).for_each(|area| say(moment, area, year, 10 + area * 7919 % number));
        let revised = (0..number).step_by(50);
        revised.for_each(|area| say(moment + 1, area, year, 11 + area * 7919 % number));
    }
    lines
}

/// How much is done for the history of a KPI.
fn done(kpi: &Kpi, number: usize) -> usize {
    let (lines, areas) = (published(number), areas(number));
    let measures = kpi.measures();
    let of = |measure| lines.iter().map(move |(key, line)| (measure, *key, line));
    let lines = { measures.iter().copied() }.flat_map(of);
    let moments: BTreeSet<_> = (0..5).map(day).collect();
    let ground = HistoryInputs {
        declared: &[],
        targets: &[],
        areas: &areas,
        boundary: boundary(),
        moments: &moments,
        zone: chrono_tz::UTC,
    };
    work::of(|| verdict_history(kpi, lines, ground)).1
}

#[test]
fn twice_the_areas_take_little_more_than_twice_the_work_whatever_the_kind() {
    let mut seen = BTreeSet::new();
    for kind in kind::samples() {
        let kpi = kpi(kind);
        if kpi.measures().is_empty() {
            // What is put together from other KPIs has none by itself.
            continue;
        }
        let name = kpi.kind.as_str();
        let [once, twice] = [200, 400].map(|number| done(&kpi, number));
        // Each area has a score in each of three years.
        assert!(once >= 600, "{name}: {once}");
        assert!(twice < once * 5 / 2, "{name}: {once}, then {twice}");
        seen.insert(name);
    }
    let all: BTreeSet<&str> = kind::names().into_iter().collect();
    let put_together: Vec<&str> = all.difference(&seen).copied().collect();
    assert_eq!(put_together, ["rubric", "targets_met"]);
}
