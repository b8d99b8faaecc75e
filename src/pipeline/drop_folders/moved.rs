//! The folders into which landed files are moved.

use std::path::Path;

/// Folder within a drop folder for files whose rows are in use.
pub(super) const TAKEN: &str = "taken";

/// Folder within a drop folder for files of which nothing is used.
pub(super) const REFUSED: &str = "refused";

/// Whether the file of a delivery was moved, by the path under which it was landed.
pub(super) fn was_moved(root: &Path, landed_as: &str) -> bool {
    let path = root.join(landed_as);
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return false;
    };
    [TAKEN, REFUSED]
        .iter()
        .any(|moved| folder.join(moved).join(name).exists())
}
