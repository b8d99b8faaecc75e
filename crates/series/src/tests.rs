//! Sums of areas of which some state a period and others have its months only.

use crate::values;
use chiso_model::{
    Aggregate, AreaRegister, AreaUnit, Cell, CellKey, Dec, DerivedFigure, Figure, Function, Making,
    Measure, MeasureSource, MeasureValue, OverTime, Period, Relation, RelationKind, Series,
    SharedIds, Span, StatementKey, Status, Timeline, WorkedOut,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The region `R` of the provinces `P` and `Q`; the counties `A` and `B` became `C` in 2025. The region
/// `S` of the provinces `E` and `D`, which was divided in 2025.
fn register() -> AreaRegister {
    let unit = |code: &str, level: &str, parent: &str, from: &str, to: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: level.into(),
        parent_code: parent.into(),
        valid_from: day(from),
        valid_to: (!to.is_empty()).then(|| day(to)),
        aliases: vec![],
    };
    let became = |kind: RelationKind, from: &str, to: &str| Relation {
        date: day("2025-01-01"),
        kind,
        from_code: from.into(),
        to_code: to.into(),
        note: String::new(),
    };
    let merge = |code: &str| became(RelationKind::Merge, code, "C");
    let split = |code: &str| became(RelationKind::Split, "D", code);
    let (begins, ends) = ("2000-01-01", "2024-12-31");
    let units = vec![
        unit("R", "region", "", begins, ""),
        unit("P", "province", "R", begins, ""),
        unit("Q", "province", "R", begins, ""),
        unit("A", "county", "P", begins, ends),
        unit("B", "county", "P", begins, ends),
        unit("C", "county", "P", "2025-01-01", ""),
        unit("S", "region", "", begins, ""),
        unit("E", "province", "S", begins, ""),
        unit("D", "province", "S", begins, ends),
        unit("D1", "province", "S", "2025-01-01", ""),
        unit("D2", "province", "S", "2025-01-01", ""),
    ];
    let changes = vec![merge("A"), merge("B"), split("D1"), split("D2")];
    AreaRegister::new(units, changes)
}

fn measure() -> Measure {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    let source = MeasureSource::new("d", value);
    Measure {
        periods: vec![WorkedOut::Year, WorkedOut::Quarter],
        over_time: Some(OverTime::Sum),
        sum_of: Some("province".into()),
        ..Measure::new("m", vec![source])
    }
}

fn cell(areas: &AreaRegister, code: &str, period: Period, value: i64) -> Cell {
    Cell {
        measure: "m".into(),
        dataset: "d".into(),
        area: areas.by_code(code, period.end()).unwrap(),
        area_date: period.end(),
        period,
        span: Span::Period,
        figure: Figure {
            value: Some(Dec::from_int(value)),
            unit: "n".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2026-01-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        },
        statement: StatementKey::default(),
        others: vec![],
    }
}

/// The values of two areas that have 10 each month of two years, but for the months left out, and
/// that state what else is given.
fn of(
    codes: [&str; 2],
    without: &[(&str, Period)],
    stated: &[(&str, Period, i64)],
) -> Vec<MeasureValue> {
    let areas = register();
    let months = (2023..=2024).flat_map(|year| (1..=12).map(move |m| Period::Month(year, m)));
    let monthly = months.flat_map(|month| codes.map(|code| (code, month)));
    let kept = monthly.filter(|at| !without.contains(at));
    let all = kept
        .map(|(code, month)| (code, month, 10))
        .chain(stated.iter().copied());
    let cells = all.map(|(code, period, n)| cell(&areas, code, period, n));
    of_cells(&areas, &measure(), &cells.collect::<Vec<_>>())
}

fn of_cells(areas: &AreaRegister, measure: &Measure, cells: &[Cell]) -> Vec<MeasureValue> {
    let declared = std::slice::from_ref(measure);
    values(measure, declared, cells, areas, day("2026-01-01"))
}

/// 10 in each month of 2024.
fn monthly(areas: &AreaRegister, code: &str) -> Vec<Cell> {
    let months = (1..=12).map(|m| Period::Month(2024, m));
    months.map(|month| cell(areas, code, month, 10)).collect()
}

