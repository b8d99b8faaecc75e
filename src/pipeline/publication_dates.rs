//! When deliveries were published, as far as the configuration says so: `published_at` of a source
//! is one constant for many deliveries.
//!
//! It is believed for what a source delivered first, and afterwards only where it was moved past
//! the fetch of the delivery before. Whatever else comes under it is known from its landing. A pure
//! function of receipts and of today's configuration: a date that was changed without a new
//! delivery is for the latest one.

use crate::model::{
    Dataset, Finding, Origin, PUBLICATION_SLACK, Place, Source, day_of, known_since,
};
use crate::store::LandedDelivery;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// When a delivery was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The declared instant, if it is believed; else it is known from its landing.
    pub at: Option<DateTime<Utc>>,
    /// Why a declared instant is not believed.
    pub remark: Option<Finding>,
}

/// Publications of the deliveries of a dataset, by delivery.
#[must_use]
pub fn publications(dataset: &Dataset, landed: &[LandedDelivery]) -> BTreeMap<String, Publication> {
    let mut sources: BTreeMap<&str, BTreeMap<DateTime<Utc>, Vec<&LandedDelivery>>> =
        BTreeMap::new();
    for l in landed {
        sources
            .entry(&l.receipt.source_id)
            .or_default()
            .entry(l.receipt.fetched_at)
            .or_default()
            .push(l);
    }
    let mut found = BTreeMap::new();
    for (id, arrivals) in sources {
        let source = dataset.sources.iter().find(|s| s.id == id);
        let last = arrivals.keys().next_back().copied();
        let mut before: Option<&LandedDelivery> = None;
        let mut declared_before: BTreeSet<DateTime<Utc>> = BTreeSet::new();
        for (fetched_at, deliveries) in arrivals {
            for l in &deliveries {
                let declared = declared(source, l, last == Some(fetched_at));
                let publication = match (declared, before) {
                    (Some(at), Some(before))
                        if declared_before.contains(&at)
                            || at <= before.receipt.fetched_at - PUBLICATION_SLACK =>
                    {
                        let rows_say = source.is_some_and(|s| {
                            matches!(s.columns.get("known_from"), Some(Origin::Column(_)))
                        });
                        Publication {
                            at: None,
                            remark: (!rows_say).then(|| {
                                remark(
                                    dataset.contract.zone,
                                    at,
                                    (l, before),
                                    declared_before.contains(&at),
                                )
                            }),
                        }
                    }
                    // One that lies further ahead is refused when the delivery is read.
                    (at, _) => Publication {
                        at: at.map(|at| known_since(at, fetched_at).unwrap_or(at)),
                        remark: None,
                    },
                };
                found.insert(l.delivery.clone(), publication);
            }
            declared_before.extend(deliveries.iter().filter_map(|l| l.receipt.published_at));
            before = deliveries.last().copied().or(before);
        }
    }
    found
}

/// What is declared for a delivery: for the latest ones what the configuration says today, unless
/// that is of a delivery which has not come.
fn declared(
    source: Option<&Source>,
    landed: &LandedDelivery,
    latest: bool,
) -> Option<DateTime<Utc>> {
    let receipt = &landed.receipt;
    let today = source.and_then(|s| s.published_at).filter(|_| latest);
    let to_come = |at: &DateTime<Utc>| {
        known_since(*at, receipt.fetched_at).is_none()
            && receipt.published_at.is_some_and(|then| then != *at)
    };
    today.filter(|at| !to_come(at)).or(receipt.published_at)
}

fn remark(
    zone: Tz,
    at: DateTime<Utc>,
    (landed, before): (&LandedDelivery, &LandedDelivery),
    unmoved: bool,
) -> Finding {
    let (day, fetched) = (day_of(at, zone), day_of(before.receipt.fetched_at, zone));
    let (source, delivery, earlier) = (
        &landed.receipt.source_id,
        &landed.delivery,
        &before.delivery,
    );
    let place = Place {
        file: landed.receipt.path.clone(),
        ..Place::default()
    };
    let why = if unmoved {
        format!("was declared for delivery `{earlier}` already")
    } else {
        format!("lies before {fetched}, the day on which delivery `{earlier}` was fetched")
    };
    let message = format!(
        "`published_at` {day} of source `{source}` {why}: the figures of delivery `{delivery}` are \
            known from their landing"
    );
    Finding::warning("published_at_not_moved", place, message).hint(format!(
        "set `published_at` to the day of this publication, {fetched} or later; for \
            an earlier day map `known_from` to a column"
    ))
}

/// A declared publication that lies in the future.
#[must_use]
pub fn in_future(dataset: &Dataset, now: DateTime<Utc>) -> Vec<Finding> {
    let ahead = |source: &&Source| {
        source
            .published_at
            .is_some_and(|at| known_since(at, now).is_none())
    };
    let fault = |source: &Source| {
        let day = source.published_at.map_or_else(String::new, |at| {
            day_of(at, dataset.contract.zone).to_string()
        });
        let place = Place {
            file: format!("datasets/{}.toml", dataset.id),
            col: "source.published_at".to_owned(),
            ..Place::default()
        };
        Finding::error(
            "bad_known_from",
            place,
            format!("source `{}`: `{day}` is in the future", source.id),
        )
        .hint(
            "write the day on which the file was published, or leave `published_at` out: \
                then the time of landing counts",
        )
    };
    dataset.sources.iter().filter(ahead).map(fault).collect()
}
