//! Where each release stands, worked out from its manifest, the journal and the clock; and the link
//! brought to where it should be.
//!
//! The order of writing is decision, then link, then tombstone. Whoever dies in between has
//! decided, and [`Releases::settle`], which every run begins with, does the rest. Lakes in which
//! nothing was ever decided have no journal, and there the link is all there is.

use crate::model::manifest::Manifest;
use crate::model::{Act, ReleaseRule, Subject};
use crate::store::decisions::{BY_PROGRAM, DecisionEntry, Journal, NewDecision, approvals};
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::ledger::Ledger;
use crate::store::lock::LakeLock;
use crate::store::release::{CompleteRelease, ReleaseRef, Releases, figures_of};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Where a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseState {
    /// It waits for approvals.
    Candidate,
    /// It is approved and nothing holds it back: the next run puts it in force.
    Approved,
    /// It is approved and held back until then.
    Embargoed(DateTime<Utc>),
    /// It is what readers see.
    InForce,
    /// Another one took its place.
    Superseded,
    /// Somebody refused it.
    Rejected,
    /// It was taken back.
    Withdrawn,
}

impl ReleaseState {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ReleaseState::Candidate => "candidate",
            ReleaseState::Approved => "approved",
            ReleaseState::Embargoed(_) => "embargoed",
            ReleaseState::InForce => "in_force",
            ReleaseState::Superseded => "superseded",
            ReleaseState::Rejected => "rejected",
            ReleaseState::Withdrawn => "withdrawn",
        }
    }

    /// Whether it may still come in force without anybody proposing it again.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(
            self,
            ReleaseState::Candidate | ReleaseState::Approved | ReleaseState::Embargoed(_)
        )
    }

    /// Whether its figures are not to be put in force.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(self, ReleaseState::Rejected | ReleaseState::Withdrawn)
    }
}

/// A release with what was decided about it.
#[derive(Clone, Debug)]
pub struct ReleaseStatus {
    /// The release.
    pub release: ReleaseRef,
    /// SHA-256 of its manifest.
    pub sha256: String,
    /// Where it stands.
    pub state: ReleaseState,
    /// What it needs.
    pub rule: ReleaseRule,
    /// Who approved it since it was proposed last, and when.
    pub approvals: Vec<(String, DateTime<Utc>)>,
    /// When an embargo ends that is known already.
    pub free_from: Option<DateTime<Utc>>,
    /// The last decision about it.
    pub last: Option<NewDecision>,
    /// Number of the decision that proposed it last.
    proposed: Option<u64>,
}