fn value<'v>(values: &'v [MeasureValue], code: &str, period: Period) -> &'v MeasureValue {
    let area = register().by_code(code, day("2026-01-01")).unwrap();
    let is_it = |v: &&MeasureValue| v.area == area && v.period == period && v.span == Span::Period;
    values.iter().find(is_it).unwrap()
}

/// Figure and reasons of an area and a period.
fn shown(values: &[MeasureValue], code: &str, period: Period) -> String {
    let figure = &value(values, code, period).figure;
    let number = figure.value.map_or_else(|| "-".into(), |n| n.to_string());
    format!("{number} {}", chiso_model::join(&figure.reasons))
        .trim_end()
        .to_owned()
}

#[test]
fn a_year_that_one_area_states_is_worked_out_for_the_other_before_both_are_added_up() {
    let year = Period::Year(2024);
    for (codes, sum) in [(["P", "Q"], "R"), (["A", "B"], "C")] {
        let of_year = of(codes, &[], &[(codes[0], year, 150)]);
        assert_eq!(shown(&of_year, sum, year), "270", "150 + 12 × 10");
        let parts = value(&of_year, sum, year).summed_parts();
        let stated: Vec<bool> = parts.iter().map(|part| part.pieces.is_empty()).collect();
        assert_eq!(stated, [true, false]);
        let quarter = Period::Quarter(2024, 4);
        let of_quarter = of(codes, &[], &[(codes[0], quarter, 45)]);
        assert_eq!(shown(&of_quarter, sum, quarter), "75", "45 + 3 × 10");
        assert_eq!(shown(&of_quarter, sum, year), "255", "18 × 10 + 75");
        let gap = (codes[1], Period::Month(2024, 5));
        let lacking = of(codes, &[gap], &[(codes[0], year, 150)]);
        assert_eq!(shown(&lacking, sum, year), "- value_missing");
    }
}

#[test]
fn a_region_has_the_months_of_a_province_that_was_divided_since() {
    let areas = register();
    let year = Period::Year(2024);
    let stated = [vec![cell(&areas, "E", year, 150)], monthly(&areas, "D")].concat();
    let all = of_cells(&areas, &measure(), &stated);
    assert_eq!(shown(&all, "S", year), "270", "150 + 12 × 10");
    let quarter = Period::Quarter(2024, 4);
    let stated = [vec![cell(&areas, "E", quarter, 45)], monthly(&areas, "D")].concat();
    let all = of_cells(&areas, &measure(), &stated);
    assert_eq!(shown(&all, "S", quarter), "75", "45 + 3 × 10");
    // In 2025 its parts have the second half of a fiscal year of which it has the first.
    let fiscal = Period::FiscalYear(2024, 7);
    let halves = [
        ("D", 2024, 7..=12),
        ("D1", 2025, 1..=6),
        ("D2", 2025, 1..=6),
    ];
    let of_half = |(code, year, months): (&str, i32, std::ops::RangeInclusive<u32>)| {
        let of = |m| cell(&areas, code, Period::Month(year, m), 10);
        months.map(of).collect::<Vec<_>>()
    };
    let mut stated = halves.map(of_half).concat();
    stated.push(cell(&areas, "E", fiscal, 200));
    let since_july = Measure {
        periods: vec![WorkedOut::FiscalYear(7)],
        ..measure()
    };
    let all = of_cells(&areas, &since_july, &stated);
    assert_eq!(shown(&all, "S", fiscal), "380", "200 + 6 × 10 + 6 × 20");
    // The years to date of `D`, the months that make a fiscal year since July.
    let fiscal = Period::FiscalYear(2023, 7);
    let to_date = |code: &str, (y, m): (i32, u32), n: i64| Cell {
        span: Span::Ytd,
        ..cell(&areas, code, Period::Month(y, m), n)
    };
    let of_d = [((2023, 6), 60), ((2023, 12), 120), ((2024, 6), 70)];
    let mut stated: Vec<Cell> = of_d.map(|(at, n)| to_date("D", at, n)).to_vec();
    stated.push(cell(&areas, "E", fiscal, 200));
    let all = of_cells(&areas, &since_july, &stated);
    assert_eq!(shown(&all, "S", fiscal), "330", "200 + 120 − 60 + 70");
}

