//! Zeros of lists of all areas: since when, by which delivery, and where there are none.

use super::*;
use crate::model::{AreaUnit, SharedIds, StatementKey, Status};

fn at(day: u32) -> DateTime<Utc> {
    format!("2022-02-{day:02}T00:00:00Z").parse().unwrap()
}

fn areas() -> AreaRegister {
    let unit = |code: &str, level: &str| AreaUnit {
        code: code.into(),
        name_vi: code.into(),
        name_en: String::new(),
        level: level.into(),
        parent_code: String::new(),
        valid_from: "2000-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    let units = [
        ("N", "country"),
        ("P1", "province"),
        ("P2", "province"),
        ("X", ""),
    ];
    AreaRegister::new(units.map(|(c, l)| unit(c, l)).to_vec(), vec![])
}

fn key(code: &str) -> CellKey {
    CellKey {
        area_code: code.into(),
        area_date: "2022-01-31".parse().unwrap(),
        period: Period::Month(2022, 1),
        span: Span::Period,
    }
}

fn cell(day: u32, value: Option<i64>, change: impl Fn(&mut Figure)) -> Cell {
    let mut figure = Figure {
        value: value.map(Dec::from_int),
        unit: "count".into(),
        basis: "reported".into(),
        scheme: "".into(),
        plan_stage: None,
        status: Status::Final,
        rounding: Dec::ZERO,
        known_from: at(day),
        source_ids: SharedIds::default(),
        deliveries: SharedIds::from_iter([format!("d{day}")]),
        flags: BTreeSet::new(),
        reasons: BTreeSet::new(),
    };
    change(&mut figure);
    Cell {
        measure: "m".into(),
        dataset: "d".into(),
        area: UnitId(0),
        area_date: key("P1").area_date,
        period: key("P1").period,
        span: key("P1").span,
        figure,
        statement: StatementKey::default(),
        others: vec![],
    }
}

fn line(states: &[(u32, Option<i64>)]) -> CellLine {
    let mut line = CellLine::default();
    for (day, value) in states {
        line.push(at(*day), value.map(|v| Ok(cell(*day, Some(v), |_| {}))));
    }
    line
}

/// `day: value since` of an area, or `-` where there is nothing.
fn told(lines: &CellLines, code: &str) -> Vec<String> {
    let of = |(moment, state): (DateTime<Utc>, Option<&Result<Cell, RollupError>>)| {
        let said = state.and_then(|s| s.as_ref().ok()).map(|c| &c.figure);
        let said = said.map_or_else(
            || "-".to_owned(),
            |f| {
                let value = f.value.map_or_else(|| "none".to_owned(), |v| v.to_string());
                let by = f.deliveries.iter().cloned().collect::<Vec<_>>().join("+");
                format!("{value} {by}")
            },
        );
        format!("{}: {said}", moment.format("%-d"))
    };
    let line = lines.get(&key(code));
    line.into_iter()
        .flat_map(CellLine::changes)
        .map(of)
        .collect()
}

#[test]
fn a_zero_is_known_since_the_delivery_that_made_it_and_goes_with_the_list() {
    let lines = CellLines::from([(key("P1"), line(&[(3, Some(7)), (5, Some(8)), (9, None)]))]);
    let whole = with_zero(&lines, &areas(), false);
    assert_eq!(told(&whole, "P1"), ["3: 7 d3", "5: 8 d5", "9: -"]);
    assert_eq!(
        told(&whole, "P2"),
        ["3: 0 d3", "9: -"],
        "that P1's figure was revised makes no other zero"
    );
    assert_eq!(told(&whole, "N"), Vec::<String>::new(), "another level");
    assert_eq!(told(&whole, "X"), Vec::<String>::new(), "no level");
}

/// P1 has the year, P2 its first two months: the year of P2 is no zero, and what P1 had in a month nobody
/// knows. P2 had nothing in March, of which it is no part that P1 says nothing.
#[test]
fn what_is_listed_in_periods_of_another_length_is_no_zero() {
    let of = |code: &str, period: &str| CellKey {
        period: period.parse().unwrap(),
        ..key(code)
    };
    let lines = CellLines::from([
        (of("P1", "2022"), line(&[(3, Some(7))])),
        (of("P2", "2022-01"), line(&[(3, Some(0)), (5, Some(2))])),
        (of("P2", "2022-02"), line(&[(3, Some(0))])),
    ]);
    let whole = with_zero(&lines, &areas(), false);
    let at = |code: &str, period: &str, day: u32| {
        let state = whole.get(&of(code, period))?.at(Some(at(day)))?;
        state.as_ref().ok()?.figure.value.map(|v| v.to_string())
    };
    let zero = Some("0".to_owned());
    assert_eq!(at("P2", "2022", 4), zero, "all of its parts are zero");
    assert_eq!(at("P2", "2022", 5), None);
    assert_eq!(at("P1", "2022-01", 4), None);
    assert_eq!(at("P2", "2022-02", 5), zero);
}

