//! The ledger's account of schedules: which due times are known, which are open, who is at work on
//! them, and what was decided.
//!
//! A due time of a pipeline is one row, `(pipeline, due_at)`, made once and closed once: the row is
//! the truth, not the timer. Whoever works on it holds a lease, which ends by itself, and a token,
//! which grows with every lease; a holder that was thought dead and comes back has an old token,
//! and what it says is refused. Attempts are the runs of the ledger that carry the due time.

use crate::model::words;
use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, RunOutcome, instant, parsed, required};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// What was decided about a due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It ran, and this is its outcome. Final.
    Ran,
    /// It was not run: too late, too many, or the pipeline does not make up for missed runs. Final.
    Missed,
    /// It was not run: the one before still went on. Final.
    SkippedOverlap,
    /// It was not run: a later one makes up for it. Final.
    Superseded,
    /// It failed as often as it may. Final.
    Failed,
    /// An attempt failed and another will be made.
    Retried,
    /// The process ended in it; it is taken up again.
    Aborted,
    /// Another run held the lake; it waits.
    Waited,
}

words!(Decision, "decision", {
    Ran => "ran", Missed => "missed", SkippedOverlap => "skipped_overlap", Superseded => "superseded", Failed => "failed",
    Retried => "retried", Aborted => "aborted", Waited => "waited",
});

/// Up to when the due times of a pipeline are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Pipeline.
    pub pipeline: String,
    /// Its expression, as it was when the times were found.
    pub cron: String,
    /// The zone of the expression.
    pub timezone: String,
    /// Since when this expression is watched; what was due before is not asked for.
    pub since: DateTime<Utc>,
    /// Every due time up to here has a row.
    pub until: DateTime<Utc>,
}

/// The right to work on an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who works on it.
    pub holder: String,
    /// Grows with every lease of the occurrence.
    pub token: i64,
    /// When it ends unless it is renewed.
    pub expires_at: DateTime<Utc>,
}

/// A due time of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Pipeline.
    pub pipeline: String,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// Nobody was there when it was due; it is made up for.
    pub late: bool,
    /// Attempts that failed.
    pub failures: u32,
    /// Attempts in which the process ended.
    pub aborts: u32,
    /// When the next attempt may begin, if not at once.
    pub not_before: Option<DateTime<Utc>>,
    /// Who is at work on it.
    pub lease: Option<Lease>,
    /// What was decided in the end; `None` while it is open.
    pub decision: Option<Decision>,
    /// How the last attempt ended.
    pub outcome: Option<RunOutcome>,
    /// Why, or what it waits for.
    pub reason: String,
    /// When it was closed.
    pub decided_at: Option<DateTime<Utc>>,
    /// Its last attempt.
    pub run: Option<String>,
}

impl Occurrence {
    /// One that is open and was never tried.
    #[must_use]
    pub fn new(pipeline: &str, due_at: DateTime<Utc>, late: bool) -> Occurrence {
        Occurrence {
            pipeline: pipeline.to_owned(),
            due_at,
            late,
            failures: 0,
            aborts: 0,
            not_before: None,
            lease: None,
            decision: None,
            outcome: None,
            reason: String::new(),
            decided_at: None,
            run: None,
        }
    }

    /// Whether an attempt was ever begun.
    #[must_use]
    pub const fn begun(&self) -> bool {
        self.lease.is_some() || self.failures > 0 || self.aborts > 0
    }
}

/// A decision as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its place in the order of decisions.
    pub position: i64,
    /// Pipeline.
    pub pipeline: String,
    /// The due time that it is about.
    pub due_at: DateTime<Utc>,
    /// When it was taken.
    pub decided_at: DateTime<Utc>,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: String,
}

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

