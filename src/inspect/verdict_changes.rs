//! Verdicts of two releases side by side: which are others now, and why.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::approvals::APPROVALS;
use crate::model::manifest::DeliveryEntry;
use crate::model::{KpiKind, Measure, OverTime, Pace};
use crate::store::{Record, ReleaseRef, cell, records};
use std::collections::{BTreeMap, BTreeSet};

/// A verdict that is another one than it was. Fields of the side that has no such row are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// KPI.
    pub kpi: String,
    /// Area code.
    pub area_code: String,
    /// Boundary day.
    pub boundary: String,
    /// Period.
    pub period: String,
    /// Span.
    pub span: String,
    /// Target before and after.
    pub target_id: [String; 2],
    /// Value of the target before and after, with its comparison.
    pub target: [String; 2],
    /// Value before and after.
    pub value: [String; 2],
    /// Verdict before and after.
    pub verdict: [String; 2],
    /// Reason before and after.
    pub reason: [String; 2],
    /// Why: any of `target`, `formula`, `data`, `contract`, `correction`, `areas`, `program`,
    /// `others`; sorted.
    pub why: BTreeSet<&'static str>,
}

/// A release with its project, as far as that can still be read.
pub struct Side<'a> {
    /// The release.
    pub release: &'a ReleaseRef,
    /// What it was made with.
    pub project: Option<&'a Project>,
}

type VerdictKey = [String; 5];

/// Every row whose verdict differs, and every one that only one side has, in the order of the key.
///
/// # Errors
/// When a table cannot be read.
pub fn flips(before: Option<&Side<'_>>, after: &Side<'_>) -> Result<Vec<VerdictChange>, RunError> {
    let rows = |side: Option<&Side<'_>>, table: &str| {
        side.map_or_else(|| Ok(vec![]), |s| records(s.release, table))
    };
    let operands = [
        by_cell(rows(before, "operands")?),
        by_cell(rows(Some(after), "operands")?),
    ];
    let (was, mut is) = (
        by_cell(rows(before, "scorecard")?),
        by_cell(rows(Some(after), "scorecard")?),
    );
    let changed = before
        .map(|b| ChangedInputs::between(b.release, after.release))
        .unwrap_or_default();
    let mut found = Vec::new();
    let keys: BTreeSet<VerdictKey> = was.keys().chain(is.keys()).cloned().collect();
    for key in keys {
        let (old, new) = (
            was.get(&key).cloned().unwrap_or_default(),
            is.remove(&key).unwrap_or_default(),
        );
        for (old, new) in paired(old, new) {
            let same = |column: &str| cell(&old, column) == cell(&new, column);
            if same("verdict") && same("reason") {
                continue;
            }
            let both =
                |column: &str| [cell(&old, column).to_owned(), cell(&new, column).to_owned()];
            let asked = |r: &Record| {
                format!("{} {}", cell(r, "target_op"), cell(r, "target_value"))
                    .trim()
                    .to_owned()
            };
            let [kpi, area_code, boundary, period, span] = key.clone();
            let mut why = BTreeSet::new();
            if let Some(before) = before {
                let its = |i: usize| operands[i].get(&key).cloned().unwrap_or_default();
                if !same("target_id") || asked(&old) != asked(&new) {
                    why.insert("target");
                }
                why.extend(causes(&kpi, &[its(0), its(1)], (before, after), &changed));
                if why.is_empty()
                    && changed.files.iter().any(|f| f.contains("targets"))
                    && same("value")
                {
                    why.insert("target"); // its tolerance or its plan
                }
                if why.is_empty() {
                    // Nothing that it is made from differs, so it is the rules of another program,
                    // if there is another.
                    let program = before.release.manifest.chiso != after.release.manifest.chiso;
                    why.insert(if program { "program" } else { "others" });
                }
            } else {
                why.insert("data");
            }
            found.push(VerdictChange {
                target_id: both("target_id"),
                target: [asked(&old), asked(&new)],
                value: both("value"),
                verdict: both("verdict"),
                reason: both("reason"),
                kpi,
                area_code,
                boundary,
                period,
                span,
                why,
            });
        }
    }
    Ok(found)
}

fn by_cell(rows: Vec<Record>) -> BTreeMap<VerdictKey, Vec<Record>> {
    let mut cells: BTreeMap<VerdictKey, Vec<Record>> = BTreeMap::new();
    for row in rows {
        cells
            .entry(
                ["kpi", "area_code", "boundary", "period", "span"]
                    .map(|c| cell(&row, c).to_owned()),
            )
            .or_default()
            .push(row);
    }
    cells
}

/// Rows of one cell side by side: by target, and what is left in order, so that a target that takes
/// another's place stands beside it.
fn paired(old: Vec<Record>, mut new: Vec<Record>) -> Vec<(Record, Record)> {
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for row in old {
        match new
            .iter()
            .position(|n| cell(n, "target_id") == cell(&row, "target_id"))
        {
            Some(i) => pairs.push((row, new.remove(i))),
            None => left.push(row),
        }
    }
    let mut new = new.into_iter();
    for row in left {
        pairs.push((row, new.next().unwrap_or_default()));
    }
    pairs.extend(new.map(|row| (Record::new(), row)));
    pairs
}

