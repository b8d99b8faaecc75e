//! A lake that stands in for another: it reads the other's files and writes only its own, so that a
//! run can be tried.

use crate::env::Files;
use crate::store::error::{LockHolder, StoreError, read_failed};
use crate::store::lake_folder::{Lake, entries};
use crate::store::landing::LandedDelivery;
use std::fs;
use std::path::Path;

impl Lake {
    /// A lake in an empty folder that holds these deliveries of this one's landing and nothing
    /// else: what is made in it is made of them alone.
    ///
    /// # Errors
    /// When a file cannot be linked.
    pub fn shadow_of<'a>(
        &self,
        place: &Path,
        deliveries: impl IntoIterator<Item = &'a LandedDelivery>,
    ) -> Result<Lake, StoreError> {
        let shadow = Lake::open(place, Files::real())?;
        for landed in deliveries {
            let of = |lake: &Lake| {
                lake.landing_dir()
                    .join(&landed.receipt.dataset)
                    .join(&landed.delivery)
            };
            link_all(shadow.files(), &of(self), &of(&shadow))?;
        }
        Ok(shadow)
    }

    /// A lake in an empty folder that holds what this one holds: links to its files, which no write
    /// follows (files are only ever replaced), and a copy of the ledger, which is written in place.
    /// Locks and operational tables stay behind.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while a run goes on here; or when a file cannot be read or linked.
    pub fn shadow(&self, place: &Path) -> Result<Lake, StoreError> {
        if self.is_locked() {
            return Err(StoreError::Locked {
                path: self.root().to_owned(),
                by: LockHolder::Run,
                holder: None,
            });
        }
        let shadow = Lake::open(place, Files::real())?;
        let folders = [
            Lake::landing_dir,
            Lake::tables_dir,
            Lake::releases_dir,
            Lake::decisions_dir,
        ];
        for (from, to) in folders.map(|folder| (folder(self), folder(&shadow))) {
            link_all(shadow.files(), &from, &to)?;
        }
        link_all(shadow.files(), &self.cache_dir(), &shadow.cache_dir())?;
        let ledger = self.ledger_path();
        if ledger.exists() {
            shadow.files().write(
                &shadow.ledger_path(),
                &fs::read(&ledger).map_err(read_failed(&ledger))?,
            )?;
        }
        let published = self.published_path();
        match fs::symlink_metadata(&published) {
            Ok(meta) if meta.is_symlink() => {
                shadow.files().swap_link(
                    &fs::read_link(&published).map_err(read_failed(&published))?,
                    &shadow.published_path(),
                )?;
            }
            Ok(_) => shadow.files().write(
                &shadow.published_path(),
                &fs::read(&published).map_err(read_failed(&published))?,
            )?,
            Err(_) => {}
        }
        Ok(shadow)
    }
}

fn link_all(files: &Files, from: &Path, to: &Path) -> Result<(), StoreError> {
    for (name, path) in entries(from)? {
        if path.is_dir() {
            link_all(files, &path, &to.join(name))?;
            continue;
        }
        files.create_dir(to)?;
        if files.swap_link(&path, &to.join(&name)).is_err() {
            // Where links cannot be made, a copy does as well and only takes longer.
            files.write(
                &to.join(&name),
                &fs::read(&path).map_err(read_failed(&path))?,
            )?;
        }
    }
    Ok(())
}