/// How an attempt ended, for the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is closed: it ran, or it failed for good.
    Closed(Decision, Option<RunOutcome>),
    /// It failed, in whole or in part, and is tried again at an instant.
    Retry(DateTime<Utc>, RunOutcome),
    /// Another run holds the lake: no attempt was made, and the next is made at an instant.
    Waits(DateTime<Utc>),
    /// The process stops in good order; the next one takes it up.
    Stopped,
}

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

    /// Takes the lease of an open occurrence that nobody works on; gives its token, or nothing when
    /// someone was faster.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn lease(
        &mut self,
        pipeline: &str,
        due_at: DateTime<Utc>,
        holder: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "update occurrences set holder = ?3, token = token + 1, expires_at = ?4, not_before = null
            where pipeline = ?1 and due_at = ?2 and holder is null and decision is null returning \
            token";
        self.write(|t| {
            t.query_row(
                sql,
                params![pipeline, instant(due_at), holder, instant(expires_at)],
                |row| row.get(0),
            )
            .optional()
        })
    }

    /// Moves the end of a lease; false when it is not ours any more.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn renew(
        &mut self,
        pipeline: &str,
        due_at: DateTime<Utc>,
        token: i64,
        expires_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "update occurrences set expires_at = ?4 where pipeline = ?1 and due_at = ?2 and \
            token = ?3 and holder is not null";
        let given_back = "select count(*) from occurrences where pipeline = ?1 and due_at = ?2 and \
            token = ?3 and holder is null";
        self.write(|t| {
            let renewed = t.execute(
                sql,
                params![pipeline, instant(due_at), token, instant(expires_at)],
            )?;
            // The attempt has just recorded how it ended: its lease was given back, not lost.
            let ended: i64 = t.query_row(
                given_back,
                params![pipeline, instant(due_at), token],
                |row| row.get(0),
            )?;
            Ok(renewed > 0 || ended > 0)
        })
    }

    /// Records how an attempt ended and gives its lease back. False when the lease is not ours any
    /// more: then nothing is recorded, for whoever has it now will say how the occurrence ended.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn settle(
        &mut self,
        lease: (&str, DateTime<Utc>, i64),
        how: &Settled,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (pipeline, due_at, token) = lease;
        let (told, closed, outcome, next, failed) = match how {
            Settled::Closed(decision, outcome) => {
                (Some(*decision), Some(*decision), *outcome, None, 0)
            }
            Settled::Retry(next, outcome) => (
                Some(Decision::Retried),
                None,
                Some(*outcome),
                Some(*next),
                1,
            ),
            Settled::Waits(next) => (Some(Decision::Waited), None, None, Some(*next), 0),
            Settled::Stopped => (None, None, None, None, 0),
        };
        let sql = "update occurrences set decision = ?4, outcome = coalesce(?5, outcome), decided_at = ?6, reason = ?7, not_before = ?8,
            failures = failures + ?9, holder = null, expires_at = null,
            run = (select run from runs r where r.pipeline = ?1 and r.due_at = ?2 order by r.started_at desc, r.rowid desc limit 1)
            where pipeline = ?1 and due_at = ?2 and token = ?3 and holder is not null and decision \
            is null";
        let due = instant(due_at);
        self.write(|t| {
            let before = t.query_row(
                "select reason from occurrences where pipeline = ?1 and due_at = ?2",
                params![pipeline, due],
                |row| row.get(0),
            );
            let before: Option<String> = before.optional()?;
            let (closed_as, decided_at) =
                (closed.map(Decision::as_str), closed.map(|_| instant(now)));
            let outcome = outcome.map(RunOutcome::as_str);
            let changed = t.execute(
                sql,
                params![
                    pipeline,
                    due,
                    token,
                    closed_as,
                    outcome,
                    decided_at,
                    reason,
                    next.map(instant),
                    failed
                ],
            )?;
            // That it still waits for the same is no news.
            let news = told.filter(|d| {
                changed > 0 && (*d != Decision::Waited || before.as_deref() != Some(reason))
            });
            news.map_or(Ok(()), |decision| {
                record(t, pipeline, due_at, decision, reason, now)
            })?;
            Ok(changed > 0)
        })
    }

    /// Proves that the ledger can be written, without writing.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check_writable(&mut self) -> Result<(), StoreError> {
        self.write(|_| Ok(()))
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

fn apply(t: &Transaction<'_>, step: &AccountChange, now: DateTime<Utc>) -> rusqlite::Result<()> {
    match step {
        AccountChange::Watch(w) => t.execute(
            "insert or replace into schedules values (?1, ?2, ?3, ?4, ?5)",
            params![
                w.pipeline,
                w.cron,
                w.timezone,
                instant(w.since),
                instant(w.until)
            ],
        )?,
        AccountChange::Unwatch { pipeline } => {
            t.execute("delete from schedules where pipeline = ?1", [pipeline])?
        }
        AccountChange::Expect {
            pipeline,
            due_at,
            late,
        } => t.execute(
            "insert or ignore into occurrences (pipeline, due_at, late) values (?1, ?2, ?3)",
            params![pipeline, instant(*due_at), late],
        )?,
        AccountChange::Close {
            pipeline,
            due_at,
            decision,
            reason,
        } => {
            let sql = "update occurrences set decision = ?3, reason = ?4, decided_at = ?5, not_before = null, holder = null, expires_at = null
                where pipeline = ?1 and due_at = ?2 and decision is null";
            let changed = t.execute(
                sql,
                params![
                    pipeline,
                    instant(*due_at),
                    decision.as_str(),
                    reason,
                    instant(now)
                ],
            )?;
            if changed > 0 {
                record(t, pipeline, *due_at, *decision, reason, now)?;
            }
            changed
        }
        AccountChange::Abort {
            pipeline,
            due_at,
            reason,
        } => {
            let sql =
                "update occurrences set aborts = aborts + 1, outcome = 'aborted', reason = ?3, not_before = null, holder = null, expires_at = null
                where pipeline = ?1 and due_at = ?2 and decision is null and holder is not null";
            let changed = t.execute(sql, params![pipeline, instant(*due_at), reason])?;
            if changed > 0 {
                record(t, pipeline, *due_at, Decision::Aborted, reason, now)?;
                t.execute(
                    "update runs set outcome = 'aborted' where outcome is null and pipeline = ?1 \
                        and due_at = ?2",
                    params![pipeline, instant(*due_at)],
                )?;
            }
            changed
        }
    };
    Ok(())
}

