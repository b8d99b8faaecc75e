//! The folder of a lake as its copy in object storage sees it.

use crate::env::{Files, TEMPORARY};
use crate::objects::Folder;
use crate::store::lake_folder::{Lake, is_set_apart};
use std::io;
use std::path::Path;

/// What of a lake is copied. Ledger, `ops/` and `cache/` are made again.
const PARTS: [&str; 5] = ["decisions", "format.json", "landing", "releases", "tables"];

/// What of a lake is copied, and how it is written.
pub(super) struct CopiedFolder {
    lake: Lake,
}

impl CopiedFolder {
    pub(super) const fn new(lake: Lake) -> CopiedFolder {
        CopiedFolder { lake }
    }

    fn files(&self) -> &Files {
        self.lake.files()
    }
}

impl Folder for CopiedFolder {
    fn root(&self) -> &Path {
        self.lake.root()
    }

    fn is_copied(&self, path: &str) -> bool {
        let whole = |name: &str| {
            !name.starts_with(TEMPORARY) && !name.contains(".json#") && !is_set_apart(name)
        };
        let first = path.split('/').next().unwrap_or_default();
        PARTS.contains(&first) && path.split('/').all(whole)
    }

    fn write(
        &self,
        path: &Path,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let folder = path.parent().unwrap_or(self.root());
        self.files().create_dir(folder).map_err(io::Error::other)?;
        let mut growing = self.files().grow(folder).map_err(io::Error::other)?;
        fill(&mut growing)?;
        growing.place(path).map_err(io::Error::other)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.files().remove_file(path).map_err(io::Error::other)
    }

    fn published(&self) -> io::Result<Option<String>> {
        let found = self.lake.releases().pointed_at();
        let id = found.map_err(io::Error::other)?;
        Ok(id.map(|id| format!("releases/{id}")))
    }

    fn publish(&self, target: &str) -> io::Result<()> {
        let id = target.strip_prefix("releases/").unwrap_or(target);
        self.lake.releases().point_at(id).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_made_again_or_is_unfinished_is_not_copied() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let folder = CopiedFolder { lake };
        for (path, copied) in [
            ("format.json", true),
            ("landing/x/5e2973b1df40/tệp.csv", true),
            ("tables/x/_delta_log/00000000000000000000.json", true),
            ("tables/x/_delta_log/00000000000000000000.json#1", false),
            ("releases/2026-12-01-c7307e591de7/manifest.json", true),
            ("decisions/1.json", true),
            ("releases/.tmp-1-part-0/x.parquet", false),
            ("tables/x.damaged-1/part.parquet", false),
            ("ledger.db", false),
            ("ops/runs.parquet", false),
            ("cache/all-areas/x", false),
            (".lock", false),
        ] {
            assert_eq!(folder.is_copied(path), copied, "{path}");
        }
    }
}