/// Configuration and registers that the two releases do not share.
fn changed_files(before: &ReleaseRef, after: &ReleaseRef) -> BTreeSet<String> {
    let (a, b) = (made_from(before), made_from(after));
    a.keys()
        .chain(b.keys())
        .filter(|k| a.get(*k) != b.get(*k))
        .cloned()
        .collect()
}

/// Configuration and registers that a release was made from: path and hash.
pub(super) fn made_from(release: &ReleaseRef) -> BTreeMap<String, String> {
    let files = release.manifest.configuration().iter();
    let files = files.map(|f| (f.path.clone(), f.sha256.clone()));
    let registers = release.manifest.registers().iter().map(|f| {
        (
            format!("datasets/{}/{}", f.register, f.file_name),
            f.sha256.clone(),
        )
    });
    files.chain(registers).collect()
}

/// Whether a dataset has corrections on either side, which another approval may have let in.
fn corrected(then: Option<&Project>, now: Option<&Project>, datasets: &BTreeSet<&str>) -> bool {
    then.into_iter().chain(now).any(|p| {
        datasets
            .iter()
            .any(|d| p.corrections.get(*d).is_some_and(|c| !c.is_empty()))
    })
}

fn causes(
    kpi: &str,
    operands: &[Vec<Record>; 2],
    (before, after): (&Side<'_>, &Side<'_>),
    changed: &ChangedInputs,
) -> BTreeSet<&'static str> {
    let mut why = BTreeSet::new();
    let measures: BTreeSet<&str> = operands
        .iter()
        .flatten()
        .map(|o| cell(o, "measure"))
        .collect();
    let other = match (before.project, after.project) {
        (Some(then), Some(now)) => declared(then, kpi, &measures) != declared(now, kpi, &measures),
        _ => changed.files.iter().any(|f| f.starts_with("pipelines/")), // one of them cannot be read
    };
    if other {
        why.insert("formula");
    }
    let sources: BTreeSet<&str> = after.project.map_or_else(BTreeSet::new, |p| {
        p.measures
            .iter()
            .filter(|m| measures.contains(m.id.as_str()))
            .flat_map(|m| &m.sources)
            .map(|s| s.dataset.as_str())
            .collect()
    });
    let key = |o: &Record| ["role", "measure", "operand_period"].map(|c| cell(o, c).to_owned());
    let values = |i: usize| {
        operands[i]
            .iter()
            .map(|o| (key(o), o))
            .collect::<BTreeMap<_, _>>()
    };
    let (was, is) = (values(0), values(1));
    for k in was.keys().chain(is.keys()) {
        let of = |side: &BTreeMap<[String; 3], &Record>, column: &str| {
            side.get(k).map_or("", |o| cell(o, column)).to_owned()
        };
        if of(&was, "value") == of(&is, "value") {
            continue;
        }
        let deliveries = [of(&was, "delivery"), of(&is, "delivery")];
        let [then, now] = deliveries.each_ref().map(|d| {
            d.split(';')
                .filter(|d| !d.is_empty())
                .collect::<BTreeSet<_>>()
        });
        // The datasets that the figure is of; where no delivery has it, any that could have had it.
        let its: BTreeSet<&str> = then
            .union(&now)
            .filter_map(|d| changed.dataset.get(*d))
            .map(String::as_str)
            .collect();
        let its = if its.is_empty() { &sources } else { &its };
        let touched = |name: &str| {
            its.iter()
                .any(|d| changed.files.contains(&name.replace('*', d)))
        };
        let approved = || {
            changed.files.iter().any(|f| f.contains(APPROVALS))
                && corrected(before.project, after.project, its)
        };
        if touched("datasets/*/corrections.toml") || approved() {
            why.insert("correction");
        }
        let read = || match (before.project, after.project) {
            (Some(then), Some(now)) => its.iter().any(|d| contract(then, d) != contract(now, d)),
            _ => touched("datasets/*.toml"),
        };
        if read() || touched("datasets/*/repairs.toml") {
            why.insert("contract");
        }
        if then
            .symmetric_difference(&now)
            .any(|d| changed.deliveries.contains(*d))
        {
            why.insert("data");
        } else if then == now
            && changed
                .files
                .iter()
                .any(|f| f.ends_with("/areas.csv") || f.ends_with("/relations.csv"))
        {
            why.insert("areas");
        }
    }
    why
}