#[test]
fn a_year_that_another_dataset_states_of_one_area_takes_none_from_the_region() {
    let areas = register();
    let year = Period::Year(2024);
    let of = |elsewhere: &[(&str, i64)]| {
        let mut cells = monthly(&areas, "Q");
        cells.push(cell(&areas, "P", year, 100));
        cells.extend(elsewhere.iter().map(|(code, n)| Cell {
            dataset: "e".into(),
            ..cell(&areas, code, year, *n)
        }));
        let mut measure = measure();
        let value = measure.sources[0].value.clone();
        measure.sources.push(MeasureSource::new("e", value));
        shown(&of_cells(&areas, &measure, &cells), "R", year)
    };
    assert_eq!(of(&[]), "220", "100 + 12 × 10");
    assert_eq!(of(&[("Q", 500)]), "220");
    assert_eq!(of(&[("P", 500)]), "220");
    assert_eq!(
        of(&[("P", 500), ("Q", 600)]),
        "220",
        "the first dataset has all"
    );
}

#[test]
fn a_sum_says_that_a_part_is_withheld_or_was_not_accepted() {
    let areas = register();
    let year = Period::Year(2024);
    for (codes, sum) in [(["P", "Q"], "R"), (["A", "B"], "C"), (["E", "D"], "S")] {
        for reason in [
            chiso_model::Reason::Suppressed,
            chiso_model::Reason::Quarantined,
        ] {
            let mut cells = monthly(&areas, codes[1]);
            cells[4].figure.value = None;
            cells[4].figure.reasons.insert(reason);
            cells.push(cell(&areas, codes[0], year, 150));
            let all = of_cells(&areas, &measure(), &cells);
            assert_eq!(shown(&all, sum, year), format!("- {}", reason.as_str()));
            cells.remove(7);
            let all = of_cells(&areas, &measure(), &cells);
            let both = format!("- {};value_missing", reason.as_str());
            assert_eq!(shown(&all, sum, year), both);
        }
    }
}

#[test]
fn a_sum_of_a_stated_and_a_made_part_is_compared_with_sums_of_months_if_it_says_what_these_say() {
    let year = Period::Year;
    let growth = |stated: i64| {
        let all = of(["P", "Q"], &[], &[("P", year(2024), stated)]);
        value(&all, "R", year(2024)).comparable(value(&all, "R", year(2023)))
    };
    assert!(!growth(150), "270 is no growth on the months of 2023");
    assert!(growth(120), "the year says what its months say");
    let both = [("P", year(2023), 130), ("P", year(2024), 150)];
    let all = of(["P", "Q"], &[], &both);
    let (now, base) = (value(&all, "R", year(2024)), value(&all, "R", year(2023)));
    assert!(
        now.comparable(base),
        "the parts are reached in the same way"
    );
    let crossed = of(
        ["P", "Q"],
        &[],
        &[("Q", year(2023), 130), ("P", year(2024), 150)],
    );
    let (now, base) = (
        value(&crossed, "R", year(2024)),
        value(&crossed, "R", year(2023)),
    );
    assert!(!now.comparable(base), "one year states P, the other Q");
}

/// A sum of such parts.
fn sum_of(parts: &[&MeasureValue]) -> MeasureValue {
    let parts = parts.iter().map(|v| Arc::new((*v).clone()));
    let first = parts.clone().next().unwrap();
    let how = Making::SumOf(parts.collect());
    MeasureValue {
        made: Some(Arc::new(DerivedFigure { exact: None, how })),
        series: Series::default(),
        pieces: vec![],
        ..first.as_ref().clone()
    }
}

