//! Years to date of areas that were merged or divided within the year, read in one way or another.

use super::*;
use chiso_model::{
    Aggregate, AreaUnit, Figure, Function, Relation, RelationKind, SharedIds, Span, StatementKey,
    Status,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment() -> DateTime<Utc> {
    "2025-01-20T00:00:00Z".parse().unwrap()
}

/// A and B became C on a day of 2024, or A became D and E.
fn register(on: &str, kind: RelationKind) -> AreaRegister {
    let (before, after) = match kind {
        RelationKind::Split => (vec!["A"], vec!["D", "E"]),
        _ => (vec!["A", "B"], vec!["C"]),
    };
    let unit = |code: &str, from: &str, to: Option<NaiveDate>| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: "county".into(),
        parent_code: String::new(),
        valid_from: day(from),
        valid_to: to,
        aliases: vec![],
    };
    let relation = |from: &str, to: &str| Relation {
        date: day(on),
        kind,
        from_code: from.into(),
        to_code: to.into(),
        note: String::new(),
    };
    let eve = day(on).pred_opt();
    let units = { before.iter() }
        .map(|code| unit(code, "2015-01-01", eve))
        .chain(after.iter().map(|code| unit(code, on, None)))
        .collect();
    let relations = { before.iter() }
        .flat_map(|from| after.iter().map(|to| relation(from, to)))
        .collect();
    AreaRegister::new(units, relations)
}

fn source(said: Option<ToDateSince>) -> MeasureSource {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    MeasureSource {
        to_date_since: said,
        ..MeasureSource::new("d", value)
    }
}

/// Years to date of 2024: area, month and figure; of the areas of the end of each, or of one day.
fn lines_on(areas: &AreaRegister, on: Option<NaiveDate>, stated: &[(&str, u32, i64)]) -> Lines<()> {
    let mut lines = Lines::new();
    for (code, month, n) in stated {
        let period = Period::Month(2024, *month);
        let on = on.unwrap_or(period.end());
        let key = CellKey {
            area_code: (*code).into(),
            area_date: on,
            period,
            span: Span::Ytd,
        };
        let cell = Cell {
            measure: "m".into(),
            dataset: "d".into(),
            area: areas.by_code(code, on).unwrap(),
            area_date: on,
            period,
            span: Span::Ytd,
            figure: Figure {
                value: Some(Dec::from_int(*n)),
                unit: "n".into(),
                basis: "".into(),
                scheme: "".into(),
                plan_stage: None,
                status: Status::Final,
                rounding: Dec::ZERO,
                known_from: moment(),
                source_ids: SharedIds::default(),
                deliveries: SharedIds::default(),
                flags: BTreeSet::new(),
                reasons: BTreeSet::new(),
            },
            statement: StatementKey::default(),
            others: vec![],
        };
        let line: &mut Timeline<Result<Cell, ()>> = lines.entry(key).or_default();
        line.push(moment(), Some(Ok(cell)));
    }
    lines
}

fn lines(areas: &AreaRegister, stated: &[(&str, u32, i64)]) -> Lines<()> {
    lines_on(areas, None, stated)
}

/// What the years to date of the areas that were made are: the month and the figure, `-` where it is
/// not used.
fn read(areas: &AreaRegister, said: Option<ToDateSince>, stated: &[(&str, u32, i64)]) -> String {
    let lines = lines(areas, stated);
    let whole = whole_years_to_date(&lines, &source(said), areas, None);
    let (whole, unclear) = whole.unwrap_or((lines, Vec::new()));
    let made = |key: &CellKey| !["A", "B"].contains(&key.area_code.as_str());
    let shown = whole
        .iter()
        .filter(|(key, _)| made(key))
        .map(|(key, line)| {
            let cell = line.at(None).unwrap().as_ref().unwrap();
            let value = cell.figure.value;
            let broken = cell.figure.reasons.contains(&Reason::BoundaryBreak);
            assert_eq!(value.is_none(), broken);
            let value = value.map_or_else(|| "-".to_owned(), |v| v.to_string());
            format!("{}{} {value}", key.area_code, key.period.last_month().1)
        });
    let shown: Vec<String> = shown.collect();
    assert_eq!(
        unclear.len(),
        shown.iter().filter(|s| s.ends_with('-')).count()
    );
    shown.join(", ")
}

const MERGED_IN_JULY: [(&str, u32, i64); 4] =
    [("A", 3, 30), ("B", 3, 20), ("A", 6, 60), ("B", 6, 40)];

fn july(said: Option<ToDateSince>, since: &[(&str, u32, i64)]) -> String {
    let stated = [&MERGED_IN_JULY[..], since].concat();
    read(&register("2024-07-01", RelationKind::Merge), said, &stated)
}

#[test]
fn a_year_to_date_that_goes_on_from_that_of_the_areas_before_counts_since_january() {
    assert_eq!(
        july(None, &[("C", 9, 150), ("C", 12, 200)]),
        "C9 150, C12 200"
    );
}

#[test]
fn one_that_begins_again_is_not_used_nor_is_any_other_of_its_year() {
    // By December it is more than the 100 of the areas before.
    assert_eq!(july(None, &[("C", 9, 50), ("C", 12, 151)]), "C9 -, C12 -");
    assert_eq!(july(None, &[("C", 12, 100)]), "C12 -");
}

