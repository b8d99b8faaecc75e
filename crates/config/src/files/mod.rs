//! Finds and reads the configuration files of a project. One bad file never hides the others.

mod folder;
mod text;

pub(super) use text::ConfigText;

use super::rule;
use chiso_model::Finding;
use folder::{datasets_with, names};
use std::path::{Path, PathBuf};
use text::{read_one, whole_file};

/// The file that makes a folder a project.
pub(super) const CHISO: &str = "chiso.toml";
/// Folder of the datasets.
pub(super) const DATASETS: &str = "datasets";
/// The file of corrections in a dataset's own folder.
pub(super) const CORRECTIONS: &str = "corrections.toml";
/// The file of repairs in a dataset's own folder.
pub(super) const REPAIRS: &str = "repairs.toml";
/// Folder of the pipelines.
pub(super) const PIPELINES: &str = "pipelines";
const INIT: &str = "run `chiso init` to lay out a project";

/// The nearest folder at or above `start` that has a `chiso.toml`.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start
        .ancestors()
        .find(|folder| folder.join(CHISO).is_file())
        .map(Path::to_path_buf)
}

/// Whether a file in a dataset's own folder says what is wrong in its data, and is none of it.
#[must_use]
pub fn is_amendment(name: &str) -> bool {
    [CORRECTIONS, REPAIRS].contains(&name)
}

/// Reads `chiso.toml`, `datasets/*.toml`, `pipelines/*.toml` `datasets/*/corrections.toml` and
/// `datasets/*/repairs.toml`, each folder in name order.
pub(super) fn read(root: &Path, faults: &mut Vec<Finding>) -> Vec<ConfigText> {
    let mut texts = vec![];
    // A link that leads nowhere is a file that cannot be read, not one that is missing.
    if root.join(CHISO).symlink_metadata().is_ok() {
        texts.extend(read_one(root, CHISO.to_owned(), "", "chiso", faults));
    } else {
        faults.push(whole_file(CHISO, rule::MISSING_FILE, "there is no `chiso.toml`").hint(INIT));
    }
    for folder in [DATASETS, PIPELINES] {
        for name in names(root, folder, INIT, faults) {
            let id = name.strip_suffix(".toml").unwrap_or(&name);
            texts.extend(read_one(
                root,
                format!("{folder}/{name}"),
                folder,
                id,
                faults,
            ));
        }
    }
    for name in [CORRECTIONS, REPAIRS] {
        for dataset in datasets_with(root, DATASETS, name, faults) {
            texts.extend(read_one(
                root,
                format!("{DATASETS}/{dataset}/{name}"),
                name,
                &dataset,
                faults,
            ));
        }
    }
    texts
}

/// The text of one file that a project need not have.
pub(super) fn one(root: &Path, name: &str, faults: &mut Vec<Finding>) -> Option<String> {
    root.join(name).symlink_metadata().ok()?;
    read_one(root, name.to_owned(), "", name, faults).map(|file| file.text)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, render};
    use super::find_root;
    use super::text::MAX_FILE_BYTES;

    #[test]
    fn an_empty_folder_is_told_of_init() {
        let root = tempfile::tempdir().unwrap();
        let expected = "error[missing_file]: chiso.toml: there is no `chiso.toml`\n  hint: run `chiso init` to lay out a project\n\
            error[missing_file]: datasets: there is no folder `datasets`\n  hint: run `chiso init` to lay out a project\n\
            error[missing_file]: pipelines: there is no folder `pipelines`\n  hint: run `chiso \
            init` to lay out a project";
        assert_eq!(
            render(&super::super::load(root.path()).unwrap_err()),
            expected
        );
    }

    #[test]
    fn files_of_other_sorts_are_left_alone() {
        let root = Sample::new()
            .with("datasets/.budget.toml", "not = = toml")
            .with("datasets/README.md", "# Data")
            .write();
        std::fs::create_dir(root.path().join("datasets/archive.toml")).unwrap();
        assert!(super::super::load(root.path()).is_ok());
    }

    #[test]
    fn a_text_in_another_encoding_is_told_with_its_line() {
        let faults = Sample::new()
            .with("pipelines/latin.toml", b"a = 1\nb = \"\xe9\"\n")
            .faults();
        let expected = "error[unreadable_file]: pipelines/latin.toml:2: the text is not UTF-8\n  \
            hint: save the file with the encoding UTF-8";
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_file_that_holds_figures_is_refused() {
        let limit = usize::try_from(MAX_FILE_BYTES).unwrap();
        let faults = Sample::new()
            .with("pipelines/big.toml", vec![b'#'; limit + 1])
            .faults();
        assert!(
            faults.starts_with(
                "error[unreadable_file]: pipelines/big.toml: cannot be read: \
            larger than 4194304 bytes"
            ),
            "{faults}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_itself_does_not_hide_the_rest() {
        let root = Sample::new().write();
        let link = root.path().join("pipelines/loop.toml");
        std::os::unix::fs::symlink(&link, &link).unwrap();
        let faults = super::super::load(root.path()).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert!(
            faults[0]
                .to_string()
                .starts_with("error[unreadable_file]: pipelines/loop.toml: cannot be read: "),
            "{}",
            faults[0]
        );
    }

    #[test]
    fn the_root_is_found_from_within() {
        let root = Sample::new().write();
        assert_eq!(
            find_root(&root.path().join("datasets")).as_deref(),
            Some(root.path())
        );
        assert_eq!(find_root(root.path()).as_deref(), Some(root.path()));
    }
}
