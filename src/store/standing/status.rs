//! Where a release stands, by its manifest, the journal and the clock.

use crate::model::{Act, ReleaseRule, Subject};
use crate::store::decisions::{DecisionEntry, Journal, NewDecision, approvals};
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::release::{ReleaseRef, Releases};
use crate::store::standing::in_force::{changed, overtaken};
use chrono::{DateTime, Utc};

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
    /// It was withdrawn.
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
    /// When readers last saw something become of it.
    pub changed: Option<DateTime<Utc>>,
    /// Whether it was in force at some time, so that everybody may know of it.
    pub published: bool,
    /// The last decision that withdrew it.
    pub withdrawal: Option<NewDecision>,
    /// Number of the decision that proposed it last.
    pub(super) proposed: Option<u64>,
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

    pub(super) fn stand(
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
        // Before decisions were kept, what needed none was published when it was made.
        let undecided = rule.is_open() && its.is_empty();
        let published = state == ReleaseState::InForce
            || undecided
            || its.iter().any(|e| e.what.act == Act::Publish);
        let withdrew = its.iter().rev().find(|e| e.what.act == Act::Withdraw);
        Ok(ReleaseStatus {
            withdrawal: withdrew.map(|e| e.what.clone()),
            published,
            changed: changed(journal, &release.id),
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
}
