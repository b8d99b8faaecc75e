//! What a person decides about a release, recorded and done.

use crate::error::RunError;
use crate::governance::approvals::name;
use crate::governance::releases::allowed::{allowed, intact, stand};
use crate::governance::releases::named::{release, unless_damaged};
use crate::model::{Act, Refused, ReleaseRule, Subject};
use crate::store::{Lake, Ledger, NewDecision, ReleaseState, ReleaseStatus, RunRecord};
use chrono::{DateTime, Utc};

/// What a decision came to.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The release as it stands now.
    pub standing: ReleaseStatus,
    /// Release that came in force by it.
    pub came: Option<String>,
    /// Release in force now.
    pub in_force: Option<String>,
}

/// Every release with where it stands, in the order in which runs made them; those of which the
/// ledger has no run first, by the day up to which they know.
///
/// # Errors
/// When the lake cannot be read.
pub fn standings(lake: &Lake, now: DateTime<Utc>) -> Result<Vec<ReleaseStatus>, RunError> {
    let mut all = lake.releases().standings(now)?;
    // Without its ledger a lake is whole.
    let runs = Ledger::open(lake).and_then(|ledger| ledger.runs());
    let runs = runs.unwrap_or_default();
    let made = |s: &ReleaseStatus| {
        let run = |run: &RunRecord| run.release.as_ref() == Some(&s.release.id);
        runs.iter().position(run)
    };
    all.sort_by_cached_key(|s| (made(s), s.release.manifest.known_at));
    Ok(all)
}

/// Where a release stands.
///
/// # Errors
/// When there is no such release.
pub fn standing_of(lake: &Lake, id: &str, now: DateTime<Utc>) -> Result<ReleaseStatus, RunError> {
    release(lake, Some(id))?;
    lake.releases()
        .standing(id, now)?
        .ok_or(RunError::Internal("a release that was just read is gone"))
}

/// Records what a person decides about a release, and does what follows from it.
///
/// # Errors
/// When there is no such release, it does not stand where that can be decided, it was made under a
/// weaker rule than `asked` today, or a name or reason is missing.
pub fn decide(
    lake: &Lake,
    id: &str,
    act: Act,
    (by, why): (&str, &str),
    asked: ReleaseRule,
    now: DateTime<Utc>,
) -> Result<Decided, RunError> {
    let (by, why) = (name(by)?, why.trim());
    if why.is_empty() && act != Act::Approve {
        return Err(Refused::NoReason.into());
    }
    let lock = lake.lock()?;
    lake.releases().settle(&lock, now)?;
    let standing = standing_of(lake, id, now)?;
    allowed(&standing, act, &by)?;
    if matches!(act, Act::Approve | Act::Propose) && standing.rule.is_weaker_than(asked) {
        return Err(Refused::WeakerRule(id.to_owned()).into());
    }
    if act == Act::Approve {
        intact(&standing)?;
    }
    let decision = NewDecision {
        subject: Subject::Release,
        id: id.to_owned(),
        sha256: standing.sha256,
        act,
        by,
        at: now,
        why: why.to_owned(),
    };
    let came = lake.releases().decide(&lock, decision)?;
    lock.end()?;
    Ok(Decided {
        standing: standing_of(lake, id, now)?,
        came,
        in_force: lake
            .releases()
            .current()
            .or_else(unless_damaged)?
            .map(|r| r.id),
    })
}

/// Puts in force whatever may be by now. Gives the release that came in force by it, and the one in
/// force.
///
/// # Errors
/// When the lake cannot be written; and when a release is named that may not be in force yet.
pub fn publish_due(
    lake: &Lake,
    id: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(Option<String>, Option<String>), RunError> {
    let lock = lake.lock()?;
    let came = lake.releases().settle(&lock, now)?;
    if let Some(id) = id {
        let standing = standing_of(lake, id, now)?;
        if standing.state != ReleaseState::InForce {
            let (id, stands) = (id.to_owned(), stand(&standing));
            return Err(Refused::NotDue { id, stands }.into());
        }
    }
    lock.end()?;
    Ok((
        came,
        lake.releases()
            .current()
            .or_else(unless_damaged)?
            .map(|r| r.id),
    ))
}
