//! Modes of a contract and its checks: what becomes of something new, of a hole, of figures that do
//! not fit each other.

use super::{account, cells, dataset, read, read_text};
use crate::model::{
    Check, CheckAction, CheckRule, Dataset, Dec, DeliveryOutcome, Mode, Origin, Severity,
};

/// `rule:row` of what was quarantined.
fn quarantined(dataset: &Dataset, rows: &str) -> Vec<String> {
    read(dataset, rows)
        .quarantine
        .iter()
        .map(|q| format!("{}:{}", q.rule, q.place.row))
        .collect()
}

/// `severity rule` of the findings.
fn findings(dataset: &Dataset, text: &str) -> Vec<String> {
    let shown = |f: &crate::model::Finding| format!("{} {}", f.severity, f.rule);
    read_text(dataset, text)
        .findings
        .iter()
        .map(shown)
        .collect()
}

#[test]
fn a_new_word_of_a_dimension_is_kept_aside_or_taken_or_refused() {
    let rows = "01;2024;new;1;final\n10;2024;returned;7;final\n01;2023;new;2;final\n";
    let mut dataset = dataset();
    assert_eq!(quarantined(&dataset, rows), ["not_one_of:3"]);
    dataset.contract.modes.value = Mode::Evolve;
    let taken = read(&dataset, rows);
    assert_eq!(account(&taken), [3, 3, 0, 0]);
    assert_eq!(
        taken
            .findings
            .iter()
            .map(|f| (f.rule.to_string(), f.severity, f.place.row))
            .collect::<Vec<_>>(),
        [("new_value".to_owned(), Severity::Info, 3)]
    );
    dataset.contract.modes.value = Mode::Freeze;
    assert_eq!(
        read(&dataset, rows).outcome,
        DeliveryOutcome::Refused,
        "whatever share may be bad"
    );
    assert_eq!(
        account(&read(&dataset, "01;2024;new;1;final\n")),
        [1, 1, 0, 0]
    );
}

#[test]
fn a_new_column_is_ignored_or_told_or_kept_aside_or_refused() {
    let text = "area;year;event;n;state;branch\n01;2024;new;1;final;\n10;2024;new;7;final;x\n";
    let mut dataset = dataset();
    assert_eq!(
        findings(&dataset, text),
        [""; 0],
        "nobody has said what is known"
    );
    dataset.sources[0].unused_columns = vec!["remark".into()];
    assert_eq!(findings(&dataset, text), ["info new_column"]);
    dataset.contract.modes.column = Mode::Quarantine;
    let kept = read_text(&dataset, text);
    assert_eq!(
        (
            account(&kept),
            kept.quarantine[0].place.row,
            kept.quarantine[0].raw.as_str()
        ),
        ([2, 1, 1, 0], 3, "x"),
        "the row that fills it"
    );
    dataset.contract.modes.column = Mode::Freeze;
    let refused = read_text(&dataset, text);
    assert_eq!(
        (refused.outcome, refused.findings[0].rule.as_ref()),
        (DeliveryOutcome::Refused, "new_column")
    );
    assert_eq!(
        refused.findings[0].message,
        "the file has columns that the source does not know: `branch`"
    );
    dataset.sources[0].unused_columns = vec!["Branch".into(), "branch".into()];
    assert_eq!(
        account(&read_text(&dataset, text)),
        [2, 2, 0, 0],
        "it is known now"
    );
}

#[test]
fn a_column_that_must_be_filled() {
    let mut dataset = dataset();
    let blank = "01;2024;new;;final\n10;2024;new;7;final\n";
    assert_eq!(
        account(&read(&dataset, blank)),
        [2, 1, 0, 1],
        "a blank figure is no figure"
    );
    dataset.contract.not_null = vec!["n".into()];
    assert_eq!(quarantined(&dataset, blank), ["null:2"]);
    dataset.contract.not_null = vec!["scheme".into()];
    dataset.sources[0]
        .columns
        .insert("scheme".into(), Origin::Column("area".into()));
    assert_eq!(quarantined(&dataset, blank), [""; 0], "a scheme is there");
    dataset.sources[0].columns.remove("scheme");
    assert_eq!(
        quarantined(&dataset, blank),
        ["null:3"],
        "and now it is not"
    );
}

fn with(rule: CheckRule, action: CheckAction, confirmed: &[(&str, &str)]) -> Dataset {
    let mut dataset = dataset();
    dataset.contract.dimensions[0].one_of = vec![];
    let confirmed = confirmed
        .iter()
        .map(|(area, period)| ((*area).to_owned(), period.parse().unwrap()))
        .collect();
    dataset.contract.checks = vec![Check {
        rule,
        action,
        confirmed,
    }];
    dataset
}

