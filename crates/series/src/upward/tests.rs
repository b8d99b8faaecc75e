//! Sums of cities over their agencies.

use super::sum_up;
use chiso_model::{
    Aggregate, AreaRegister, AreaUnit, Cell, Dec, Delivers, DerivedFigure, Figure, Function,
    Making, Measure, MeasureSource, MeasureValue, OverTime, Period, Reason, Series, SharedIds,
    Span, Status,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

fn day() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

/// A city with two agencies, and one with none.
fn register() -> AreaRegister {
    let unit = |code: &str, level: &str, parent: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: level.into(),
        parent_code: parent.into(),
        valid_from: "2015-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    AreaRegister::new(
        vec![
            unit("01", "city", ""),
            unit("02", "city", ""),
            unit("A", "agency", "01"),
            unit("B", "agency", "01"),
        ],
        vec![],
    )
}

/// A measure of one dataset, a list or not.
fn measure(list: bool) -> Measure {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    let source = MeasureSource {
        list,
        ..MeasureSource::new("d", value)
    };
    Measure {
        sum_of: Some("agency".into()),
        ..Measure::new("m", vec![source])
    }
}

fn value(
    areas: &AreaRegister,
    (code, year, value, reason): (&str, i32, Option<i64>, Option<Reason>),
) -> MeasureValue {
    MeasureValue {
        measure: "m".into(),
        dataset: "d".into(),
        area: areas.by_code(code, day()).unwrap(),
        boundary: day(),
        period: Period::Year(year),
        span: Span::Period,
        figure: Figure {
            value: value.map(Dec::from_int),
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
            reasons: reason.iter().copied().collect(),
        },
        parts: vec![(areas.by_code(code, day()).unwrap(), day())],
        pieces: vec![],
        made: None,
        series: Series::default(),
        others: vec![],
        by_other_periods: vec![],
    }
}

fn summed(measure: &Measure, values: Vec<MeasureValue>, areas: &AreaRegister) -> Vec<MeasureValue> {
    let nothing = |_: &[Cell], _: NaiveDate| vec![];
    sum_up((measure, measure), values, (&[], areas, day()), nothing)
}

/// The sums of the cities, as `code value reasons`.
fn cities(list: bool, figures: &[(&str, i32, Option<i64>, Option<Reason>)]) -> Vec<String> {
    let areas = register();
    let values = figures.iter().map(|f| value(&areas, *f)).collect();
    let summed = summed(&measure(list), values, &areas);
    let shown = |v: &MeasureValue| {
        let value = v
            .figure
            .value
            .map_or_else(|| "-".to_owned(), |v| v.to_string());
        format!(
            "{} {value} {}",
            v.period,
            chiso_model::join(&v.figure.reasons)
        )
        .trim_end()
        .to_owned()
    };
    summed
        .iter()
        .filter(|v| areas.unit(v.area).level == "city")
        .map(shown)
        .collect()
}

#[test]
fn a_city_is_the_sum_of_its_agencies() {
    assert_eq!(
        cities(
            false,
            &[("A", 2025, Some(3), None), ("B", 2025, Some(4), None)]
        ),
        ["2025 7"]
    );
}

#[test]
fn an_agency_that_lacks_makes_no_sum_but_in_a_list_it_has_none() {
    assert_eq!(
        cities(
            false,
            &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]
        ),
        ["2024 - value_missing", "2025 - value_missing"]
    );
    assert_eq!(
        cities(
            true,
            &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]
        ),
        ["2024 4", "2025 3"]
    );
    assert_eq!(
        cities(
            true,
            &[
                ("A", 2025, Some(3), None),
                ("B", 2025, None, Some(Reason::Suppressed))
            ]
        ),
        ["2025 - suppressed"]
    );
}

/// Two thirds twice are 1.333333, although six decimals of each make 1.333334.
#[test]
fn figures_that_were_made_are_added_up_exactly() {
    let areas = register();
    let third = |code: &str, thirds: i64| {
        let mut value = value(&areas, (code, 2025, Some(thirds), None));
        let exact = Dec::from_int(thirds).ratio() / Dec::from_int(3).ratio();
        value.figure.value = Dec::from_rational(&exact);
        let how = Making::OverTime(OverTime::Mean);
        let exact = Some(exact);
        value.made = Some(Arc::new(DerivedFigure { exact, how }));
        value
    };
    let values = vec![third("A", 2), third("B", 2)];
    let summed = summed(&measure(false), values, &areas);
    let city = areas.by_code("01", day()).unwrap();
    let sum = summed.iter().find(|v| v.area == city).unwrap();
    assert_eq!(
        sum.figure.value.unwrap().to_string(),
        "1.333333",
        "not 1.333334"
    );
    assert_eq!(sum.summed_parts().len(), 2);
}

