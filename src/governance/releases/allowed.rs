//! What may be decided about a release where it stands.

use crate::error::RunError;
use crate::governance::approvals::names;
use crate::model::{Act, Refused, Stand};
use crate::store::{ReleaseState, ReleaseStatus, StoreError, person, sha256_of_file};

pub(super) fn allowed(standing: &ReleaseStatus, act: Act, by: &str) -> Result<(), Refused> {
    let id = standing.release.id.clone();
    let state = standing.state;
    match act {
        Act::Approve if state == ReleaseState::Candidate => {
            let mut held = standing.approvals.iter();
            if held.any(|(held, _)| person(held) == person(by)) {
                let by = by.to_owned();
                Err(Refused::Twice { by, id })
            } else {
                Ok(())
            }
        }
        Act::Approve => Err(Refused::NotWaiting {
            id,
            stands: stand(standing),
        }),
        Act::Reject if state.waits() => Ok(()),
        Act::Reject if state == ReleaseState::InForce => Err(Refused::InForce(id)),
        Act::Withdraw if matches!(state, ReleaseState::InForce | ReleaseState::Superseded) => {
            Ok(())
        }
        Act::Withdraw if state.waits() => Err(Refused::NeverInForce(id)),
        Act::Propose if state.is_refused() => Ok(()),
        Act::Propose => Err(Refused::NotRefused {
            id,
            stands: stand(standing),
        }),
        _ => Err(Refused::NotNow {
            id,
            stands: stand(standing),
        }),
    }
}

/// Where a release stands, and so why it is not put in force now.
pub(super) fn stand(standing: &ReleaseStatus) -> Stand {
    let id = standing.release.id.clone();
    let said = || { standing.last.as_ref() }.map(|d| (d.by.clone(), d.why.clone()));
    match standing.state {
        ReleaseState::Candidate => Stand::Approvals {
            given: standing.approvals.len(),
            needed: standing.rule.approvals,
            by: names(&standing.approvals),
        },
        ReleaseState::Approved => Stand::Approved,
        ReleaseState::Embargoed(until) => Stand::Embargoed(until),
        ReleaseState::InForce => Stand::InForce,
        ReleaseState::Superseded => Stand::Superseded,
        ReleaseState::Rejected => Stand::Rejected { id, said: said() },
        ReleaseState::Withdrawn => Stand::Withdrawn { id, said: said() },
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
