//! What two releases were made from and do not share.

use crate::model::manifest::DeliveryEntry;
use crate::store::ReleaseRef;
use std::collections::{BTreeMap, BTreeSet};

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

/// What two releases were made from and do not share.
#[derive(Default)]
pub(super) struct ChangedInputs {
    /// Configuration and registers.
    pub(super) files: BTreeSet<String>,
    /// Deliveries that only the later one has, and those that are no longer what their source says.
    pub(super) deliveries: BTreeSet<String>,
    /// The dataset of each delivery of either.
    pub(super) dataset: BTreeMap<String, String>,
}

impl ChangedInputs {
    pub(super) fn between(before: &ReleaseRef, after: &ReleaseRef) -> ChangedInputs {
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
