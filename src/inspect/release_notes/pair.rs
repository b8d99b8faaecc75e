//! The two releases that notes are about.

use crate::error::RunError;
use crate::governance::releases::release;
use crate::store::{Lake, Ledger, ReleaseRef, ReleaseState};
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
            None => earlier(
                lake,
                &after.id,
                standings.iter().map(|s| s.release.id.as_str()),
            )?,
        },
    };
    Ok([release(lake, Some(&before))?, after])
}

/// The release before one: by the ledger's runs, else by id.
fn earlier<'a>(
    lake: &Lake,
    id: &str,
    all: impl Iterator<Item = &'a str>,
) -> Result<String, RunError> {
    let runs = Ledger::open(lake)?.runs()?;
    let first = runs
        .iter()
        .position(|run| run.release.as_deref() == Some(id));
    let by_run = first.and_then(|first| {
        runs[..first]
            .iter()
            .rev()
            .find_map(|run| run.release.clone())
    });
    let none = || {
        RunError::Unknown(format!(
            "release `{id}` is the first, so there is none to compare it with; name two releases"
        ))
    };
    by_run
        .or_else(|| all.filter(|other| *other < id).max().map(str::to_owned))
        .ok_or_else(none)
}
