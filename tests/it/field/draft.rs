//! What `chiso draft` makes of the delivery of each folder of `../shared/cases/formats`, and how much
//! of it a person has to write: nothing but what no file says, answers to further questions of the
//! draft (lines that say TODO), or other lines as well.

use super::{Case, figures, lay, shared};
use crate::support::Project;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What no file says: the same answers for every draft.
const ANSWERS: [(&str, &str); 5] = [
    (
        "title = { vi = \"\", en = \"\" }",
        "title = { en = \"Figures (invented)\" }",
    ),
    ("licence = \"\"", "licence = \"invented\""),
    ("citation = \"\"", "citation = \"invented\""),
    ("unit = \"\"", "unit = \"units\""),
    (
        "status = { constant = \"\" }",
        "status = { constant = \"final\" }",
    ),
];

/// What the drafts of some folders need beyond that.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Needs {
    /// Figures, where the office of the folder declares only some of those that the file has.
    figures: BTreeMap<String, Vec<String>>,
    /// Lines of the draft that say TODO, and what is written in their place.
    answers: BTreeMap<String, Vec<[String; 2]>>,
    /// Other lines: what they are.
    edits: BTreeMap<String, String>,
}

/// How much of the contract a person writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Only what no file says, or the file is refused as it must be.
    Nothing,
    /// Answers to what the draft asks.
    Answers,
    /// More.
    Edits,
}

/// The figures that the delivery has, as its office declares it at last.
fn wanted(name: &str, case: &Case, needs: &Needs) -> Vec<String> {
    let first = case.steps.iter().take_while(|step| step.lay.is_none());
    let figures = first.filter_map(|step| step.figures.as_ref());
    let last = figures.filter(|f| !f.is_empty()).last();
    let mut wanted = needs
        .figures
        .get(name)
        .or(last)
        .cloned()
        .unwrap_or_default();
    wanted.sort();
    wanted
}

/// The project of a folder with a draft in place of its contract; none where the file is refused.
fn drafted(folder: &Path) -> Option<Project> {
    let within = folder.join("project");
    let from = if within.is_dir() { &within } else { folder };
    let project = Project::empty();
    lay(from, &project, "");
    project.remove("datasets/figures.toml");
    let files = project.tree("datasets/figures");
    let file = format!("datasets/figures/{}", files.keys().next().unwrap());
    let outcome = project.chiso(&["draft", &file, "--dataset", "figures"]);
    if outcome.code != Some(0) {
        assert_eq!(outcome.code, Some(6), "{}", outcome.stderr);
        return None;
    }
    let text = ANSWERS
        .iter()
        .fold(outcome.stdout, |text, (from, to)| text.replace(from, to));
    // The measure sums whatever the draft calls its figures.
    let value = text.split("value = { name = \"").nth(1).unwrap();
    let value = value.split('"').next().unwrap();
    let pipeline = project.read("pipelines/yearly.toml");
    let pipeline = pipeline.replace("sum(figure)", &format!("sum({value})"));
    project.write("pipelines/yearly.toml", pipeline);
    project.write("datasets/figures.toml", text);
    Some(project)
}

/// Runs the draft and compares its figures.
fn is_right(project: &Project, wanted: &[String]) -> bool {
    project.chiso(&["run"]);
    figures(project) == wanted
}

/// Answers what the draft asks, in lines that say TODO; whether it asks all of this.
fn answer(project: &Project, answers: &[[String; 2]]) -> bool {
    answers.iter().all(|[from, to]| {
        let text = project.read("datasets/figures.toml");
        let line = text.lines().find(|line| line.contains(from.as_str()));
        let asks = line.is_some_and(|line| line.contains("TODO"));
        if asks {
            project.replace("datasets/figures.toml", from, to);
        }
        asks
    })
}

fn need(folder: &Path, wanted: &[String], answers: &[[String; 2]]) -> Need {
    let Some(project) = drafted(folder) else {
        return if wanted.is_empty() {
            Need::Nothing
        } else {
            Need::Edits
        };
    };
    if is_right(&project, wanted) {
        return Need::Nothing;
    }
    if !answers.is_empty() && answer(&project, answers) && is_right(&project, wanted) {
        Need::Answers
    } else {
        Need::Edits
    }
}

#[test]
fn most_drafts_need_no_more_than_answers() {
    let Some(shared) = shared() else { return };
    let cases: BTreeMap<String, Case> = toml::from_str(include_str!("formats.toml")).unwrap();
    let needs: Needs = toml::from_str(include_str!("drafts.toml")).unwrap();
    let only = std::env::var("CHISO_FIELD_CASE").unwrap_or_default();
    let (mut counts, mut wrong) = (BTreeMap::new(), Vec::new());
    let drafted = cases.iter().filter(|(_, case)| case.elsewhere.is_none());
    for (name, case) in drafted.filter(|(name, _)| name.starts_with(&only)) {
        let answers = needs.answers.get(name).map_or(&[][..], Vec::as_slice);
        let folder = shared.join("formats").join(name);
        let found = need(&folder, &wanted(name, case, &needs), answers);
        let written = match (answers.is_empty(), needs.edits.contains_key(name)) {
            (true, false) => Need::Nothing,
            (false, false) => Need::Answers,
            _ => Need::Edits,
        };
        if found != written {
            wrong.push(format!("{name}: {found:?}, and not {written:?}"));
        }
        *counts.entry(found).or_insert(0) += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The first two numbers may only rise; docs/SOURCES.md has them as well.
    let wanted = [(Need::Nothing, 74), (Need::Answers, 13)];
    assert!(
        !only.is_empty() || counts == BTreeMap::from(wanted),
        "{counts:?}"
    );
}
