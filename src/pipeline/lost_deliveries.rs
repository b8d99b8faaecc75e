//! Deliveries that landing no longer has as they were landed. Their dataset takes no part until
//! they are back: figures of a part of what was delivered would be taken for the whole, and a
//! release could not be made again. The other datasets go on.

use crate::config::Project;
use crate::error::RunError;
use crate::model::{Finding, Place};
use crate::store::{Lake, Landed, ReleaseRef, receipt_differs};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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
    /// What the manifest of a release says of it; null when no release stands on it.
    entry: Value,
}

impl LostDelivery {
    /// What people are told of it.
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
    pub fn note(&self) -> Value {
        let mut note = json!({ "dataset": self.dataset, "delivery": self.delivery });
        for key in [
            "source_id",
            "path",
            "sha256",
            "fetched_at",
            "published_at",
            "receipt_sha256",
        ] {
            note[key] = self.entry[key].clone();
        }
        note
    }
}

/// What the last release was made from, as far as it was delivered.
pub struct Former(Vec<Value>);

impl Former {
    /// What a release was made from, and what had been lost by then.
    #[must_use]
    pub fn of(release: Option<&ReleaseRef>) -> Former {
        let list = |key: &'static str| {
            release
                .into_iter()
                .flat_map(move |r| r.manifest[key].as_array().into_iter().flatten())
        };
        Former(list("deliveries").chain(list("lost")).cloned().collect())
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
        let same = |e: &&Value| {
            e["dataset"] == dataset
                && e["source_id"] == source_id
                && e["path"] == path
                && e["sha256"] == sha256
        };
        let entry = self.0.iter().find(same)?;
        let gone = lake
            .landed_as(dataset, entry["delivery"].as_str()?)
            .is_ok_and(|there| there.is_none());
        entry["fetched_at"].as_str()?.parse().ok().filter(|_| gone)
    }

    fn entry(&self, dataset: &str, delivery: &str) -> Value {
        self.0
            .iter()
            .find(|e| e["dataset"] == dataset && e["delivery"] == delivery)
            .cloned()
            .unwrap_or_default()
    }

    /// A delivery with bytes that are not those that were landed.
    #[must_use]
    pub fn damaged(&self, dataset: &str, delivery: &str, why: String) -> LostDelivery {
        LostDelivery {
            dataset: dataset.to_owned(),
            delivery: delivery.to_owned(),
            why,
            entry: self.entry(dataset, delivery),
        }
    }

    /// Everything of a dataset that lies in landing, and what of it is lost. Bytes are held against
    /// their number only.
    ///
    /// # Errors
    /// When landing cannot be read.
    pub fn landing(
        &self,
        project: &Project,
        lake: &Lake,
        dataset: &str,
    ) -> Result<(Vec<Landed>, Vec<LostDelivery>), RunError> {
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
        let altered = |l: &&Landed| {
            let entry = self.entry(dataset, &l.delivery);
            entry.is_object() && receipt_differs(&entry, &l.receipt).is_some()
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
        let gone = |e: &&Value| {
            let known = e["delivery"].as_str().is_some_and(|id| !there.contains(id));
            e["dataset"] == dataset && known && e["source_id"].as_str().is_some_and(declared)
        };
        let missing: Vec<LostDelivery> = self
            .0
            .iter()
            .filter(gone)
            .map(|e| self.missing(dataset, e))
            .collect();
        lost.extend(missing);
        Ok((landed, lost))
    }

    fn missing(&self, dataset: &str, entry: &Value) -> LostDelivery {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        self.damaged(
            dataset,
            text("delivery"),
            format!(
                "delivery `{}` (`{}`) is no longer in landing",
                text("delivery"),
                text("path")
            ),
        )
    }
}

/// The datasets that take no part.
#[must_use]
pub fn left_out(lost: &[LostDelivery]) -> BTreeSet<&str> {
    lost.iter().map(|l| l.dataset.as_str()).collect()
}
