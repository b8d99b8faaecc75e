//! What the run before ended with, and whether anything is new since.

use crate::error::RunError;
use crate::governance::releases::unless_damaged;
use crate::pipeline::execute::work::Work;
use crate::pipeline::lost_deliveries::Former;
use crate::store::{ReleaseRef, ReleaseState};

impl Work<'_> {
    /// What the last release was made from.
    pub(super) fn former(&self) -> Result<Former, RunError> {
        let release = match self.last_release()? {
            Some((_, release)) => Some(release),
            None => self.lake.releases().current().or_else(unless_damaged)?,
        };
        Ok(Former::of(release.as_ref()))
    }

    /// Hash of the inputs of the last run that ended, with the release that it ended with, if that
    /// is still there.
    pub(super) fn last_release(&self) -> Result<Option<(String, ReleaseRef)>, RunError> {
        let Some(run) = self.ledger.last_finished()? else {
            return Ok(None);
        };
        let release = run
            .release
            .as_deref()
            .map_or(Ok(None), |id| self.lake.releases().get(id))
            .or_else(unless_damaged)?;
        Ok(release.map(|release| (run.inputs, release)))
    }

    /// The release of the last run, when that ended with these very inputs, nothing has gone
    /// missing since, and the release is in force, waits, or was refused. One that another took the
    /// place of since is brought back by the run.
    pub(super) fn nothing_new(&self, inputs: &str) -> Result<Option<String>, RunError> {
        let Some((_, release)) = self.last_release()?.filter(|(then, _)| then == inputs) else {
            return Ok(None);
        };
        // A link to a release that is gone: the run that readers are asked to start makes it again.
        let standing = self
            .lake
            .releases()
            .standing(&release.id, self.now)
            .or_else(unless_damaged)?;
        if standing.is_none_or(|s| s.state == ReleaseState::Superseded) {
            return Ok(None);
        }
        if !self.lake.releases().is_whole(&release) {
            return Ok(None);
        }
        for table in release.manifest.tables().iter().map(|t| &t.table) {
            let files = self.lake.tables().live(table)?;
            if self.lake.tables().version(table)?.is_none()
                || files.iter().any(|f| !f.path.exists())
            {
                return Ok(None);
            }
        }
        Ok(Some(release.id))
    }
}
