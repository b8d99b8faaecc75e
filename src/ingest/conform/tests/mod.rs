//! What becomes of observations, shown over small files.

mod columns;
mod modes;
mod notation;
mod repeats;
mod shape;

use super::{Conformed, Delivery, DeliveryContent, conform};
use crate::env::Bounds;
use crate::model::{
    AreaRegister, AreaUnit, Bilingual, Check, CheckAction, CheckRule, Contract, Dataset, Dec,
    DeliveryOutcome, Dimension, Format, Layout, Modes, NumberFormat, Origin, Period, Source,
    UnitOf, ValueType,
};
use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Decimal128Type, TimestampMicrosecondType};
use arrow::util::display::array_value_to_string;
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FETCHED: &str = "2025-10-11T00:00:00Z";

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn areas() -> AreaRegister {
    let unit = |code: &str, name: &str, from: &str, to: &str| AreaUnit {
        code: code.into(),
        name_vi: name.into(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: from.parse().unwrap(),
        valid_to: to.parse().ok(),
        aliases: vec![],
    };
    AreaRegister::new(
        vec![
            unit("01", "Hà Nội", "2004-07-08", "2008-07-31"),
            unit("01", "Hà Nội", "2008-08-01", ""),
            unit("10", "Lào Cai", "2004-07-08", "2025-06-30"),
            unit("15", "Yên Bái", "2004-07-08", "2025-06-30"),
            unit("15", "Lào Cai", "2025-07-01", ""),
        ],
        vec![],
    )
}

/// Columns `area`, `year`, `event`, `n` and `state` become area, period, dimension, value and
/// status.
fn dataset() -> Dataset {
    let column = |table: &str, file: &str| (table.to_owned(), Origin::Column(file.to_owned()));
    let source = Source {
        layout: Layout {
            delimiter: b';',
            ..Layout::default()
        },
        published_at: Some(instant("2025-10-10T02:00:00Z")),
        missing: vec!["..".into(), "-".into()],
        number: NumberFormat::new(',', Some('.')),
        decimal_declared: true,
        columns: BTreeMap::from([
            column("area_code", "area"),
            column("period", "year"),
            column("event", "event"),
            column("n", "n"),
            column("status", "state"),
        ]),
        unit: Some(UnitOf {
            unit: "enterprises".into(),
            unit_mult: 0,
        }),
        ..Source::new("nso", Format::Csv)
    };
    let contract = Contract {
        dimensions: vec![Dimension {
            name: "event".into(),
            one_of: vec!["new".into(), "dissolved".into()],
            members: None,
        }],
        attributes: vec![],
        list: false,
        lists_all: false,
        value_name: "n".into(),
        value_type: ValueType::Integer,
        unit: Some("enterprises".into()),
        min: Some(Dec::ZERO),
        max: Some(Dec::from_int(1_000_000)),
        basis: "registered".into(),
        quarantine_limit: Dec::from_int(1),
        to_date_since: None,
        modes: Modes::default(),
        not_null: vec![],
        checks: vec![],
        volume: crate::model::Volume::default(),
        zone: chrono_tz::Tz::UTC,
        fiscal_year: None,
        records: None,
    };
    Dataset {
        id: "new_enterprises".into(),
        title: Bilingual::default(),
        description: Bilingual::default(),
        licence: String::new(),
        citation: String::new(),
        contract,
        sources: vec![source],
        arrivals: vec![],
        repairs: vec![],
        contract_hash: String::new(),
    }
}

const HEADER: &str = "area;year;event;n;state\n";

fn read_bytes(dataset: &Dataset, bytes: &[u8]) -> Conformed {
    let delivered = Delivery {
        id: "abcdef012345",
        file_name: "f.csv",
        content: DeliveryContent::Held(bytes),
        pages: &[],
        published_at: dataset.sources[0].published_at,
        fetched_at: instant(FETCHED),
        bounds: Bounds::default(),
    };
    conform(dataset, &dataset.sources[0], &delivered, &areas())
}

/// Rows under the usual header.
fn read(dataset: &Dataset, rows: &str) -> Conformed {
    read_bytes(dataset, format!("{HEADER}{rows}").as_bytes())
}

/// A file as it stands.
fn read_text(dataset: &Dataset, text: &str) -> Conformed {
    read_bytes(dataset, text.as_bytes())
}

/// The cells of some columns, a row a text.
fn cells(conformed: &Conformed, columns: &[&str]) -> Vec<String> {
    let batch = conformed.batch.as_ref().expect("accepted");
    let cell = |row: usize, name: &&str| {
        array_value_to_string(batch.column_by_name(name).expect(name), row).unwrap()
    };
    (0..batch.num_rows())
        .map(|row| {
            columns
                .iter()
                .map(|name| cell(row, name))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// Read, accepted, quarantined, ignored.
fn account(conformed: &Conformed) -> [u64; 4] {
    let a = conformed.accounting;
    [a.read, a.accepted, a.quarantined, a.ignored]
}

#[test]
fn good_rows_are_typed_sorted_and_traced() {
    let conformed = read(
        &dataset(),
        "Lào Cai;2024;new;1.234;final\nHà Nội;2024;new; 26.135 ;preliminary\nLÀO \
            CAI;2025;new;5;final\nHà Nội;2024;dissolved;..;final\n",
    );
    assert_eq!(
        (conformed.outcome, account(&conformed)),
        (DeliveryOutcome::Accepted, [4, 3, 0, 1])
    );
    assert_eq!(
        cells(
            &conformed,
            &[
                "area_code",
                "area_date",
                "period",
                "span",
                "event",
                "source_id",
                "n",
                "unit",
                "basis",
                "status",
                "_row",
                "_col",
                "_raw"
            ]
        ),
        [
            // no figure, but the place of one: a sum over events must know that a part is missing
            "01 2024-12-31 2024 period dissolved nso  enterprises registered final 5 n ..",
            "01 2024-12-31 2024 period new nso 26135.000000 enterprises registered preliminary 3 \
                n  26.135 ",
            "10 2024-12-31 2024 period new nso 1234.000000 enterprises registered final 2 n 1.234",
            "15 2025-12-31 2025 period new nso 5.000000 enterprises registered final 4 n 5",
        ]
    );
    let batch = conformed.batch.unwrap();
    let column = |name: &str| batch.column_by_name(name).unwrap();
    assert_eq!(
        column("n").as_primitive::<Decimal128Type>().value(1),
        26_135_000_000
    );
    assert_eq!(
        column("area_date").as_primitive::<Date32Type>().value(0),
        20_088
    );
    assert_eq!(
        column("known_from")
            .as_primitive::<TimestampMicrosecondType>()
            .value(0),
        instant("2025-10-10T02:00:00Z").timestamp_micros()
    );
    assert_eq!(
        column("recorded_at")
            .as_primitive::<TimestampMicrosecondType>()
            .value(0),
        instant(FETCHED).timestamp_micros()
    );
    assert!(
        column("plan_stage").is_null(0)
            && column("rank").is_null(0)
            && column("rounding").is_null(0)
            && column("note").is_null(0)
    );
    assert!(
        !batch
            .schema()
            .field_with_name("source_id")
            .unwrap()
            .is_nullable()
    );
    assert_eq!(
        conformed
            .findings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["info[no_figure]: f.csv:5, column `n`: the cell says that there is no figure"]
    );
}

#[test]
fn each_rule_quarantines_the_observation() {
    let mut dataset = dataset();
    for name in [
        "unit",
        "span",
        "plan_stage",
        "rank",
        "rounding",
        "derived",
        "known_from",
    ] {
        dataset.sources[0]
            .columns
            .insert(name.into(), Origin::Column(name.into()));
    }
    dataset.sources[0].units.insert(
        "Triê\u{323}u".into(),
        UnitOf {
            unit: "vnd".into(),
            unit_mult: 6,
        },
    );
    dataset.sources[0].units.insert(
        "nghìn".into(),
        UnitOf {
            unit: "enterprises".into(),
            unit_mult: 3,
        },
    );
    let header = "area;year;event;n;state;unit;span;plan_stage;rank;rounding;derived;known_from\n";
    for (row, want) in [
        (
            "01;2024;new;1,5;final;nghìn;ytd;council;1;0,5;true;2025-01-01",
            "",
        ),
        ("01;2024;new;1234.5;final;;;;;;;", "not_a_number n"),
        ("01;2024;new;1,5;final;;;;;;;", "not_an_integer n"),
        ("01;2024;new;0,0000001;final;;;;;;;", "too_precise n"),
        ("01;2024;new;-1;final;;;;;;;", "out_of_range n"),
        ("01;2024;new;1.000.001;final;;;;;;;", "out_of_range n"),
        ("01;Sơ bộ 2O24;new;1;final;;;;;;;", "bad_period year"),
        ("01;lũy kế 9 tháng;new;1;final;;;;;;;", "bad_period year"),
        ("01;Sơ bộ 2024;new;1;final;;;;;;;", "bad_status state"),
        ("01;9 tháng 2024;new;1;final;;period;;;;;", "bad_span span"),
        ("Yên Bái;2025;new;1;final;;;;;;;", "unknown_area area"),
        ("01;2024;newish;1;final;;;;;;;", "not_one_of event"),
        ("01;2024;new;1;sơ bộ;;;;;;;", "bad_status state"),
        ("01;2024;new;1;final;dozens;;;;;;", "unknown_unit unit"),
        ("01;2024;new;1;final;Triệu;;;;;;", "unit_mismatch unit"),
        ("01;2024;new;1;final;;year;;;;;", "bad_span span"),
        (
            "01;2024;new;1;final;;;someone;;;;",
            "bad_plan_stage plan_stage",
        ),
        ("01;2024;new;1;final;;;;0;;;", "bad_rank rank"),
        ("01;2024;new;1;final;;;;;-1;;", "bad_rounding rounding"),
        ("01;2024;new;1;final;;;;;;maybe;", "bad_derived derived"),
        (
            "01;2024;new;1;final;;;;;;;9999-12-31T00:00:00Z",
            "bad_known_from known_from",
        ),
        (
            "01;2024;new;1;final;;;;;;;10/10/2025",
            "bad_known_from known_from",
        ),
        ("01;2024;new;1", "ragged_row "),
    ] {
        let conformed = read_bytes(
            &dataset,
            format!("{header}{row}\n10;2024;new;7;final;;;;;;;\n").as_bytes(),
        );
        let got = conformed
            .quarantine
            .iter()
            .map(|q| format!("{} {}", q.rule, q.place.col))
            .collect::<Vec<_>>()
            .join(", ");
        assert_eq!(got, want, "{row}");
        assert_eq!(
            account(&conformed),
            if want.is_empty() {
                [2, 2, 0, 0]
            } else {
                [2, 1, 1, 0]
            },
            "{row}"
        );
        if want.is_empty() {
            assert_eq!(
                cells(
                    &conformed,
                    &[
                        "n",
                        "span",
                        "plan_stage",
                        "rank",
                        "rounding",
                        "derived",
                        "known_from"
                    ]
                )[0],
                "1500.000000 ytd council 1 500.000000 true 2025-01-01T00:00:00Z"
            );
        }
    }
}

#[test]
fn a_label_gives_period_span_and_status() {
    let mut dataset = dataset();
    let rows =
        "01;Sơ bộ 2024;new;1;\n10;Quý I/2024;new;2;final\n10;Ước 9 tháng 2024;new;3;estimate\n";
    let shown = |dataset: &Dataset| {
        cells(
            &read(dataset, rows),
            &["area_code", "area_date", "period", "span", "status"],
        )
    };
    let first = [
        "01 2024-12-31 2024 period preliminary",
        "10 2024-03-31 2024-Q1 period final",
    ];
    assert_eq!(
        shown(&dataset),
        [first[0], first[1], "10 2024-09-30 2024-09 ytd estimate"],
        "each of its own"
    );
    dataset.sources[0]
        .columns
        .insert("status".into(), Origin::Constant("final".into()));
    assert_eq!(
        shown(&dataset),
        [first[0], first[1], "10 2024-09-30 2024-09 ytd estimate"],
        "a label knows better than a constant"
    );
}

#[test]
fn findings_gather_by_rule_and_say_what_to_do() {
    let conformed = read(
        &dataset(),
        "Yên Bái;2025;new;1;final\nHà Nôi;2024;new;1;final\n01;2024;new;1;final\n",
    );
    assert_eq!(
        conformed
            .findings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [
            "error[unknown_area]: f.csv:2, column `area`: `Yên Bái` is no area on 2025-12-31; \
                all texts: `Hà Nôi` (1), `Yên Bái` (1) (2 times)\n  hint: `Hà Nôi`: did you mean \
                `Hà Nội`? if so, add `Hà Nôi` to its aliases in the area register; `Yên Bái` was an area until 2025-06-30: if the figures are on the \
                boundaries of the first day of their period, declare `area_at = \"start\"`; if \
                the source goes on reporting by former units, declare `area_date = { constant = \
                \"2025-06-30\" }` in `[source.columns]`; as an alias of its successor a part \
                would pass for the whole"
        ]
    );
    assert_eq!(
        conformed.quarantine[1].message,
        "`Hà Nôi` is no area on 2024-12-31"
    );
}

#[test]
fn signs_that_cannot_be_seen_are_passed_over_or_named() {
    let plain = read(&dataset(), "Hà Nội;2024;new;1;final\n");
    let signs = "\u{200e}Hà\u{a0}Nội\u{ad};\u{feff}2024\u{200b};n\u{2060}ew;\u{200e}1\u{200f};fi\u{ad}nal\n";
    let seen = read(&dataset(), signs);
    assert_eq!(seen.findings, []);
    let columns = ["area_code", "period", "event", "n", "status"];
    assert_eq!(cells(&seen, &columns), cells(&plain, &columns));
    for (row, part) in [
        (
            "H\u{430} Nội;2024;new;1;final\n",
            "the letter U+0430 (Cyrillic)",
        ),
        (
            "01;2024\u{41c}01;new;1;final\n",
            "the letter U+041C (Cyrillic)",
        ),
        ("01;2024;new;1\u{200b}2;final\n", "the sign U+200B"),
        (
            "01;2024;new;\u{ff11};final\n",
            "the letter U+FF11 (full width)",
        ),
        ("01;2024;new;1;fin\u{430}l\n", "the letter U+0430"),
    ] {
        let faults: Vec<String> = read(&dataset(), row)
            .findings
            .iter()
            .map(ToString::to_string)
            .collect();
        let said = faults.concat();
        assert!(said.contains(part) && !said.contains("aliases"), "{said}");
    }
}

#[test]
fn advice_that_would_lead_to_a_wrong_figure_is_not_given() {
    let hints = |rows: &str| -> Vec<String> {
        read(&dataset(), rows)
            .quarantine
            .into_iter()
            .map(|q| q.hint)
            .collect()
    };
    let lost = hints("1;2024;new;1;final\n10;2024;new;2;final\n");
    assert_eq!(
        lost,
        [
            "if `01` is meant, the code lost its leading zero on the way: ask for the column as \
                text, and add no alias"
        ]
    );
    assert!(
        !hints("011;2024;new;1;final\n")
            .concat()
            .contains("did you mean"),
        "codes are all near to each other"
    );
    let former = hints("Yên Bái;2025;new;1;final\n").concat();
    assert!(
        former.contains("area_at = \"start\"") && !former.contains("add `"),
        "{former}"
    );
    let slip = hints("Yên Báii;2025;new;1;final\n").concat();
    assert!(
        !slip.contains("did you mean"),
        "the nearest area is one of another day: {slip}"
    );
    let vintages = hints("01;2024;new;1;final\n01;2024;new;2;estimate\n").concat();
    assert!(
        vintages.contains("as `known_from` when it says when each was published"),
        "{vintages}"
    );
    let sectors = hints("01;2024;new;1;final\n01;2024;new;2;final\n").concat();
    assert!(
        sectors.contains("choose one of its values in the `where` of each measure"),
        "{sectors}"
    );
}

#[test]
fn a_repeated_key_is_one_figure_or_a_contradiction() {
    let same = read(
        &dataset(),
        "01;2024;new;1;final\n10;2024;new;7;final\nHà Nội;2024;new;1,0;final\n",
    );
    assert_eq!(account(&same), [3, 2, 1, 0]);
    assert_eq!(
        same.quarantine[0].message,
        "row 2 says the same under the same key (01, 2024, new, nso); the first is used"
    );
    assert_eq!(cells(&same, &["_row"]), ["2", "3"]);

    let conflict = read(
        &dataset(),
        "01;2024;new;1;final\n10;2024;new;7;final\n01;2024;new;2;final\n01;2024;new;1;final\n",
    );
    assert_eq!(account(&conflict), [4, 1, 3, 0]);
    assert_eq!(
        conflict.quarantine[0].message,
        "row 4 has the same key (01, 2024, new, nso) and another figure; neither is used"
    );
    let status = read(
        &dataset(),
        "01;2024;new;1;final\n10;2024;new;7;final\n01;2024;new;1;estimate\n",
    );
    assert_eq!(
        status.quarantine[1].message,
        "row 2 has the same key (01, 2024, new, nso) and other attributes; neither is used"
    );
}

/// The account of rows under a check, and what it said.
fn checked(rows: &str, confirmed: &[(&str, i32)]) -> (Conformed, Vec<String>) {
    let mut dataset = dataset();
    dataset.contract.dimensions[0].one_of = vec![];
    let confirmed = confirmed
        .iter()
        .map(|(area, year)| ((*area).to_owned(), Period::Year(*year)))
        .collect();
    dataset.contract.checks = vec![Check {
        rule: CheckRule::RepeatsPreviousYear { at_least: 2 },
        action: CheckAction::Quarantine,
        confirmed,
    }];
    let outcome = read(&dataset, rows);
    let found = outcome
        .quarantine
        .iter()
        .map(|q| format!("{}:{} {}", q.rule, q.place.row, q.message))
        .collect();
    (outcome, found)
}

#[test]
fn a_year_that_repeats_the_one_before_is_set_aside_until_confirmed() {
    let rows = "10;2017;a;5;final\n10;2017;b;7;final\n10;2018;a;5;final\n10;2018;b;7;final\n10;2018;c;9;final\n01;2017;a;5;final\n01;2018;a;5;final\n";
    let (outcome, found) = checked(rows, &[]);
    assert_eq!(
        account(&outcome),
        [7, 4, 3, 0],
        "one equal figure of area 01 may be chance"
    );
    let message =
        "the figures of area `10` in 2018 repeat those of 2017: 2 are equal and none differs";
    assert_eq!(
        found,
        [4, 5, 6].map(|row| format!("repeats_previous_year:{row} {message}"))
    );
    assert_eq!(
        outcome.findings[0].hint,
        "ask the provider; if they are right, say so in the check: `confirmed = [{ area_code = \
            \"10\", period = \"2018\" }]`"
    );
    assert_eq!(account(&checked(rows, &[("10", 2018)]).0), [7, 7, 0, 0]);
    assert_eq!(account(&checked(rows, &[("10", 2017)]).0), [7, 4, 3, 0]);
}

#[test]
fn what_does_not_repeat_the_year_before() {
    for (rows, why) in [
        (
            "10;2017;a;5;final\n10;2017;b;7;final\n10;2017;c;1;final\n10;2018;a;5;final\n10;2018;b;7;final\n10;2018;c;2;final\n",
            "one series differs",
        ),
        (
            "10;2017;a;0;final\n10;2017;b;0;final\n10;2018;a;0;final\n10;2018;b;0;final\n",
            "a zero that stays zero says nothing",
        ),
        (
            "10;2016;a;5;final\n10;2016;b;7;final\n10;2018;a;5;final\n10;2018;b;7;final\n",
            "the year before is not there",
        ),
        (
            "15;2024;a;5;final\n15;2024;b;7;final\n15;2025;a;5;final\n15;2025;b;7;final\n",
            "the code is another place",
        ),
        (
            "10;2017;a;5;final\n10;2017;b;7;final\n01;2018;a;5;final\n01;2018;b;7;final\n",
            "another area",
        ),
    ] {
        assert_eq!(checked(rows, &[]).1, [""; 0], "{why}");
    }
}

#[test]
fn every_year_of_a_form_sent_again_and_again_is_set_aside_and_counts_against_the_limit() {
    let rows = "10;2016;a;5;final\n10;2016;b;7;final\n10;2017;a;5;final\n10;2017;b;7;final\n10;2018;a;5;final\n10;2018;b;7;preliminary\n";
    assert_eq!(account(&checked(rows, &[]).0), [6, 2, 4, 0]);
    let mut strict = dataset();
    strict.contract.dimensions[0].one_of = vec![];
    strict.contract.quarantine_limit = "0.5".parse().unwrap();
    strict.contract.checks = vec![Check {
        rule: CheckRule::RepeatsPreviousYear { at_least: 2 },
        action: CheckAction::Quarantine,
        confirmed: vec![],
    }];
    assert_eq!(read(&strict, rows).outcome, DeliveryOutcome::Refused);
}

#[test]
fn a_scheme_is_kept_as_stated() {
    let mut dataset = dataset();
    dataset.sources[0]
        .columns
        .insert("scheme".into(), Origin::Column("event".into()));
    assert_eq!(
        cells(&read(&dataset, "01;2024;new;1;final\n"), &["scheme"]),
        ["new"]
    );
}

#[test]
fn too_many_bad_observations_refuse_the_delivery() {
    let mut dataset = dataset();
    dataset.contract.quarantine_limit = "0.333333".parse().unwrap();
    let rows = "01;2024;new;x;final\n10;2024;new;7;final\n15;2024;new;..;final\n";
    let conformed = read(&dataset, rows);
    assert_eq!(
        (
            conformed.outcome,
            account(&conformed),
            conformed.batch.is_none()
        ),
        (DeliveryOutcome::Refused, [3, 0, 1, 2], true)
    );
    assert_eq!(
        conformed.findings[0].to_string(),
        "error[quarantine_limit]: f.csv: 1 of 3 observations are bad, more than the share of 0.333333 that is allowed\n  \
         hint: look at them with `chiso quarantine list`, and correct the source or what is declared of \
         it; a higher `quarantine_limit` leaves them out"
    );
    dataset.contract.quarantine_limit = "0.333334".parse().unwrap();
    assert_eq!(read(&dataset, rows).outcome, DeliveryOutcome::Accepted);
}

#[test]
fn what_is_refused_or_unreadable_as_a_whole() {
    let mut unmapped = dataset();
    unmapped.sources[0].columns.remove("status");
    let first = |conformed: Conformed| (conformed.outcome, conformed.findings[0].to_string());
    for (got, outcome, start) in [
        (
            read(&dataset(), ""),
            DeliveryOutcome::Refused,
            "error[no_observations]: f.csv: the file holds no observations",
        ),
        (
            read(&dataset(), "01;2024;new;-;final\n"),
            DeliveryOutcome::Refused,
            "error[no_observations]: f.csv: none of 1 observations gives a figure",
        ),
        (
            read_bytes(
                &dataset(),
                b"aera;year;event;n;state\n01;2024;new;1;final\n",
            ),
            DeliveryOutcome::Refused,
            "error[column_missing]: f.csv: the file has no column `area`, from which `area_code` \
                is to come\n  hint: did you mean `aera`?",
        ),
        (
            read(&unmapped, "01;2024;new;1;final\n"),
            DeliveryOutcome::Refused,
            "error[column_missing]: f.csv: source `nso` does not say where `status` comes from",
        ),
        (
            read_bytes(&dataset(), b"<!doctype html>"),
            DeliveryOutcome::Unreadable,
            "error[html_page]: f.csv:1: this is a web page",
        ),
        (
            read(&dataset(), "01;2024;new;1;final\n01;20"),
            DeliveryOutcome::Unreadable,
            "error[truncated]: f.csv:3: the last row is cut off",
        ),
    ] {
        let (got_outcome, text) = first(got);
        assert!(got_outcome == outcome && text.starts_with(start), "{text}");
    }
}

#[test]
fn json_stat_goes_the_same_way() {
    let mut dataset = dataset();
    let source = &mut dataset.sources[0];
    source.format = Format::JsonStat;
    let column = |name: &str| Origin::Column(name.to_owned());
    source.columns = BTreeMap::from([
        ("area_code".into(), column("Tỉnh, thành phố")),
        ("period".into(), column("Năm")),
        ("event".into(), Origin::Constant("new".into())),
        ("status".into(), Origin::Constant("final".into())),
        ("n".into(), column("value")),
        ("known_from".into(), column("updated")),
    ]);
    let text = r#"{"dataset":{"updated":"2025-10-10T02:00:00Z","dimension":{"id":["p","y"],"size":["2","2"],
        "p":{"label":"Tỉnh, thành phố","category":{"index":{"0":0,"1":1},"label":{"0":" Hà Nội","1":"  Lào Cai"}}},
        "y":{"label":"Năm","category":{"index":{"0":0,"1":1},"label":{"0":"2023","1":"2024"}}}},
        "value":[1,2,null,1.5e1]}}"#;
    let conformed = read_bytes(&dataset, format!("{text}\0").as_bytes());
    assert_eq!(account(&conformed), [4, 3, 0, 1]);
    assert_eq!(
        cells(
            &conformed,
            &["area_code", "period", "n", "_row", "_col", "known_from"]
        ),
        [
            "01 2023 1.000000 1 value 2025-10-10T02:00:00Z",
            "01 2024 2.000000 2 value 2025-10-10T02:00:00Z",
            "10 2023  3 value 2025-10-10T02:00:00Z",
            "10 2024 15.000000 4 value 2025-10-10T02:00:00Z"
        ]
    );
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(
        (lines, shuffled) in prop::collection::vec((0usize..3, 2020u32..2023, 0usize..3), 1..12).prop_flat_map(|rows| {
            let line = |(area, year, n): &(usize, u32, usize)| {
                format!("{};{year};new;{};final\n", ["01", "Lào Cai", "15"][*area], ["1", "2", ".."][*n])
            };
            let lines: Vec<String> = rows.iter().map(line).collect();
            (Just(lines.clone()), Just(lines).prop_shuffle())
        })
    ) {
        let (first, second) = (read(&dataset(), &lines.concat()), read(&dataset(), &shuffled.concat()));
        prop_assert_eq!(first.outcome, second.outcome);
        prop_assert_eq!(first.accounting, second.accounting);
        let figures = |conformed: &Conformed| {
            conformed.batch.as_ref().map(|batch| {
                let lineage = ["_row", "_raw"];
                let kept: Vec<usize> = (0..batch.num_columns()).filter(|i| !lineage.contains(&batch.schema().field(*i).name().as_str())).collect();
                batch.project(&kept).unwrap()
            })
        };
        prop_assert_eq!(figures(&first), figures(&second));
    }
}
