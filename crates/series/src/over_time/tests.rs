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
        let then = over_time.at(areas, Some(at));
        let mut then: Vec<String> = then.map(|v| shown(v)).collect();
        now.sort();
        then.sort();
        assert_eq!(then, now, "{at}");
    }
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
    #![proptest_config(ProptestConfig::with_cases(64))]

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