#[test]
fn a_list_whose_figures_have_other_lengths_is_not_empty() {
    let areas = register();
    let of = |code: &str, period: &str, n: i64| (code.to_owned(), period.to_owned(), n);
    let sums = |figures: &[(String, String, i64)]| {
        let (measure, mut values) = (measure(true), Vec::new());
        for (code, period, n) in figures {
            let mut value = value(&areas, (code, 2025, Some(*n), None));
            value.period = period.parse().unwrap();
            values.push(value);
        }
        let summed = summed(&measure, values, &areas);
        let of_cities = summed.iter().filter(|v| areas.unit(v.area).level == "city");
        let shown = of_cities.map(|v| format!("{} {}", v.period, v.figure.value.unwrap()));
        shown.collect::<Vec<_>>()
    };
    // B has its year in quarters, or A its quarter in the year: neither is zero.
    assert_eq!(
        sums(&[of("A", "2025", 3), of("B", "2025-Q1", 4)]),
        Vec::<String>::new()
    );
    // B says nothing at all of 2025, and A nothing of the second quarter: zero.
    assert_eq!(
        sums(&[
            of("A", "2025", 3),
            of("A", "2025-Q1", 3),
            of("B", "2024", 9)
        ]),
        ["2024 9", "2025 3", "2025-Q1 3"]
    );
}

#[test]
fn a_sum_comes_before_what_a_city_states_of_other_land() {
    let parts = [("A", 2025, Some(3), None), ("B", 2025, Some(4), None)];
    let of = |own| {
        cities(
            false,
            &[&[("01", 2025, None, Some(own))][..], &parts].concat(),
        )
    };
    assert_eq!(of(Reason::BoundaryBreak), ["2025 7"]);
    assert_eq!(of(Reason::SourceConflict), ["2025 - source_conflict"]);
}

#[test]
fn a_figure_of_its_own_is_not_added_up_again() {
    assert_eq!(
        cities(
            false,
            &[
                ("01", 2025, Some(9), None),
                ("A", 2025, Some(3), None),
                ("B", 2025, Some(4), None)
            ]
        ),
        ["2025 9"]
    );
}

/// The sums of cities over records, as `code period value reasons`.
fn of_records(
    lists_all: bool,
    figures: &[(&str, i32, Option<i64>, Option<Reason>)],
) -> Vec<String> {
    let (areas, mut records) = (register(), measure(true));
    for source in &mut records.sources {
        (source.lists_all, source.delivers) = (lists_all, Some(Delivers::Append));
    }
    let values = figures.iter().map(|f| value(&areas, *f)).collect();
    let all = summed(&records, values, &areas);
    let cities = all.iter().filter(|v| areas.unit(v.area).level == "city");
    let shown = |v: &MeasureValue| {
        let value = v
            .figure
            .value
            .map_or_else(|| "-".to_owned(), |v| v.to_string());
        let reasons = chiso_model::join(&v.figure.reasons);
        let code = &areas.unit(v.area).code;
        format!("{code} {} {value} {reasons}", v.period)
            .trim_end()
            .to_owned()
    };
    cities.map(shown).collect()
}

/// A receipt of 9 that is booked on the city is one of its receipts, and no statement of all of them.
#[test]
fn records_of_the_city_itself_are_added_to_those_of_its_agencies() {
    let agencies = [("A", 2025, Some(3), None), ("B", 2025, Some(4), None)];
    let booked = [("01", 2025, Some(9), None)];
    assert_eq!(
        of_records(true, &[&booked[..], &agencies].concat()),
        ["01 2025 16"]
    );
    assert_eq!(
        of_records(false, &[&booked[..], &agencies].concat()),
        ["01 2025 16"]
    );
    let at_fault = [("01", 2025, None, Some(Reason::Quarantined))];
    assert_eq!(
        of_records(true, &[&at_fault[..], &agencies].concat()),
        ["01 2025 - quarantined"]
    );
}

#[test]
fn an_agency_of_which_no_records_came_makes_no_sum_unless_all_are_listed() {
    let one = [("A", 2025, Some(3), None)];
    assert_eq!(of_records(false, &one), ["01 2025 - value_missing"]);
    assert_eq!(of_records(true, &one), ["01 2025 3"]);
    let booked = [("01", 2025, Some(9), None)];
    assert_eq!(of_records(false, &booked), ["01 2025 - value_missing"]);
}

/// B reports by another dataset, which has no figure of 2025: that it stands in no list of the first says
/// nothing of it.
#[test]
fn an_agency_of_another_dataset_is_not_empty_in_a_list() {
    let areas = register();
    let mut listed = measure(true);
    let other = MeasureSource {
        list: false,
        ..MeasureSource::new("e", listed.sources[0].value.clone())
    };
    listed.sources.push(other);
    let sums = |figures: &[(&str, i32, &str)]| {
        let values = figures.iter().map(|(code, year, dataset)| MeasureValue {
            dataset: (*dataset).into(),
            ..value(&areas, (code, *year, Some(3), None))
        });
        let all = summed(&listed, values.collect(), &areas);
        let cities = all.iter().filter(|v| areas.unit(v.area).level == "city");
        let shown = cities.map(|v| {
            let value = v
                .figure
                .value
                .map_or_else(|| "-".to_owned(), |v| v.to_string());
            format!(
                "{} {value} {}",
                v.period,
                chiso_model::join(&v.figure.reasons)
            )
        });
        shown.map(|s| s.trim_end().to_owned()).collect::<Vec<_>>()
    };
    let both = [("A", 2024, "d"), ("B", 2024, "e"), ("A", 2025, "d")];
    assert_eq!(sums(&both), ["2024 - series_mixed", "2025 - value_missing"]);
    // Once the list has said something of it, it is one of the list.
    let listed = [("A", 2025, "d"), ("B", 2023, "d"), ("B", 2024, "e")];
    assert_eq!(sums(&listed), ["2023 3", "2024 - value_missing", "2025 3"]);
}
