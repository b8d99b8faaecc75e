//! The ledger: what was received, found and run. It never decides which data are current, so it may
//! be removed at any time.

use crate::env::Files;
use crate::model::{DeliveryOutcome, Finding, Place, Severity, words};
use crate::store::error::StoreError;
use crate::store::lake::Lake;
use crate::store::lock::LakeLock;
use crate::store::occurrence_tables;
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::types::Type;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, params,
};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// `chso`: marks a database as ours.
const APPLICATION: i32 = 0x6368_736f;
/// 2: schedules, occurrences and decisions came with the daemon.
const LAYOUT: i32 = 2;

const TABLES: &str = "
create table deliveries (
    dataset text not null, delivery text not null, contract_hash text not null, sha256 text not null, source_id text not null,
    fetched_at text not null, published_at text, read integer not null, accepted integer not null, quarantined integer not null,
    ignored integer not null, outcome text not null, primary key (dataset, delivery)
) strict;
create table findings (
    dataset text not null, delivery text not null, position integer not null, severity text not null, rule text not null, file text not null,
    part text not null, row integer not null, col text not null, count integer not null, raw text, message text not null, hint text not null,
    primary key (dataset, delivery, position)
) strict;
create table runs (
    run text primary key, pipeline text not null, due_at text, started_at text not null, finished_at text, decision text not null,
    reason text not null, release text, outcome text, inputs text not null default ''
) strict;
";

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunOutcome {
    /// A new release is in force.
    Published,
    /// A new release waits for approval.
    Proposed,
    /// Nothing changed.
    Unchanged,
    /// Something failed; the rest is published.
    Partial,
    /// Nothing could be published.
    Failed,
    /// It ended without saying how: killed, or a power cut.
    Aborted,
}

words!(RunOutcome, "outcome of a run", {
    Published => "published", Proposed => "proposed", Unchanged => "unchanged", Partial => "partial", Failed => "failed", Aborted => "aborted",
});

impl RunOutcome {
    /// How a run ended that ended: with faults, or with a new release, or with nothing new.
    #[must_use]
    pub const fn of(partial: bool, new_release: bool) -> RunOutcome {
        match (partial, new_release) {
            (true, _) => RunOutcome::Partial,
            (false, true) => RunOutcome::Published,
            (false, false) => RunOutcome::Unchanged,
        }
    }
}

/// A delivery with its accounting: `read = accepted + quarantined + ignored`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Dataset.
    pub dataset: String,
    /// First 12 hex digits of its SHA-256.
    pub delivery: String,
    /// Contract it was held to.
    pub contract_hash: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Source within the dataset.
    pub source_id: String,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// Observations read.
    pub read: u64,
    /// Observations that became rows.
    pub accepted: u64,
    /// Observations kept aside as bad.
    pub quarantined: u64,
    /// Cells that mean no figure.
    pub ignored: u64,
    /// What became of it.
    pub outcome: DeliveryOutcome,
}

/// A fault of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRecord {
    /// Dataset.
    pub dataset: String,
    /// Delivery; empty when none was landed.
    pub delivery: String,
    /// How bad.
    pub severity: Severity,
    /// The rule broken.
    pub rule: String,
    /// Where it was first seen.
    pub place: Place,
    /// How many share it.
    pub count: u64,
    /// Text of the first as it stood.
    pub raw: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl FindingRecord {
    /// A finding as the ledger keeps it.
    #[must_use]
    pub fn new(dataset: &str, delivery: &str, finding: &Finding) -> FindingRecord {
        FindingRecord {
            dataset: dataset.to_owned(),
            delivery: delivery.to_owned(),
            severity: finding.severity,
            rule: finding.rule.to_string(),
            place: finding.place.clone(),
            count: finding.count,
            raw: finding.raw.clone(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
        }
    }

    /// The finding again.
    #[must_use]
    pub fn into_finding(self) -> Finding {
        Finding {
            severity: self.severity,
            rule: self.rule.into(),
            place: self.place,
            raw: self.raw,
            message: self.message,
            hint: self.hint,
            count: self.count,
        }
    }
}

/// A run that begins.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Pipeline; empty for all.
    pub pipeline: String,
    /// When it was due, if scheduled.
    pub due_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// What was decided: `run`, `skip`.
    pub decision: String,
    /// Why.
    pub reason: String,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRecord {
    /// Its id, from when it began.
    pub run: String,
    /// Pipeline; empty for all.
    pub pipeline: String,
    /// When it was due, if scheduled.
    pub due_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended; `None` while it goes on, and when it was aborted.
    pub finished_at: Option<DateTime<Utc>>,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// Release in force afterwards.
    pub release: Option<String>,
    /// How it ended; `None` while it goes on.
    pub outcome: Option<RunOutcome>,
    /// SHA-256 of what it ran on; empty when it did not get so far.
    pub inputs: String,
}

/// The open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    files: Files,
    layout: i32,
}

