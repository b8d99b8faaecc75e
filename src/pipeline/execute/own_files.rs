//! Configuration and registers landed, so that a release can be reproduced with what it was made
//! from.

use crate::error::RunError;
use crate::pipeline::execute::work::Work;
use crate::store::{LandingNote, Replaced, StoreError, sha256_hex, short};

impl Work<'_> {
    /// Lands configuration and registers, so that a release can be reproduced with what it was made
    /// from.
    pub(super) fn land_project(&self) -> Result<(), RunError> {
        let note = |path: &str| LandingNote {
            source_id: path.to_owned(),
            path: path.to_owned(),
            url: String::new(),
            licence: String::new(),
            published_at: None,
            fetched_at: self.now,
            transfer: None,
            replaced: Replaced::ByAny,
        };
        for file in &self.project.files {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            self.land_own("_project", name, &file.bytes, &note(&file.path))?;
        }
        for (register, name, bytes) in &self.registers.files {
            self.land_own(
                register,
                name,
                bytes,
                &note(&format!("datasets/{register}/{name}")),
            )?;
        }
        Ok(())
    }

    /// Lands a file of the project. What lies there damaged is the same file, so it is landed
    /// again.
    fn land_own(
        &self,
        dataset: &str,
        name: &str,
        bytes: &[u8],
        note: &LandingNote,
    ) -> Result<(), RunError> {
        let landed = match self.lake.land(dataset, name, bytes, note) {
            Err(StoreError::Damaged { .. }) => {
                self.lake
                    .remove_damaged(self.lock, dataset, short(&sha256_hex(bytes)))?;
                self.lake.land(dataset, name, bytes, note)?
            }
            landed => landed?,
        };
        if !landed.new && self.lake.verify_hash(&landed).is_err() {
            self.lake
                .remove_damaged(self.lock, dataset, &landed.delivery)?;
            self.lake.land(dataset, name, bytes, note)?;
        }
        Ok(())
    }
}
