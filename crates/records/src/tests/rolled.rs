//! Columns to figures.

use super::{gathered, receipts};
use crate::roll::{Asked, Content, Units, roll};
use crate::{record_properties, record_schema};
use chiso_model::{Aggregate, Delivers, Predicate, RecordLayout};
use chrono::NaiveDate;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use std::collections::BTreeSet;
use std::fs::File;

/// Each area is one unit for ever.
pub(super) struct Ever;

impl Units for Ever {
    fn unit(&self, code: &str, _: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)> {
        Some((code.parse().ok()?, NaiveDate::MIN, NaiveDate::MAX))
    }

    fn months_of_change(&self) -> BTreeSet<NaiveDate> {
        BTreeSet::new()
    }
}

/// A data file of some records.
pub(super) fn file(layout: &RecordLayout, text: &str) -> File {
    grouped(layout, text, 1 << 18)
}

/// The same with so many records in a row group.
fn grouped(layout: &RecordLayout, text: &str, rows: usize) -> File {
    let file = tempfile::tempfile().unwrap();
    let properties = record_properties(layout).set_max_row_group_row_count(Some(rows));
    let options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        .with_skip_arrow_metadata(true);
    let copy = file.try_clone().unwrap();
    let mut writer =
        ArrowWriter::try_new_with_options(copy, record_schema(layout), options).unwrap();
    let write = |g: &crate::Gathered<'_>| {
        let write = |batch| {
            writer
                .write(&batch)
                .map_err(|e| crate::RecordsError::Columns(e.to_string()))
        };
        g.batches(write).unwrap();
    };
    gathered(layout, text, 1 << 20, write).unwrap();
    writer.close().unwrap();
    file
}

/// Unit, month of 2026, from and to which file, and what `value` has.
fn show(layout: &RecordLayout, texts: &[&str], value: &str, filter: Option<&str>) -> Vec<String> {
    let ranks: Vec<usize> = (0..texts.len()).collect();
    ranked(layout, (texts, &ranks), value, filter)
}

/// The same of files of which those of one rank became known at one moment.
fn ranked(
    layout: &RecordLayout,
    (texts, ranks): (&[&str], &[usize]),
    value: &str,
    filter: Option<&str>,
) -> Vec<String> {
    let columns = |name: &str| layout.kind(name);
    let value = Aggregate::parse(value, &columns).unwrap();
    let filter = filter.map(|text| Predicate::parse(text, &columns).unwrap());
    let asked = [Asked {
        value: &value,
        filter: filter.as_ref(),
    }];
    let files: Vec<File> = texts.iter().map(|text| file(layout, text)).collect();
    let versions = roll((&files, ranks), layout, &asked, &Ever, (false, None)).unwrap();
    let mut shown = Vec::new();
    for ((unit, month), versions) in versions {
        for version in versions {
            let state = &version.partial.states[0];
            let content = match &state.content {
                Content::Count => String::new(),
                Content::Sum(sum) => sum.to_string(),
                Content::Min(n) | Content::Max(n) => format!("{n:?}"),
                Content::All(all) => format!("{all:?}"),
                Content::Distinct(all) => all.len().to_string(),
            };
            let mut to = version.to.map_or_else(String::new, |to| to.to_string());
            if version.conflict {
                to.push('!');
            }
            shown.push(format!(
                "{unit} {} {}-{to}: {}/{}/{} {content}",
                month - 2026 * 12 + 1,
                version.from,
                version.partial.records,
                state.asked,
                state.filled,
            ));
        }
    }
    shown
}

const FIRST: &str = "01,a,2026-01-31,tax,10
01,b,2026-01-02,fee,2.5
02,c,2026-01-02,tax,-
01,d,2026-02-02,tax,1
";