fn record(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::store::Lake;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn ledger() -> (tempfile::TempDir, Lake, Ledger) {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let ledger = Ledger::open(&lake).unwrap();
        (dir, lake, ledger)
    }

    fn expect(due: &str) -> AccountChange {
        AccountChange::Expect {
            pipeline: "p".into(),
            due_at: at(due),
            late: false,
        }
    }

    const DUE: &str = "2026-01-01T06:30:00Z";
    const NOW: &str = "2026-01-01T06:30:01Z";
    const END: &str = "2026-01-01T06:32:00Z";

    #[test]
    fn a_due_time_is_one_row_that_is_closed_once() {
        let (_dir, _lake, mut ledger) = ledger();
        ledger.apply(&[expect(DUE), expect(DUE)], at(NOW)).unwrap();
        assert_eq!(
            ledger.open_occurrences().unwrap(),
            [Occurrence::new("p", at(DUE), false)]
        );
        let close = |decision| AccountChange::Close {
            pipeline: "p".into(),
            due_at: at(DUE),
            decision,
            reason: "late".into(),
        };
        ledger.apply(&[close(Decision::Missed)], at(NOW)).unwrap();
        ledger
            .apply(&[close(Decision::Superseded), expect(DUE)], at(END))
            .unwrap();
        let closed = ledger.occurrences().unwrap();
        assert_eq!(
            (closed.len(), closed[0].decision, closed[0].decided_at),
            (1, Some(Decision::Missed), Some(at(NOW)))
        );
        assert_eq!(
            ledger
                .decisions()
                .unwrap()
                .iter()
                .map(|d| d.decision)
                .collect::<Vec<_>>(),
            [Decision::Missed]
        );
        assert_eq!(
            ledger.lease("p", at(DUE), "me", at(END)).unwrap(),
            None,
            "what is closed is not worked on"
        );
    }

    #[test]
    fn an_old_token_says_nothing_any_more() {
        let (_dir, _lake, mut ledger) = ledger();
        ledger.apply(&[expect(DUE)], at(NOW)).unwrap();
        let first = ledger.lease("p", at(DUE), "one", at(END)).unwrap().unwrap();
        assert_eq!(ledger.lease("p", at(DUE), "two", at(END)).unwrap(), None);
        ledger
            .apply(
                &[AccountChange::Abort {
                    pipeline: "p".into(),
                    due_at: at(DUE),
                    reason: "gone".into(),
                }],
                at(END),
            )
            .unwrap();
        let second = ledger.lease("p", at(DUE), "two", at(END)).unwrap().unwrap();
        assert!(second > first);
        let ran = Settled::Closed(Decision::Ran, Some(RunOutcome::Published));
        assert!(!ledger.renew("p", at(DUE), first, at(END)).unwrap());
        assert!(
            !ledger
                .settle(("p", at(DUE), first), &ran, "", at(END))
                .unwrap()
        );
        assert!(
            ledger
                .settle(("p", at(DUE), second), &ran, "on time", at(END))
                .unwrap()
        );
        assert!(
            !ledger
                .settle(("p", at(DUE), second), &ran, "again", at(END))
                .unwrap()
        );
        let closed = ledger.occurrences().unwrap().remove(0);
        assert_eq!(
            (closed.decision, closed.outcome, closed.aborts),
            (Some(Decision::Ran), Some(RunOutcome::Published), 1)
        );
        assert_eq!(
            ledger
                .decisions()
                .unwrap()
                .iter()
                .map(|d| d.decision)
                .collect::<Vec<_>>(),
            [Decision::Aborted, Decision::Ran]
        );
    }

    #[test]
    fn waiting_is_recorded_once_and_costs_no_attempt() {
        let (_dir, _lake, mut ledger) = ledger();
        ledger.apply(&[expect(DUE)], at(NOW)).unwrap();
        for _ in 0..3 {
            let token = ledger.lease("p", at(DUE), "me", at(END)).unwrap().unwrap();
            assert!(
                ledger
                    .settle(
                        ("p", at(DUE), token),
                        &Settled::Waits(at(END)),
                        "locked by pid 7",
                        at(NOW)
                    )
                    .unwrap()
            );
        }
        let open = ledger.open_occurrences().unwrap().remove(0);
        assert_eq!(
            (open.failures, open.not_before, open.lease),
            (0, Some(at(END)), None)
        );
        assert_eq!(ledger.decisions().unwrap().len(), 1);
    }
}
