//! The seam through which the lake is written: whole files, renames, links, each synced before the
//! next begins.
//!
//! Every primitive step is counted, and a test can have the process die at any of them; that is how
//! "a crash between any two is repaired by running again" is proved and not merely said.

mod error;
mod growing;
mod steps;
mod write;

pub use error::FileError;
pub use growing::Growing;
pub use steps::{ABORT_VARIABLE, Files, ROOM_VARIABLE};
pub use write::TEMPORARY;

#[cfg(test)]
mod tests {
    use super::Files;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_write_replaces_the_file_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (files, path) = (Files::real(), dir.path().join("a/b/file"));
        files.create_dir(path.parent().unwrap()).unwrap();
        for text in ["first", "", "second"] {
            files.write(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn every_primitive_step_is_counted_over_all_clones() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::real();
        files
            .clone()
            .write(&dir.path().join("file"), b"bytes")
            .unwrap();
        assert_eq!(
            files.steps(),
            5,
            "before, half-written, written, renamed, synced"
        );
        files
            .rename(&dir.path().join("file"), &dir.path().join("other"))
            .unwrap();
        assert_eq!(files.steps(), 8);
        files.step();
        assert_eq!(files.steps(), 9);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_swapped_over_a_link_and_over_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let (files, link) = (Files::real(), dir.path().join("link"));
        fs::write(&link, "a pointer file").unwrap();
        for target in ["one", "two"] {
            files.swap_link(Path::new(target), &link).unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), Path::new(target));
        }
    }

    #[test]
    fn a_reader_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let error = Files::read_only()
            .write(&dir.path().join("file"), b"x")
            .unwrap_err()
            .to_string();
        assert!(error.contains("reading only"), "{error}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn removing_what_is_not_there_is_fine() {
        let dir = tempfile::tempdir().unwrap();
        Files::real()
            .remove_dir(&dir.path().join("none/none"))
            .unwrap();
        Files::real()
            .remove_file(&dir.path().join("none/none"))
            .unwrap();
    }
}
