//! Proof by force: a whole run is killed at every step in turn, run again, and must end as if
//! nothing had happened.
//!
//! The test starts its own binary as the run that dies, because only a process can die.

use crate::env::{ABORT_VARIABLE, Files};
use crate::model::manifest::Manifest;
use crate::model::published::{ColumnSpec, ColumnType, Rows, Value, release_tables};
use crate::store::ledger::tests::{finding, new_run, record};
use crate::store::{
    CommitContent, CommitData, Lake, LakeLock, LandedDelivery, LandingNote, Ledger, Replaced,
    RunOutcome, encode_table, sha256_hex, to_batch, write_ops,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const LAKE: &str = "CHISO_TEST_LAKE";

fn instant() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// Two deliveries, the second in place of the first, and a release of the second.
fn run(root: &Path) {
    let lake = Lake::open(root, Files::from_env()).unwrap();
    let lock = lake.lock().unwrap();
    lake.sweep(&lock).unwrap();
    let mut ledger = Ledger::open(&lake).unwrap();
    let run = ledger.start_run(&new_run("2026-11-22T21:56:28Z")).unwrap();
    land_and_commit(&lake, "01");
    let landed = land_and_commit(&lake, "02");
    let release = release(&lake, &lock, &landed, "02");
    ledger
        .record_deliveries(&[record(&landed.delivery)], &[finding(&landed.delivery)])
        .unwrap();
    ledger
        .finish_run(&run, instant(), Some(&release), RunOutcome::Published, "")
        .unwrap();
    write_ops(&lake, &ledger, &[]).unwrap();
}

fn land_and_commit(lake: &Lake, text: &str) -> LandedDelivery {
    let note = LandingNote {
        source_id: "gso".into(),
        path: text.into(),
        url: String::new(),
        licence: String::new(),
        published_at: None,
        fetched_at: instant(),
        transfer: None,
        replaced: Replaced::ByAny,
    };
    let landed = lake.land("firms", "a.csv", text.as_bytes(), &note).unwrap();
    let columns = vec![ColumnSpec {
        name: "area_code".into(),
        ty: ColumnType::Text,
        key: true,
        doc: "",
        doc_vi: "",
    }];
    let batch = to_batch(&Rows {
        columns: columns.clone(),
        rows: vec![vec![text.into()]],
    })
    .unwrap();
    let data = CommitData {
        delivery_sha256: landed.receipt.sha256.clone(),
        delivery: landed.delivery.clone(),
        contract_hash: sha256_hex(b"contract"),
        recorded_at: instant(),
        rows: CommitContent::Batch(batch),
        replaces: vec![],
        accounting: BTreeMap::new(),
    };
    lake.tables().commit("firms", &columns, &data).unwrap();
    landed
}

/// Puts a release in force, and gives its id.
fn release(lake: &Lake, lock: &LakeLock, landed: &LandedDelivery, text: &str) -> String {
    let relations = release_tables()
        .into_iter()
        .find(|t| t.name == "area_relations")
        .unwrap();
    let none = || std::iter::empty::<Vec<Value>>();
    let tables = vec![encode_table(&relations, none).unwrap()];
    let extra = vec![(
        "data.csv".to_owned(),
        landed.receipt.sha256.clone().into_bytes(),
    )];
    let inputs = sha256_hex(text.as_bytes());
    let day = "2026-01-01".parse().unwrap();
    let releases = lake.releases();
    let made = releases
        .make((day, &inputs), tables, Manifest::default(), extra, &|_| {
            Ok(None)
        })
        .unwrap();
    releases.bring(lock, &made, instant()).unwrap();
    made.id
}

/// The run that dies; it does nothing unless the test below calls it.
#[test]
fn child() {
    if let Some(root) = std::env::var_os(LAKE) {
        run(Path::new(&root));
    }
}

fn ends_well(root: &Path, abort_at: Option<u32>) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "store::crash::child"])
        .env(LAKE, root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env_remove(ABORT_VARIABLE);
    if let Some(n) = abort_at {
        command.env(ABORT_VARIABLE, n.to_string());
    }
    command.status().unwrap().success()
}

/// Everything that must not depend on how often a run died: all but what moves with the clock.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_symlink() {
                found.insert(
                    name,
                    fs::read_link(&path)
                        .unwrap()
                        .into_os_string()
                        .into_encoded_bytes(),
                );
            } else if path.is_dir() {
                open.push(path);
            } else if !name.starts_with("ops/") && name != "ledger.db" && name != ".lock" {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_run_killed_at_any_step_is_repaired_by_running_again() {
    let dir = tempfile::tempdir().unwrap();
    let reference = dir.path().join("reference");
    assert!(ends_well(&reference, None));
    let expected = tree(&reference);
    assert!(expected.contains_key("published"));
    let mut killed = 0;
    for n in 1.. {
        let root = dir.path().join(n.to_string());
        if ends_well(&root, Some(n)) {
            break;
        }
        killed += 1;
        if let Ok(Some(release)) = Lake::open_read(&root).and_then(|lake| lake.releases().current())
        {
            assert!(
                release.path.join("data.csv").exists(),
                "step {n}: readers saw an incomplete release"
            );
        }
        assert!(ends_well(&root, None), "step {n}: running again failed");
        let found = tree(&root);
        assert!(
            found == expected,
            "step {n}: {:?} instead of {:?}",
            found.keys(),
            expected.keys()
        );
        fs::remove_dir_all(&root).unwrap();
    }
    assert!(killed > 50, "only {killed} steps were counted");
}
