//! The manifest of a release: what it was made from and what it holds, by hash.
//!
//! `manifest.json` is written and read through [`Manifest`] alone. Its bytes are a contract: people
//! approve them by their hash. A manifest of an older build may not name everything; what it does
//! not name is `None`.

mod approval;
mod document;
mod entries;
#[cfg(test)]
mod tests;

pub use approval::ApprovalEntry;
pub use document::{Manifest, SEAL};
pub use entries::{
    ConfigurationEntry, DatasetEntry, DeliveryEntry, FileEntry, ReceiptEntry, RegisterEntry,
    TableEntry,
};
