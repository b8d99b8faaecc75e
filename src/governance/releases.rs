//! What people decide about releases: approve, reject, withdraw, propose again; and what of it is
//! allowed when.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::approvals::{name, names};
use crate::model::{Act, ReleaseRule, Subject};
use crate::store::{
    Lake, NewDecision, ReleaseRef, ReleaseState, ReleaseStatus, StoreError, person, sha256_of_file,
};
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

/// Every release with where it stands, by id.
///
/// # Errors
/// When the lake cannot be read.
pub fn standings(lake: &Lake, now: DateTime<Utc>) -> Result<Vec<ReleaseStatus>, RunError> {
    Ok(lake.releases().standings(now)?)
}

/// Where a release stands.
///
/// # Errors
/// When there is no such release.
pub fn standing_of(lake: &Lake, id: &str, now: DateTime<Utc>) -> Result<ReleaseStatus, RunError> {
    release(lake, Some(id))?;
    lake.releases()
        .standing(id, now)?
        .ok_or(RunError::Internal("a release is gone that was just read"))
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
        return Err(RunError::Unknown(
            "the reason is empty; say why, as in `--reason \"the deflator was wrong\"`".to_owned(),
        ));
    }
    let lock = lake.lock()?;
    lake.releases().settle(&lock, now)?;
    let standing = standing_of(lake, id, now)?;
    allowed(&standing, act, &by)?;
    if matches!(act, Act::Approve | Act::Propose) && standing.rule.is_weaker_than(asked) {
        let why = "it was made when `[approval]` asked for less than it does today";
        return Err(RunError::Unknown(format!(
            "release `{id}` cannot come in force: {why}; `chiso run` makes one of the same figures \
                under today's rule"
        )));
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
            return Err(RunError::Unknown(format!(
                "release `{id}` cannot be put in force: {}",
                why_not(&standing)
            )));
        }
    }
    Ok((
        came,
        lake.releases()
            .current()
            .or_else(unless_damaged)?
            .map(|r| r.id),
    ))
}

fn allowed(standing: &ReleaseStatus, act: Act, by: &str) -> Result<(), RunError> {
    let id = &standing.release.id;
    let no = |why: String| Err(RunError::Unknown(why));
    let state = standing.state;
    match act {
        Act::Approve if state == ReleaseState::Candidate => {
            let twice = standing
                .approvals
                .iter()
                .any(|(held, _)| person(held) == person(by));
            if twice {
                no(format!(
                    "{by} approved release `{id}` already; another person must"
                ))
            } else {
                Ok(())
            }
        }
        Act::Approve => no(format!(
            "release `{id}` does not wait for approval: {}",
            why_not(standing)
        )),
        Act::Reject if state.waits() => Ok(()),
        Act::Reject if state == ReleaseState::InForce => no(format!(
            "release `{id}` is in force; take it back with `chiso release withdraw {id}`"
        )),
        Act::Withdraw if matches!(state, ReleaseState::InForce | ReleaseState::Superseded) => {
            Ok(())
        }
        Act::Withdraw if state.waits() => no(format!(
            "release `{id}` was never in force; refuse it with `chiso release reject {id}`"
        )),
        Act::Propose if state.is_refused() => Ok(()),
        Act::Propose => no(format!(
            "release `{id}` was neither rejected nor withdrawn: {}",
            why_not(standing)
        )),
        _ => no(format!(
            "that cannot be decided about release `{id}`: {}",
            why_not(standing)
        )),
    }
}

/// Why a release is not put in force now, as the end of a sentence.
fn why_not(standing: &ReleaseStatus) -> String {
    let id = &standing.release.id;
    let said = |verb: &str| {
        let last = standing
            .last
            .as_ref()
            .map_or_else(String::new, |d| format!(" by {}: {}", d.by, d.why));
        format!(
            "it was {verb}{last}; `chiso release propose {id}` puts it before those who approve \
                again"
        )
    };
    match standing.state {
        ReleaseState::Candidate => {
            let given = if standing.approvals.is_empty() {
                String::new()
            } else {
                format!(" ({})", names(&standing.approvals))
            };
            format!(
                "it has {} of {} approvals{given}",
                standing.approvals.len(),
                standing.rule.approvals
            )
        }
        ReleaseState::Approved => {
            "it is approved; `chiso release publish` puts it in force".to_owned()
        }
        ReleaseState::Embargoed(until) => format!(
            "it is approved and under embargo until {}",
            until.format("%Y-%m-%dT%H:%M:%SZ")
        ),
        ReleaseState::InForce => "it is in force".to_owned(),
        ReleaseState::Superseded => "another one took its place".to_owned(),
        ReleaseState::Rejected => said("rejected"),
        ReleaseState::Withdrawn => said("withdrawn"),
    }
}

/// Whoever approves a release approves the files that its manifest names.
fn intact(standing: &ReleaseStatus) -> Result<(), RunError> {
    for file in standing.release.manifest.files() {
        let path = standing.release.path.join(&file.name);
        let found = sha256_of_file(&path).map(|(sha256, _)| sha256).ok();
        if found.as_ref() != Some(&file.sha256) {
            let detail = "its bytes are not those that the manifest names".to_owned();
            let remedy = "nothing was approved; remove the release's folder and run `chiso run`, \
                or restore it from a backup";
            return Err(StoreError::Damaged {
                path,
                detail,
                remedy,
            }
            .into());
        }
    }
    Ok(())
}

/// A release by id, or the one in force.
///
/// # Errors
/// When there is none.
pub fn release(lake: &Lake, id: Option<&str>) -> Result<ReleaseRef, RunError> {
    let Some(id) = id else {
        let none = || {
            lake.releases().list().map_or(RunError::NoRelease, |all| {
                all.last()
                    .map_or(RunError::NoRelease, |r| RunError::NoneInForce(r.id.clone()))
            })
        };
        return lake.releases().current()?.ok_or_else(none);
    };
    let unknown = || {
        let known = lake.releases().list().unwrap_or_default();
        let near = crate::model::nearest(id, known.iter().map(|r| r.id.as_str()));
        RunError::Unknown(near.map_or_else(
            || format!("no release `{id}`; see `chiso release list`"),
            |n| format!("no release `{id}`; did you mean `{n}`?"),
        ))
    };
    match lake.releases().get(id) {
        // What cannot be the name of a release names none.
        Err(StoreError::Name { .. }) => Err(unknown()),
        found => found?.ok_or_else(unknown),
    }
}

/// A release by id, or the one in force, with every file as it was published: what is damaged would
/// show wrong figures.
///
/// # Errors
/// When there is no lake, no such release, nothing was published yet, or a file of the release is
/// damaged.
pub fn open_release(project: &Project, id: Option<&str>) -> Result<ReleaseRef, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let release = crate::governance::releases::release(&lake, id)?;
    lake.releases().check_whole(&release)?;
    Ok(release)
}

/// What is damaged is made anew, so it counts as not there.
pub(crate) fn unless_damaged<T>(error: StoreError) -> Result<Option<T>, StoreError> {
    if matches!(error, StoreError::Damaged { .. }) {
        Ok(None)
    } else {
        Err(error)
    }
}
