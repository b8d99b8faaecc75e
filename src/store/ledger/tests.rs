//! What is recorded comes back, and what is said of a damaged or older ledger.

use crate::env::Files;
use crate::model::{DeliveryOutcome, Finding, Place};
use crate::store::lake_folder::Lake;
use crate::store::ledger::connection::{APPLICATION, LAYOUT, Ledger, TABLES};
use crate::store::ledger::deliveries::DeliveryRecord;
use crate::store::ledger::findings::FindingRecord;
use crate::store::ledger::runs::{NewRun, RunOutcome};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::fs;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(in crate::store) fn record(delivery: &str) -> DeliveryRecord {
    DeliveryRecord {
        dataset: "firms".into(),
        delivery: delivery.into(),
        contract_hash: "c1".into(),
        sha256: format!("{delivery}ff"),
        source_id: "gso".into(),
        fetched_at: at("2026-01-01T00:00:00.000001Z"),
        published_at: None,
        read: 6,
        accepted: 3,
        quarantined: 2,
        ignored: 1,
        outcome: DeliveryOutcome::Accepted,
    }
}

pub(in crate::store) fn finding(delivery: &str) -> FindingRecord {
    let place = Place {
        file: "a.csv".into(),
        row: 12,
        col: "area".into(),
        ..Place::default()
    };
    FindingRecord::new(
        "firms",
        delivery,
        &Finding::warning("unknown_area", place, "`X` is no area")
            .hint("add an alias")
            .raw("X"),
    )
}

pub(in crate::store) fn new_run(started_at: &str) -> NewRun {
    NewRun {
        pipeline: String::new(),
        due_at: None,
        started_at: at(started_at),
        decision: "run".into(),
        reason: "asked".into(),
    }
}

fn lake() -> (tempfile::TempDir, Lake) {
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::open(dir.path(), Files::real()).unwrap();
    (dir, lake)
}

#[test]
fn what_is_recorded_comes_back_and_is_replaced() {
    let (_dir, lake) = lake();
    let mut ledger = Ledger::open(&lake).unwrap();
    ledger
        .record_deliveries(&[record("d1")], &[finding("d1"), finding("d1")])
        .unwrap();
    let changed = DeliveryRecord {
        contract_hash: "c2".into(),
        outcome: DeliveryOutcome::Refused,
        ..record("d1")
    };
    ledger
        .record_deliveries(std::slice::from_ref(&changed), &[finding("d1")])
        .unwrap();
    drop(ledger);
    let ledger = Ledger::open(&Lake::open_read(lake.root()).unwrap()).unwrap();
    assert_eq!(ledger.deliveries().unwrap(), std::slice::from_ref(&changed));
    assert_eq!(ledger.findings().unwrap(), [finding("d1")]);
    assert_eq!(ledger.delivery("firms", "d1", "c2").unwrap(), Some(changed));
    assert_eq!(ledger.delivery("firms", "d1", "c1").unwrap(), None);
    assert!(!lake.root().join("ledger.db-journal").exists());
}

#[test]
fn run_ids_come_from_the_start_and_the_dead_are_told_apart() {
    let (_dir, lake) = lake();
    let mut ledger = Ledger::open(&lake).unwrap();
    assert_eq!(ledger.last_run().unwrap(), None);
    let first = ledger.start_run(&new_run("2026-11-22T21:56:28Z")).unwrap();
    let second = ledger
        .start_run(&new_run("2026-11-22T21:56:28.5Z"))
        .unwrap();
    let third = ledger
        .start_run(&new_run("2026-11-22T21:56:28.7Z"))
        .unwrap();
    assert_eq!(
        [first.as_str(), &second, &third],
        [
            "20261122T215628Z",
            "20261122T215628Z-2",
            "20261122T215628Z-3"
        ]
    );
    ledger
        .finish_run(
            &third,
            at("2026-11-22T21:57:00Z"),
            Some("2026-11-22-abc"),
            RunOutcome::Published,
            "",
        )
        .unwrap();
    let runs = ledger.runs().unwrap();
    assert_eq!(
        (runs[0].outcome, runs[0].finished_at),
        (Some(RunOutcome::Aborted), None)
    );
    assert_eq!(
        ledger.last_run().unwrap().unwrap().release.as_deref(),
        Some("2026-11-22-abc")
    );
    assert!(
        ledger
            .finish_run(
                "none",
                at("2026-11-22T21:57:00Z"),
                None,
                RunOutcome::Failed,
                ""
            )
            .is_err()
    );
}

