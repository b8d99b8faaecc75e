//! Which release a page shows, and what became of it since.

use crate::app::cli::Failure;
use crate::app::site::address::Edition;
use crate::error::RunError;
use crate::governance::releases::{release, standing_of, standings};
use crate::store::{Lake, Ledger, ReleaseState, ReleaseStatus};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The release that an address means, where readers may see it. One that was never in force is there
/// only for who has signed in: nobody else learns of a release before its time.
///
/// # Errors
/// When the lake cannot be read.
pub fn edition(
    lake: &Lake,
    edition: &Edition,
    (now, signed_in): (DateTime<Utc>, bool),
) -> Result<Option<ReleaseStatus>, Failure> {
    let id = match edition {
        Edition::Latest => match lake.releases().current()? {
            Some(current) => current.id,
            None => return Ok(None),
        },
        Edition::Release(id) => id.clone(),
    };
    match release(lake, Some(&id)) {
        Err(RunError::Unknown(_)) => return Ok(None),
        found => found?,
    };
    let status = standing_of(lake, &id, now)?;
    Ok(Some(status).filter(|s| s.published || signed_in))
}

/// Every release that was in force, for who has signed in also those that were not: the one in force first,
/// then the newest.
///
/// # Errors
/// When the lake cannot be read.
pub fn editions(
    lake: &Lake,
    (now, signed_in): (DateTime<Utc>, bool),
) -> Result<Vec<ReleaseStatus>, Failure> {
    let mut all = standings(lake, now)?;
    all.retain(|s| s.published || signed_in);
    all.reverse();
    all.sort_by_key(|s| s.state != ReleaseState::InForce);
    Ok(all)
}

/// When the run that made a release ended, by release; nothing where the ledger was lost.
pub fn made_at(lake: &Lake) -> BTreeMap<String, DateTime<Utc>> {
    let runs = Ledger::open(lake).and_then(|ledger| ledger.runs());
    let runs = runs.unwrap_or_default().into_iter().rev();
    runs.filter_map(|run| Some((run.release?, run.finished_at?)))
        .collect()
}
