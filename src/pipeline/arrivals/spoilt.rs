//! What came in place of figures and was not taken.

use crate::model::{ArrivalState, DeliveryOutcome};
use crate::store::{DeliveryRecord, FindingRecord};
use chrono::{DateTime, Utc};

/// Rules of faults that mean: what came is not of the kind that was to come.
const WRONG_TYPE: [&str; 7] = [
    "wrong_type",
    "html_page",
    "unreadable",
    "truncated",
    "metadata_only",
    "service_error",
    "column_missing",
];

/// The rule of a delivery that holds far less than it should.
const SHRUNKEN: &str = "shrunken";

/// Something that came in place of figures and was not taken.
pub(super) struct Spoilt {
    pub(super) state: ArrivalState,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) delivery: String,
    pub(super) reason: String,
}

/// What came last for a dataset, if it was not taken and should have brought figures.
pub(super) fn spoilt(
    dataset: &str,
    deliveries: &[DeliveryRecord],
    findings: &[FindingRecord],
) -> Option<Spoilt> {
    let state = |f: &FindingRecord| match f.rule.as_str() {
        SHRUNKEN => Some(ArrivalState::Shrunken),
        rule if WRONG_TYPE.contains(&rule) => Some(ArrivalState::WrongType),
        _ => None,
    };
    let of = |delivery: &str, at: Option<DateTime<Utc>>| {
        let mut its = findings
            .iter()
            .filter(|f| f.dataset == dataset && f.delivery == delivery);
        its.find_map(|f| {
            Some(Spoilt {
                state: state(f)?,
                at,
                delivery: delivery.to_owned(),
                reason: format!("{}: {}", f.rule, f.message),
            })
        })
    };
    // A source that gave something unusable at the last look landed nothing.
    if let Some(unlanded) = of("", None) {
        return Some(unlanded);
    }
    let newest = deliveries
        .iter()
        .filter(|d| d.dataset == dataset)
        .max_by_key(|d| d.fetched_at)?;
    (newest.outcome != DeliveryOutcome::Accepted)
        .then(|| of(&newest.delivery, Some(newest.fetched_at)))
        .flatten()
}
