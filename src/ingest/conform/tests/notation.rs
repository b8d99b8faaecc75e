//! How figures are written, what stands beside them, and what the words of a provider mean.

use super::{HEADER, account, cells, dataset, read, read_text};
use crate::ingest::conform::Conformed;
use crate::model::{
    Dataset, DeliveryOutcome, Format, Meaning, Negative, NumberFormat, ObsStatus, PercentSign,
    Status, ValueType,
};
use std::collections::BTreeMap;

/// Decimal figures of any size, written as a change says.
fn written(change: impl Fn(&mut NumberFormat)) -> Dataset {
    let mut dataset = dataset();
    dataset.contract.value_type = ValueType::Decimal;
    dataset.contract.min = None;
    change(&mut dataset.sources[0].number);
    dataset
}

/// The figures of areas 01 and 10 of one year, as they come out.
fn figures(dataset: &Dataset, texts: [&str; 2]) -> Vec<String> {
    let [a, b] = texts;
    let conformed = read(
        dataset,
        &format!("01;2024;new;{a};final\n10;2024;new;{b};final\n"),
    );
    cells(&conformed, &["n"])
}

/// Rules, texts and hints of what is quarantined.
fn refused(conformed: &Conformed) -> Vec<String> {
    conformed
        .quarantine
        .iter()
        .map(|q| format!("{}: {} | {}", q.rule, q.raw, q.hint))
        .collect()
}

fn meaning(status: Option<Status>, obs_status: Option<ObsStatus>, note: &str) -> Meaning {
    Meaning {
        status,
        obs_status,
        missing: false,
        note: note.to_owned(),
    }
}

fn marks() -> BTreeMap<String, Meaning> {
    let all = [
        ("b", meaning(None, None, "break")),
        ("p", meaning(Some(Status::Preliminary), None, "")),
        ("e", meaning(Some(Status::Estimate), None, "")),
        ("c", meaning(None, Some(ObsStatus::Suppressed), "")),
        ("i", meaning(None, Some(ObsStatus::Imputed), "")),
    ];
    all.map(|(mark, said)| (mark.to_owned(), said)).into()
}

#[test]
fn a_figure_that_is_listed_as_none_is_not_read_in_another_writing() {
    let mut dataset = written(|_| {});
    dataset.sources[0].missing = vec!["9.999".into(), "..".into()];
    for (text, rule) in [
        ("9999", "ambiguous_missing"),
        ("9.999,0", "ambiguous_missing"),
        ("9.998", ""),
        ("9.999", ""),
    ] {
        let conformed = read(&dataset, &format!("01;2024;new;{text};final\n"));
        let rules: Vec<&str> = conformed.quarantine.iter().map(|q| q.rule).collect();
        assert_eq!(rules.join(" "), rule, "{text}");
    }
}

#[test]
fn a_column_with_and_without_the_sign_of_per_cent_is_refused_until_both_are_declared() {
    let mixed = "01;2024;new;12,5%;final\n10;2024;new;0,125;final\n";
    let conformed = read(&written(|_| {}), mixed);
    assert_eq!(conformed.outcome, DeliveryOutcome::Refused);
    assert_eq!(conformed.findings[0].rule, "mixed_percent");
    let hint = &conformed.findings[0].hint;
    assert!(
        hint.contains("sign_or_percent") && hint.contains("sign_or_fraction"),
        "{hint}"
    );
    let percent = |sign| written(move |f| f.percent = Some(sign));
    assert_eq!(
        figures(&percent(PercentSign::SignOrFraction), ["12,5%", "0,125"]),
        ["12.500000", "12.500000"]
    );
    assert_eq!(
        figures(&percent(PercentSign::SignOrPercent), ["12,5 %", "13,1"]),
        ["12.500000", "13.100000"]
    );
    assert_eq!(
        figures(&percent(PercentSign::Sign), ["12,5%", "0"]),
        ["12.500000", "0.000000"]
    );
    let one = read(&percent(PercentSign::Sign), mixed);
    assert_eq!(account(&one), [2, 1, 1, 0]);
    assert!(refused(&one)[0].starts_with("percent_sign_missing: 0,125"));
}

