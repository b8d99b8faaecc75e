//! What becomes of a delivery: where its rows go, and what it came to.

use super::delivered::Delivery;
use super::stated_concepts::StatedConcepts;
use super::statement::OtherStatement;
use crate::model::{Accounting, DeliveryOutcome, Finding, Place};
use crate::store::{Sorter, StoreError};
use arrow::record_batch::RecordBatch;
use chrono::NaiveDate;

/// How much a delivery holds. A place without a figure counts: a figure that is withheld has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Rows.
    pub rows: u64,
    /// Areas.
    pub areas: u64,
    /// Of a snapshot its day.
    pub day: Option<NaiveDate>,
}

/// Where rows and quarantined observations go while a delivery is read. Whether any of it is used
/// is known only at the end.
pub trait Out {
    /// Takes rows in the columns of
    /// [`observation_columns`](crate::model::published::observation_columns), in the order of the
    /// key.
    ///
    /// # Errors
    /// When they cannot be written.
    fn rows(&mut self, batch: RecordBatch) -> Result<(), StoreError>;

    /// Takes quarantined observations, in the order of places.
    ///
    /// # Errors
    /// When they cannot be written.
    fn quarantine(&mut self, bad: Vec<Quarantined>) -> Result<(), StoreError>;

    /// What other deliveries of the dataset state of an area: checks look at it too. Each area is
    /// asked for once.
    fn others(&mut self, _area_code: &str) -> Vec<OtherStatement> {
        Vec::new()
    }

    /// Something to sort rows with; `share` is the part of the memory there is, as one in so many.
    fn sorter(&self, share: usize) -> Sorter;
}

/// What a delivery came to.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Faults, one a rule with its first example and count.
    pub findings: Vec<Finding>,
    /// The account.
    pub accounting: Accounting,
    /// The outcome; only of an accepted delivery are rows to be used.
    pub outcome: DeliveryOutcome,
    /// How much it holds.
    pub held: Held,
    /// What its figures say in concepts that nothing maps.
    pub concepts: StatedConcepts,
}

impl Settled {
    pub(in crate::ingest) fn without_rows(
        outcome: DeliveryOutcome,
        findings: Vec<Finding>,
    ) -> Settled {
        Settled {
            findings,
            accounting: Accounting::default(),
            outcome,
            held: Held::default(),
            concepts: StatedConcepts::default(),
        }
    }

    /// A delivery that is not used, and why.
    pub(in crate::ingest) fn refused(finding: Finding) -> Settled {
        Settled::without_rows(DeliveryOutcome::Refused, vec![finding])
    }

    /// A delivery that cannot be decoded, and why.
    pub(in crate::ingest) fn unreadable(finding: Finding) -> Settled {
        Settled::without_rows(DeliveryOutcome::Unreadable, vec![finding])
    }
}

/// A quarantined observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it stands.
    pub place: Place,
    /// The text of the cell that is at fault, as it stood.
    pub raw: String,
    /// The rule it breaks.
    pub rule: &'static str,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// What a delivery gave, in memory.
#[derive(Clone, Debug)]
pub struct Conformed {
    /// Rows in the columns of
    /// [`observation_columns`](crate::model::published::observation_columns), sorted by key; `None`
    /// unless the outcome is [`DeliveryOutcome::Accepted`].
    pub batch: Option<RecordBatch>,
    /// Quarantined observations, by place.
    pub quarantine: Vec<Quarantined>,
    /// Faults, one a rule with its first example and count.
    pub findings: Vec<Finding>,
    /// The account.
    pub accounting: Accounting,
    /// The outcome.
    pub outcome: DeliveryOutcome,
}

pub(super) fn internal(delivered: &Delivery<'_>, e: &dyn std::fmt::Display) -> Finding {
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    Finding::error(
        "internal",
        place,
        format!("the rows could not be built: {e}"),
    )
}

/// The account of a delivery of which nothing is used: good rows are ignored.
pub(super) fn refused(account: Accounting) -> Accounting {
    Accounting {
        accepted: 0,
        ignored: account.ignored + account.accepted,
        ..account
    }
}