#[test]
fn a_year_to_date_never_falls() {
    let rows = "01;3 tháng/2024;a;10;final\n01;6 tháng/2024;a;8;final\n01;9 \
        tháng/2024;a;12;final\n01;3 tháng/2025;a;1;final\n10;6 tháng/2024;a;3;final\n";
    assert_eq!(
        quarantined(
            &with(CheckRule::CumulativeFalls, CheckAction::Quarantine, &[]),
            rows
        ),
        ["cumulative_falls:3"]
    );
    let confirmed = with(
        CheckRule::CumulativeFalls,
        CheckAction::Quarantine,
        &[("01", "2024-06")],
    );
    assert_eq!(
        quarantined(&confirmed, rows),
        [""; 0],
        "an account was corrected downwards, and the office says so"
    );
    let warned = read(
        &with(CheckRule::CumulativeFalls, CheckAction::Warn, &[]),
        rows,
    );
    assert_eq!(account(&warned), [5, 5, 0, 0]);
    assert_eq!(
        (
            warned.findings[0].rule.as_ref(),
            warned.findings[0].severity
        ),
        ("cumulative_falls", Severity::Warning)
    );
    assert_eq!(
        warned.findings[0].message,
        "the year to date falls from 10 in 2024-03 to 8 in 2024-06"
    );
}

fn parts(within: &str, share: &str) -> CheckRule {
    let (within, share) = (within.parse().unwrap(), share.parse().unwrap());
    CheckRule::PartsDiffer {
        dimension: 0,
        whole: "all".into(),
        parts: vec!["a".into(), "b".into()],
        within,
        share,
    }
}

#[test]
fn parts_add_up_to_the_whole() {
    let of = |whole: i64| {
        format!(
            "01;2024;all;{whole};final\n01;2024;a;60;final\n01;2024;b;40;final\n01;2023;all;9;final\n01;2023;a;1;final\n"
        )
    };
    let quarantined = |rule: CheckRule, whole: i64| {
        quarantined(&with(rule, CheckAction::Quarantine, &[]), &of(whole))
    };
    assert_eq!(
        quarantined(parts("0", "0"), 100),
        [""; 0],
        "and where a part is missing nothing is asked"
    );
    assert_eq!(
        quarantined(parts("0", "0"), 101),
        ["parts_differ:2", "parts_differ:3", "parts_differ:4"],
        "nobody knows which is wrong"
    );
    assert_eq!(quarantined(parts("1", "0"), 101), [""; 0]);
    assert_eq!(
        quarantined(parts("0", "0.01"), 101),
        [""; 0],
        "one per cent of 101 is more than 1"
    );
    assert_eq!(
        quarantined(parts("0", "0.01"), 102),
        ["parts_differ:2", "parts_differ:3", "parts_differ:4"]
    );
}

#[test]
fn a_figure_far_from_the_one_of_the_year_before() {
    let rows = "01;2023;a;100;final\n01;2024;a;160;final\n10;2022;a;100;final\n10;2023;a;161;final\n10;2024;a;60;final\n";
    let rule = |least: i64| CheckRule::LargeChange {
        at_most: "0.6".parse().unwrap(),
        least: Dec::from_int(least),
    };
    assert_eq!(
        quarantined(&with(rule(0), CheckAction::Quarantine, &[]), rows),
        ["large_change:5", "large_change:6"]
    );
    assert_eq!(
        quarantined(&with(rule(101), CheckAction::Quarantine, &[]), rows),
        ["large_change:6"],
        "100 is too small to be asked"
    );
    assert_eq!(
        quarantined(
            &with(
                rule(0),
                CheckAction::Quarantine,
                &[("10", "2023"), ("10", "2024")]
            ),
            rows
        ),
        [""; 0]
    );
}

#[test]
fn a_figure_that_is_withheld_leaves_its_place_and_says_so() {
    let mut dataset = dataset();
    dataset.sources[0].suppressed = vec!["c".into()];
    let read = read(
        &dataset,
        "01;2024;new;c;final\n10;2024;new;7;final\n01;2023;new;..;final\n",
    );
    assert_eq!(account(&read), [3, 1, 0, 2]);
    assert_eq!(
        cells(&read, &["area_code", "period", "n", "obs_status"]),
        ["01 2023  ", "01 2024  suppressed", "10 2024 7.000000 "]
    );
    let mut listed = super::dataset();
    listed.sources[0]
        .columns
        .insert("obs_status".into(), Origin::Column("area".into()));
    assert_eq!(
        quarantined(&listed, "01;2024;new;7;final\n"),
        ["bad_obs_status:2"],
        "`01` is no observation status"
    );
}
