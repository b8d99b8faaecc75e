//! A table over time: deliveries, a contract that changes, a source that is dropped.

use crate::env::Files;
use crate::model::published::{ColumnSpec, ColumnType, Rows, Value};
use crate::store::data_file::CommitContent;
use crate::store::hash::{sha256_hex, short};
use crate::store::lake_folder::Lake;
use crate::store::table_file::TableFile;
use crate::store::tables::commit::{CommitData, Committed};
use crate::store::tables::quarantine_table::{QUARANTINE, quarantine_columns};
use crate::store::to_batch;
use ::arrow::array::{AsArray, RecordBatch};
use ::arrow::datatypes::Int64Type;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fs;

fn columns(extra: bool) -> Vec<ColumnSpec> {
    let column = |name: &str, ty, key| ColumnSpec {
        name: name.into(),
        ty,
        key,
        doc: "",
        doc_vi: "",
    };
    let mut columns = vec![
        column("area_code", ColumnType::Text, true),
        column("area_date", ColumnType::Date, true),
        column("n", ColumnType::BigInt, false),
        column("value", ColumnType::Dec, false),
        column("recorded_at", ColumnType::Timestamp, false),
    ];
    if extra {
        columns.push(column("note", ColumnType::Text, false));
    }
    columns
}

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

/// A delivery named by one letter, whose rows hold `values`.
fn data(
    letter: char,
    contract: char,
    day: u32,
    values: &[i64],
    columns: &[ColumnSpec],
) -> CommitData {
    let row = |n: &i64| {
        let date: chrono::NaiveDate = "2020-12-31".parse().unwrap();
        let mut row: Vec<Value> = vec![
            format!("{:02}", n % 100).into(),
            date.into(),
            (*n).into(),
            crate::model::Dec::from_int(*n).into(),
            at(day).into(),
        ];
        row.resize(columns.len(), Value::Null);
        row
    };
    let rows = Rows {
        columns: columns.to_vec(),
        rows: values.iter().map(row).collect(),
    };
    CommitData {
        delivery_sha256: letter.to_string().repeat(64),
        delivery: letter.to_string().repeat(12),
        contract_hash: contract.to_string().repeat(64),
        recorded_at: at(day),
        rows: CommitContent::Batch(to_batch(&rows).unwrap()),
        replaces: vec![],
        accounting: BTreeMap::from([
            ("read".to_owned(), 3),
            ("accepted".to_owned(), 2),
            ("ignored".to_owned(), 1),
        ]),
    }
}

fn lake() -> (tempfile::TempDir, Lake) {
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::open(&dir.path().join("hồ dữ liệu #1"), Files::real()).unwrap();
    (dir, lake)
}

fn numbers(batches: &[RecordBatch]) -> Vec<i64> {
    batches
        .iter()
        .flat_map(|b| b.column(2).as_primitive::<Int64Type>().values().to_vec())
        .collect()
}

fn contracts(files: &[TableFile]) -> Vec<String> {
    files
        .iter()
        .map(|f| {
            format!(
                "{}{}@{}:{}",
                &f.delivery[..1],
                &f.contract[..1],
                f.version_added,
                f.rows
            )
        })
        .collect()
}

/// What an office does over time: two deliveries, a contract that changes columns, a source
/// that is dropped.
fn history(lake: &Lake) {
    let (tables, old, new) = (lake.tables(), columns(false), columns(true));
    tables
        .commit("firms", &old, &data('a', '1', 1, &[2, 1], &old))
        .unwrap();
    tables
        .commit("firms", &old, &data('b', '1', 2, &[3], &old))
        .unwrap();
    for (letter, day) in [('a', 1), ('b', 2)] {
        let replaces = tables
            .live("firms")
            .unwrap()
            .into_iter()
            .filter(|f| f.delivery.starts_with(letter))
            .collect();
        tables
            .commit(
                "firms",
                &new,
                &CommitData {
                    replaces,
                    ..data(letter, '2', day, &[5, 4], &new)
                },
            )
            .unwrap();
    }
    let gone: Vec<_> = tables
        .live("firms")
        .unwrap()
        .into_iter()
        .filter(|f| f.delivery.starts_with('b'))
        .collect();
    tables.retire("firms", &gone, at(3)).unwrap();
    let bad = quarantine_columns();
    let row = ["firms", "aaaaaaaaaaaa", "gso", ""]
        .map(Value::from)
        .into_iter()
        .chain([
            Value::Int(7),
            "n".into(),
            "x".into(),
            "number".into(),
            "".into(),
        ]);
    let batch = to_batch(&Rows {
        columns: bad.clone(),
        rows: vec![row.collect()],
    })
    .unwrap();
    tables
        .commit(
            QUARANTINE,
            &bad,
            &CommitData {
                rows: CommitContent::Batch(batch),
                ..data('a', '2', 1, &[], &old)
            },
        )
        .unwrap();
}

