//! Layers: a module uses lower levels only, and some names are known to some layers alone. Proved
//! on the sources.
//!
//! Every path is read, in `use` lists, in expressions, in macros, with comments and strings taken
//! out first.

use crate::support::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by level, those with a crate of their own as well. Siblings on one level do not see each
/// other.
const LEVELS: [&[&str]; 9] = [
    &["model", "objects", "stats"],
    &["config", "env", "decode", "records"],
    &["store", "series"],
    &["ingest", "rollup", "kpi", "correlate", "chart"],
    &["evaluate", "error"],
    &["governance"],
    &["pipeline"],
    &["inspect"],
    &["app"],
];

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|l| l.contains(&module))
}

/// Names of the world outside and who may speak them: a folder with `/` at its end, or one file.
const OUTSIDE: [(&[&str], &[&str]); 15] = [
    (&["croner"], &["config/cron.rs"]),
    (
        &["prometheus_client", "tokio_cron_scheduler"],
        &["app/daemon/"],
    ),
    (&["axum"], &["app/daemon/", "app/site/", "app/api/"]),
    (&["askama"], &["app/site/"]),
    (&["deltalake"], &["store/"]),
    (&["rusqlite"], &["store/"]),
    (
        &["polars"],
        &[
            "store/frame.rs",
            "store/records.rs",
            "inspect/diff.rs",
            "inspect/query.rs",
            "app/",
        ],
    ),
    (&["reqwest"], &["env/"]),
    (&["prost", "tonic", "tonic_prost"], &["env/spark/"]),
    (
        &[
            "tokio_postgres",
            "tokio_rustls",
            "rustls",
            "rustls_platform_verifier",
        ],
        &["env/database/"],
    ),
    (&["clap", "indicatif", "comfy_table", "console"], &["app/"]),
    (
        &["fluent_bundle", "fluent_syntax"],
        &["app/messages.rs", "app/messages/"],
    ),
    // Instants become days, and days instants, in one place; the watermark of a database is a time
    // of that server's clock.
    (
        &[
            "date_naive",
            "naive_local",
            "and_local_timezone",
            "from_local_datetime",
            "from_utc_datetime",
            "and_utc",
            "and_time",
        ],
        &["model/day.rs"],
    ),
    (
        &["NaiveTime", "and_hms_opt"],
        &["model/day.rs", "ingest/fetch/postgres/watermark.rs"],
    ),
    (&["println", "print", "eprintln", "eprint"], &["app/"]),
];

/// The two ways to the terminal that need no macro.
const SCREEN: &[&[&str]] = &[&["std", "io", "stdout"], &["std", "io", "stderr"]];

/// What a folder must not know, as paths.
const UNKNOWN_TO: [(&str, &[&[&str]]); 8] = [
    ("env/", &[&["crate", "model"]]),
    (
        "model/",
        &[
            &["polars"],
            &["arrow"],
            &["parquet"],
            &["tokio"],
            &["std", "fs"],
            &["std", "time"],
            &["std", "net"],
            &["std", "process"],
        ],
    ),
    (
        "series/",
        &[&["std", "fs"], &["std", "path"], &["std", "time"]],
    ),
    (
        "kpi/",
        &[&["std", "fs"], &["std", "path"], &["std", "time"]],
    ),
    (
        "evaluate/",
        &[
            &["crate", "store"],
            &["crate", "env"],
            &["std", "fs"],
            &["std", "path"],
            &["std", "time"],
        ],
    ),
    ("governance/", SCREEN),
    ("pipeline/", SCREEN),
    ("inspect/", SCREEN),
];

