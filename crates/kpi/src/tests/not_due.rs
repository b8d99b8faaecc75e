//! What a period that has not ended lacks is not due; what one that has ended lacks is missing.

use super::*;
use chiso_model::{Pace, PaceRule, not_due_from};

/// `year: verdict reasons` of province 01, whose target is for 2019 to 2023, as seen on a day.
fn on(day: &str, values: &[MeasureValue]) -> Vec<String> {
    let targets = [Target {
        period_from: Period::Year(2019),
        period_to: Period::Year(2023),
        ..target(TargetOp::Ge, "10")
    }];
    let growth = kpi(kind::Growth {
        measure: "papi".into(),
        comparison: kind::Comparison::default(),
    });
    let kpis = std::slice::from_ref(&growth);
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
        not_due_from: not_due_from(&targets, kpis, day.parse().unwrap()),
        part: None,
    };
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

#[test]
fn months_to_date_end_before_their_year_does() {
    let yearly = |from: &str, to: &str| Target {
        period_from: from.parse().unwrap(),
        period_to: to.parse().unwrap(),
        ..target(TargetOp::Ge, "1")
    };
    let growth = kpi(kind::Growth {
        measure: "papi".into(),
        comparison: kind::Comparison::default(),
    });
    let paced = Kpi {
        pace: Some(Pace {
            rule: PaceRule::Linear,
            years: 3,
            plan: None,
            non_decreasing: false,
            whole_year: false,
        }),
        ..growth.clone()
    };
    let first_end = |kpi: &Kpi, target: &Target, day: &str| {
        let (target, kpi) = (std::slice::from_ref(target), std::slice::from_ref(kpi));
        let end = not_due_from(target, kpi, day.parse().unwrap());
        end.map_or_else(|| "-".to_owned(), |end| end.to_string())
    };
    let year = yearly("2024", "2025");
    let fiscal = yearly("2025-04-01/P1Y", "2025-04-01/P1Y");
    let month = yearly("2024-02", "2024-12");
    for (kpi, target, day, end) in [
        (&growth, &year, "2024-02-29", "2024-12-31"),
        (&paced, &year, "2024-02-29", "2024-02-29"),
        (&paced, &year, "2024-03-01", "2024-03-31"),
        (&paced, &year, "2025-12-31", "2025-12-31"),
        (&paced, &year, "2026-01-01", "-"),
        (&paced, &fiscal, "2025-01-10", "2025-04-30"),
        (&paced, &fiscal, "2026-03-05", "2026-03-31"),
        (&growth, &fiscal, "2025-05-10", "2026-03-31"),
        (&paced, &month, "2024-03-10", "2024-03-31"),
    ] {
        assert_eq!(first_end(kpi, target, day), end, "{day}");
    }
}
