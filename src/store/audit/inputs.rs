//! Compares what releases were made from with what lies in landing: deliveries, configuration and
//! registers, each by the hash in the manifest.

use crate::model::manifest::{DeliveryEntry, Manifest, ReceiptEntry};
use crate::model::{DeliveryKey, Finding, Place};
use crate::store::landing::Receipt;
use std::collections::{BTreeMap, BTreeSet};

/// Receipts of the deliveries that are as they were landed.
pub(super) type Sound = BTreeMap<DeliveryKey, Receipt>;

/// Where configuration is landed.
const PROJECT: &str = "_project";

/// What landing no longer has, with the releases that stand on it.
pub(super) struct Inputs<'a> {
    landed: &'a Sound,
    /// Hashes by dataset.
    hashes: BTreeSet<(&'a str, &'a str)>,
    /// By rule, place and what is wrong; the releases.
    missing: BTreeMap<(&'static str, String, String), Vec<String>>,
}

impl<'a> Inputs<'a> {
    pub(super) fn new(landed: &'a Sound) -> Inputs<'a> {
        let hashes = landed
            .iter()
            .map(|(key, receipt)| (key.dataset.as_str(), receipt.sha256.as_str()))
            .collect();
        Inputs {
            landed,
            hashes,
            missing: BTreeMap::new(),
        }
    }

    /// Looks for everything that the manifest of a release names.
    pub(super) fn look(&mut self, release: &str, manifest: &Manifest) {
        for entry in manifest.deliveries().iter().map(DeliveryEntry::receipt) {
            let (dataset, delivery) = (&entry.dataset, &entry.delivery);
            let path = entry.path.as_deref().unwrap_or_default();
            let place = format!("landing/{dataset}/{delivery}");
            let fault = match self.landed.get(&DeliveryKey::new(dataset, delivery)) {
                None => (
                    "delivery_lost",
                    format!(
                        "delivery `{delivery}` of `{dataset}` (`{path}`) is not in landing as it \
                            was landed"
                    ),
                ),
                Some(receipt) => {
                    match differs(&entry, receipt).or_else(|| other_receipt(&entry, receipt)) {
                        None => continue,
                        Some(what) => (
                            "delivery_differs",
                            format!(
                                "the receipt of delivery `{delivery}` of `{dataset}` (`{path}`) \
                                    gives another {what}"
                            ),
                        ),
                    }
                }
            };
            self.add(fault.0, place, fault.1, release);
        }
        for entry in manifest.configuration() {
            self.look_for(release, PROJECT, &entry.path, &entry.sha256);
        }
        for entry in manifest.registers() {
            self.look_for(release, &entry.register, &entry.file_name, &entry.sha256);
        }
    }

    fn look_for(&mut self, release: &str, dataset: &str, name: &str, sha256: &str) {
        if !self.hashes.contains(&(dataset, sha256)) {
            let message = format!("`{name}` as it was is not in landing");
            self.add("input_lost", format!("landing/{dataset}"), message, release);
        }
    }

    fn add(&mut self, rule: &'static str, place: String, message: String, release: &str) {
        self.missing
            .entry((rule, place, message))
            .or_default()
            .push(release.to_owned());
    }

    /// What was missing, one finding for each thing.
    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.missing
            .into_iter()
            .map(|((rule, file, message), releases)| {
                let stand = releases
                    .iter()
                    .map(|id| format!("`{id}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let hint = format!(
                    "restore `{file}` from a backup: these releases cannot be made again without it"
                );
                let place = Place {
                    file,
                    ..Place::default()
                };
                Finding::error(
                    rule,
                    place,
                    format!("{message}; releases made from it: {stand}"),
                )
                .hint(hint)
            })
    }
}

/// What a receipt says otherwise than the manifest, of all that goes into rows.
#[must_use]
pub fn differs(entry: &ReceiptEntry, receipt: &Receipt) -> Option<&'static str> {
    let text = |stated: &Option<String>| stated.clone().unwrap_or_default();
    let same = [
        ("hash", receipt.sha256 == text(&entry.sha256)),
        ("source", receipt.source_id == text(&entry.source_id)),
        ("path", receipt.path == text(&entry.path)),
        (
            "time of fetching",
            Some(receipt.fetched_at) == entry.fetched_at,
        ),
        (
            "time of publication",
            receipt.published_at == entry.published_at,
        ),
    ];
    same.iter().find(|(_, same)| !same).map(|(what, _)| *what)
}

/// Whether a receipt is another one than the manifest names; a manifest of before receipts were
/// named says nothing.
fn other_receipt(entry: &ReceiptEntry, receipt: &Receipt) -> Option<&'static str> {
    let named = entry.receipt_sha256.as_ref();
    named
        .filter(|hash| **hash != receipt.hash())
        .map(|_| "account of how it came")
}
