//! A release that was just made, put where it belongs.

use crate::model::manifest::Manifest;
use crate::model::{Act, Subject};
use crate::store::decisions::{BY_PROGRAM, Journal};
use crate::store::error::StoreError;
use crate::store::lock::LakeLock;
use crate::store::release::{CompleteRelease, Releases, figures_of};
use crate::store::standing::in_force::{in_force_by, refusal};
use crate::store::standing::status::{ReleaseState, ReleaseStatus};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

impl Releases<'_> {
    /// The release that stands for a manifest which is about to be written: one with the same
    /// figures that waits under a rule no weaker, or that was refused. Without it, figures that
    /// were withdrawn would come back with the next run.
    ///
    /// # Errors
    /// When the journal or a manifest is damaged.
    pub fn held(
        &self,
        manifest: &Manifest,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let journal = self.lake.journal()?;
        if !journal.knows_releases() {
            return Ok(None);
        }
        let mut same = self.standings(now)?;
        self.refused_can_be_read(&journal, &same)?;
        let (figures, rule) = (figures_of(manifest), manifest.rule().unwrap_or_default());
        // What was refused under a weaker rule may be put before those whom today's rule asks.
        // What the program closed was closed for the sake of another release with these figures.
        let by_person = |s: &ReleaseStatus| s.last.as_ref().is_some_and(|d| d.by != BY_PROGRAM);
        let stands = |s: &ReleaseStatus| match s.state {
            state if state.waits() => s.rule == rule || rule.is_weaker_than(s.rule),
            state => state.is_refused() && by_person(s) && !s.rule.is_weaker_than(rule),
        };
        same.retain(|s| figures_of(&s.release.manifest) == figures && stands(s));
        // What waits goes before what was refused: somebody proposed it again.
        Ok(same
            .into_iter()
            .min_by_key(|s| (s.state.is_refused(), s.proposed))
            .map(|s| s.release.id))
    }

    /// Ends with an error when the manifest of a release is damaged that a person refused: nobody
    /// can say then whether the figures that are about to be put in force are the refused ones.
    /// `read` are those that can be read.
    fn refused_can_be_read(
        &self,
        journal: &Journal,
        read: &[ReleaseStatus],
    ) -> Result<(), StoreError> {
        let mut ids: BTreeSet<&str> = journal
            .entries
            .iter()
            .filter(|e| e.what.subject == Subject::Release)
            .map(|e| e.what.id.as_str())
            .collect();
        for status in read {
            ids.remove(status.release.id.as_str());
        }
        ids.into_iter()
            .filter(|id| refusal(journal, id).is_some_and(|e| e.what.by != BY_PROGRAM))
            .try_for_each(|id| self.get(id).map(|_| ()))
    }

    /// Puts a release that was just made where it belongs: in force when it needs nothing, before
    /// those who approve when it does. One that waits, is in force or was refused stays as it is.
    /// Says whether anything changed.
    ///
    /// # Errors
    /// When something cannot be read or written; running again goes on from there.
    pub fn bring(
        &self,
        lock: &LakeLock,
        made: &CompleteRelease,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut journal = self.lake.journal()?;
        let pointed = self.pointed_at()?;
        let release = self.get(&made.id)?.ok_or(StoreError::Shape(
            "a release that was just made is gone".to_owned(),
        ))?;
        if in_force_by(&journal) == Some(made.id.as_str()) {
            // It is in force by the journal: its folder or the link was gone.
            let lost = pointed.as_ref() != Some(&made.id);
            if lost {
                self.point_at(&made.id)?;
            }
            return Ok(lost);
        }
        let standing = self.stand(release, &journal, pointed.as_deref(), now)?;
        if standing.state != ReleaseState::Superseded {
            return Ok(false);
        }
        if standing.rule.is_open() {
            if journal.knows_releases() {
                self.record(
                    lock,
                    &mut journal,
                    &standing,
                    (Act::Publish, "nothing has to be approved"),
                    now,
                )?;
            }
            self.point_at(&made.id)?;
        } else {
            self.found_in_force(lock, &mut journal, now)?;
            self.record(lock, &mut journal, &standing, (Act::Propose, ""), now)?;
            self.close_others(lock, &mut journal, &standing, now)?;
            self.settle(lock, now)?;
        }
        Ok(true)
    }

    /// Refuses what waits with the same figures under another rule: it would be approved as well as
    /// the one that took its place.
    fn close_others(
        &self,
        lock: &LakeLock,
        journal: &mut Journal,
        of: &ReleaseStatus,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let figures = figures_of(&of.release.manifest);
        for other in self.standings(now)? {
            if other.release.id != of.release.id
                && other.state.waits()
                && figures_of(&other.release.manifest) == figures
            {
                let why = format!(
                    "the same figures are proposed under another rule as {}",
                    of.release.id
                );
                self.record(lock, journal, &other, (Act::Reject, &why), now)?;
            }
        }
        Ok(())
    }
}