#[test]
fn it_is_not_used_where_both_readings_are_above_what_was_before() {
    // Merged in February: 10 in January, and 20 in February and March, or 30 since January.
    let areas = register("2024-02-01", RelationKind::Merge);
    let before = [("A", 1, 6), ("B", 1, 4)];
    let with = |march: i64| [&before[..], &[("C", 3, march)]].concat();
    assert_eq!(read(&areas, None, &with(30)), "C3 30");
    assert_eq!(read(&areas, None, &with(20)), "C3 -");
}

#[test]
fn it_is_not_used_where_an_area_before_says_nothing_of_the_year() {
    let areas = register("2024-07-01", RelationKind::Merge);
    assert_eq!(read(&areas, None, &[("A", 6, 60), ("C", 9, 150)]), "C9 -");
    let said = Some(ToDateSince::Year);
    assert_eq!(read(&areas, said, &[("A", 6, 60), ("C", 9, 50)]), "C9 50");
}

#[test]
fn what_counts_since_the_area_was_made_is_brought_to_january() {
    let said = Some(ToDateSince::Area);
    assert_eq!(
        july(said, &[("C", 9, 50), ("C", 12, 151)]),
        "C9 150, C12 251"
    );
    // Nobody says what there was in June.
    let areas = register("2024-07-01", RelationKind::Merge);
    let stated = [("A", 3, 30), ("B", 3, 20), ("C", 9, 50)];
    assert_eq!(read(&areas, said, &stated), "C9 -");
}

#[test]
fn the_parts_of_a_divided_area_are_compared_together() {
    let areas = register("2024-07-01", RelationKind::Split);
    let with = |d: i64, e: i64| [("A", 6, 100), ("D", 9, d), ("E", 9, e)];
    assert_eq!(read(&areas, None, &with(90, 60)), "D9 90, E9 60");
    assert_eq!(read(&areas, None, &with(30, 20)), "D9 -, E9 -");
    let said = Some(ToDateSince::Area);
    assert_eq!(
        read(&areas, said, &with(30, 20)),
        "D9 -, E9 -",
        "100 is not divided"
    );
}

#[test]
fn a_change_on_new_years_day_is_within_no_year() {
    let areas = register("2024-01-01", RelationKind::Merge);
    assert_eq!(read(&areas, None, &[("C", 3, 30)]), "C3 30");
}

#[test]
fn until_the_areas_before_have_their_figures_it_is_not_used() {
    let areas = register("2024-07-01", RelationKind::Merge);
    let mut lines = lines(&areas, &[&MERGED_IN_JULY[..], &[("C", 9, 150)]].concat());
    let later: DateTime<Utc> = "2025-03-01T00:00:00Z".parse().unwrap();
    for (_, line) in lines.iter_mut().filter(|(key, _)| key.area_code == "B") {
        let cell = line.at(None).cloned();
        *line = Timeline::default();
        line.push(later, cell);
    }
    let (whole, _) = whole_years_to_date(&lines, &source(None), &areas, None).unwrap();
    let of_c = whole
        .iter()
        .find(|(key, _)| key.area_code == "C")
        .unwrap()
        .1;
    let at = |when: DateTime<Utc>| of_c.at(Some(when)).unwrap().as_ref().unwrap().figure.value;
    assert_eq!(at(moment()), None);
    assert_eq!(at(later), Some(Dec::from_int(150)));
}

#[test]
fn a_history_recalculated_on_the_new_areas_counts_since_january() {
    let areas = register("2024-07-01", RelationKind::Merge);
    let stated = [("C", 3, 100), ("C", 9, 300)];
    let lines = lines_on(&areas, Some(day("2024-12-31")), &stated);
    assert!(whole_years_to_date(&lines, &source(None), &areas, None).is_none());
}

/// 100 up to June: since January 150 are to be expected by September, since July 50.
#[test]
fn what_is_said_of_a_whole_dataset_is_held_against_each_figure() {
    let areas = register("2024-07-01", RelationKind::Merge);
    let other = |said: ToDateSince, september: i64| {
        let lines = lines(
            &areas,
            &[&MERGED_IN_JULY[..], &[("C", 9, september)]].concat(),
        );
        let found = contradicted(&lines, &source(Some(said)), &areas, None);
        let shown = found
            .iter()
            .map(|f| (f.period.to_string(), f.value, f.before.map(|b| b.1)));
        shown.collect::<Vec<_>>()
    };
    let of = |n: i64| {
        vec![(
            "2024-09".to_owned(),
            Some(Dec::from_int(n)),
            Some(Dec::from_int(100)),
        )]
    };
    assert_eq!(other(ToDateSince::Year, 150), []);
    assert_eq!(other(ToDateSince::Year, 50), of(50));
    assert_eq!(other(ToDateSince::Area, 50), []);
    assert_eq!(other(ToDateSince::Area, 150), of(150));
    let lines = lines(&areas, &[&MERGED_IN_JULY[..], &[("C", 9, 50)]].concat());
    assert_eq!(contradicted(&lines, &source(None), &areas, None), []);
}