impl Ledger {
    /// Opens the ledger of a lake, and makes it when it is not there. A lake opened for reading
    /// needs it to be there.
    ///
    /// # Errors
    /// When the file is damaged or is not a ledger; it may then be removed.
    pub fn open(lake: &Lake) -> Result<Ledger, StoreError> {
        let (path, files) = (lake.ledger_path(), lake.files().clone());
        let writes = files.may_write(&path).is_ok();
        if !writes && !path.exists() {
            return Err(fault(&path, &"nothing was recorded yet"));
        }
        let flags = if writes {
            OpenFlags::default()
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let connection = Connection::open_with_flags(&path, flags).map_err(|e| fault(&path, &e))?;
        let mut ledger = Ledger {
            connection,
            path,
            files,
            layout: LAYOUT,
        };
        ledger.prepare()?;
        Ok(ledger)
    }

    /// Opens the ledger of a lake for a run. One that is damaged, or is none, is put out of the way
    /// and a new one begun: it holds no figures. Says so when it was done.
    ///
    /// # Errors
    /// When the file belongs to another version of the program, or cannot be read or written.
    pub fn open_or_begin(
        lake: &Lake,
        _lock: &LakeLock,
    ) -> Result<(Ledger, Option<Finding>), StoreError> {
        let path = lake.ledger_path();
        let fault = match Ledger::open(lake).and_then(|ledger| ledger.check().map(|()| ledger)) {
            Ok(ledger) => return Ok((ledger, None)),
            Err(StoreError::Ledger { detail, .. }) if !is_of_another_version(&path) => detail,
            Err(error) => return Err(error),
        };
        let apart = lake.set_apart(&path)?;
        for suffix in ["-journal", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            lake.files().remove_file(Path::new(&name))?;
        }
        let place = Place {
            file: lake.shown(&path),
            ..Place::default()
        };
        let message = format!(
            "the ledger could not be read ({fault}); it was put by as `{}`, and a new one begun",
            lake.shown(&apart)
        );
        let finding = Finding::warning("ledger_damaged", place, message).hint(
            "no figure depends on it; the history of runs is in the old one, which may be \
                removed or restored from a backup",
        );
        Ok((Ledger::open(lake)?, Some(finding)))
    }

    /// Whether every page of it can be read, and every row says what rows can say.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let said: String = self.told(self.connection.query_row(
            "pragma quick_check(1)",
            [],
            |row| row.get(0),
        ))?;
        if said != "ok" {
            return Err(fault(&self.path, &said));
        }
        self.deliveries()?;
        self.findings()?;
        self.runs()?;
        if self.has_schedules() {
            self.decisions()?;
        }
        Ok(())
    }

    /// Refuses what is not ours; lays out what is empty. One file at rest: the journal is removed
    /// by every commit.
    fn prepare(&mut self) -> Result<(), StoreError> {
        let pragma = |name: &str| {
            self.connection
                .query_row(&format!("pragma {name}"), [], |row| row.get::<_, i32>(0))
        };
        let (application, layout) = (
            self.told(pragma("application_id"))?,
            self.told(pragma("user_version"))?,
        );
        let tables: i64 = self.told(self.connection.query_row(
            "select count(*) from sqlite_schema",
            [],
            |row| row.get(0),
        ))?;
        match (application, layout) {
            (APPLICATION, LAYOUT) => Ok(()),
            (APPLICATION, 1) if self.files.may_write(&self.path).is_ok() => self.write(|t| {
                t.execute_batch(&format!(
                    "{} pragma user_version = {LAYOUT};",
                    occurrence_tables::TABLES
                ))
            }),
            (APPLICATION, 1) => {
                self.layout = 1;
                Ok(())
            }
            (APPLICATION, other) => Err(fault(
                &self.path,
                &format!(
                    "its layout is {other}, and \
                this program knows {LAYOUT}"
                ),
            )),
            _ if tables > 0 => Err(fault(&self.path, &"it is a database of another program")),
            _ => self.write(|t| {
                t.execute_batch(&format!(
                    "{TABLES} {} pragma application_id = {APPLICATION}; \
                    pragma user_version = {LAYOUT};",
                    occurrence_tables::TABLES
                ))
            }),
        }
    }

    /// Whether its layout knows schedules: one of before them, opened for reading only, does not.
    pub(super) const fn has_schedules(&self) -> bool {
        self.layout >= 2
    }

    /// Records deliveries and their findings, all at once, in place of what was recorded for them.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_deliveries(
        &mut self,
        records: &[DeliveryRecord],
        findings: &[FindingRecord],
    ) -> Result<(), StoreError> {
        self.write(|t| {
            for record in records {
                t.execute(
                    "delete from findings where dataset = ?1 and delivery = ?2",
                    params![record.dataset, record.delivery],
                )?;
                t.execute(
                    "insert or replace into deliveries values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
                        ?10, ?11, ?12)",
                    params![
                        record.dataset,
                        record.delivery,
                        record.contract_hash,
                        record.sha256,
                        record.source_id,
                        instant(record.fetched_at),
                        record.published_at.map(instant),
                        held(record.read),
                        held(record.accepted),
                        held(record.quarantined),
                        held(record.ignored),
                        record.outcome.as_str()
                    ],
                )?;
            }
            insert_findings(t, findings)
        })
    }

    /// Records the findings of sources that delivered nothing (their delivery is empty) in place of
    /// the earlier ones, save those of datasets that were not looked at.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_sources(
        &mut self,
        findings: &[FindingRecord],
        unseen: &[&str],
    ) -> Result<(), StoreError> {
        let unseen = serde_json::json!(unseen).to_string();
        self.write(|t| {
            let sql = "delete from findings where delivery = '' and dataset <> '' and dataset not \
                in (select value from json_each(?1))";
            t.execute(sql, [&unseen])?;
            insert_findings(t, findings)
        })
    }

    /// Records the findings of a computation (their dataset and delivery are empty) in place of
    /// those of the one before.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_computed(&mut self, findings: &[FindingRecord]) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute(
                "delete from findings where delivery = '' and dataset = ''",
                [],
            )?;
            insert_findings(t, findings)
        })
    }

    /// What was recorded of a delivery under a contract.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn delivery(
        &self,
        dataset: &str,
        delivery: &str,
        contract_hash: &str,
    ) -> Result<Option<DeliveryRecord>, StoreError> {
        let sql =
            "select * from deliveries where dataset = ?1 and delivery = ?2 and contract_hash = ?3";
        self.told(
            self.connection
                .query_row(sql, [dataset, delivery, contract_hash], delivery_of)
                .optional(),
        )
    }

    /// All deliveries, by dataset and the order in which they came.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn deliveries(&self) -> Result<Vec<DeliveryRecord>, StoreError> {
        self.all(
            "select * from deliveries order by dataset, fetched_at, sha256",
            delivery_of,
        )
    }

    /// All findings, by dataset and delivery, in the order in which they were found.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn findings(&self) -> Result<Vec<FindingRecord>, StoreError> {
        self.all(
            "select * from findings order by dataset, delivery, position",
            finding_of,
        )
    }

    /// Records that a run begins, and gives its id. Earlier runs without an end did not survive:
    /// call this under the lock.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn start_run(&mut self, run: &NewRun) -> Result<String, StoreError> {
        self.write(|t| {
            t.execute(
                "update runs set outcome = ?1 where outcome is null",
                [RunOutcome::Aborted.as_str()],
            )?;
            let base = run.started_at.format("%Y%m%dT%H%M%SZ").to_string();
            let mut id = base.clone();
            for n in 2.. {
                if !t.query_row(
                    "select exists (select 1 from runs where run = ?1)",
                    [&id],
                    |row| row.get(0),
                )? {
                    break;
                }
                id = format!("{base}-{n}");
            }
            t.execute(
                "insert into runs values (?1, ?2, ?3, ?4, null, ?5, ?6, null, null, '')",
                params![
                    id,
                    run.pipeline,
                    run.due_at.map(instant),
                    instant(run.started_at),
                    run.decision,
                    run.reason
                ],
            )?;
            Ok(id)
        })
    }

    /// Records how a run ended, and the hash of what it ran on (empty when it failed).
    ///
    /// # Errors
    /// When the ledger cannot be written, or knows no such run.
    pub fn finish_run(
        &mut self,
        run: &str,
        finished_at: DateTime<Utc>,
        release: Option<&str>,
        outcome: RunOutcome,
        inputs: &str,
    ) -> Result<(), StoreError> {
        let sql = "update runs set finished_at = ?2, release = ?3, outcome = ?4, inputs = ?5 where \
            run = ?1";
        match self.write(|t| {
            t.execute(
                sql,
                params![run, instant(finished_at), release, outcome.as_str(), inputs],
            )
        })? {
            0 => Err(fault(&self.path, &format!("it knows no run `{run}`"))),
            _ => Ok(()),
        }
    }

    /// The last run that ended with a release in force.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_finished(&self) -> Result<Option<RunRecord>, StoreError> {
        Ok(self.runs()?.into_iter().rev().find(|r| r.release.is_some()))
    }

    /// The run that began last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_run(&self) -> Result<Option<RunRecord>, StoreError> {
        Ok(self.runs()?.pop())
    }

    /// All runs, in the order in which they began.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn runs(&self) -> Result<Vec<RunRecord>, StoreError> {
        self.all("select * from runs order by started_at, rowid", run_of)
    }

    pub(super) fn all<T>(
        &self,
        sql: &str,
        of: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let read = || {
            self.connection
                .prepare(sql)?
                .query_map([], of)?
                .collect::<rusqlite::Result<Vec<T>>>()
        };
        self.told(read())
    }

    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.files.may_write(&self.path)?;
        self.files.step();
        // The write lock is taken at once: a run and the daemon wait for each other here instead of
        // failing half-way.
        let done = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|t| work(&t).and_then(|value| t.commit().map(|()| value)));
        self.files.step();
        self.told(done)
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| fault(&self.path, &e))
    }
}