#[test]
fn runs_of_one_area_and_month_are_added_up() {
    let layout = receipts();
    let all = show(&layout, &[FIRST], "sum(amount)", None);
    assert_eq!(
        all,
        ["1 1 0-: 2/2/2 1250", "1 2 0-: 1/1/1 100", "2 1 0-: 1/1/0 0"]
    );
    let taxes = show(
        &layout,
        &[FIRST],
        "sum(amount)",
        Some("kind = 'tax' AND amount >= 2"),
    );
    assert_eq!(
        taxes,
        ["1 1 0-: 2/1/1 1000", "1 2 0-: 1/0/0 0", "2 1 0-: 1/0/0 0"]
    );
    let days = show(
        &layout,
        &[FIRST],
        "count_distinct(paid_on)",
        Some("paid_on < '2026-02-01'"),
    );
    assert_eq!(
        days,
        ["1 1 0-: 2/2/2 2", "1 2 0-: 1/0/0 0", "2 1 0-: 1/1/1 1"]
    );
    let most = show(
        &layout,
        &[FIRST],
        "max(amount)",
        Some("NOT kind IN ('fee')"),
    );
    assert_eq!(most[0], "1 1 0-: 2/1/1 Some(1000)");
}

#[test]
fn a_known_key_again_supersedes_the_record_from_then_on() {
    let layout = receipts();
    let later = "02,a,2026-01-31,tax,11\n01,e,2026-01-05,fee,4\n";
    let sums = show(&layout, &[FIRST, later], "sum(amount)", None);
    assert_eq!(
        sums,
        [
            "1 1 0-1: 1/1/1 1000",
            "1 1 0-: 1/1/1 250",
            "1 1 1-: 1/1/1 400",
            "1 2 0-: 1/1/1 100",
            "2 1 0-: 1/1/0 0",
            "2 1 1-: 1/1/1 1100",
        ]
    );
}

/// `01,x` is at fault in its amount, and one without a key in that.
#[test]
fn a_record_at_fault_takes_a_place_and_loses_it_by_its_key() {
    let layout = receipts();
    let wrong = "01,x,2026-01-31,tax,-1\n01,,2026-01-31,tax,5\n";
    let right = "01,x,2026-01-31,tax,7\n";
    let sums = show(&layout, &[wrong, right, wrong], "sum(amount)", None);
    assert_eq!(
        sums,
        [
            "1 1 0-1: 1/0/0 0",
            "1 1 0-: 1/0/0 0",
            "1 1 1-2: 1/1/1 700",
            "1 1 2-: 2/0/0 0",
        ]
    );
    let at_once = ranked(&layout, (&[wrong, right], &[0, 0]), "sum(amount)", None);
    let conflict = ["1 1 0-: 1/0/0 0", "1 1 0-!: 1/0/0 0", "1 1 1-!: 1/1/1 700"];
    assert_eq!(at_once, conflict);
}

#[test]
fn two_deliveries_of_one_moment_that_have_one_key_are_a_conflict_until_a_later_one() {
    let layout = receipts();
    let [a, b, c] = ["10", "11", "12"].map(|n| format!("01,a,2026-01-31,tax,{n}\n"));
    let sums = ranked(&layout, (&[&a, &b], &[0, 0]), "sum(amount)", None);
    assert_eq!(sums, ["1 1 0-!: 1/1/1 1000", "1 1 1-!: 1/1/1 1100"]);
    let sums = ranked(&layout, (&[&a, &b, &c], &[0, 0, 1]), "sum(amount)", None);
    assert_eq!(
        sums,
        [
            "1 1 0-2!: 1/1/1 1000",
            "1 1 1-2!: 1/1/1 1100",
            "1 1 2-: 1/1/1 1200",
        ]
    );
    let layout = RecordLayout {
        delivers: Delivers::Replace,
        ..layout
    };
    let sums = ranked(&layout, (&[&a, &b], &[0, 0]), "sum(amount)", None);
    assert_eq!(sums, ["1 1 0-!: 1/1/1 1000", "1 1 1-!: 1/1/1 1100"]);
}

