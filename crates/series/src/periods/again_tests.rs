//! Periods worked out moment after moment, again only those of the years in which a figure changed,
//! are those worked out of everything.

use crate::existence::Existence;
use crate::periods::tests::{measure, value};
use crate::periods::{TouchedYears, derive_periods, derive_touched, first_day};
use chiso_model::{AreaRegister, Measure, MeasureValue, OverTime, Period, Span, UnitId, WorkedOut};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type StatedAt = BTreeMap<(Period, Span), MeasureValue>;

/// The values of an area that change moment after moment, each worked out again by what changed.
fn again(measure: &Measure, moments: &[StatedAt], mut seen: impl FnMut(&StatedAt, &StatedAt)) {
    let areas = AreaRegister::default();
    let existence = Existence {
        measure,
        areas: &areas,
    };
    let (mut before, mut made, mut last) = (StatedAt::new(), StatedAt::new(), None);
    for known in moments {
        let keys: BTreeSet<_> = before.keys().chain(known.keys()).copied().collect();
        let changed = { keys.into_iter() }.filter(|at| before.get(at) != known.get(at));
        let begins = first_day(known.keys().map(|(period, _)| *period));
        let years = if last.replace(begins) == Some(begins) {
            TouchedYears::of(changed)
        } else {
            TouchedYears::of((2000..2050).map(|year| (Period::Year(year), Span::Period)))
        };
        let around = years.with_neighbours();
        let near = known.iter().filter(|(at, _)| around.has(**at));
        let near: Vec<&MeasureValue> = near.map(|(_, v)| v).collect();
        let now = derive_touched(existence, (UnitId(0), &near), (&years, begins));
        made.retain(|at, _| !years.has(*at));
        made.extend(now.into_iter().map(|v| ((v.period, v.span), v)));
        seen(known, &made);
        before.clone_from(known);
    }
}

/// Stretches that overlap in every way, of three years.
fn stretch(number: u32) -> (Period, Span) {
    let (year, place) = (2019 + (number % 3).cast_signed(), number / 3);
    match place {
        0..12 => (Period::Month(year, place + 1), Span::Period),
        12..18 => (Period::Month(year, (place - 11) * 2), Span::Ytd),
        18..22 => (Period::Quarter(year, place - 17), Span::Period),
        22 => (Period::Month(year, 6), Span::Rolling12),
        23 => (Period::HalfYear(year, 1), Span::Period),
        24 => (Period::FiscalYear(year, 4), Span::Period),
        25 => (Period::Week(year, 1), Span::Period),
        _ => (Period::Year(year), Span::Period),
    }
}

/// A figure of one of two series; with the other one behind it where it is said so.
fn figure(at: (Period, Span), n: i64, series: u8) -> MeasureValue {
    let of = |preferred: &str, n| {
        let mut value = value(at.0, at.1, n);
        value.series.statement.preferred = preferred.into();
        value
    };
    match series {
        0 => of("a", n),
        1 => of("b", n),
        _ => MeasureValue {
            others: vec![Arc::new(of("b", n + 1))],
            ..of("a", n)
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_worked_out_again_is_what_is_worked_out_of_everything(
        way in 0..4usize,
        steps in prop::collection::vec((0..81u32, 0..5u8, -9i64..9, 0..6u8), 1..60),
    ) {
        let over_time = [None, Some(OverTime::Last), Some(OverTime::Mean), Some(OverTime::Max)];
        let measure = Measure { over_time: over_time[way], ..measure(&WorkedOut::all(4)) };
        let mut moments = vec![StatedAt::new()];
        for (number, series, n, with_next) in steps {
            let (at, mut known) = (stretch(number), moments.last().cloned().unwrap_or_default());
            match series {
                4 => _ = known.remove(&at),
                series => _ = known.insert(at, figure(at, n, series.saturating_sub(1))),
            }
            // Several things may change at one moment.
            if with_next == 0 {
                moments.pop();
            }
            moments.push(known);
        }
        let areas = AreaRegister::default();
        let existence = Existence { measure: &measure, areas: &areas };
        again(&measure, &moments, |known, made| {
            let all = derive_periods(existence, known.values().cloned().collect());
            let all: StatedAt = all.into_iter().map(|v| ((v.period, v.span), v)).collect();
            assert_eq!(*made, all);
        });
    }
}

#[test]
fn twice_as_many_months_that_come_one_by_one_are_twice_the_work() {
    let measure = measure(&WorkedOut::all(4));
    let work = |years: i32| {
        let (mut known, mut moments) = (StatedAt::new(), Vec::new());
        for month in 0..years * 12 {
            let period = Period::Month(2000 + month / 12, 1 + month.unsigned_abs() % 12);
            known.insert((period, Span::Period), value(period, Span::Period, 1));
            moments.push(known.clone());
        }
        crate::work::of(|| again(&measure, &moments, |_, _| {}))
    };
    let [ten, twenty] = [10, 20].map(work);
    assert!(twenty * 10 < ten * 22, "{ten} {twenty}");
}
