//! What was known at each moment is what the cells of that moment give, whatever is made again.

use crate::over_time::test_measure::{cell, communes, measure};
use crate::over_time::{OverTime, Values, summed_over_time};
use crate::values;
use chiso_model::{
    AreaRegister, AreaUnit, Cell, CellKey, Measure, MeasureValue, Period, Relation, RelationKind,
    Span, Timeline, WorkedOut,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Lines = BTreeMap<CellKey, Timeline<Result<Cell, ()>>>;

/// Of each moment: a commune, a time, and its figure; none withdraws it.
type Said = (usize, usize, Option<i64>);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(number: usize) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    first + Days::new(number as u64)
}

/// Two communes that became a third on the first day of 2020.
fn merged() -> AreaRegister {
    let unit = |code: &str, from: &str, to: Option<&str>| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: "commune".into(),
        parent_code: String::new(),
        valid_from: day(from),
        valid_to: to.map(day),
        aliases: vec![],
    };
    let merge = |from: &str| Relation {
        date: day("2020-01-01"),
        kind: RelationKind::Merge,
        from_code: from.into(),
        to_code: "C".into(),
        note: String::new(),
    };
    let units = vec![
        unit("A", "2010-01-01", Some("2019-12-31")),
        unit("B", "2010-01-01", Some("2019-12-31")),
        unit("C", "2020-01-01", None),
    ];
    AreaRegister::new(units, vec![merge("A"), merge("B")])
}

/// The times that are stated: years, quarters, years to date, twelve months across two years.
fn time(number: usize) -> (Period, Span) {
    let year = 2017 + i32::try_from(number % 2).unwrap();
    match number / 2 {
        0 => (Period::Year(year), Span::Period),
        1 => (Period::Quarter(year, 4), Span::Period),
        2 => (Period::Month(year, 9), Span::Ytd),
        3 => (Period::HalfYear(year, 2), Span::Period),
        4 => (Period::Month(year, 6), Span::Ytd),
        _ => (Period::Month(2018, 3), Span::Rolling12),
    }
}

const TIMES: usize = 11;

fn lines(areas: &AreaRegister, of: NaiveDate, said: &[Said]) -> Lines {
    let mut lines = Lines::new();
    for (number, (commune, at, n)) in said.iter().enumerate() {
        let (period, span) = time(*at);
        let code = ["A", "B"][*commune];
        let area = areas.by_code(code, of).unwrap();
        let (_, like) = cell(&communes(), code, 2018);
        let key = CellKey {
            area_code: code.into(),
            area_date: of,
            period,
            span,
        };
        let stated = n.map(|n| {
            Ok(Cell {
                area,
                area_date: of,
                period,
                span,
                ..like(n)
            })
        });
        lines.entry(key).or_default().push(moment(number), stated);
    }
    lines
}

/// What is shown of a value.
fn shown(v: &MeasureValue) -> String {
    let figure = &v.figure;
    format!(
        "{:?} {:?} {:?} {:?} {:?} {}",
        v.key(),
        figure.value.map(|v| v.to_string()),
        figure.reasons,
        figure.flags,
        v.pieces,
        v.others.len()
    )
}

fn is_what_was_known(
    (measure, areas, boundary): (&Measure, &AreaRegister, NaiveDate),
    lines: &Lines,
    (over_time, moments): (&Values, usize),
) {
    for at in (0..moments).map(moment) {
        let known = { lines.values() }.filter_map(|line| line.at(Some(at))?.clone().ok());
        let known: Vec<Cell> = known.collect();
        let now = values(measure, &[], &known, areas, boundary);
        let mut now: Vec<String> = now.iter().map(shown).collect();
        let then = over_time.at(Some(at));
        let mut then: Vec<String> = then.map(|v| shown(v)).collect();
        now.sort();
        then.sort();
        assert_eq!(then, now, "{at}");
    }
}

/// Months of two communes, each stated after the other, and the years of one of them.
fn months_and_a_year(areas: &AreaRegister, of: NaiveDate, years: i32) -> Lines {
    let mut lines = Lines::new();
    let mut state = |code: &str, period: Period, number: i32| {
        let (mut key, of_one) = cell(&communes(), code, 2018);
        (key.period, key.area_date) = (period, of);
        let area = areas.by_code(code, of).unwrap();
        let stated = Cell {
            area,
            area_date: of,
            period,
            ..of_one(1)
        };
        let number = usize::try_from(number).unwrap();
        let over_time = lines.entry(key).or_default();
        over_time.push(moment(number), Some(Ok(stated)));
    };
    for month in 0..years * 12 {
        let (year, in_year) = (1990 + month / 12, (month % 12 + 1).unsigned_abs());
        for code in ["A", "B"] {
            state(code, Period::Month(year, in_year), month);
        }
        if in_year == 12 {
            state("A", Period::Year(year), month);
        }
    }
    lines
}

#[test]
fn twice_as_many_years_beside_months_are_twice_the_work() {
    let work = |years: i32, merge: bool| {
        let areas = if merge { merged() } else { communes() };
        let lines = months_and_a_year(&areas, day("2018-12-31"), years);
        let boundary = day("2021-01-01");
        let sum_of = asked().sum_of.filter(|_| !merge);
        let measure = Measure { sum_of, ..asked() };
        crate::work::of(|| {
            if merge {
                let cells = lines.iter().map(|(key, line)| ("d", key, line));
                _ = OverTime::new(&measure, &areas, boundary, cells).all();
            } else {
                _ = summed_over_time(&measure, &[], (&areas, boundary), lines.iter());
            }
        })
    };
    // What is counted is counted on one thread.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.unwrap().install(|| {
        for merge in [false, true] {
            let [five, ten] = [5, 10].map(|years| work(years, merge));
            assert!(ten * 10 < five * 22, "{merge} {five} {ten}");
        }
    });
}

fn asked() -> Measure {
    Measure {
        periods: WorkedOut::all(4).to_vec(),
        over_time: Some(chiso_model::OverTime::Sum),
        ..measure()
    }
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let n = prop::option::weighted(0.8, 1i64..50);
    prop::collection::vec((0..2usize, 0..TIMES, n), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_sum_of_areas_that_state_other_lengths(said in said()) {
        let (areas, boundary) = (communes(), day("2020-01-01"));
        let (measure, lines) = (asked(), lines(&areas, day("2020-01-01"), &said));
        let over_time = summed_over_time(&measure, &[], (&areas, boundary), lines.iter());
        is_what_was_known((&measure, &areas, boundary), &lines, (&over_time, said.len()));
    }

    #[test]
    fn a_merged_area_of_parts_that_state_other_lengths(said in said()) {
        let (areas, boundary) = (merged(), day("2021-01-01"));
        let measure = Measure { sum_of: None, ..asked() };
        let lines = lines(&areas, day("2018-12-31"), &said);
        let cells = lines.iter().map(|(key, line)| ("d", key, line));
        let over_time = OverTime::new(&measure, &areas, boundary, cells).all();
        is_what_was_known((&measure, &areas, boundary), &lines, (&over_time, said.len()));
    }
}
