//! Which configuration files stand in the folders of a project.

use super::text::{unreadable, whole_file};
use crate::rule;
use chiso_model::Finding;
use std::fs::DirEntry;
use std::io;
use std::path::Path;

/// The datasets whose own folder has a file of this name, sorted; `folder` is that of all datasets.
/// What cannot be listed was reported before.
pub(super) fn datasets_with(
    root: &Path,
    folder: &str,
    file: &str,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    let mut datasets = vec![];
    for entry in std::fs::read_dir(root.join(folder))
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
                let shown = format!("{folder}/{}/{file}", name.display());
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

/// Names of the TOML files directly in a folder, sorted; where there is no such folder, `remedy` is
/// what can be done. Hidden ones are an editor's business.
pub(super) fn names(
    root: &Path,
    folder: &'static str,
    remedy: &'static str,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let message = format!("there is no folder `{folder}`");
            faults.push(whole_file(folder, rule::MISSING_FILE, message).hint(remedy));
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
            Ok(entry) => names.extend(toml_name(&entry, folder, faults)),
            Err(error) => faults.push(unreadable(folder, &error)),
        }
    }
    names.sort();
    names
}

fn toml_name(entry: &DirEntry, folder: &str, faults: &mut Vec<Finding>) -> Option<String> {
    let name = entry.file_name();
    let Some(name) = name.to_str() else {
        let shown = format!("{folder}/{}", name.display());
        faults.push(
            whole_file(&shown, rule::UNREADABLE_FILE, "the file name is not UTF-8")
                .hint("rename the file"),
        );
        return None;
    };
    let toml = Path::new(name).extension().is_some_and(|e| e == "toml");
    (toml && !name.starts_with('.') && !entry.path().is_dir()).then(|| name.to_owned())
}
