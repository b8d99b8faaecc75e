//! Deliveries, files and targets that one of two releases was made from and the other was not.

use crate::governance::target_text::{COLUMNS, tidy};
use crate::inspect::changed_inputs::made_from;
use crate::model::manifest::DeliveryEntry;
use crate::store::{Record, ReleaseRef, cell};
use std::collections::{BTreeMap, BTreeSet};

/// A delivery that one release has and the other does not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotedDelivery {
    /// Dataset.
    pub dataset: String,
    /// Where it was read.
    pub path: String,
    /// Its id.
    pub delivery: String,
    /// When the provider published it, else when it was fetched.
    pub known_from: String,
}

/// A configuration file or register that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedFile {
    /// Path in the project.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
}

/// A target that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedTarget {
    /// Its id.
    pub id: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// The KPI that it binds.
    pub kpi: String,
    /// Column, before and after, where it changed.
    pub columns: Vec<(&'static str, String, String)>,
}

/// Deliveries that a release was made from; only those its sources still held, when `current`.
pub(super) fn deliveries(release: &ReleaseRef, current: bool) -> BTreeSet<NotedDelivery> {
    let deliveries = release.manifest.deliveries().iter();
    let listed = deliveries.filter(|d| !current || d.current);
    let one = |d: &DeliveryEntry| NotedDelivery {
        dataset: d.dataset.clone(),
        path: d.path.clone().unwrap_or_default(),
        delivery: d.delivery.clone(),
        known_from: d.known_from(),
    };
    listed.map(one).collect()
}

fn change<T: PartialEq>(before: Option<&T>, after: Option<&T>) -> Option<&'static str> {
    match (before, after) {
        (None, _) => Some("added"),
        (_, None) => Some("removed"),
        (Some(a), Some(b)) => (a != b).then_some("changed"),
    }
}

pub(super) fn files(before: &ReleaseRef, after: &ReleaseRef) -> Vec<NotedFile> {
    let (a, b) = (made_from(before), made_from(after));
    let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths
        .into_iter()
        .filter_map(|path| {
            Some(NotedFile {
                path: path.clone(),
                change: change(a.get(path), b.get(path))?,
            })
        })
        .collect()
}

pub(super) fn targets(before: &[Record], after: &[Record]) -> Vec<NotedTarget> {
    let by_id = |rows: &[Record]| {
        rows.iter()
            .map(|r| (cell(r, "target_id").to_owned(), r.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let (a, b) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let one = |id: &String| {
        let (was, is) = (a.get(id), b.get(id));
        let change = change(was, is)?;
        let differs = |column: &&'static str| {
            was.zip(is)
                .is_some_and(|(was, is)| cell(was, column) != cell(is, column))
        };
        let text = |of: Option<&Record>, column: &str| {
            of.map_or_else(String::new, |r| tidy(column, cell(r, column)))
        };
        let columns = COLUMNS
            .iter()
            .copied()
            .filter(differs)
            .map(|c| (c, text(was, c), text(is, c)))
            .collect::<Vec<_>>();
        // Releases of other programs may have other columns.
        (change != "changed" || !columns.is_empty()).then_some(NotedTarget {
            id: id.clone(),
            kpi: was
                .or(is)
                .map_or_else(String::new, |t| cell(t, "kpi").to_owned()),
            change,
            columns,
        })
    };
    ids.into_iter().filter_map(one).collect()
}
