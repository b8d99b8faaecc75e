//! The lease of a due time: taken, renewed, and given back with how the attempt ended.

use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, RunOutcome, instant};
use crate::store::occurrences::changes::record;
use crate::store::occurrences::occurrence::Decision;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

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

/// What the end of an attempt means for the row of its due time.
struct Ending {
    /// What goes into the list of decisions.
    recorded: Option<Decision>,
    closed: Option<Decision>,
    outcome: Option<RunOutcome>,
    /// When the next attempt may begin.
    next: Option<DateTime<Utc>>,
    /// Failures more than before.
    failed: u32,
}

impl Ending {
    const STOPPED: Ending = Ending {
        recorded: None,
        closed: None,
        outcome: None,
        next: None,
        failed: 0,
    };

    const fn of(how: &Settled) -> Ending {
        match *how {
            Settled::Closed(decision, outcome) => Ending {
                recorded: Some(decision),
                closed: Some(decision),
                outcome,
                ..Ending::STOPPED
            },
            Settled::Retry(next, outcome) => Ending {
                recorded: Some(Decision::Retried),
                outcome: Some(outcome),
                next: Some(next),
                failed: 1,
                ..Ending::STOPPED
            },
            Settled::Waits(next) => Ending {
                recorded: Some(Decision::Waited),
                next: Some(next),
                ..Ending::STOPPED
            },
            Settled::Stopped => Ending::STOPPED,
        }
    }
}

impl Ledger {
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
        let Ending {
            recorded,
            closed,
            outcome,
            next,
            failed,
        } = Ending::of(how);
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
            let news = recorded.filter(|d| {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::store::Lake;
    use crate::store::occurrences::changes::AccountChange;
    use crate::store::occurrences::occurrence::Occurrence;

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