/// The same record in the files of February and March of one run is one record, and a month that the
/// files of a quarter and of the month have alike is one month; a third that differs is a conflict.
#[test]
fn what_two_deliveries_of_one_moment_say_word_for_word_alike_counts_once() {
    let layout = receipts();
    let [a, b] = ["10", "11"].map(|n| format!("01,a,2026-01-31,tax,{n}\n"));
    let sums = ranked(&layout, (&[&a, &a], &[0, 0]), "sum(amount)", None);
    assert_eq!(sums, ["1 1 0-1: 1/1/1 1000", "1 1 1-: 1/1/1 1000"]);
    let sums = ranked(&layout, (&[&a, &a, &b], &[0, 0, 1]), "sum(amount)", None);
    let corrected = [
        "1 1 0-1: 1/1/1 1000",
        "1 1 1-2: 1/1/1 1000",
        "1 1 2-: 1/1/1 1100",
    ];
    assert_eq!(sums, corrected);
    let sums = ranked(&layout, (&[&a, &a, &b], &[0, 0, 0]), "sum(amount)", None);
    assert!(sums.iter().all(|sum| sum.contains('!')), "{sums:?}");
    let empty = [a.replace(",10\n", ",-\n"), a.replace(",10\n", ",0\n")];
    let texts = [empty[0].as_str(), empty[1].as_str()];
    let sums = ranked(&layout, (&texts, &[0, 0]), "sum(amount)", None);
    assert!(sums.iter().all(|sum| sum.contains('!')), "{sums:?}");
    let layout = RecordLayout {
        delivers: Delivers::Replace,
        ..layout
    };
    let quarter = format!("{a}01,q,2026-02-01,tax,5\n");
    let sums = ranked(&layout, (&[&quarter, &a], &[0, 0]), "sum(amount)", None);
    let once = [
        "1 1 0-1: 1/1/1 1000",
        "1 1 1-: 1/1/1 1000",
        "1 2 0-: 1/1/1 500",
    ];
    assert_eq!(sums, once);
}

#[test]
fn a_month_delivered_again_replaces_it_whole() {
    let layout = RecordLayout {
        delivers: Delivers::Replace,
        ..receipts()
    };
    let later = "01,x,2026-01-05,fee,4\n";
    let sums = show(&layout, &[FIRST, later], "sum(amount)", None);
    assert_eq!(
        sums,
        [
            "1 1 0-1: 2/2/2 1250",
            "1 1 1-: 1/1/1 400",
            "1 2 0-: 1/1/1 100",
            "2 1 0-1: 1/1/0 0",
        ]
    );
}

#[test]
fn a_record_in_quarantine_concerns_what_may_ask_for_it() {
    let layout = receipts();
    let text = "01,a,2026-01-31,tax,-1\n01,b,2026-01-31,fee,2\n";
    let columns = |name: &str| layout.kind(name);
    let value = Aggregate::parse("sum(amount)", &columns).unwrap();
    let fees = Predicate::parse("kind = 'fee'", &columns).unwrap();
    let large = Predicate::parse("amount > 5", &columns).unwrap();
    let filters = [None, Some(&fees), Some(&large)];
    let asked = filters.map(|filter| Asked {
        value: &value,
        filter,
    });
    let versions = roll(
        (&[file(&layout, text)], &[0]),
        &layout,
        &asked,
        &Ever,
        (false, None),
    )
    .unwrap();
    let states = &versions[&(1, 2026 * 12)][0].partial.states;
    let found: Vec<(u64, u64)> = states.iter().map(|s| (s.asked, s.quarantined)).collect();
    assert_eq!(found, [(1, 1), (1, 0), (0, 1)]);
}

#[test]
fn row_groups_read_side_by_side_from_one_file_do_not_disturb_each_other() {
    let layout = receipts();
    let line = |n: u32| format!("01,r{n:03},2026-01-05,tax,{n}\n");
    let text = (1..=400).map(line).collect::<Vec<_>>().concat();
    let files = [grouped(&layout, &text, 2)];
    let columns = |name: &str| layout.kind(name);
    let value = Aggregate::parse("sum(amount)", &columns).unwrap();
    let asked = [Asked {
        value: &value,
        filter: None,
    }];
    for _ in 0..50 {
        let versions = roll((&files, &[0]), &layout, &asked, &Ever, (false, None)).unwrap();
        let sums: Vec<&Content> = versions
            .values()
            .flatten()
            .map(|v| &v.partial.states[0].content)
            .collect();
        assert_eq!(sums, [&Content::Sum(8_020_000)]);
    }
}