#[test]
fn a_row_that_comes_or_goes_takes_the_place_of_the_zero_or_gives_it_up() {
    let lines = CellLines::from([
        (key("P1"), line(&[(3, Some(7))])),
        (key("P2"), line(&[(5, Some(2)), (9, None)])),
    ]);
    let whole = with_zero(&lines, &areas(), false);
    assert_eq!(told(&whole, "P2"), ["3: 0 d3", "5: 2 d5", "9: 0 d3"]);
}

#[test]
fn a_row_of_the_country_or_of_no_level_says_nothing_of_provinces() {
    for code in ["N", "X"] {
        let lines = CellLines::from([(key(code), line(&[(3, Some(7))]))]);
        assert_eq!(with_zero(&lines, &areas(), false), lines, "{code}");
    }
}

#[test]
fn what_has_no_figure_stays_without_and_makes_no_zero() {
    let blank = |f: &mut Figure| {
        f.reasons.insert(crate::model::Reason::ValueMissing);
    };
    let mut none = CellLine::default();
    none.push(at(3), Some(Ok(cell(3, None, blank))));
    let lines = CellLines::from([(key("P1"), none.clone())]);
    assert_eq!(with_zero(&lines, &areas(), false), lines);
    let lines = CellLines::from([(key("P1"), none), (key("P2"), line(&[(3, Some(1))]))]);
    assert_eq!(
        told(&with_zero(&lines, &areas(), false), "P1"),
        ["3: none d3"]
    );
}

#[test]
fn lists_of_two_units_do_not_say_of_which_there_is_none() {
    let mut other = CellLine::default();
    other.push(
        at(5),
        Some(Ok(cell(5, Some(1), |f| f.unit = "tonnes".into()))),
    );
    let mut third = areas();
    third = AreaRegister::new(
        third
            .units()
            .map(|(_, u)| u.clone())
            .chain([AreaUnit {
                code: "P3".into(),
                ..third
                    .unit(third.by_code("P1", key("P1").area_date).unwrap())
                    .clone()
            }])
            .collect(),
        vec![],
    );
    let lines = CellLines::from([(key("P1"), line(&[(3, Some(7))])), (key("P2"), other)]);
    let whole = with_zero(&lines, &third, false);
    assert_eq!(told(&whole, "P3"), ["3: 0 d3", "5: -"]);
}

#[test]
fn a_zero_is_to_date_only_while_every_row_is() {
    let early = |f: &mut Figure| {
        f.flags.insert(Flag::ToDate);
    };
    let flags = |lines: CellLines| {
        let whole = with_zero(&lines, &areas(), false);
        let last = whole.get(&key("P2")).and_then(|l| l.at(None)).cloned();
        last.and_then(Result::ok).map(|c| c.figure.flags)
    };
    let mut to_date = CellLine::default();
    to_date.push(at(3), Some(Ok(cell(3, Some(7), early))));
    let one = CellLines::from([(key("P1"), to_date)]);
    assert_eq!(
        flags(one),
        Some(BTreeSet::from([Flag::ToDate, Flag::NotListed]))
    );
    let ended = CellLines::from([(key("P1"), line(&[(3, Some(7))]))]);
    assert_eq!(flags(ended), Some(BTreeSet::from([Flag::NotListed])));
}

#[test]
fn a_zero_in_the_place_of_a_row_that_went_is_known_since_it_went() {
    let gone = |day: u32| {
        let marked = |f: &mut Figure| _ = f.flags.insert(Flag::NotListed);
        Some(Ok(cell(day, None, marked)))
    };
    let mut left = line(&[(3, Some(2))]);
    left.push(at(5), gone(5));
    let lines = CellLines::from([
        (key("P1"), line(&[(3, Some(7)), (9, None)])),
        (key("P2"), left.clone()),
    ]);
    let whole = with_zero(&lines, &areas(), false);
    assert_eq!(told(&whole, "P2"), ["3: 2 d3", "5: 0 d5", "9: -"]);
    let alone = CellLines::from([(key("P2"), left)]);
    assert_eq!(
        told(&with_zero(&alone, &areas(), false), "P2"),
        ["3: 2 d3", "5: -"],
        "the list names nobody any more"
    );
}

#[test]
fn an_area_that_began_within_the_period_of_records_has_no_zero_of_the_whole_of_it() {
    let began = |code: &str, from: &str| AreaUnit {
        code: code.into(),
        name_vi: code.into(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: from.parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    let units = vec![
        began("P1", "2000-01-01"),
        began("P2", "2000-01-01"),
        began("P3", "2022-01-16"),
    ];
    let (lines, areas) = (
        CellLines::from([(key("P1"), line(&[(3, Some(7))]))]),
        AreaRegister::new(units, vec![]),
    );
    let of = |of_records, code| told(&with_zero(&lines, &areas, of_records), code);
    assert_eq!(of(true, "P2"), ["3: 0 d3"]);
    assert_eq!(of(true, "P3"), Vec::<String>::new());
    assert_eq!(
        of(false, "P3"),
        ["3: 0 d3"],
        "a report is of the area of its day"
    );
}