#[test]
fn sums_of_sums_are_compared_where_the_parts_of_their_parts_are_reached_alike() {
    let year = Period::Year;
    let both = ["A", "B"].map(|code| (code, year(2023), 130));
    let all = of(["A", "B"], &[], &[both[0], both[1], ("A", year(2024), 150)]);
    let [now, base] = [2024, 2023].map(|y| value(&all, "C", year(y)));
    assert!(!now.comparable(base), "150 and the months of B");
    let stated = of(["P", "Q"], &[], &[("Q", year(2024), 130)]);
    let stated = value(&stated, "Q", year(2024));
    let [above, before] = [now, base].map(|v| sum_of(&[v, stated]));
    assert!(!above.comparable(&before), "nor in the sum above");
    assert!(above.comparable(&above.clone()));
}

#[test]
fn members_are_compared_with_themselves() {
    let year = Period::Year(2024);
    let all = of(["P", "Q"], &[], &[("P", year, 150)]);
    let member = |code: &str, id: &str| MeasureValue {
        measure: id.into(),
        area: value(&all, "R", year).area,
        ..value(&all, code, year).clone()
    };
    let sum = |stated: &str, made: &str| sum_of(&[&member("P", stated), &member("Q", made)]);
    assert!(sum("m[x=1]", "m[x=2]").comparable(&sum("m[x=1]", "m[x=2]")));
    assert!(!sum("m[x=1]", "m[x=2]").comparable(&sum("m[x=2]", "m[x=3]")));
}

#[test]
fn years_are_compared_quarter_by_quarter_where_some_quarters_are_partly_stated() {
    let quarters = |code, year| (1..=4).map(move |q| (code, Period::Quarter(year, q), 30));
    let growth = |revised: [(i32, u32); 2]| {
        let months = (2023..=2024).flat_map(|y| (1..=12).map(move |m| ("Q", Period::Month(y, m))));
        let mut stated: Vec<(&str, Period, i64)> = { 2023..=2024 }
            .flat_map(|year| quarters("Q", year))
            .collect();
        stated.extend(revised.map(|(y, q)| ("P", Period::Quarter(y, q), 45)));
        let all = of(["P", "Q"], &months.collect::<Vec<_>>(), &stated);
        let year = |y| value(&all, "R", Period::Year(y));
        assert_eq!(shown(&all, "R", Period::Year(2024)), "255", "7 × 30 + 45");
        year(2024).comparable(year(2023))
    };
    assert!(growth([(2023, 4), (2024, 4)]));
    assert!(!growth([(2023, 3), (2024, 4)]), "other quarters are stated");
}

/// A has eleven months since 10 January, B its year since February; A has December since March and
/// its year since April.
#[test]
fn what_a_merged_area_was_is_what_was_known_of_its_parts() {
    let areas = register();
    let measure = Measure {
        sum_of: None,
        ..measure()
    };
    let since = |month: u32| format!("2025-{month:02}-10T00:00:00Z").parse().unwrap();
    let months = (1..=12).map(|m| ("A", Period::Month(2024, m), 10, if m < 12 { 1 } else { 3 }));
    let year = Period::Year(2024);
    let said = months.chain([("B", year, 100, 2), ("A", year, 300, 4)]);
    let lines: Vec<(CellKey, Timeline<Result<Cell, ()>>)> = said
        .map(|(code, period, n, month)| {
            let key = CellKey {
                area_code: code.into(),
                area_date: period.end(),
                period,
                span: Span::Period,
            };
            let mut line = Timeline::default();
            line.push(since(month), Some(Ok(cell(&areas, code, period, n))));
            (key, line)
        })
        .collect();
    let boundary = day("2026-01-01");
    let of_dataset = lines.iter().map(|(key, line)| ("d", key, line));
    let over_time = crate::OverTime::new(&measure, &areas, boundary, of_dataset).all();
    let found = (1..=5).map(|month| {
        let moment = Some(since(month));
        let then = over_time.at(moment);
        let then: Vec<MeasureValue> = then.map(|v| v.as_ref().clone()).collect();
        let known = lines
            .iter()
            .filter_map(|(_, line)| line.at(moment)?.clone().ok());
        let known: Vec<Cell> = known.collect();
        let now = values(
            &measure,
            std::slice::from_ref(&measure),
            &known,
            &areas,
            boundary,
        );
        let figure = |all: &[MeasureValue]| shown(all, "C", year);
        assert_eq!(figure(&then), figure(&now), "{month}");
        figure(&then)
    });
    let all: Vec<String> = found.collect();
    let none = "- value_missing";
    assert_eq!(all[1..], [none, "220", "400", "400"]);
}

