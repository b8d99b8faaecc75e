//! Troubles from the field: each folder of `../shared/cases` is a small project, and the tables in
//! `field/` say what must become of it, step by step: as it stands, and after what its office
//! declares. Where the folders are absent these tests skip and say so; the kinds themselves stand
//! in `members`, `readings`, `formats`, `cases` and beside the code.
//!
//! A figure is written `area period value`, a verdict `kpi area period verdict value-or-reason`. The
//! period has its span where it is not the whole, the area its boundary where there are several.
//! Flags stand in brackets at the end; a verdict may be written without them.

mod draft;

use crate::support::{Outcome, Project, Row, cell, repository};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What must become of one folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The test that holds it, where it needs more than a folder: a service that answers.
    elsewhere: Option<String>,
    #[serde(default)]
    steps: Vec<Step>,
}

/// A change of the project, a start of the program, and what must be seen then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// File, text that stands there once, text in its place. An empty text stands for the end.
    #[serde(default)]
    edit: Vec<[String; 3]>,
    /// A folder of the case whose files are laid over those of the sources.
    lay: Option<String>,
    /// The file in `variants` that is the contract from here on.
    variant: Option<String>,
    clock: Option<String>,
    /// Arguments; `run` where none are given.
    args: Option<Vec<String>>,
    #[serde(default)]
    exit: i32,
    /// Texts of what the program printed.
    #[serde(default)]
    says: Vec<String>,
    /// All figures published.
    figures: Option<Vec<String>>,
    /// Some of the verdicts published.
    #[serde(default)]
    verdicts: Vec<String>,
}

fn shared() -> Option<PathBuf> {
    let folder = repository().join("../shared/cases");
    if !folder.is_dir() {
        crate::support::skipped("../shared is not here");
        return None;
    }
    Some(folder)
}

/// Copies a folder so that it can be written to.
fn lay(from: &Path, project: &Project, below: &str) {
    let mut open = vec![from.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "lake") {
                    open.push(path);
                }
                continue;
            }
            let name = path.strip_prefix(from).unwrap().to_str().unwrap();
            project.write(&format!("{below}{name}"), fs::read(&path).unwrap());
        }
    }
}

fn edit(project: &Project, [file, from, to]: &[String; 3]) {
    if from.is_empty() {
        let text = project.read(file);
        project.write(file, format!("{text}{to}"));
    } else {
        project.replace(file, from, to);
    }
}

fn spanned(row: &Row) -> String {
    match cell(row, "span") {
        "period" => cell(row, "period").to_owned(),
        span => format!("{}/{span}", cell(row, "period")),
    }
}

/// The area, with its boundary where the rows have several.
fn placed(row: &Row, rows: &[Row]) -> String {
    let boundaries: BTreeSet<&str> = rows.iter().map(|r| cell(r, "boundary")).collect();
    match boundaries.len() {
        1 => cell(row, "area_code").to_owned(),
        _ => format!("{}@{}", cell(row, "area_code"), cell(row, "boundary")),
    }
}

fn flagged(row: &Row) -> String {
    match cell(row, "flags") {
        "" => String::new(),
        flags => format!(" [{flags}]"),
    }
}

/// The figures of all measures; those of a measure that is not the only one have its name.
fn figures(project: &Project) -> Vec<String> {
    if project.release().is_none() {
        return Vec::new();
    }
    let rows = project.published("measures");
    let measures: BTreeSet<&str> = rows.iter().map(|r| cell(r, "measure")).collect();
    let mut found: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut line = String::new();
            if measures.len() > 1 {
                _ = write!(line, "{} ", cell(row, "measure"));
            }
            let value = match cell(row, "value") {
                "" => "-",
                value => value,
            };
            let (place, period) = (placed(row, &rows), spanned(row));
            _ = write!(line, "{place} {period} {value}{}", flagged(row));
            if cell(row, "status") != "final" {
                _ = write!(line, " {}", cell(row, "status"));
            }
            line
        })
        .collect();
    found.sort();
    found
}

