//! What decisions and the clock ask for, done.

use crate::model::Act;
use crate::store::decisions::{Journal, NewDecision};
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::lock::LakeLock;
use crate::store::release::Releases;
use crate::store::standing::in_force::{in_force_by, refusal};
use crate::store::standing::status::{ReleaseState, ReleaseStatus};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

impl Releases<'_> {
    /// Records what a person decided about a release and does what follows from it. Gives the
    /// release that came in force by it.
    ///
    /// # Errors
    /// When something cannot be read or written; what was decided is then done by the next run.
    pub fn decide(
        &self,
        lock: &LakeLock,
        decision: NewDecision,
    ) -> Result<Option<String>, StoreError> {
        let (mut journal, now) = (self.lake.journal()?, decision.at);
        self.found_in_force(lock, &mut journal, now)?;
        self.lake.decide(lock, &mut journal, decision)?;
        self.settle(lock, now)
    }

    /// Does what decisions and the clock ask for: puts in force what is approved and no longer held
    /// back, takes the link from what was withdrawn, puts up tombstones. Gives the release that
    /// came in force by it. Nothing is done where nothing was ever decided.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub fn settle(
        &self,
        lock: &LakeLock,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let mut journal = self.lake.journal()?;
        if !journal.knows_releases() {
            return Ok(None);
        }
        let pointed = self.pointed_at()?;
        let standings: BTreeMap<String, ReleaseStatus> = self
            .standings(now)?
            .into_iter()
            .map(|s| (s.release.id.clone(), s))
            .collect();
        let due = standings
            .values()
            .filter(|s| s.state == ReleaseState::Approved)
            .max_by_key(|s| s.proposed);
        if let Some(due) = due {
            let why = if due.rule.embargo.is_some() {
                "approved, and the embargo is over"
            } else {
                "approved"
            };
            self.record(lock, &mut journal, due, (Act::Publish, why), now)?;
        }
        let wanted = match in_force_by(&journal) {
            Some(id) => Some(id.to_owned()),
            None => self.before_decisions(lock, &mut journal, &standings, now)?,
        };
        let there = wanted.as_ref().is_none_or(|id| standings.contains_key(id));
        if wanted != pointed {
            match &wanted {
                Some(id) if there => self.point_at(id)?,
                // The release to go back to is gone or damaged. Readers must not see a refused one
                // for that.
                Some(_)
                    if pointed
                        .as_ref()
                        .and_then(|id| refusal(&journal, id))
                        .is_none() => {}
                _ => self.files().remove_file(&self.lake.published_path())?,
            }
        }
        for standing in standings.values() {
            self.mark(standing, &journal)?;
        }
        Ok(wanted.filter(|id| there && pointed.as_ref() != Some(id)))
    }

    /// The release to go back to when none that the journal knows may be in force: the last one, by
    /// the ledger's runs, else by id, that was published when nothing was decided yet. It is
    /// written down, so that it stays the one.
    fn before_decisions(
        &self,
        lock: &LakeLock,
        journal: &mut Journal,
        standings: &BTreeMap<String, ReleaseStatus>,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let runs = Ledger::open(self.lake)?.runs()?;
        let place = |id: &str| {
            runs.iter()
                .rposition(|run| run.release.as_deref() == Some(id))
        };
        let free = standings
            .values()
            .filter(|s| s.rule.is_open() && !s.state.is_refused());
        let Some(last) = free.max_by_key(|s| (place(&s.release.id), s.release.id.clone())) else {
            return Ok(None);
        };
        self.record(
            lock,
            journal,
            last,
            (Act::Publish, "what was in force after it was withdrawn"),
            now,
        )?;
        Ok(Some(last.release.id.clone()))
    }
}