/// What is reported of statements that differ.
fn reported(values: Vec<MeasureValue>) -> Vec<(String, u64)> {
    let values: Vec<Arc<MeasureValue>> = values.into_iter().map(Arc::new).collect();
    let on = Some(day("2026-01-01"));
    let found = crate::disagreements(&values, &[measure()], &register(), on);
    found.into_iter().map(|f| (f.message, f.count)).collect()
}

#[test]
fn a_figure_of_an_area_above_is_compared_with_what_shorter_periods_of_the_areas_below_give() {
    let quarter = |n| Period::Quarter(2024, n);
    let stated = [
        ("R", quarter(1), 99),
        ("R", quarter(2), 60),
        ("R", Period::Year(2024), 300),
    ];
    let found = reported(of(["P", "Q"], &[], &stated));
    let [(message, 2)] = found.as_slice() else {
        panic!("{found:#?}");
    };
    let first = "in 2024-Q1 (period) is stated as 99, and the areas below, by 2024-01 (period) + \
                 2024-02 (period) + 2024-03 (period), add up to 60; the stated figure is used";
    assert!(message.contains(first), "{message}");
    assert!(
        message.ends_with("; so do R in 2024 (period): 300 and 240"),
        "{message}"
    );
}

#[test]
fn what_follows_from_one_figure_that_differs_is_reported_once() {
    // The region states its months, one of them otherwise: its quarter and year follow from it.
    let months = (1..=12).map(|m| ("R", Period::Month(2024, m), if m == 5 { 21 } else { 20 }));
    let found = reported(of(["P", "Q"], &[], &months.collect::<Vec<_>>()));
    let [(message, 1)] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert!(
        message.contains("in 2024-05 (period) is stated as 21"),
        "{message}"
    );
}

/// The sums of years that two areas state, some of them as years to date of December too.
fn under_two_names(stated: &[(&str, i32, Span, i64)]) -> Vec<MeasureValue> {
    let areas = register();
    let cells = stated.iter().map(|(code, year, span, n)| {
        let period = match span {
            Span::Ytd => Period::Month(*year, 12),
            _ => Period::Year(*year),
        };
        Cell {
            span: *span,
            ..cell(&areas, code, period, *n)
        }
    });
    let (cells, measure) = (cells.collect::<Vec<Cell>>(), measure());
    let on = day("2026-01-01");
    values(&measure, std::slice::from_ref(&measure), &cells, &areas, on)
}

#[test]
fn a_sum_is_compared_under_one_name_of_each_part() {
    let (year, to_date) = (Span::Period, Span::Ytd);
    let grows = |p_to_date: i64| {
        let all = under_two_names(&[
            ("P", 2024, year, 150),
            ("P", 2024, to_date, p_to_date),
            ("Q", 2024, to_date, 100),
            ("P", 2023, to_date, 100),
            ("Q", 2023, year, 100),
        ]);
        let of = |y| value(&all, "R", Period::Year(y));
        of(2024).comparable(of(2023))
    };
    assert!(
        !grows(120),
        "a year of 150 on a year to date of 100, where 2024 had 120 to date"
    );
    assert!(grows(150), "both names say the same");
}

#[test]
fn a_quarter_stated_otherwise_than_its_years_to_date_is_not_compared_with_one_of_these() {
    let areas = register();
    let to_date = |month, n| Cell {
        span: Span::Ytd,
        ..cell(&areas, "P", Period::Month(2024, month), n)
    };
    let with = |second: i64| {
        let cells = [
            to_date(3, 30),
            to_date(6, 60),
            cell(&areas, "P", Period::Quarter(2024, 2), second),
        ];
        let measure = measure();
        let on = day("2026-01-01");
        let all = values(&measure, std::slice::from_ref(&measure), &cells, &areas, on);
        let of = |quarter| value(&all, "P", Period::Quarter(2024, quarter));
        of(2).comparable(of(1))
    };
    assert!(with(30));
    assert!(!with(45), "its own years to date give 30");
}
