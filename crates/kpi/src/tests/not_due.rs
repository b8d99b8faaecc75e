//! What a period that has not ended lacks is not due; what one that has ended lacks is missing.

use super::*;
use chiso_model::not_due_from;

/// `year: verdict reasons` of province 01, whose target is for 2019 to 2023, as seen on a day.
fn on(day: &str, values: &[MeasureValue]) -> Vec<String> {
    let targets = [Target {
        period_from: Period::Year(2019),
        period_to: Period::Year(2023),
        ..target(TargetOp::Ge, "10")
    }];
    let (areas, broken) = (areas(), BTreeSet::new());
    let values: Vec<Arc<MeasureValue>> = values.iter().cloned().map(Arc::new).collect();
    let setting = Setting {
        measures: &Measures::new(&values),
        targets: &targets,
        areas: &areas,
        boundary: boundary(),
        declared: &[],
        broken: &broken,
        as_of: None,
        not_due_from: not_due_from(&targets, day.parse().unwrap()),
    };
    let growth = kpi(kind::Growth {
        measure: "papi".into(),
        comparison: kind::Comparison::default(),
    });
    let scores = score_asked(&growth, setting);
    let of_targets = scores.iter().filter(|s| s.target.is_some());
    let show = |s: &Score| format!("{}: {} {}", s.period, s.verdict, join(&s.reasons));
    of_targets.map(show).collect()
}

#[test]
fn a_year_without_a_figure_is_not_due_until_it_is_over() {
    let mut withheld = value("01", 2021, "0");
    withheld.figure.value = None;
    withheld.figure.reasons.insert(Reason::Suppressed);
    let values = [value("01", 2018, "40"), value("01", 2019, "45"), withheld];
    let over = |year: i32, reasons: &str| format!("{year}: not_assessable {reasons}");
    let open = |year: i32, reasons: &str| format!("{year}: not_due {reasons}");
    let begin = ["2019: not_met ".to_owned(), over(2020, "value_missing")];
    let withheld = over(2021, "suppressed;base_missing");
    assert_eq!(
        on("2021-12-31", &values)[..],
        [
            &begin[..],
            &[
                withheld.clone(),
                open(2022, "suppressed;value_missing"),
                open(2023, "value_missing;base_missing"),
            ]
        ]
        .concat(),
        "a figure that was withheld came, although 2021 ends today"
    );
    let later = on("2023-01-01", &values);
    assert_eq!(later[3], over(2022, "suppressed;value_missing"));
    assert_eq!(later[4], open(2023, "value_missing;base_missing"));
    assert_eq!(
        on("2024-01-01", &values)[4],
        over(2023, "value_missing;base_missing")
    );
    assert_eq!(later, on("2023-12-31", &values), "nothing ended between");
}