/// Whether a file is a ledger that a later version of the program has laid out.
fn is_of_another_version(path: &Path) -> bool {
    let Ok(connection) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else {
        return false;
    };
    let pragma = |name: &str| {
        connection.query_row(&format!("pragma {name}"), [], |row| row.get::<_, i32>(0))
    };
    pragma("application_id").is_ok_and(|id| id == APPLICATION)
        && pragma("user_version").is_ok_and(|layout| layout > LAYOUT)
}

fn fault(path: &Path, detail: &dyn Display) -> StoreError {
    StoreError::Ledger {
        path: path.to_owned(),
        detail: detail.to_string(),
    }
}

/// Fixed width, so that text sorts as time does.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A count as `SQLite` holds it; no file has more cells than that.
fn held(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn counted(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

pub(super) fn parsed<T: FromStr<Err: ToString>>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let index = row.as_ref().column_index(column)?;
    let text: Option<String> = row.get(index)?;
    let failed = |e: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, e.to_string().into())
    };
    text.map(|t| t.parse().map_err(failed)).transpose()
}

pub(super) fn required<T: FromStr<Err: ToString>>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<T> {
    parsed(row, column)?.ok_or_else(|| rusqlite::Error::InvalidColumnName(column.to_owned()))
}

fn delivery_of(row: &Row<'_>) -> rusqlite::Result<DeliveryRecord> {
    Ok(DeliveryRecord {
        dataset: row.get("dataset")?,
        delivery: row.get("delivery")?,
        contract_hash: row.get("contract_hash")?,
        sha256: row.get("sha256")?,
        source_id: row.get("source_id")?,
        fetched_at: required(row, "fetched_at")?,
        published_at: parsed(row, "published_at")?,
        read: counted(row, "read")?,
        accepted: counted(row, "accepted")?,
        quarantined: counted(row, "quarantined")?,
        ignored: counted(row, "ignored")?,
        outcome: required(row, "outcome")?,
    })
}

