//! What became of a delivery and of its observations: the account that is kept of everything
//! received.

use crate::words;

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryOutcome {
    /// Its rows are in the table.
    Accepted,
    /// It was read and breaks the contract; nothing of it is used.
    Refused,
    /// It could not be read at all.
    Unreadable,
}
words!(DeliveryOutcome, "outcome of a delivery", { Accepted => "accepted", Refused => "refused", Unreadable => "unreadable" });

/// What became of the observations of a delivery; `read` is the sum of the other three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accounting {
    /// Observations read. Nought when the file was unreadable or lacked a column, because none was
    /// looked at.
    pub read: u64,
    /// Observations that became rows.
    pub accepted: u64,
    /// Quarantined observations.
    pub quarantined: u64,
    /// Observations that say there is no figure; in a refused delivery also the good ones, which
    /// were not used.
    pub ignored: u64,
}
