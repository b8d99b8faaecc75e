//! What was run, and how it ended.

use crate::model::words;
use crate::store::error::StoreError;
use crate::store::ledger::connection::{Ledger, fault};
use crate::store::ledger::values::{instant, parsed, required};
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};

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

impl Ledger {
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