fn insert_findings(t: &Transaction<'_>, findings: &[FindingRecord]) -> rusqlite::Result<()> {
    for (position, f) in (0_i64..).zip(findings) {
        t.execute(
            "insert into findings values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                f.dataset,
                f.delivery,
                position,
                f.severity.as_str(),
                f.rule,
                f.place.file,
                f.place.part,
                held(f.place.row),
                f.place.col,
                held(f.count),
                f.raw,
                f.message,
                f.hint
            ],
        )?;
    }
    Ok(())
}

fn finding_of(row: &Row<'_>) -> rusqlite::Result<FindingRecord> {
    Ok(FindingRecord {
        dataset: row.get("dataset")?,
        delivery: row.get("delivery")?,
        severity: required(row, "severity")?,
        rule: row.get("rule")?,
        place: Place {
            file: row.get("file")?,
            part: row.get("part")?,
            row: counted(row, "row")?,
            col: row.get("col")?,
        },
        count: counted(row, "count")?,
        raw: row.get("raw")?,
        message: row.get("message")?,
        hint: row.get("hint")?,
    })
}

fn run_of(row: &Row<'_>) -> rusqlite::Result<RunRecord> {
    Ok(RunRecord {
        run: row.get("run")?,
        pipeline: row.get("pipeline")?,
        due_at: parsed(row, "due_at")?,
        started_at: required(row, "started_at")?,
        finished_at: parsed(row, "finished_at")?,
        decision: row.get("decision")?,
        reason: row.get("reason")?,
        release: row.get("release")?,
        outcome: parsed(row, "outcome")?,
        inputs: row.get("inputs")?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
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
}
