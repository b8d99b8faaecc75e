//! Schedules, due times and decisions read from the ledger.

use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, parsed, required};
use crate::store::occurrences::occurrence::{DecisionRecord, Lease, Occurrence, Watch};
use rusqlite::Row;

impl Ledger {
    /// Up to when the due times of each pipeline are known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn watches(&self) -> Result<Vec<Watch>, StoreError> {
        self.of_schedules("select * from schedules order by pipeline", watch_of)
    }

    /// Occurrences that are not closed, by pipeline and due time.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open_occurrences(&self) -> Result<Vec<Occurrence>, StoreError> {
        self.of_schedules(
            "select * from occurrences where decision is null order by pipeline, due_at",
            occurrence_of,
        )
    }

    /// Every occurrence, by pipeline and due time.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn occurrences(&self) -> Result<Vec<Occurrence>, StoreError> {
        self.of_schedules(
            "select * from occurrences order by pipeline, due_at",
            occurrence_of,
        )
    }

    /// Of each pipeline the occurrence that was closed last after at least one attempt.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_attempted(&self) -> Result<Vec<Occurrence>, StoreError> {
        let sql = "select * from occurrences o where decision in ('ran', 'failed') and not exists (
            select 1 from occurrences p where p.pipeline = o.pipeline and p.decision in ('ran', 'failed')
            and (p.decided_at, p.due_at) > (o.decided_at, o.due_at)) order by pipeline";
        self.of_schedules(sql, occurrence_of)
    }

    /// When each pipeline last ran with figures published or unchanged, in whole or in part.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_successes(&self) -> Result<Vec<Occurrence>, StoreError> {
        let sql = "select * from occurrences o where decision = 'ran' and not exists (
            select 1 from occurrences p where p.pipeline = o.pipeline and p.decision = 'ran' and (p.decided_at, p.due_at) > (o.decided_at, o.due_at))
            order by pipeline";
        self.of_schedules(sql, occurrence_of)
    }

    /// Every decision, in the order in which they were taken.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn decisions(&self) -> Result<Vec<DecisionRecord>, StoreError> {
        self.of_schedules("select * from decisions order by position", decision_of)
    }

    fn of_schedules<T>(
        &self,
        sql: &str,
        of: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        // A ledger of the layout before, opened for reading only, has no schedules yet.
        if self.has_schedules() {
            self.all(sql, of)
        } else {
            Ok(vec![])
        }
    }
}

fn watch_of(row: &Row<'_>) -> rusqlite::Result<Watch> {
    Ok(Watch {
        pipeline: row.get("pipeline")?,
        cron: row.get("cron")?,
        timezone: row.get("timezone")?,
        since: required(row, "since")?,
        until: required(row, "until")?,
    })
}

fn occurrence_of(row: &Row<'_>) -> rusqlite::Result<Occurrence> {
    let holder: Option<String> = row.get("holder")?;
    let lease = match (holder, parsed(row, "expires_at")?) {
        (Some(holder), Some(expires_at)) => Some(Lease {
            holder,
            token: row.get("token")?,
            expires_at,
        }),
        _ => None,
    };
    Ok(Occurrence {
        pipeline: row.get("pipeline")?,
        due_at: required(row, "due_at")?,
        late: row.get("late")?,
        failures: row.get("failures")?,
        aborts: row.get("aborts")?,
        not_before: parsed(row, "not_before")?,
        lease,
        decision: parsed(row, "decision")?,
        outcome: parsed(row, "outcome")?,
        reason: row.get("reason")?,
        decided_at: parsed(row, "decided_at")?,
        run: row.get("run")?,
    })
}

fn decision_of(row: &Row<'_>) -> rusqlite::Result<DecisionRecord> {
    Ok(DecisionRecord {
        position: row.get("position")?,
        pipeline: row.get("pipeline")?,
        due_at: required(row, "due_at")?,
        decided_at: required(row, "decided_at")?,
        decision: required(row, "decision")?,
        reason: row.get("reason")?,
    })
}
