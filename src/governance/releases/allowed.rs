//! What may be decided about a release where it stands.

use crate::error::RunError;
use crate::governance::approvals::names;
use crate::model::Act;
use crate::store::{ReleaseState, ReleaseStatus, StoreError, person, sha256_of_file};

pub(super) fn allowed(standing: &ReleaseStatus, act: Act, by: &str) -> Result<(), RunError> {
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
            "release `{id}` is in force; withdraw it with `chiso release withdraw {id}`"
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
pub(super) fn why_not(standing: &ReleaseStatus) -> String {
    let id = &standing.release.id;
    let said = |verb: &str| {
        let last = standing
            .last
            .as_ref()
            .map_or_else(String::new, |d| format!(" by {}: {}", d.by, d.why));
        format!(
            "it was {verb}{last}; `chiso release propose {id}` proposes it for approval \
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
pub(super) fn intact(standing: &ReleaseStatus) -> Result<(), RunError> {
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
