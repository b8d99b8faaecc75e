//! Why a verdict is another one now: formula, data, contract, repair, correction or areas.

use crate::config::Project;
use crate::governance::approvals::APPROVALS;
use crate::inspect::changed_inputs::ChangedInputs;
use crate::model::{KpiKind, Measure, OverTime, Pace};
use crate::store::{Record, ReleaseRef, cell};
use std::collections::{BTreeMap, BTreeSet};

/// A release with its project, as far as that can still be read.
pub struct Side<'a> {
    /// The release.
    pub release: &'a ReleaseRef,
    /// What it was made with.
    pub project: Option<&'a Project>,
}

/// Whether a dataset has corrections on either side, which another approval may have let in.
fn corrected(then: Option<&Project>, now: Option<&Project>, datasets: &BTreeSet<&str>) -> bool {
    then.into_iter().chain(now).any(|p| {
        datasets
            .iter()
            .any(|d| p.corrections.get(*d).is_some_and(|c| !c.is_empty()))
    })
}

pub(super) fn causes(
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
        let of = |column: &str| [&was, &is].map(|side| side.get(k).map_or("", |o| cell(o, column)));
        let [then, now] = of("value");
        if then != now {
            let deliveries = of("delivery");
            why.extend(of_figure(deliveries, &sources, (before, after), changed));
        }
    }
    why
}

/// Why a figure is another one, from the deliveries that it was of and is of now.
fn of_figure(
    deliveries: [&str; 2],
    sources: &BTreeSet<&str>,
    (before, after): (&Side<'_>, &Side<'_>),
    changed: &ChangedInputs,
) -> BTreeSet<&'static str> {
    let mut why = BTreeSet::new();
    let [then, now] = deliveries.map(|d| {
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
    let its = if its.is_empty() { sources } else { &its };
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
    if read() {
        why.insert("contract");
    }
    if touched("datasets/*/repairs.toml") {
        why.insert("repair");
    }
    let came_or_went = then
        .symmetric_difference(&now)
        .any(|d| changed.deliveries.contains(*d));
    let of_areas = |f: &String| f.ends_with("/areas.csv") || f.ends_with("/relations.csv");
    if came_or_went {
        why.insert("data");
    } else if then == now && changed.files.iter().any(of_areas) {
        why.insert("areas");
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
        .map(|k| (k.kind.clone(), k.pace.clone()));
    let made = |m: &Measure| {
        let breaks: Vec<_> = m.breaks.iter().map(|b| b.from).collect();
        let spliced: Vec<_> = m.splices.iter().map(|s| &s.datasets).collect();
        let over_time = m.over_time.filter(|way| *way != OverTime::Sum);
        format!(
            "{:?} {:?} {:?} {over_time:?} {breaks:?} {:?} {:?} {:?} {spliced:?}",
            m.id, m.sources, m.periods, m.derived, m.weight, m.sum_of
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::{DeliveryEntry, Manifest};
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
