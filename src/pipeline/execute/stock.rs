//! Everything landed, and what of it counts now.

use crate::error::RunError;
use crate::governance::releases::unless_damaged;
use crate::model::{Dataset, DeliveryKey};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::execute::work::Work;
use crate::pipeline::fetch::FetchOutcome;
use crate::pipeline::lost_deliveries::{Former, LostDelivery};
use crate::pipeline::other_deliveries;
use crate::pipeline::publication_dates::publications;
use crate::store::LandedDelivery;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Work<'a> {
    /// Everything landed, in the order in which it came. Without a look at the sources the last of
    /// each file counts as current, save what the last release knows to be gone. What came by a
    /// source that is no longer declared is not current. What is lost is given apart, and then
    /// nothing of its dataset is there.
    pub(super) fn stock(
        &self,
        fetch: &FetchOutcome,
        former: &Former,
    ) -> Result<(Vec<PendingDelivery<'a>>, Vec<LostDelivery>), RunError> {
        let (mut stock, mut all_lost) = (Vec::new(), Vec::new());
        let looked_at_all = fetch.current.is_some() && fetch.unseen.is_empty();
        let gone = if looked_at_all {
            BTreeSet::new()
        } else {
            self.gone_before()?
        };
        for dataset in &self.project.datasets {
            let (landed, lost) = former.landing(self.project, self.lake, &dataset.id)?;
            if lost.is_empty() {
                stock.extend(of_dataset(dataset, &landed, fetch, &gone));
            } else {
                all_lost.extend(lost);
            }
        }
        stock.sort_by_cached_key(|s| {
            (
                s.landed.receipt.fetched_at,
                s.dataset.id.clone(),
                s.landed.receipt.sha256.clone(),
            )
        });
        other_deliveries::mark(&mut stock);
        Ok((stock, all_lost))
    }

    /// The deliveries that the sources held no more when the last run made its release, or
    /// the one in force was made.
    fn gone_before(&self) -> Result<BTreeSet<DeliveryKey>, RunError> {
        let release = match self.last_release() {
            Ok(Some((_, release))) => Some(release),
            Ok(None) => self.lake.releases().current().or_else(unless_damaged)?,
            Err(error) => return Err(error),
        };
        let listed = release.iter().flat_map(|r| r.manifest.deliveries());
        let gone = listed.filter(|d| !d.current);
        Ok(gone
            .map(|d| DeliveryKey::new(&d.dataset, &d.delivery))
            .collect())
    }
}

/// The deliveries of a dataset with what is declared for them, and whether they count now.
fn of_dataset<'a>(
    dataset: &'a Dataset,
    landed: &[LandedDelivery],
    fetch: &FetchOutcome,
    gone: &BTreeSet<DeliveryKey>,
) -> Vec<PendingDelivery<'a>> {
    let newest: BTreeMap<(&str, String), &str> = landed
        .iter()
        .map(|l| (place_of(dataset, l), l.delivery.as_str()))
        .collect();
    let mut published = publications(dataset, landed);
    let pending = |l: &LandedDelivery| {
        let key = DeliveryKey::new(&dataset.id, &l.delivery);
        let current = match &fetch.current {
            Some(current) if !fetch.unseen.contains(&dataset.id) => current.contains(&key),
            _ => {
                newest.get(&place_of(dataset, l)) == Some(&l.delivery.as_str())
                    && !gone.contains(&key)
            }
        };
        let source = dataset.sources.iter().find(|s| s.id == l.receipt.source_id);
        PendingDelivery {
            dataset,
            source,
            landed: l.clone(),
            current: current && source.is_some(),
            publication: published.remove(&l.delivery).unwrap_or_default(),
            around: String::new(),
        }
    };
    landed.iter().map(pending).collect()
}

/// Where a delivery was read, as far as a later one from there takes its place: a source of files
/// has one delivery a file; an address may be declared otherwise and is still the same source.
fn place_of<'l>(dataset: &Dataset, landed: &'l LandedDelivery) -> (&'l str, String) {
    let receipt = &landed.receipt;
    let drops = || {
        let mut sources = dataset.sources.iter();
        sources.any(|s| s.id == receipt.source_id && s.drop.is_some())
    };
    let within = if receipt.transfer.is_some() {
        String::new()
    } else if drops() {
        receipt.file_name.clone()
    } else {
        receipt.path.clone()
    };
    (receipt.source_id.as_str(), within)
}