#[test]
fn a_damaged_or_foreign_ledger_may_be_removed() {
    let (_dir, lake) = lake();
    let path = lake.ledger_path();
    let mut ledger = Ledger::open(&lake).unwrap();
    ledger.start_run(&new_run("2026-11-22T21:56:28Z")).unwrap();
    drop(ledger);
    fs::write(
        &path,
        "not a database, but long enough to be taken for a header of one: \
        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    )
    .unwrap();
    let corrupt = Ledger::open(&lake).unwrap_err().to_string();
    assert!(
        corrupt.contains("ledger.db`: ") && corrupt.contains("remove it and run"),
        "{corrupt}"
    );
    fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("create table others (x)")
        .unwrap();
    let foreign = Ledger::open(&lake).unwrap_err().to_string();
    assert!(
        foreign.contains("another program") && foreign.contains("remove it"),
        "{foreign}"
    );
    fs::remove_file(&path).unwrap();
    assert!(Ledger::open(&lake).unwrap().runs().unwrap().is_empty());
}

#[test]
fn a_full_disk_is_no_damage_and_costs_no_history() {
    let (_dir, lake) = lake();
    let mut ledger = Ledger::open(&lake).unwrap();
    ledger.start_run(&new_run("2026-11-22T21:56:28Z")).unwrap();
    // No page more: what SQLite says of a full disk.
    let full = "pragma page_count";
    let pages: i64 = ledger.connection.query_row(full, [], |r| r.get(0)).unwrap();
    let limit = format!("pragma max_page_count = {pages}");
    let set = ledger
        .connection
        .query_row(&limit, [], |r| r.get::<_, i64>(0));
    assert_eq!(set.unwrap(), pages);
    let long = "x".repeat(100_000);
    let insert = |t: &rusqlite::Transaction<'_>| {
        t.execute("update runs set reason = ?1", [&long])
            .map(|_| ())
    };
    let error = ledger.write(insert).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("full") && said.contains("the disk has room") && !said.contains("remove"),
        "{said}"
    );
    assert!(!error.is_damage());
    drop(ledger);
    assert_eq!(Ledger::open(&lake).unwrap().runs().unwrap().len(), 1);
}

#[test]
fn a_ledger_of_the_layout_before_keeps_what_it_holds() {
    let (_dir, lake) = lake();
    let before = Connection::open(lake.ledger_path()).unwrap();
    before
        .execute_batch(&format!(
            "{TABLES} pragma application_id = {APPLICATION}; pragma user_version = 1;"
        ))
        .unwrap();
    before
        .execute(
            "insert into runs values ('r', '', null, '2026-01-01T00:00:00Z', null, \
        'run', '', null, null, '')",
            [],
        )
        .unwrap();
    drop(before);
    let reader = Ledger::open(&Lake::open_read(lake.root()).unwrap()).unwrap();
    assert_eq!(
        (
            reader.runs().unwrap().len(),
            reader.occurrences().unwrap().len()
        ),
        (1, 0)
    );
    drop(reader);
    let ledger = Ledger::open(&lake).unwrap();
    assert_eq!(
        (
            ledger.runs().unwrap().len(),
            ledger.watches().unwrap().len()
        ),
        (1, 0)
    );
    let layout: i32 = ledger
        .connection
        .query_row("pragma user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(layout, LAYOUT);
}

#[test]
fn an_empty_file_left_by_a_crash_is_laid_out() {
    let (_dir, lake) = lake();
    fs::write(lake.ledger_path(), "").unwrap();
    Ledger::open(&lake)
        .unwrap()
        .start_run(&new_run("2026-11-22T21:56:28Z"))
        .unwrap();
}

#[test]
fn each_transaction_counts_a_step_before_and_after() {
    let (_dir, lake) = lake();
    let mut ledger = Ledger::open(&lake).unwrap();
    let before = lake.files().steps();
    ledger.record_deliveries(&[record("d1")], &[]).unwrap();
    assert_eq!(lake.files().steps(), before + 2);
}
