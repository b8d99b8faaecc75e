//! Decisions of the program, written down.

use crate::model::{Act, Subject};
use crate::store::decisions::{BY_PROGRAM, Journal, NewDecision};
use crate::store::error::StoreError;
use crate::store::lock::LakeLock;
use crate::store::release::Releases;
use crate::store::standing::in_force::FOUNDED;
use crate::store::standing::status::ReleaseStatus;
use chrono::{DateTime, Utc};

impl Releases<'_> {
    /// Writes down what was in force before anything was decided, so that a withdrawal finds its
    /// way back.
    pub(super) fn found_in_force(
        &self,
        lock: &LakeLock,
        journal: &mut Journal,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Some(id) = self.pointed_at()?.filter(|_| !journal.knows_releases()) else {
            return Ok(());
        };
        let Some(standing) = self.standing(&id, now)? else {
            return Ok(());
        };
        self.record(lock, journal, &standing, (Act::Publish, FOUNDED), now)
    }

    pub(super) fn record(
        &self,
        lock: &LakeLock,
        journal: &mut Journal,
        of: &ReleaseStatus,
        (act, why): (Act, &str),
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let decision = NewDecision {
            subject: Subject::Release,
            id: of.release.id.clone(),
            sha256: of.sha256.clone(),
            act,
            by: BY_PROGRAM.to_owned(),
            at: now,
            why: why.to_owned(),
        };
        self.lake.decide(lock, journal, decision)
    }
}
