//! Deliveries in landing with what is declared for them.

use crate::config::Project;
use crate::model::{Dataset, DeliveryKey, Finding, Source};
use crate::pipeline::publication_dates::Publication;
use crate::pipeline::repairs;
use crate::store::{LandedDelivery, sha256_hex};
use std::collections::BTreeSet;

/// A delivery in landing with what is declared for it.
pub struct PendingDelivery<'a> {
    /// Its dataset.
    pub dataset: &'a Dataset,
    /// `None` when the project no longer declares its source.
    pub source: Option<&'a Source>,
    /// Its bytes and receipt.
    pub landed: LandedDelivery,
    /// It is what its source says now, not what it said before.
    pub current: bool,
    /// When it was published, as far as its source declares that.
    pub publication: Publication,
    /// Hash of the other deliveries that the checks of its contract compare it with; empty where
    /// there are none.
    pub around: String,
}

impl PendingDelivery<'_> {
    /// What tells it apart.
    #[must_use]
    pub fn key(&self) -> DeliveryKey {
        DeliveryKey::new(&self.dataset.id, &self.landed.delivery)
    }

    /// What decides how its bytes become rows: the contract and sources of its dataset, the names
    /// of areas, its publication, and its repairs.
    #[must_use]
    pub fn contract_hash(&self, naming: &str) -> String {
        let published = self
            .publication
            .at
            .map_or_else(String::new, |at| at.to_rfc3339());
        let mut text = format!(
            "{}\0{}\0{naming}\0{published}\0{}",
            self.dataset.id, self.dataset.contract_hash, self.around
        );
        text.extend(repairs::fingerprint(self.dataset, &self.landed.delivery));
        sha256_hex(text.as_bytes())
    }
}

/// A delivery to be conformed, and the hash of what decides how.
pub type Todo<'s, 'a> = (&'s PendingDelivery<'a>, String);

/// The licence of what a source delivers: its own, or else that of its dataset.
pub fn licence<'a>(dataset: &'a Dataset, source: &'a Source) -> &'a str {
    if source.licence.is_empty() {
        &dataset.licence
    } else {
        &source.licence
    }
}

/// Repairs of deliveries that are not in landing.
pub fn of_no_delivery(project: &Project, stock: &[PendingDelivery<'_>]) -> Vec<Finding> {
    let landed: BTreeSet<DeliveryKey> = stock.iter().map(PendingDelivery::key).collect();
    let all = project
        .datasets
        .iter()
        .flat_map(|d| d.repairs.iter().map(move |r| (d, r)));
    let lost = all.filter(|(d, r)| !landed.contains(&DeliveryKey::new(&d.id, &r.delivery)));
    lost.map(|(d, r)| {
        let message = format!(
            "dataset `{}` has no delivery `{}`, which is to be repaired",
            d.id, r.delivery
        );
        Finding::error("repair_unmatched", r.declared_at.clone(), message).hint(
            "look at `chiso status` for the deliveries there are, then correct `delivery` or \
                remove the repair",
        )
    })
    .collect()
}
