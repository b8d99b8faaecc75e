//! Finds and reads the configuration files of a project. One bad file never hides the others.

use super::plan::ConfigFile;
use super::{hash, rule};
use crate::model::{Finding, Place};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Largest configuration file read, in bytes. Figures belong into data files.
const MAX_FILE_BYTES: u64 = 4 << 20;
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

/// A configuration file's text.
pub(super) struct ConfigText {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// Folder it stands in: empty for `chiso.toml`, [`CORRECTIONS`] and [`REPAIRS`] for such files
    /// wherever they stand.
    pub folder: &'static str,
    /// The id it declares, its file stem; of a file of corrections or repairs the dataset.
    pub id: String,
    /// Its text.
    pub text: String,
}

impl ConfigText {
    /// The file as the plan keeps it.
    pub(super) fn to_config_file(&self) -> ConfigFile {
        ConfigFile {
            path: self.path.clone(),
            sha256: hash::sha256(self.text.as_bytes()),
            bytes: self.text.clone().into_bytes(),
        }
    }
}

/// The nearest folder at or above `start` that has a `chiso.toml`.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start
        .ancestors()
        .find(|folder| folder.join(CHISO).is_file())
        .map(Path::to_path_buf)
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
        for name in names(root, folder, faults) {
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
        for dataset in datasets_with(root, name, faults) {
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

/// The datasets whose own folder has a file of this name, sorted. What cannot be listed was told
/// before.
fn datasets_with(root: &Path, file: &str, faults: &mut Vec<Finding>) -> Vec<String> {
    let mut datasets = vec![];
    for entry in std::fs::read_dir(root.join(DATASETS))
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry.path().join(file).symlink_metadata().is_err() {
            continue;
        }
        match entry.file_name().into_string() {
            Ok(name) => datasets.push(name),
            Err(name) => {
                let shown = format!("{DATASETS}/{}/{file}", name.display());
                faults.push(
                    whole_file(
                        &shown,
                        rule::UNREADABLE_FILE,
                        "the name of the folder is not UTF-8",
                    )
                    .hint("rename the folder"),
                );
            }
        }
    }
    datasets.sort();
    datasets
}

/// Names of the TOML files directly in a folder, sorted. Hidden ones are an editor's business.
fn names(root: &Path, folder: &'static str, faults: &mut Vec<Finding>) -> Vec<String> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            faults.push(
                whole_file(
                    folder,
                    rule::MISSING_FILE,
                    format!("there is no folder `{folder}`"),
                )
                .hint(INIT),
            );
            return vec![];
        }
        Err(error) => {
            faults.push(unreadable(folder, &error));
            return vec![];
        }
    };
    let mut names = vec![];
    for entry in entries {
        match entry {
            Ok(entry) => {
                let name = entry.file_name();
                let Some(name) = name.to_str() else {
                    let shown = format!("{folder}/{}", name.display());
                    faults.push(
                        whole_file(&shown, rule::UNREADABLE_FILE, "the file name is not UTF-8")
                            .hint("rename the file"),
                    );
                    continue;
                };
                let toml = Path::new(name).extension().is_some_and(|e| e == "toml");
                if toml && !name.starts_with('.') && !entry.path().is_dir() {
                    names.push(name.to_owned());
                }
            }
            Err(error) => faults.push(unreadable(folder, &error)),
        }
    }
    names.sort();
    names
}

fn read_one(
    root: &Path,
    path: String,
    folder: &'static str,
    id: &str,
    faults: &mut Vec<Finding>,
) -> Option<ConfigText> {
    let bytes = match read_bytes(&root.join(&path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.push(unreadable(&path, &error));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(ConfigText {
            path,
            folder,
            id: id.to_owned(),
            text,
        }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let row = error
                .as_bytes()
                .iter()
                .take(valid)
                .filter(|b| **b == b'\n')
                .count() as u64
                + 1;
            let place = Place {
                file: path,
                row,
                ..Place::default()
            };
            faults.push(
                Finding::error(rule::UNREADABLE_FILE, place, "the text is not UTF-8")
                    .hint("save the file with the encoding UTF-8"),
            );
            None
        }
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe would wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = vec![];
    File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other(format!(
            "larger than {MAX_FILE_BYTES} bytes"
        )));
    }
    Ok(bytes)
}

fn whole_file(file: &str, rule: &'static str, message: impl Into<String>) -> Finding {
    Finding::error(
        rule,
        Place {
            file: file.to_owned(),
            ..Place::default()
        },
        message,
    )
}

fn unreadable(file: &str, error: &io::Error) -> Finding {
    whole_file(
        file,
        rule::UNREADABLE_FILE,
        format!("cannot be read: {error}"),
    )
    .hint("check that it is a file and that you may read it")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, render};
    use super::*;

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