#[test]
fn a_small_number_in_parentheses_may_be_a_note() {
    let parentheses = |style| written(move |f| f.negative = Some(style));
    let rows = "01;2024;new;(1.234,5);final\n10;2024;new;(1);final\n";
    let conformed = read(&parentheses(Negative::Parentheses), rows);
    assert_eq!(
        cells(&conformed, &["n", "obs_status"]),
        ["-1234.500000 ", " unreadable"]
    );
    let told = refused(&conformed).concat();
    assert!(told.starts_with("ambiguous_negative: (1)"), "{told}");
    assert!(told.contains("all_parentheses"), "{told}");
    assert_eq!(
        figures(&parentheses(Negative::AllParentheses), ["(1)", "(1.234)"]),
        ["-1.000000", "-1234.000000"]
    );
    // The hint of a column that declares nothing never makes a note a figure.
    let bare = refused(&read(&written(|_| {}), rows)).concat();
    assert!(bare.contains("negative = \"parentheses\""), "{bare}");
    assert!(!bare.contains("all_parentheses"), "{bare}");
}

#[test]
fn hints_lead_to_the_figure_that_is_written() {
    for (text, rule, told) in [
        ("1,5E+06", "not_a_number", "forms = [\"exponent\"]"),
        (",5", "not_a_number", "forms = [\"short\"]"),
        ("5-", "not_a_number", "negative = \"trailing\""),
        ("12 b", "undeclared_mark", "\"b\" = { note"),
        ("12 CR", "not_a_number", "it is no mark"),
        ("1,2M", "not_a_number", "it is no mark"),
        ("12 tr", "not_a_number", "it is no mark"),
        ("€12", "not_a_number", "it is no mark"),
        ("=\"12\"", "not_a_number", "excel_text = true"),
        ("36:00:00", "not_a_number", "a span of time"),
        ("1.#QNAN", "not_a_number", "gave no number"),
        ("Err:502", "not_a_number", "an error of a formula"),
        ("-1.#IND", "not_a_number", "gave no number"),
    ] {
        let rows = format!("01;2024;new;{text};final\n10;2024;new;1;final\n");
        let all = refused(&read(&written(|_| {}), &rows));
        assert_eq!(all.len(), 1, "{text}");
        assert!(
            all[0].starts_with(rule) && all[0].contains(told),
            "{text}: {all:?}"
        );
    }
}

#[test]
fn texts_that_mean_zero_are_declared() {
    let mut dataset = written(|_| {});
    assert_eq!(
        account(&read(
            &dataset,
            "01;2024;new;-;final\n10;2024;new;1;final\n"
        ))[3],
        1
    );
    dataset.sources[0].zero = vec!["-".into(), "nil".into()];
    dataset.sources[0].missing = vec!["..".into()];
    assert_eq!(figures(&dataset, ["-", "nil"]), ["0.000000", "0.000000"]);
    // In a format of plain numbers as well.
    dataset.sources[0].format = Format::SdmxCsv;
    assert_eq!(figures(&dataset, ["-", "7"]), ["0.000000", "7.000000"]);
}

#[test]
fn marks_say_what_is_declared_of_them() {
    let mut dataset = written(|_| {});
    let source = &mut dataset.sources[0];
    source.marks = marks();
    source.missing.push(":".into());
    source.columns.insert(
        "status".into(),
        crate::model::Origin::Constant("final".into()),
    );
    let rows = "01;2020;new;123 b;x\n01;2021;new;124 bp;x\n01;2022;new;: c;x\n01;2023;new;56e;x\n\
        01;2024;new;7;x\n10;2023;new;8 i;x\n10;2024;new;ep;x\n";
    let conformed = read(&dataset, rows);
    assert_eq!(
        cells(
            &conformed,
            &["area_code", "period", "n", "status", "obs_status", "note"]
        ),
        [
            "01 2020 123.000000 final  break",
            "01 2021 124.000000 preliminary  break",
            "01 2022  final suppressed ",
            "01 2023 56.000000 estimate  ",
            "01 2024 7.000000 final  ",
            "10 2023 8.000000 final imputed ",
            "10 2024  final unreadable ",
        ]
    );
    // Withheld and there at once.
    let both = refused(&read(&dataset, "01;2020;new;5 c;x\n01;2021;new;5;x\n")).concat();
    assert!(both.starts_with("bad_obs_status"), "{both}");
}

#[test]
fn each_mark_that_is_not_declared_is_told_with_its_count() {
    let rows = "01;2020;new;1 b;final\n01;2021;new;2 b;final\n01;2022;new;3*;final\n\
        01;2023;new;4;final\n";
    let conformed = read(&written(|_| {}), rows);
    let told: Vec<&str> = conformed
        .findings
        .iter()
        .filter(|f| f.rule == "undeclared_marks")
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(
        told,
        ["marks beside figures that the source does not declare: `b` × 2, `*` × 1"]
    );
}

