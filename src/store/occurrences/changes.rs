//! Changes of the account of due times, made together.

use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, instant};
use crate::store::occurrences::occurrence::{Decision, Watch};
use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

/// One change of the account; a list of them is made at once or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountChange {
    /// The due times of a pipeline are known up to here.
    Watch(Watch),
    /// The pipeline has no schedule any more.
    Unwatch {
        /// Pipeline.
        pipeline: String,
    },
    /// A due time came. One that is there already is left as it is.
    Expect {
        /// Pipeline.
        pipeline: String,
        /// When it was due.
        due_at: DateTime<Utc>,
        /// Nobody was there when it was due.
        late: bool,
    },
    /// An open one is closed without a further attempt.
    Close {
        /// Pipeline.
        pipeline: String,
        /// When it was due.
        due_at: DateTime<Utc>,
        /// Missed, skipped, superseded or failed.
        decision: Decision,
        /// Why.
        reason: String,
    },
    /// Whoever worked on it is gone; it is open again.
    Abort {
        /// Pipeline.
        pipeline: String,
        /// When it was due.
        due_at: DateTime<Utc>,
        /// How its absence is known.
        reason: String,
    },
}

impl Ledger {
    /// Makes changes of the account, all or none.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn apply(&mut self, steps: &[AccountChange], now: DateTime<Utc>) -> Result<(), StoreError> {
        if steps.is_empty() {
            return Ok(());
        }
        self.write(|t| steps.iter().try_for_each(|step| apply(t, step, now)))
    }
}

fn apply(t: &Transaction<'_>, step: &AccountChange, now: DateTime<Utc>) -> rusqlite::Result<()> {
    match step {
        AccountChange::Watch(w) => t
            .execute(
                "insert or replace into schedules values (?1, ?2, ?3, ?4, ?5)",
                params![
                    w.pipeline,
                    w.cron,
                    w.timezone,
                    instant(w.since),
                    instant(w.until)
                ],
            )
            .map(drop),
        AccountChange::Unwatch { pipeline } => t
            .execute("delete from schedules where pipeline = ?1", [pipeline])
            .map(drop),
        AccountChange::Expect {
            pipeline,
            due_at,
            late,
        } => t
            .execute(
                "insert or ignore into occurrences (pipeline, due_at, late) values (?1, ?2, ?3)",
                params![pipeline, instant(*due_at), late],
            )
            .map(drop),
        AccountChange::Close {
            pipeline,
            due_at,
            decision,
            reason,
        } => close(t, (pipeline, *due_at), *decision, reason, now),
        AccountChange::Abort {
            pipeline,
            due_at,
            reason,
        } => abort(t, (pipeline, *due_at), reason, now),
    }
}

fn close(
    t: &Transaction<'_>,
    (pipeline, due_at): (&str, DateTime<Utc>),
    decision: Decision,
    reason: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let sql = "update occurrences set decision = ?3, reason = ?4, decided_at = ?5, not_before = null, holder = null, expires_at = null
                where pipeline = ?1 and due_at = ?2 and decision is null";
    let changed = t.execute(
        sql,
        params![
            pipeline,
            instant(due_at),
            decision.as_str(),
            reason,
            instant(now)
        ],
    )?;
    if changed > 0 {
        record(t, pipeline, due_at, decision, reason, now)?;
    }
    Ok(())
}

fn abort(
    t: &Transaction<'_>,
    (pipeline, due_at): (&str, DateTime<Utc>),
    reason: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let sql =
        "update occurrences set aborts = aborts + 1, outcome = 'aborted', reason = ?3, not_before = null, holder = null, expires_at = null
                where pipeline = ?1 and due_at = ?2 and decision is null and holder is not null";
    let changed = t.execute(sql, params![pipeline, instant(due_at), reason])?;
    if changed > 0 {
        record(t, pipeline, due_at, Decision::Aborted, reason, now)?;
        t.execute(
            "update runs set outcome = 'aborted' where outcome is null and pipeline = ?1 and \
                due_at = ?2",
            params![pipeline, instant(due_at)],
        )?;
    }
    Ok(())
}

pub(super) fn record(
    t: &Transaction<'_>,
    pipeline: &str,
    due_at: DateTime<Utc>,
    decision: Decision,
    reason: &str,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    t.execute(
        "insert into decisions (pipeline, due_at, decided_at, decision, reason) values (?1, ?2, \
            ?3, ?4, ?5)",
        params![
            pipeline,
            instant(due_at),
            instant(now),
            decision.as_str(),
            reason
        ],
    )?;
    Ok(())
}
