//! Files that the sources of a dataset name, found and read. A source that fails is named and the others go on.

use crate::config::Project;
use crate::model::{Dataset, Finding, Place, Source};
use std::path::{Path, PathBuf};

/// A file of a source, read whole.
pub struct Fetched {
    /// Source it came from.
    pub source_id: String,
    /// File name, as it will be landed.
    pub file_name: String,
    /// Path within the project.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads every file that a dataset's sources name, in the order of sources and then of names.
pub fn fetch(project: &Project, dataset: &Dataset) -> (Vec<Fetched>, Vec<Finding>) {
    let mut fetched = Vec::new();
    let mut findings = Vec::new();
    for source in &dataset.sources {
        match files(&project.root, source) {
            Ok(paths) if paths.is_empty() => findings.extend((!source.optional).then(|| missing(dataset, source))),
            Ok(paths) => {
                for path in paths {
                    match read(&path, project.limits.max_file_bytes) {
                        Ok(bytes) => {
                            let file_name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                            fetched.push(Fetched { source_id: source.id.clone(), file_name, path: shown(&project.root, &path), bytes });
                        }
                        Err(message) => {
                            let place = Place { file: shown(&project.root, &path), ..Place::default() };
                            findings.push(Finding::error("source_unreadable", place, message));
                        }
                    }
                }
            }
            Err(message) => findings.push(Finding::error("source_unreadable", declared(dataset, source), message)),
        }
    }
    (fetched, findings)
}

/// The files that a source names now, sorted; a plain path need not exist.
pub fn files(root: &Path, source: &Source) -> Result<Vec<PathBuf>, String> {
    let folder = root.join("datasets");
    let pattern = format!("{}/{}", glob::Pattern::escape(&folder.to_string_lossy()), source.file);
    let options = glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    let found = glob::glob_with(&pattern, options).map_err(|e| format!("`{}` is no path or pattern: {e}", source.file))?;
    let mut paths = Vec::new();
    for path in found {
        let path = path.map_err(|e| e.to_string())?;
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > limit {
        return Err(format!("the file has {size} bytes, more than `limits.max_file_bytes` = {limit} in `chiso.toml`"));
    }
    std::fs::read(path).map_err(|e| e.to_string())
}

fn declared(dataset: &Dataset, source: &Source) -> Place {
    Place { file: format!("datasets/{}.toml", dataset.id), col: format!("source.{}.file", source.id), ..Place::default() }
}

/// The fault of a source that names no file.
pub fn missing(dataset: &Dataset, source: &Source) -> Finding {
    Finding::error("source_missing", declared(dataset, source), format!("no file matches `datasets/{}`", source.file))
        .hint("put the file there, mend `file`, or declare the source `optional`; figures landed earlier stay in use")
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}