#[test]
fn words_of_the_provider_are_statuses_where_they_are_declared() {
    let mut dataset = written(|_| {});
    dataset.sources[0].statuses = [
        ("A", meaning(Some(Status::Final), None, "")),
        (
            "P",
            meaning(Some(Status::Preliminary), None, "to be revised"),
        ),
        ("C", meaning(None, Some(ObsStatus::Suppressed), "")),
    ]
    .map(|(text, said)| (text.to_owned(), said))
    .into();
    let rows = "01;2022;new;1;A\n01;2023;new;2;P\n01;2024;new;;C\n10;2024;new;3;final\n\
        10;2023;new;3;p\n10;2022;new;3;C\n";
    dataset.sources[0].missing.push(String::new());
    let conformed = read(&dataset, rows);
    assert_eq!(
        cells(
            &conformed,
            &["area_code", "period", "n", "status", "obs_status", "note"]
        )[..3],
        [
            "01 2022 1.000000 final  ",
            "01 2023 2.000000 preliminary  to be revised",
            "01 2024  final suppressed ",
        ]
    );
    let rules: Vec<&str> = conformed.quarantine.iter().map(|q| q.rule).collect();
    assert_eq!(rules, ["bad_status", "bad_status", "bad_obs_status"]);
}

#[test]
fn texts_written_as_formulas_are_texts() {
    let mut dataset = written(|_| {});
    let text =
        format!("{HEADER}=\"01\";2024;new;=\"1.234,5\";final\n\"=\"\"10\"\"\";2024;new;2;final\n");
    assert_eq!(account(&read_text(&dataset, &text))[2], 2);
    dataset.sources[0].layout.excel_text = true;
    assert_eq!(
        cells(&read_text(&dataset, &text), &["area_code", "n"]),
        ["01 1234.500000", "10 2.000000"]
    );
}

#[test]
fn what_is_confidential_is_not_taken_in() {
    let mut dataset = written(|_| {});
    dataset.sources[0].format = Format::SdmxCsv;
    dataset.sources[0].missing.push(String::new());
    let text = "area;year;event;n;state;CONF_STATUS\n01;2022;new;1;final;F\n\
        01;2023;new;2;final;C\n01;2024;new;;final;N\n10;2024;new;3;final;\n";
    let conformed = read_text(&dataset, text);
    assert_eq!(
        cells(&conformed, &["area_code", "period", "n", "obs_status"]),
        [
            "01 2022 1.000000 ",
            "01 2023  unreadable",
            "01 2024  suppressed",
            "10 2024 3.000000 ",
        ]
    );
    assert_eq!(conformed.quarantine[0].rule, "confidential");
    // Somebody has looked at the column and said that it does not matter.
    dataset.sources[0].unused_columns = vec!["CONF_STATUS".into()];
    assert_eq!(account(&read_text(&dataset, text)), [4, 3, 0, 1]);
}

#[test]
fn codes_of_observation_status_say_what_is_declared() {
    let mut dataset = written(|_| {});
    let source = &mut dataset.sources[0];
    source.columns.insert(
        "obs_status".into(),
        crate::model::Origin::Column("state".into()),
    );
    source.columns.insert(
        "status".into(),
        crate::model::Origin::Constant("final".into()),
    );
    source.missing.push(String::new());
    let missing = Meaning {
        missing: true,
        ..Meaning::default()
    };
    source.obs_statuses = [
        ("A", Meaning::default()),
        ("B", meaning(None, None, "break")),
        ("E", meaning(Some(Status::Estimate), None, "")),
        ("M", missing),
    ]
    .map(|(text, said)| (text.to_owned(), said))
    .into();
    let rows = "01;2020;new;1;A\n01;2021;new;2;B\n01;2022;new;3;E\n01;2023;new;;M\n\
        10;2022;new;4;M\n10;2023;new;5;Z\n10;2024;new;6;\n";
    let conformed = read(&dataset, rows);
    let told = cells(&conformed, &["area_code", "period", "n", "status", "note"]);
    assert_eq!(
        told[..4],
        [
            "01 2020 1.000000 final ",
            "01 2021 2.000000 final break",
            "01 2022 3.000000 estimate ",
            "01 2023  final ",
        ]
    );
    assert_eq!(told.last().unwrap(), "10 2024 6.000000 final ");
    let rules: Vec<&str> = conformed.quarantine.iter().map(|q| q.rule).collect();
    assert_eq!(rules, ["bad_obs_status", "bad_obs_status"]);
}
