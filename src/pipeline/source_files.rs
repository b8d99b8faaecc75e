//! Files that the sources of a dataset name, found and read. A source that fails is named and the
//! others go on.

use crate::config::{Project, is_amendment};
use crate::env::Clock;
use crate::model::{Dataset, Finding, Place, Source};
use crate::pipeline::drop_folders::is_ours;
use crate::pipeline::known_files::KnownFiles;
use crate::pipeline::source_content::{SourceContent, read};
use std::path::{Path, PathBuf};

/// A file of a source.
pub struct SourceFile {
    /// File name, as it will be landed.
    pub file_name: String,
    /// Path within the project.
    pub path: String,
    /// What is in it.
    pub content: SourceContent,
}

/// Reads every file that a source names, in the order of names; of files larger than `held` only
/// the hash is taken, unless it is known. With a clock it waits until each is at rest.
pub(super) fn read_all(
    project: &Project,
    (dataset, source): (&Dataset, &Source),
    (held, clock): (u64, Option<&dyn Clock>),
    known: &mut KnownFiles,
) -> (Vec<SourceFile>, Vec<Finding>) {
    let mut files_read = Vec::new();
    let mut findings = Vec::new();
    match files(&project.root, source) {
        Ok(paths) if paths.is_empty() => {
            findings.extend((!source.optional).then(|| missing(dataset, source)));
        }
        Ok(paths) => {
            for path in paths {
                match read(&path, (project.limits.max_file_bytes, held), clock, known) {
                    Ok(content) => {
                        let file_name = path
                            .file_name()
                            .map(|n| n.to_string_lossy().into_owned())
                            .unwrap_or_default();
                        files_read.push(SourceFile {
                            file_name,
                            path: shown(&project.root, &path),
                            content,
                        });
                    }
                    Err(fault) => {
                        let place = Place {
                            file: shown(&project.root, &path),
                            ..Place::default()
                        };
                        findings.push(fault.finding("source_unreadable", place));
                    }
                }
            }
        }
        Err(message) => findings.push(Finding::error(
            "source_unreadable",
            declared(dataset, source),
            message,
        )),
    }
    (files_read, findings)
}

/// The files that a source names now, sorted; a plain path need not exist.
///
/// What programs leave behind (`~$a.xlsx`, `a.csv.part`) is no data, and neither are corrections and
/// repairs, unless they are named without a pattern. Walks the folders itself: a file next to them
/// whose name is no Unicode is passed over and does not matter.
pub fn files(root: &Path, source: &Source) -> Result<Vec<PathBuf>, String> {
    let mut found = vec![root.join("datasets")];
    let parts: Vec<&str> = source
        .file
        .split('/')
        .filter(|p| !p.is_empty() && *p != ".")
        .collect();
    for part in &parts {
        let pattern = glob::Pattern::new(part)
            .map_err(|e| format!("`{}` is no path or pattern: {e}", source.file))?;
        let mut next = Vec::new();
        for folder in found.iter().filter(|f| f.is_dir()) {
            if *part == "**" {
                next.extend(below(folder)?);
            } else {
                let wanted = |name: &str| {
                    pattern.matches_with(name, OPTIONS)
                        && (pattern.as_str() == name || is_ours(name) && !is_amendment(name))
                };
                next.extend(
                    listed(folder)?
                        .into_iter()
                        .filter(|(name, _)| wanted(name))
                        .map(|(_, path)| path),
                );
            }
        }
        found = next;
    }
    found.retain(|path| path.is_file());
    found.sort();
    found.dedup();
    Ok(found)
}

/// A leading dot must be written out, so that hidden files are no data.
const OPTIONS: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// Names and paths in a folder, those whose name is no Unicode left out.
fn listed(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let failed = |e: std::io::Error| format!("`{}` cannot be listed: {e}", folder.display());
    let entries = std::fs::read_dir(folder)
        .map_err(failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    Ok(entries
        .into_iter()
        .filter_map(|e| Some((e.file_name().into_string().ok()?, e.path())))
        .collect())
}

/// Files that a pattern names and that are left out because a program left them behind.
pub fn left_behind(root: &Path, source: &Source) -> Vec<String> {
    let Some((folders, last)) = source
        .file
        .rsplit_once('/')
        .or(Some(("", source.file.as_str())))
    else {
        return vec![];
    };
    let Ok(pattern) = glob::Pattern::new(last) else {
        return vec![];
    };
    if folders.contains(['*', '?', '[']) {
        return vec![];
    }
    let found = listed(&root.join("datasets").join(folders)).unwrap_or_default();
    let mut names: Vec<String> = found
        .into_iter()
        .filter(|(name, path)| {
            last != name && pattern.matches_with(name, OPTIONS) && !is_ours(name) && path.is_file()
        })
        .map(|(_, path)| shown(root, &path))
        .collect();
    names.sort();
    names
}

/// A folder and every folder below it, links not followed.
fn below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = vec![folder.to_path_buf()];
    for (name, path) in listed(folder)? {
        if !name.starts_with('.') && path.is_dir() && !path.is_symlink() {
            all.extend(below(&path)?);
        }
    }
    Ok(all)
}

fn declared(dataset: &Dataset, source: &Source) -> Place {
    Place {
        file: format!("datasets/{}.toml", dataset.id),
        col: format!("source.{}.file", source.id),
        ..Place::default()
    }
}

/// The fault of a source that names no file.
pub fn missing(dataset: &Dataset, source: &Source) -> Finding {
    Finding::error(
        "source_missing",
        declared(dataset, source),
        format!(
            "no file matches \
        `datasets/{}`",
            source.file
        ),
    )
    .hint(
        "put the file there, correct `file`, or declare the source `optional`; figures landed \
            earlier stay in use",
    )
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}