impl Releases<'_> {
    /// Every release with where it stands, by id.
    ///
    /// # Errors
    /// When the journal, the link or a manifest is damaged.
    pub fn standings(&self, now: DateTime<Utc>) -> Result<Vec<ReleaseStatus>, StoreError> {
        let (journal, pointed) = (self.lake.journal()?, self.pointed_at()?);
        self.list()?
            .into_iter()
            .map(|release| self.stand(release, &journal, pointed.as_deref(), now))
            .collect()
    }

    /// Where one release stands; `None` when there is no such release.
    ///
    /// # Errors
    /// When the journal, the link or its manifest is damaged.
    pub fn standing(
        &self,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<ReleaseStatus>, StoreError> {
        let Some(release) = self.get(id)? else {
            return Ok(None);
        };
        Ok(Some(self.stand(
            release,
            &self.lake.journal()?,
            self.pointed_at()?.as_deref(),
            now,
        )?))
    }

    fn stand(
        &self,
        release: ReleaseRef,
        journal: &Journal,
        pointed: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ReleaseStatus, StoreError> {
        let sha256 = sha256_hex(&self.manifest_bytes(&release.id)?);
        let rule = release.manifest.rule().ok_or_else(|| StoreError::Damaged {
            path: release.path.join("manifest.json"),
            detail: "what it says of its approval cannot be read".to_owned(),
            remedy: "restore the release from a backup",
        })?;
        let its: Vec<&DecisionEntry> = journal.about(Subject::Release, &release.id).collect();
        let round = its
            .iter()
            .rposition(|e| matches!(e.what.act, Act::Propose | Act::Reject | Act::Withdraw));
        let opened = round.map(|i| its[i]);
        let since = &its[round.map_or(0, |i| i + 1)..];
        let given = approvals(since.iter().copied(), &sha256);
        let proposed = opened.filter(|e| e.what.act == Act::Propose);
        let approved_at = match (rule.approvals, proposed) {
            (0, Some(proposed)) => Some(proposed.what.at),
            (0, None) => None,
            (n, _) => given.get(usize::from(n) - 1).map(|(_, at)| *at),
        };
        let free_from = approved_at.map(|at| rule.free_from(at));
        let state = match (opened.map(|e| e.what.act), proposed) {
            (Some(Act::Reject), _) => ReleaseState::Rejected,
            (Some(Act::Withdraw), _) => ReleaseState::Withdrawn,
            _ if pointed == Some(release.id.as_str()) => ReleaseState::InForce,
            (_, None) => ReleaseState::Superseded,
            (_, Some(proposed)) => {
                let published = since.iter().any(|e| e.what.act == Act::Publish);
                match free_from {
                    _ if published || overtaken(journal, &release.id, proposed.number) => {
                        ReleaseState::Superseded
                    }
                    None => ReleaseState::Candidate,
                    Some(time) if now < time => ReleaseState::Embargoed(time),
                    Some(_) => ReleaseState::Approved,
                }
            }
        };
        let last = its.last().map(|e| e.what.clone());
        Ok(ReleaseStatus {
            state,
            rule,
            approvals: given,
            free_from,
            last,
            proposed: proposed.map(|p| p.number),
            sha256,
            release,
        })
    }

    /// The release that stands for a manifest which is about to be written: one with the same
    /// figures that waits under a rule no weaker, or that was refused. Without it, figures that
    /// were taken back would come back with the next run.
    ///
    /// # Errors
    /// When the journal or a manifest is damaged.
    pub fn held(
        &self,
        manifest: &Manifest,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        if !self.lake.journal()?.knows_releases() {
            return Ok(None);
        }
        let (figures, rule) = (figures_of(manifest), manifest.rule().unwrap_or_default());
        // What was refused under a weaker rule may be put before those whom today's rule asks.
        // What the program closed was closed for the sake of another release with these figures.
        let by_person = |s: &ReleaseStatus| s.last.as_ref().is_some_and(|d| d.by != BY_PROGRAM);
        let stands = |s: &ReleaseStatus| match s.state {
            state if state.waits() => s.rule == rule || rule.is_weaker_than(s.rule),
            state => state.is_refused() && by_person(s) && !s.rule.is_weaker_than(rule),
        };
        let mut same = self.standings(now)?;
        same.retain(|s| figures_of(&s.release.manifest) == figures && stands(s));
        // What waits goes before what was refused: somebody proposed it again.
        Ok(same
            .into_iter()
            .min_by_key(|s| (s.state.is_refused(), s.proposed))
            .map(|s| s.release.id))
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
            "a release is gone that was just made".to_owned(),
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

    /// Refuses what waits with the same figures under another rule: it would be approved beside the
    /// one that took its place.
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

    /// Writes down what was in force before anything was decided, so that a withdrawal finds its
    /// way back.
    fn found_in_force(
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
        self.record(
            lock,
            journal,
            &standing,
            (Act::Publish, "in force before decisions were kept"),
            now,
        )
    }

    fn record(
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
        if there && wanted != pointed {
            match &wanted {
                Some(id) => self.point_at(id)?,
                None => self.files().remove_file(&self.lake.published_path())?,
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

/// The release that was put in force last and not refused since. To propose one again does not put
/// it in force: that takes another publication.
pub(super) fn in_force_by(journal: &Journal) -> Option<&str> {
    journal
        .entries
        .iter()
        .rev()
        .find(|e| publishes(journal, e))
        .map(|e| e.what.id.as_str())
}

/// Whether another release that was proposed later, or never had to be, was put in force since.
fn overtaken(journal: &Journal, id: &str, proposed: u64) -> bool {
    // Also by one that was withdrawn since: taking a release back proposes nothing again.
    let published =
        |e: &&DecisionEntry| e.what.subject == Subject::Release && e.what.act == Act::Publish;
    let mut others = journal
        .entries
        .iter()
        .filter(|e| e.number > proposed && e.what.id != id)
        .filter(published);
    others.any(|e| {
        let mut its = journal
            .about(Subject::Release, &e.what.id)
            .filter(|p| p.what.act == Act::Propose && p.number < e.number);
        its.next_back().is_none_or(|p| p.number > proposed)
    })
}

/// Whether a decision put a release in force that was not refused since.
fn publishes(journal: &Journal, entry: &DecisionEntry) -> bool {
    let refused = |e: &DecisionEntry| {
        e.number > entry.number && matches!(e.what.act, Act::Reject | Act::Withdraw)
    };
    entry.what.subject == Subject::Release
        && entry.what.act == Act::Publish
        && !journal.about(Subject::Release, &entry.what.id).any(refused)
}
