//! A release by its id, or the one in force.

use crate::config::Project;
use crate::error::RunError;
use crate::store::{Lake, ReleaseRef, StoreError};

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

/// What is damaged is made again, so it counts as not there.
pub(crate) fn unless_damaged<T>(error: StoreError) -> Result<Option<T>, StoreError> {
    if matches!(error, StoreError::Damaged { .. }) {
        Ok(None)
    } else {
        Err(error)
    }
}
