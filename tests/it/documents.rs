//! Documents: every file and folder that a document names exists.

use crate::support::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose paths stand in documents as they are from the root. `datasets/` and `pipelines/`
/// are also folders of a reader's own project, so their files are not looked for.
const FOLDERS: [&str; 10] = [
    ".ci/",
    "crates/",
    "docs/",
    "examples/",
    "messages/",
    "notebooks/",
    "packaging/",
    "schema/",
    "src/",
    "tests/",
];

/// Every document: those of the root and all below `docs/` and `examples/`. What the changelog
/// names may no longer exist.
fn documents() -> Vec<PathBuf> {
    let root = repository();
    let mut found = Vec::new();
    let mut folders = vec![root.join("docs"), root.join("examples")];
    for entry in fs::read_dir(&root).unwrap() {
        found.push(entry.unwrap().path());
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.retain(|path| {
        path.extension().is_some_and(|e| e == "md") && !path.ends_with("CHANGELOG.md")
    });
    found.sort();
    found
}

/// What stands between two marks on one line: each piece with the number of its line.
fn between<'t>(
    text: &'t str,
    open: &'t str,
    close: char,
) -> impl Iterator<Item = (usize, &'t str)> {
    text.lines().enumerate().flat_map(move |(i, line)| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let (piece, after) = rest.split_once(open)?.1.split_once(close)?;
            rest = after;
            Some((i + 1, piece))
        })
    })
}

/// The paths from the root in a piece of text set as code: not patterns, and not names with a part
/// to be filled in.
fn paths(code: &str) -> impl Iterator<Item = &str> {
    let words = code.split(|c: char| c.is_whitespace() || ",;()".contains(c));
    words.filter(|word| {
        FOLDERS.iter().any(|folder| word.starts_with(folder))
            && !word.contains(['*', '<', '{', '…', '$'])
    })
}

/// What a document names and is not there. `sources` are the Rust files, which may also be named
/// by the end of their path.
fn faults(document: &Path, text: &str, sources: &BTreeSet<String>) -> Vec<String> {
    let root = repository();
    let name = document.strip_prefix(&root).unwrap_or(document).display();
    let mut found = Vec::new();
    for (line, code) in between(text, "`", '`') {
        let named: Vec<&str> = paths(code).collect();
        for path in named.iter().filter(|path| !root.join(path).exists()) {
            found.push(format!("{name}:{line}: there is no `{path}`"));
        }
        let file = format!("/{code}");
        let is_rust = Path::new(code).extension().is_some_and(|e| e == "rs");
        let is_name = is_rust && !code.contains([' ', '*', '<', '…']);
        if named.is_empty() && is_name && !sources.iter().any(|s| s.ends_with(&file)) {
            found.push(format!("{name}:{line}: no Rust file is named `{code}`"));
        }
    }
    let folder = document.parent().unwrap_or(&root);
    for (line, link) in between(text, "](", ')') {
        let path = link.split('#').next().unwrap_or_default();
        if !path.is_empty() && !path.contains("://") && !folder.join(path).exists() {
            found.push(format!(
                "{name}:{line}: the link leads to no file: `{link}`"
            ));
        }
    }
    found
}

/// Every Rust file below the root, as `/src/…`.
fn rust_files() -> BTreeSet<String> {
    let root = repository();
    let folders = ["src", "tests", "crates"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|f| crate::layers::sources(f));
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        format!("/{}", name.replace('\\', "/"))
    };
    files.map(named).chain(["/build.rs".to_owned()]).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let (documents, sources) = (documents(), rust_files());
    assert!(documents.len() > 40, "only {} documents", documents.len());
    let found: Vec<String> = documents
        .iter()
        .flat_map(|path| faults(path, &fs::read_to_string(path).unwrap(), &sources))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_path_that_leads_nowhere_is_caught_however_it_is_written() {
    let document = repository().join("docs/x.md");
    let text = "See `crates/model/src/gone.rs` and `UPDATE=1 tests/it/gone`,\nor `gone.rs`, [this](GONE.md#x).\n\
        Not `src/store/mod.rs`, `mod.rs`, `src/*/gone.rs`, `datasets/gone.toml`, [that](../README.md).";
    assert_eq!(
        faults(&document, text, &rust_files()),
        [
            "docs/x.md:1: there is no `crates/model/src/gone.rs`",
            "docs/x.md:1: there is no `tests/it/gone`",
            "docs/x.md:2: no Rust file is named `gone.rs`",
            "docs/x.md:2: the link leads to no file: `GONE.md#x`",
        ]
    );
}