fn verdicts(project: &Project) -> BTreeSet<String> {
    if project.release().is_none() {
        return BTreeSet::new();
    }
    let rows = project.published("scorecard");
    rows.iter()
        .map(|row| {
            let detail = match cell(row, "reason") {
                "" => cell(row, "value"),
                reason => reason,
            };
            format!(
                "{} {} {} {} {detail}{}",
                cell(row, "kpi"),
                placed(row, &rows),
                spanned(row),
                cell(row, "verdict"),
                flagged(row),
            )
        })
        .collect()
}

/// What is not as the step says.
fn differences(project: &Project, step: &Step, outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    let printed = format!("{}{}", outcome.stdout, outcome.stderr);
    if outcome.code != Some(step.exit) || printed.contains("panicked") {
        found.push(format!("ends with {:?}, not {}", outcome.code, step.exit));
    }
    let unsaid = step.says.iter().filter(|text| !printed.contains(*text));
    found.extend(unsaid.map(|text| format!("does not say `{text}`")));
    let published = figures(project);
    if step.figures.as_ref().is_some_and(|wanted| {
        let mut wanted = wanted.clone();
        wanted.sort();
        wanted != published
    }) {
        found.push(format!("figures {published:#?}"));
    }
    let judged = verdicts(project);
    let is_there = |wanted: &String| {
        let flagged = format!("{wanted} [");
        judged.contains(wanted) || judged.iter().any(|v| v.starts_with(&flagged))
    };
    for wanted in step.verdicts.iter().filter(|v| !is_there(v)) {
        let begin: String = wanted.split(' ').take(3).collect::<Vec<_>>().join(" ") + " ";
        let there: Vec<&String> = judged.iter().filter(|v| v.starts_with(&begin)).collect();
        found.push(format!("no verdict `{wanted}`; there are {there:?}"));
    }
    if !found.is_empty() {
        found.push(format!("it printed\n{printed}"));
    }
    found
}

/// Goes through the steps of a project; says what is not as the first of them that fails says.
/// `folder` holds what steps lay over the project; only a step of a case with a folder does so.
pub(crate) fn steps_fail(
    project: &mut Project,
    steps: &[Step],
    folder: Option<&Path>,
) -> Option<String> {
    for (i, step) in steps.iter().enumerate() {
        if let Some(name) = &step.lay {
            let folder = folder.unwrap();
            lay(&folder.join(name), project, "datasets/figures/");
        }
        if let Some(name) = &step.variant {
            let folder = folder.unwrap();
            let text = fs::read(folder.join("variants").join(name)).unwrap();
            project.write("datasets/figures.toml", text);
        }
        step.edit.iter().for_each(|change| edit(project, change));
        if let Some(clock) = &step.clock {
            project.at(clock.clone().leak());
        }
        let args = step.args.clone().unwrap_or_else(|| vec!["run".to_owned()]);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let outcome = project.chiso(&args);
        let found = differences(project, step, &outcome);
        if !found.is_empty() {
            return Some(format!("step {}:\n  {}", i + 1, found.join("\n  ")));
        }
    }
    None
}

/// What is not as the steps of a folder say.
fn faults(folder: &Path, case: &Case) -> Option<String> {
    let project = folder.join("project");
    let from = if project.is_dir() { &project } else { folder };
    let mut project = Project::empty();
    lay(from, &project, "");
    let fault = steps_fail(&mut project, &case.steps, Some(folder))?;
    Some(format!("{}, {fault}", folder.display()))
}

/// Every folder has its steps, and every table line its folder.
fn holds(topic: &str, table: &str) {
    let Some(shared) = shared() else { return };
    let cases: BTreeMap<String, Case> = toml::from_str(table).unwrap();
    let folders: BTreeSet<String> = fs::read_dir(shared.join(topic))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(cases.keys().cloned().collect::<BTreeSet<_>>(), folders);
    let only = std::env::var("CHISO_FIELD_CASE").unwrap_or_default();
    let found: Vec<String> = cases
        .iter()
        .filter(|(name, _)| name.starts_with(&only))
        .inspect(|(name, case)| {
            assert_eq!(case.elsewhere.is_some(), case.steps.is_empty(), "{name}");
        })
        .filter_map(|(name, case)| faults(&shared.join(topic).join(name), case))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn what_is_written_is_read_or_refused() {
    holds("formats", include_str!("field/formats.toml"));
}

#[test]
fn what_is_meant_is_judged_or_refused() {
    holds("semantics", include_str!("field/semantics.toml"));
}