/// What a file does that its place forbids.
fn faults(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(&code(text));
    let home = home(file);
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push(format!("{file}: does not begin with `//!`"));
    }
    let top = home.first().map(String::as_str);
    if let Some(module) = top
        && level(module).is_none()
    {
        found.push(format!("{file}: module `{module}` has no level"));
    }
    for path in paths(&tokens, &home) {
        let Some(own) = top else { continue };
        if path.first().map(String::as_str) == Some("crate") {
            let used = path.get(1).map_or("*", String::as_str);
            let lower = level(used).is_some_and(|l| Some(l) < level(own));
            if used != own && !lower {
                found.push(format!("{file}: `{own}` uses `{used}`"));
            }
        }
        for (folder, unknown) in UNKNOWN_TO {
            let hit =
                |u: &&&[&str]| path.len() >= u.len() && u.iter().zip(&path).all(|(a, b)| a == b);
            found.extend(
                unknown
                    .iter()
                    .filter(hit)
                    .filter(|_| file.starts_with(folder))
                    .map(|u| format!("{file}: knows `{}`", u.join("::"))),
            );
        }
    }
    for (i, token) in tokens.iter().enumerate() {
        for (names, places) in OUTSIDE {
            let printing = names.contains(&"println");
            let meant = names.contains(&token.as_str())
                && (!printing || tokens.get(i + 1).is_some_and(|t| t == "!"));
            if meant
                && !places
                    .iter()
                    .any(|p| file == *p || (p.ends_with('/') && file.starts_with(p)))
            {
                found.push(format!("{file}: names `{token}`"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The module path of a file: `app/cli/run.rs` is `app::cli::run`.
pub(crate) fn home(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if parts.last().is_some_and(|p| p == "mod") || ["lib.rs", "main.rs"].contains(&file) {
        parts.pop();
    }
    parts
}

/// Source without comments, and with strings and characters emptied.
pub(crate) fn code(text: &str) -> String {
    let c: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    let at = |i: usize| c.get(i).copied().unwrap_or('\0');
    while i < c.len() {
        if at(i) == '/' && at(i + 1) == '/' {
            while i < c.len() && at(i) != '\n' {
                i += 1;
            }
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= c.len() {
                    break;
                }
            }
        } else if at(i) == 'r'
            && (at(i + 1) == '"' || at(i + 1) == '#')
            && !ident(at(i.wrapping_sub(1)))
            || at(i) == 'b' && at(i + 1) == 'r' && !ident(at(i.wrapping_sub(1)))
        {
            let start = i;
            i += if at(i) == 'b' { 2 } else { 1 };
            let mut hashes = 0;
            while at(i) == '#' {
                (hashes, i) = (hashes + 1, i + 1);
            }
            if at(i) != '"' {
                // A raw identifier such as `r#type`, or a word that begins with `br`.
                out.extend(&c[start..i]);
                continue;
            }
            i += 1;
            while i < c.len() && !(at(i) == '"' && (1..=hashes).all(|k| at(i + k) == '#')) {
                i += 1;
            }
            i += 1 + hashes;
            out.push_str("\"\"");
        } else if at(i) == '"' {
            i += 1;
            while i < c.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push_str("\"\"");
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += 2;
            if at(i - 1) == '\\' {
                i += 1;
            }
            while i < c.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
            out.push(' ');
        } else {
            out.push(at(i));
            i += 1;
        }
    }
    out
}

pub(crate) fn ident(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words, `::` and single signs.
pub(crate) fn tokens(code: &str) -> Vec<String> {
    let c: Vec<char> = code.chars().collect();
    let (mut found, mut i) = (Vec::new(), 0);
    while i < c.len() {
        if ident(c[i]) {
            let start = i;
            while i < c.len() && ident(c[i]) {
                i += 1;
            }
            found.push(c[start..i].iter().collect());
        } else if c[i] == ':' && c.get(i + 1) == Some(&':') {
            found.push("::".to_owned());
            i += 2;
        } else {
            if !c[i].is_whitespace() {
                found.push(c[i].to_string());
            }
            i += 1;
        }
    }
    found
}

/// Every path, absolute: `crate::…` for our own, however it was written; others as they stand.
fn paths(tokens: &[String], home: &[String]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut module = home.to_vec();
    let mut braces: Vec<bool> = Vec::new(); // whether a brace opened an inline module
    let mut i = 0;
    while i < tokens.len() {
        let token = tokens[i].as_str();
        let next = tokens.get(i + 1).map_or("", String::as_str);
        if token == "mod" && tokens.get(i + 2).is_some_and(|t| t == "{") {
            module.push(next.to_owned());
            braces.push(true);
            i += 3;
        } else if token == "{" {
            braces.push(false);
            i += 1;
        } else if token == "}" {
            if braces.pop() == Some(true) {
                module.pop();
            }
            i += 1;
        } else if token.chars().all(ident)
            && (next == "::" || ["crate", "super"].contains(&token) && next == "as")
        {
            i = tree(
                tokens,
                i,
                &Base {
                    module: &module,
                    path: Vec::new(),
                },
                &mut found,
            );
        } else {
            i += 1;
        }
    }
    found
}

struct Base<'a> {
    module: &'a [String],
    /// Absolute so far; empty at the start of a path.
    path: Vec<String>,
}

/// Reads one path with its lists from position `i`, gives the position after it.
fn tree(
    tokens: &[String],
    mut i: usize,
    base: &Base<'_>,
    found: &mut BTreeSet<Vec<String>>,
) -> usize {
    let mut path = base.path.clone();
    let at = |i: usize| tokens.get(i).map_or("", String::as_str);
    loop {
        match at(i) {
            "{" => {
                i += 1;
                while i < tokens.len() && at(i) != "}" {
                    if at(i) == "," {
                        i += 1;
                    } else {
                        let after = tree(
                            tokens,
                            i,
                            &Base {
                                module: base.module,
                                path: path.clone(),
                            },
                            found,
                        );
                        i = after.max(i + 1);
                    }
                }
                return i + 1;
            }
            "crate" => path = vec!["crate".to_owned()],
            "super" if path.is_empty() => {
                path = ours(&base.module[..base.module.len().saturating_sub(1)]);
            }
            "super" => _ = path.pop(),
            "self" if path.is_empty() => path = ours(base.module),
            "self" => {}
            word if word == "*" || !word.is_empty() && word.chars().all(ident) => {
                path.push(word.to_owned());
            }
            _ => break,
        }
        i += 1;
        if at(i) != "::" {
            break;
        }
        i += 1;
    }
    if at(i) == "as" {
        i += 2;
    }
    found.insert(path);
    i
}

fn ours(module: &[String]) -> Vec<String> {
    std::iter::once("crate".to_owned())
        .chain(module.iter().cloned())
        .collect()
}

pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source by the module it is in, with its text: `crates/model/src/area.rs` is
/// `model/area.rs`, and paths in it are those of one tree.
pub(crate) fn modules() -> Vec<(String, String)> {
    let root = repository();
    let mut roots = vec![(String::new(), root.join("src"))];
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        roots.push((name, path.join("src")));
    }
    let mut found = Vec::new();
    for (own, folder) in &roots {
        for path in sources(folder) {
            let file = path.strip_prefix(folder).unwrap().to_str().unwrap();
            let file = file.replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            found.push(if own.is_empty() {
                (file, text.replace("chiso_", "crate::"))
            } else {
                let file = if file == "lib.rs" { "mod.rs" } else { &file };
                let text = text.replace("crate::", &format!("crate::{own}::"));
                (format!("{own}/{file}"), text.replace("chiso_", "crate::"))
            });
        }
    }
    found.sort();
    found
}

#[test]
fn every_module_uses_lower_levels_only() {
    let files = modules();
    assert!(files.len() > 60, "only {} sources were read", files.len());
    let found: Vec<String> = files.iter().flat_map(|(f, text)| faults(f, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_the_real_ones() {
    let files = modules();
    for (file, wanted) in [
        (
            "pipeline/execute/work.rs",
            &[
                "config",
                "evaluate",
                "governance",
                "model",
                "pipeline",
                "store",
            ][..],
        ),
        (
            "pipeline/conform/one_delivery.rs",
            &["error", "ingest", "model", "pipeline", "store"],
        ),
        ("error.rs", &["model", "rollup", "store"]),
        ("kpi/reads.rs", &["kpi", "model"]),
        (
            "app/cli/run.rs",
            &["app", "config", "env", "model", "pipeline", "store"],
        ),
    ] {
        let (_, text) = files.iter().find(|(name, _)| name == file).unwrap();
        let tokens = tokens(&code(text));
        let used: BTreeSet<String> = paths(&tokens, &home(file))
            .into_iter()
            .filter(|p| p[0] == "crate")
            .filter_map(|p| p.get(1).cloned())
            .collect();
        assert!(wanted.iter().all(|m| used.contains(*m)), "{file}: {used:?}");
    }
}

#[track_caller]
fn caught(file: &str, body: &str, wanted: &[&str]) {
    let wanted: Vec<String> = wanted.iter().map(|w| format!("{file}: {w}")).collect();
    assert_eq!(faults(file, &format!("//! x\n{body}")), wanted, "{body}");
}

#[test]
fn a_planted_violation_is_caught_however_it_is_written() {
    caught(
        "series/boundary/mod.rs",
        "use crate::{kpi::x, app};",
        &["`series` uses `app`", "`series` uses `kpi`"],
    );
    caught(
        "series/boundary/mod.rs",
        "use crate::{model::{Area, Period}, store::{self, Lake}};",
        &["`series` uses `store`"],
    );
    caught(
        "kpi/score.rs",
        "fn f() { let x = crate::ingest::conform(1); }",
        &["`kpi` uses `ingest`"],
    );
    caught(
        "kpi/score.rs",
        "fn f() -> Vec<crate::error::RunError> { vec![] }",
        &["`kpi` uses `error`"],
    );
    caught(
        "ingest/conform/csv.rs",
        "use super::super::super::rollup::Rows;",
        &["`ingest` uses `rollup`"],
    );
    caught(
        "model/mod.rs",
        "use super::store;",
        &["`model` uses `store`"],
    );
    caught(
        "model/mod.rs",
        "use super::{config::Project as P, *};",
        &["`model` uses `*`", "`model` uses `config`"],
    );
    caught(
        "model/area.rs",
        "mod tests { use super::super::super::pipeline; }",
        &["`model` uses `pipeline`"],
    );
    caught(
        "model/area.rs",
        "mod tests { mod deep { } use super::super::Period; } use super::super::pipeline;",
        &["`model` uses `pipeline`"],
    );
    caught("model/area.rs", "use crate as all;", &["`model` uses `*`"]);
    caught("model/area.rs", "use crate::*;", &["`model` uses `*`"]);
    caught(
        "model/area.rs",
        "use self::super::super::kpi;",
        &["`model` uses `kpi`"],
    );
    caught(
        "store/lake.rs",
        "macro_rules! m { () => { $crate::pipeline::go() } }",
        &["`store` uses `pipeline`"],
    );
    caught(
        "store/lake.rs",
        "/* a \" quote */ use crate::app; // \"",
        &["`store` uses `app`"],
    );
    caught(
        "store/lake.rs",
        "fn f<'a>(x: &'a str) -> char { crate::app::x; '\"' }",
        &["`store` uses `app`"],
    );
    caught(
        "store/lake.rs",
        "const S: &str = r#\"a\"b\"#; use crate::app;",
        &["`store` uses `app`"],
    );
    caught(
        "evaluate/tables.rs",
        "use crate::store::Lake; use crate::governance::Registers;",
        &["`evaluate` uses `governance`", "knows `crate::store`"],
    );
    caught(
        "pipeline/load.rs",
        "use crate::inspect::Past;",
        &["`pipeline` uses `inspect`"],
    );
    caught("extra/x.rs", "", &["module `extra` has no level"]);
}

#[test]
fn names_that_a_layer_must_not_know_are_caught() {
    caught(
        "model/area.rs",
        "use std::{collections::BTreeMap, fs, time::Instant};",
        &["knows `std::fs`", "knows `std::time`"],
    );
    caught(
        "model/area.rs",
        "fn f() { std::fs::read(1); }",
        &["knows `std::fs`"],
    );
    caught(
        "model/area.rs",
        "use arrow::array::Array;",
        &["knows `arrow`"],
    );
    caught(
        "inspect/answer.rs",
        "use polars::prelude::col; fn f() { println!(\"x\") }",
        &["names `polars`", "names `println`"],
    );
    caught(
        "inspect/answer.rs",
        "use deltalake::Table; use rusqlite::Connection;",
        &["names `deltalake`", "names `rusqlite`"],
    );
    caught("store/tables.rs", "use ::polars::x;", &["names `polars`"]);
    caught(
        "kpi/verdict_history.rs",
        "fn f() { moment.date_naive() }",
        &["names `date_naive`"],
    );
    caught(
        "evaluate/evaluation.rs",
        "fn f() { day.and_hms_opt(0, 0, 0) }",
        &["names `and_hms_opt`"],
    );
    caught(
        "ingest/fetch/session.rs",
        "use reqwest::Client;",
        &["names `reqwest`"],
    );
    assert_eq!(
        faults("inspect/answer.rs", "use std::fs;"),
        ["inspect/answer.rs: does not begin with `//!`"]
    );
}

#[test]
fn what_is_allowed_is_not_complained_about() {
    caught(
        "ingest/conform/csv.rs",
        "use crate::store::Lake; use super::super::number; use crate::ingest::text;",
        &[],
    );
    caught("store/frame.rs", "use polars::prelude::col;", &[]);
    caught(
        "app/output.rs",
        "fn f() { println!(\"x\"); crate::pipeline::x(); }",
        &[],
    );
    caught(
        "model/area.rs",
        "// use crate::app;\n/* crate::kpi::x */ const S: &str = \"crate::pipeline::x println!\"; fn \
            print() { self::print() }",
        &[],
    );
    caught("lib.rs", "pub mod app; pub use crate::app::cli;", &[]);
    caught(
        "series/x.rs",
        "mod tests { use super::*; } pub(crate) fn f() {}",
        &[],
    );
}
