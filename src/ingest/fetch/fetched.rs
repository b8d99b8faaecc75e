//! What a fetch gave.

use crate::model::Finding;
use crate::store::Transfer;

/// What a fetch gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// What is held is what the source says now.
    Unchanged,
    /// Bytes.
    New(Box<Fetch>),
    /// The source answers that it has no figure for what is asked: a remark, no failure.
    Nothing(Box<Finding>),
}

/// Bytes to be landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The address declared, without secrets.
    pub address: String,
    /// The bytes as received, behind the compression of the transfer; pages one behind the other.
    pub bytes: Vec<u8>,
    /// How they came, for the receipt.
    pub transfer: Transfer,
}
