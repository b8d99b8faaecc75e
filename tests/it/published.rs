//! The public contract: every table of a release has exactly the columns and types that
//! `schema/published.json` declares.

use crate::support::{cell, finished, repository, table_rows};
use arrow::datatypes::{DataType, TimeUnit};
use chiso::model::published::{ColumnType, TableSpec, ops_tables, release_tables};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;

fn described(tables: Vec<TableSpec>, folder: &str) -> Vec<Value> {
    let column = |c: &chiso::model::published::ColumnSpec| json!({ "name": c.name, "type": c.ty.sql(), "key": c.key, "nullable": !c.key, "doc": c.doc });
    let table = |t: TableSpec| json!({ "name": format!("{folder}{}", t.name), "doc": t.doc, "columns": t.columns.iter().map(column).collect::<Vec<_>>() });
    tables.into_iter().map(table).collect()
}

#[test]
fn the_committed_description_is_what_the_program_publishes() {
    let tables: Vec<Value> = described(release_tables(), "")
        .into_iter()
        .chain(described(ops_tables(), "ops/"))
        .collect();
    let about = "Columns of the published tables. Made from the program by `UPDATE=1 cargo test \
        --test it published`; do not edit.";
    let text =
        serde_json::to_string_pretty(&json!({ "about": about, "tables": tables })).unwrap() + "\n";
    let path = repository().join("schema/published.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "schema/published.json is not what the program publishes; look at the difference, then run \
            with UPDATE=1"
    );
}

/// Types as Parquet readers see them, written here a second time on purpose.
fn arrow_type(ty: ColumnType) -> DataType {
    match ty {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Int => DataType::Int32,
        ColumnType::BigInt => DataType::Int64,
        ColumnType::Double => DataType::Float64,
        ColumnType::Dec => DataType::Decimal128(38, 6),
        ColumnType::Amount(places) => DataType::Decimal128(18, i8::try_from(places).unwrap()),
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

fn columns(path: &PathBuf) -> Vec<(String, DataType)> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    builder
        .schema()
        .fields()
        .iter()
        .map(|f| (f.name().clone(), f.data_type().clone()))
        .collect()
}

#[test]
fn every_file_has_exactly_its_columns_and_types_in_order() {
    let folder = finished().path("lake");
    let places = release_tables()
        .into_iter()
        .map(|t| ("published", t))
        .chain(ops_tables().into_iter().map(|t| ("ops", t)));
    for (place, spec) in places {
        let wanted: Vec<(String, DataType)> = spec
            .columns
            .iter()
            .map(|c| (c.name.clone(), arrow_type(c.ty)))
            .collect();
        assert_eq!(
            columns(&folder.join(place).join(format!("{}.parquet", spec.name))),
            wanted,
            "{}",
            spec.name
        );
    }
}

#[test]
fn a_release_holds_these_tables_and_nothing_unannounced() {
    let names =
        |folder: &str| -> BTreeSet<String> { finished().tree(folder).into_keys().collect() };
    let files = |tables: Vec<TableSpec>| -> BTreeSet<String> {
        tables
            .iter()
            .map(|t| format!("{}.parquet", t.name))
            .collect()
    };
    let mut wanted = files(release_tables());
    wanted.extend(["manifest.json", "dictionary.csv", "datapackage.json"].map(str::to_owned));
    let release = finished().release().unwrap();
    assert_eq!(names(&format!("lake/releases/{release}")), wanted);
    assert_eq!(names("lake/ops"), files(ops_tables()));
}

#[test]
fn keys_are_never_null_and_never_twice() {
    for spec in release_tables() {
        let keys: Vec<&str> = spec
            .columns
            .iter()
            .filter(|c| c.key)
            .map(|c| c.name.as_str())
            .collect();
        let mut seen = BTreeSet::new();
        for row in finished().published(spec.name) {
            let key: Vec<String> = keys
                .iter()
                .map(|k| {
                    row[*k]
                        .clone()
                        .unwrap_or_else(|| panic!("{}.{k} is null", spec.name))
                })
                .collect();
            assert!(
                seen.insert(key.clone()),
                "{}: {key:?} stands twice",
                spec.name
            );
        }
    }
}

#[test]
fn every_table_has_rows_and_only_a_year_that_still_runs_has_a_pace() {
    for spec in release_tables() {
        // There are no public figures of what scores are put together from; `questions` has an
        // example of them.
        assert_eq!(
            finished().published(spec.name).is_empty(),
            spec.name == "score_items",
            "{}",
            spec.name
        );
    }
    let in_year = [
        "pace",
        "projection",
        "projection_low",
        "projection_high",
        "probability_met",
    ];
    let (mut paced, mut others) = (0, 0);
    for row in finished().published("scorecard") {
        let judged = row["span"].as_deref() == Some("ytd")
            && matches!(row["verdict"].as_deref(), Some("on_track" | "off_track"));
        assert_eq!(row["pace"].is_some(), judged, "{row:?}");
        assert!(
            judged || in_year.iter().all(|c| row[*c].is_none()),
            "{row:?}"
        );
        if judged { paced += 1 } else { others += 1 }
    }
    // Three months, two plans, two boundaries.
    assert!(paced == 12 && others > 9000, "{paced} {others}");
}

#[test]
fn the_manifest_tells_the_hash_and_the_rows_of_every_file() {
    let release = finished().release().unwrap();
    let manifest: Value =
        serde_json::from_str(&finished().read(&format!("lake/releases/{release}/manifest.json")))
            .unwrap();
    assert_eq!(manifest["release"], release.as_str());
    let hashes = finished().tree(&format!("lake/releases/{release}"));
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(
        listed.len(),
        hashes.len() - 1,
        "all but the manifest itself"
    );
    for file in listed {
        let name = file["name"].as_str().unwrap();
        assert_eq!(
            Some(file["sha256"].as_str().unwrap()),
            hashes.get(name).map(String::as_str),
            "{name}"
        );
        if !name.ends_with(".parquet") {
            continue;
        }
        let rows = table_rows(&finished().path(&format!("lake/published/{name}"))).len();
        assert_eq!(file["rows"].as_u64(), Some(rows as u64), "{name}");
    }
}

#[test]
fn the_account_of_every_delivery_adds_up() {
    let deliveries = table_rows(&finished().path("lake/ops/deliveries.parquet"));
    assert_eq!(deliveries.len(), 37);
    let number =
        |row: &crate::support::Row, column: &str| cell(row, column).parse::<u64>().unwrap();
    for row in &deliveries {
        assert_eq!(
            number(row, "read"),
            number(row, "accepted") + number(row, "quarantined") + number(row, "ignored")
        );
    }
    assert_eq!(
        deliveries.iter().map(|r| number(r, "read")).sum::<u64>(),
        13701
    );
}
