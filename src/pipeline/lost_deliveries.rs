//! Deliveries that landing no longer has as they were landed. Their dataset takes no part until
//! they are back: figures of a part of what was delivered would be taken for the whole, and a
//! release could not be made again. The other datasets go on.

use crate::config::Project;
use crate::error::RunError;
use crate::model::manifest::{DeliveryEntry, ReceiptEntry};
use crate::model::{Finding, Place};
use crate::store::{Lake, LandedDelivery, ReleaseRef, receipt_differs};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a receipt that was changed.
const ALTERED: &str = "its `receipt.json` does not say what it said when the last release was made";

/// A delivery that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostDelivery {
    /// Dataset.
    pub dataset: String,
    /// Its id.
    pub delivery: String,
    /// What is wrong with it.
    why: String,
    /// What the manifest of a release says of it; none when no release stands on it.
    entry: Option<ReceiptEntry>,
}

impl LostDelivery {
    /// What is reported of it.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let LostDelivery {
            dataset,
            delivery,
            why,
            ..
        } = self;
        let file = format!("landing/{dataset}/{delivery}");
        let hint = format!(
            "restore `{file}` from a backup, or remove what is left of it and deliver the same file again; \
             if it is gone for good, give its source another `id`: that begins without it"
        );
        let message = format!(
            "{why}; nothing of dataset `{dataset}` is used until it is restored, and the rest goes \
                on"
        );
        Finding::error(
            "delivery_lost",
            Place {
                file,
                ..Place::default()
            },
            message,
        )
        .hint(hint)
    }

    /// As a manifest keeps it, so that the next run looks for it too.
    #[must_use]
    pub fn entry(&self) -> ReceiptEntry {
        ReceiptEntry {
            dataset: self.dataset.clone(),
            delivery: self.delivery.clone(),
            ..self.entry.clone().unwrap_or_default()
        }
    }
}

/// What the last release was made from, as far as it was delivered.
pub struct Former {
    entries: Vec<ReceiptEntry>,
    /// Where each stands, by dataset and delivery.
    places: BTreeMap<(String, String), usize>,
    /// Where those of the same bytes stand, by their hash.
    of_bytes: BTreeMap<String, Vec<usize>>,
}

impl Former {
    /// What a release was made from, and what had been lost by then.
    #[must_use]
    pub fn of(release: Option<&ReleaseRef>) -> Former {
        let manifest = release.map(|r| &r.manifest);
        let deliveries = manifest.map_or(&[][..], |m| m.deliveries());
        let lost = manifest.map_or(&[][..], |m| m.lost());
        let delivered = deliveries.iter().map(DeliveryEntry::receipt);
        let entries: Vec<ReceiptEntry> = delivered.chain(lost.iter().cloned()).collect();
        let mut places = BTreeMap::new();
        let mut of_bytes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let key = (entry.dataset.clone(), entry.delivery.clone());
            places.entry(key).or_insert(at);
            if let Some(sha256) = &entry.sha256 {
                of_bytes.entry(sha256.clone()).or_default().push(at);
            }
        }
        Former {
            entries,
            places,
            of_bytes,
        }
    }

    /// When these bytes were first received from there, while landing does not have them: what is
    /// delivered again became known then.
    #[must_use]
    pub fn first_received(
        &self,
        lake: &Lake,
        dataset: &str,
        (source_id, path, sha256): (&str, &str, &str),
    ) -> Option<DateTime<Utc>> {
        let same = |e: &&ReceiptEntry| {
            e.dataset == dataset
                && e.source_id.as_deref() == Some(source_id)
                && e.path.as_deref() == Some(path)
        };
        let of_bytes = self.of_bytes.get(sha256)?.iter();
        let entry = of_bytes.filter_map(|at| self.entries.get(*at)).find(same)?;
        let gone = lake
            .landed_as(dataset, &entry.delivery)
            .is_ok_and(|there| there.is_none());
        entry.fetched_at.filter(|_| gone)
    }

    fn entry(&self, dataset: &str, delivery: &str) -> Option<&ReceiptEntry> {
        let key = (dataset.to_owned(), delivery.to_owned());
        self.entries.get(*self.places.get(&key)?)
    }

    /// A delivery with bytes that are not those that were landed.
    #[must_use]
    pub fn damaged(&self, dataset: &str, delivery: &str, why: String) -> LostDelivery {
        LostDelivery {
            dataset: dataset.to_owned(),
            delivery: delivery.to_owned(),
            why,
            entry: self.entry(dataset, delivery).cloned(),
        }
    }

    /// Everything of a dataset that lies in landing, and what of it is lost. Bytes are compared
    /// with their number only.
    ///
    /// # Errors
    /// When landing cannot be read.
    pub fn landing(
        &self,
        project: &Project,
        lake: &Lake,
        dataset: &str,
    ) -> Result<(Vec<LandedDelivery>, Vec<LostDelivery>), RunError> {
        let (landed, damaged) = lake.landed_sound(dataset)?;
        let mut lost: Vec<LostDelivery> = damaged
            .into_iter()
            .map(|(id, error)| self.damaged(dataset, &id, error.to_string()))
            .collect();
        let short = landed.iter().filter(|l| !l.is_whole());
        lost.extend(short.map(|l| {
            self.damaged(
                dataset,
                &l.delivery,
                format!(
                    "`{}` is not there with its {} bytes",
                    l.receipt.file_name, l.receipt.size
                ),
            )
        }));
        let altered = |l: &&LandedDelivery| {
            self.entry(dataset, &l.delivery)
                .is_some_and(|entry| receipt_differs(entry, &l.receipt).is_some())
        };
        let altered = landed
            .iter()
            .filter(altered)
            .map(|l| self.damaged(dataset, &l.delivery, ALTERED.to_owned()));
        lost.extend(altered.collect::<Vec<LostDelivery>>());
        let there: BTreeSet<&str> = landed
            .iter()
            .map(|l| l.delivery.as_str())
            .chain(lost.iter().map(|l| l.delivery.as_str()))
            .collect();
        let declared = |id: &str| {
            project
                .dataset(dataset)
                .is_some_and(|d| d.sources.iter().any(|s| s.id == id))
        };
        let gone = |e: &&ReceiptEntry| {
            e.dataset == dataset
                && !there.contains(e.delivery.as_str())
                && e.source_id.as_deref().is_some_and(declared)
        };
        let missing: Vec<LostDelivery> = self
            .entries
            .iter()
            .filter(gone)
            .map(|e| self.missing(dataset, e))
            .collect();
        lost.extend(missing);
        Ok((landed, lost))
    }

    fn missing(&self, dataset: &str, entry: &ReceiptEntry) -> LostDelivery {
        let (delivery, path) = (&entry.delivery, entry.path.as_deref().unwrap_or_default());
        let why = format!("delivery `{delivery}` (`{path}`) is no longer in landing");
        self.damaged(dataset, delivery, why)
    }
}

/// The datasets that take no part.
#[must_use]
pub fn left_out(lost: &[LostDelivery]) -> BTreeSet<&str> {
    lost.iter().map(|l| l.dataset.as_str()).collect()
}