/// What a project declares of a KPI and its measures, as far as it makes a value.
fn declared(
    project: &Project,
    kpi: &str,
    measures: &BTreeSet<&str>,
) -> (Option<(KpiKind, Option<Pace>)>, Vec<String>) {
    let kpi = project
        .kpis
        .iter()
        .find(|k| k.id == kpi)
        .map(|k| (k.kind.clone(), k.pace));
    let made = |m: &Measure| {
        let breaks: Vec<_> = m.breaks.iter().map(|b| b.from).collect();
        let spliced: Vec<_> = m.splices.iter().map(|s| &s.datasets).collect();
        let over_time = m.over_time.filter(|way| *way != OverTime::Sum);
        format!(
            "{:?} {:?} {:?} {over_time:?} {breaks:?} {:?} {:?} {:?} {spliced:?}",
            m.id, m.sources, m.periods, m.real, m.weight, m.sum_of
        )
    };
    (
        kpi,
        project
            .measures
            .iter()
            .filter(|m| measures.contains(m.id.as_str()))
            .map(made)
            .collect(),
    )
}

/// How the data of a dataset are read.
fn contract<'p>(project: &'p Project, dataset: &str) -> Option<&'p str> {
    project
        .datasets
        .iter()
        .find(|d| d.id == dataset)
        .map(|d| d.contract_hash.as_str())
}

/// What two releases were made from and do not share.
#[derive(Default)]
struct ChangedInputs {
    /// Configuration and registers.
    files: BTreeSet<String>,
    /// Deliveries that only the later one has, and those that are no longer what their source says.
    deliveries: BTreeSet<String>,
    /// The dataset of each delivery of either.
    dataset: BTreeMap<String, String>,
}

impl ChangedInputs {
    fn between(before: &ReleaseRef, after: &ReleaseRef) -> ChangedInputs {
        let (then, now) = (before.manifest.deliveries(), after.manifest.deliveries());
        let ids = |list: &[DeliveryEntry], current: bool| -> BTreeSet<String> {
            list.iter()
                .filter(|d| !current || d.current)
                .map(|d| d.delivery.clone())
                .collect()
        };
        let (came, gone) = (
            &ids(now, false) - &ids(then, false),
            &ids(then, true) - &ids(now, true),
        );
        ChangedInputs {
            files: changed_files(before, after),
            deliveries: &came | &gone,
            dataset: then
                .iter()
                .chain(now)
                .map(|d| (d.delivery.clone(), d.dataset.clone()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::Manifest;
    use serde_json::Map;
    use std::path::PathBuf;

    fn release(chiso: &str, deliveries: &[DeliveryEntry]) -> ReleaseRef {
        ReleaseRef {
            id: "r".to_owned(),
            path: PathBuf::new(),
            manifest: Manifest {
                chiso: Some(chiso.to_owned()),
                deliveries: Some(deliveries.to_vec()),
                ..Manifest::default()
            },
            document: Map::new(),
        }
    }

    fn operand(value: &str, delivery: &str) -> Record {
        [
            ("role", "current"),
            ("measure", "m"),
            ("operand_period", "2020"),
            ("value", value),
            ("delivery", delivery),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into()
    }

    /// Causes of a figure that differs, by word, where only these files differ.
    fn why(
        was: &[Record],
        is: &[Record],
        deliveries: [&[DeliveryEntry]; 2],
        changed: &[&str],
    ) -> Vec<&'static str> {
        let [before, after] = deliveries.map(|d| release("1", d));
        let side = |release| Side {
            release,
            project: None,
        };
        let files = changed.iter().map(|f| (*f).to_owned()).collect();
        let changed = ChangedInputs {
            files,
            ..ChangedInputs::between(&before, &after)
        };
        causes(
            "k",
            &[was.to_vec(), is.to_vec()],
            (&side(&before), &side(&after)),
            &changed,
        )
        .into_iter()
        .collect()
    }

    #[test]
    fn data_are_a_cause_only_where_they_came_or_went() {
        let delivery = |dataset: &str, id: &str, current: bool| DeliveryEntry {
            dataset: dataset.to_owned(),
            delivery: id.to_owned(),
            current,
            ..DeliveryEntry::default()
        };
        let held = [delivery("a", "d1", true), delivery("b", "d2", true)];
        let later = [
            delivery("a", "d1", false),
            delivery("b", "d2", true),
            delivery("a", "d3", true),
        ];
        let (one, two, none) = ([operand("1", "d1")], [operand("2", "d2")], []);
        assert_eq!(
            why(&one, &[operand("2", "d3")], [&held, &later], &[]),
            ["data"]
        );
        assert_eq!(
            why(&one, &none, [&held, &later], &[]),
            ["data"],
            "its source says something else"
        );
        assert!(
            why(&none, &two, [&held, &held], &[]).is_empty(),
            "it was there all along"
        );
        assert!(why(&one, &two, [&held, &held], &[]).is_empty());
        // The contract of another dataset has nothing to do with it.
        assert!(why(&none, &two, [&held, &held], &["datasets/a.toml"]).is_empty());
        assert_eq!(
            why(&none, &two, [&held, &held], &["datasets/b.toml"]),
            ["contract"]
        );
        assert_eq!(
            why(&none, &two, [&held, &held], &["pipelines/a.toml"]),
            ["formula"]
        );
    }
}