fn tree(dir: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(
                    path.strip_prefix(dir).unwrap().display().to_string(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

#[test]
fn a_table_that_does_not_exist_is_empty() {
    let (_dir, lake) = lake();
    let tables = lake.tables();
    assert_eq!(
        (
            tables.live("firms").unwrap(),
            tables.version("firms").unwrap()
        ),
        (vec![], None)
    );
    assert!(tables.read("firms", None).unwrap().is_empty());
    assert_eq!(tables.retire("firms", &[], at(1)).unwrap(), None);
    assert!(tables.read("firms", Some(0)).is_err());
    assert!(tables.live("../x").is_err());
    assert!(!lake.tables_dir().exists());
}

#[test]
fn deliveries_are_added_replaced_and_retired_and_every_version_stays() {
    let (_dir, lake) = lake();
    history(&lake);
    let tables = lake.tables();
    assert_eq!(tables.version("firms").unwrap(), Some(4));
    assert_eq!(contracts(&tables.live("firms").unwrap()), ["a2@2:2"]);
    assert_eq!(
        numbers(&tables.read("firms", None).unwrap()),
        [4, 5],
        "sorted by key"
    );
    assert_eq!(numbers(&tables.read("firms", Some(0)).unwrap()), [1, 2]);
    assert_eq!(numbers(&tables.read("firms", Some(1)).unwrap()), [1, 2, 3]);
    assert_eq!(
        numbers(&tables.read("firms", Some(3)).unwrap()),
        [4, 5, 4, 5]
    );
    assert_eq!(tables.read("firms", None).unwrap()[0].num_columns(), 6);
    assert_eq!(tables.read("firms", Some(1)).unwrap()[0].num_columns(), 5);
    let between = tables.read("firms", Some(2)).unwrap_err().to_string();
    assert!(between.contains("of an earlier contract"), "{between}");
    assert!(tables.read("firms", Some(99)).is_err());
    assert_eq!(tables.read(QUARANTINE, None).unwrap()[0].num_rows(), 1);
}

#[test]
fn the_same_deliveries_give_the_same_bytes() {
    let (_dir, lake) = lake();
    history(&lake);
    let first = tree(&lake.tables_dir());
    fs::remove_dir_all(lake.tables_dir()).unwrap();
    history(&lake);
    let second = tree(&lake.tables_dir());
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &first {
        assert!(
            *bytes == second[name],
            "`{name}` differs:\n{}\n{}",
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&second[name])
        );
    }
    let (_other_dir, other) = self::lake();
    history(&other);
    assert!(
        tree(&other.tables_dir()) == first,
        "nor does the folder matter"
    );
}

#[test]
fn the_log_says_what_was_committed_and_nothing_of_today() {
    let (_dir, lake) = lake();
    history(&lake);
    let log = fs::read_to_string(
        lake.tables_dir()
            .join("firms/_delta_log/00000000000000000000.json"),
    )
    .unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(
        lines[0],
        format!(
            r#"{{"commitInfo":{{"timestamp":1767225600000,"operation":"WRITE","operationParameters":{{}},"engineInfo":"chiso/{}","accounting":{{"accepted":2,"ignored":1,"read":3}}}}}}"#,
            env!("CARGO_PKG_VERSION")
        )
    );
    assert!(
        lines[1].starts_with(r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2"#),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains(r#""createdTime":1767225600000"#)
            && lines[2].contains(r#"{"delta.enableExpiredLogCleanup":"false"}"#),
        "{}",
        lines[2]
    );
    assert!(
        lines[3].contains(&format!("{}@111111111111", "a".repeat(64))),
        "{}",
        lines[3]
    );
    assert!(
        lines[4].contains(r#"\"minValues\":{\"area_code\":\"01\",\"area_date\":\"2020-12-31\"}"#),
        "{}",
        lines[4]
    );
    assert_eq!(lines.len(), 5);
    assert!(
        !lake
            .tables_dir()
            .join("firms/_delta_log/_last_checkpoint")
            .exists()
    );
}

#[test]
fn a_repeated_commit_changes_nothing() {
    let (_dir, lake) = lake();
    let (tables, columns) = (lake.tables(), columns(false));
    let first = tables
        .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
        .unwrap();
    let before = tree(&lake.tables_dir());
    let again = tables
        .commit("firms", &columns, &data('a', '1', 9, &[1, 2], &columns))
        .unwrap();
    assert_eq!(
        (first, again),
        (
            Committed {
                version: 0,
                new: true
            },
            Committed {
                version: 0,
                new: false
            }
        )
    );
    assert!(before == tree(&lake.tables_dir()));
}

#[test]
fn a_file_of_an_older_version_is_never_overwritten() {
    let (_dir, lake) = lake();
    let (tables, columns) = (lake.tables(), columns(false));
    for values in [&[1][..], &[2], &[1]] {
        tables
            .commit("firms", &columns, &data('a', '1', 1, values, &columns))
            .unwrap();
        tables
            .retire("firms", &tables.live("firms").unwrap(), at(2))
            .unwrap();
    }
    assert_eq!(
        [0, 2, 4].map(|v| numbers(&tables.read("firms", Some(v)).unwrap())),
        [[1], [2], [1]]
    );
    assert_eq!(
        fs::read_dir(lake.tables_dir().join("firms"))
            .unwrap()
            .count(),
        3,
        "two files and the log"
    );
}

#[test]
fn a_live_file_that_went_missing_is_written_again_with_the_same_bytes() {
    let (_dir, lake) = lake();
    let (tables, columns) = (lake.tables(), columns(false));
    tables
        .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
        .unwrap();
    let before = tree(&lake.tables_dir());
    fs::remove_file(&tables.live("firms").unwrap()[0].path).unwrap();
    assert!(
        !tables
            .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
            .unwrap()
            .new
    );
    assert!(tree(&lake.tables_dir()) == before);
}

#[test]
fn a_data_file_without_its_commit_is_written_again() {
    let (_dir, lake) = lake();
    let (tables, columns) = (lake.tables(), columns(false));
    fs::create_dir_all(lake.tables_dir().join("firms/_delta_log")).unwrap();
    fs::write(
        lake.tables_dir()
            .join("firms/aaaaaaaaaaaa-111111111111.parquet"),
        "other",
    )
    .unwrap();
    fs::write(
        lake.tables_dir()
            .join("firms/_delta_log/00000000000000000000.json#1"),
        "half",
    )
    .unwrap();
    tables
        .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
        .unwrap();
    assert_eq!(numbers(&tables.read("firms", None).unwrap()), [1]);
    assert_eq!(lake.sweep(&lake.lock().unwrap()).unwrap(), 1);
}

#[test]
fn rows_of_other_columns_are_refused() {
    let (_dir, lake) = lake();
    let error = lake
        .tables()
        .commit(
            "firms",
            &columns(true),
            &data('a', '1', 1, &[1], &columns(false)),
        )
        .unwrap_err()
        .to_string();
    assert!(error.contains("`note` Utf8"), "{error}");
}

#[test]
fn a_lake_opened_for_reading_is_not_written() {
    let (_dir, lake) = lake();
    history(&lake);
    let (reader, columns) = (Lake::open_read(lake.root()).unwrap(), columns(true));
    assert_eq!(
        numbers(&reader.tables().read("firms", None).unwrap()),
        [4, 5]
    );
    assert!(
        reader
            .tables()
            .commit("firms", &columns, &data('c', '2', 1, &[1], &columns))
            .is_err()
    );
    assert!(
        reader
            .tables()
            .retire("firms", &reader.tables().live("firms").unwrap(), at(1))
            .is_err()
    );
}

#[test]
fn it_works_from_a_blocking_thread_of_another_runtime() {
    let (_dir, lake) = lake();
    let outer = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let work = move || {
        history(&lake);
        lake.tables().version("firms")
    };
    assert_eq!(
        outer
            .block_on(async { tokio::task::spawn_blocking(work).await.unwrap() })
            .unwrap(),
        Some(4)
    );
}

#[test]
fn names_are_those_of_the_contract_and_the_delivery() {
    let (_dir, lake) = lake();
    let (hash, columns) = (sha256_hex(b"bytes"), columns(false));
    let mut data = data('a', '1', 1, &[1], &columns);
    (data.delivery, data.delivery_sha256) = (short(&hash).to_owned(), hash);
    lake.tables().commit("firms", &columns, &data).unwrap();
    assert_eq!(
        lake.tables().live("firms").unwrap()[0].name(),
        format!("{}-111111111111.parquet", data.delivery)
    );
}

#[test]
fn a_table_of_many_deliveries_is_opened_from_its_last_checkpoint() {
    let (_dir, lake) = lake();
    let (tables, columns) = (lake.tables(), columns(false));
    for n in 0..60 {
        let sha256 = sha256_hex(&[n]);
        let commit = CommitData {
            delivery: short(&sha256).to_owned(),
            delivery_sha256: sha256,
            ..data('a', '1', 1, &[i64::from(n)], &columns)
        };
        tables.commit("firms", &columns, &commit).unwrap();
    }
    let live = |version| {
        let files = tables.live_at("firms", version).unwrap();
        assert!(files.iter().all(|f| !f.may_have("area_code", "99")));
        (files.len(), files.iter().map(|f| f.rows).sum::<u64>())
    };
    assert_eq!([live(None), live(Some(30))], [(60, 60), (31, 31)]);
    // What lies before the checkpoint is not read.
    let log = lake.tables_dir().join("firms/_delta_log");
    fs::remove_file(log.join(format!("{:020}.json", 20))).unwrap();
    assert_eq!(live(None), (60, 60));
    fs::remove_file(log.join(format!("{:020}.checkpoint.parquet", 49))).unwrap();
    assert!(tables.live("firms").is_err());
}
