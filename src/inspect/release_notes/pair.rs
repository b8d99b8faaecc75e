//! The two releases that notes are about.

use crate::error::RunError;
use crate::governance::releases::release;
use crate::store::{Lake, ReleaseRef, ReleaseState};
use chrono::{DateTime, Utc};

/// The two releases that notes are about, where not both are named: what waits, else what is in
/// force, and what it takes the place of.
///
/// # Errors
/// When there is no such release, or none to compare with.
pub fn pair(
    lake: &Lake,
    before: Option<&str>,
    after: Option<&str>,
    now: DateTime<Utc>,
) -> Result<[ReleaseRef; 2], RunError> {
    let standings = lake.releases().standings(now)?;
    let in_force = standings
        .iter()
        .find(|s| s.state == ReleaseState::InForce)
        .map(|s| s.release.id.as_str());
    let waiting = standings
        .iter()
        .filter(|s| s.state.waits())
        .max_by_key(|s| s.last.as_ref().map(|d| d.at))
        .map(|s| s.release.id.as_str());
    let after = after.or(if before.is_some() {
        in_force.or(waiting)
    } else {
        waiting.or(in_force)
    });
    let after = release(lake, after)?;
    let before = match before {
        Some(id) => id.to_owned(),
        None => match in_force.filter(|id| *id != after.id) {
            Some(id) => id.to_owned(),
            None => lake
                .releases()
                .replaced(&after.id)?
                .ok_or_else(|| first(&after.id))?,
        },
    };
    Ok([release(lake, Some(&before))?, after])
}

fn first(id: &str) -> RunError {
    RunError::Unknown(format!(
        "release `{id}` is the first: no release was in force before it, so there is none to compare it with"
    ))
}
