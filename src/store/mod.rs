//! The lake: what was landed, the tables made from it, the releases, the ledger. The only writer of
//! data files.
//!
//! Commit order: landing, tables, release complete and synced, `published` swapped (the commit
//! point), ledger. Whatever is missing after a crash is made again by running again; nothing here
//! depends on the wall clock.

mod arrow;
mod audit;
mod cache;
mod copied_folder;
#[cfg(test)]
mod crash;
mod data_file;
mod decisions;
mod error;
mod frame;
mod hash;
mod inbox;
mod key_texts;
mod lake_copy;
mod lake_folder;
mod landing;
mod ledger;
mod lock;
mod log;
mod occurrence_tables;
mod occurrences;
mod ops;
mod parquet;
mod records;
mod release;
mod restore;
mod row_order;
mod shadow;
mod sound;
mod spill;
mod standing;
mod table_file;
mod tables;
mod tombstone;

pub use arrow::{schema, to_batch};
pub use audit::{Audit, receipt_differs};
pub use data_file::{CommitContent, DataFiles, TableWriter, Written};
pub use decisions::{BY_PROGRAM, DecisionEntry, Journal, NewDecision, person};
pub use error::{LockHolder, StoreError};
pub use frame::{
    frame, frame_of, frame_of_columns, frame_of_rows, page_of_rows, scan, texts_of_rows,
    write_frame,
};
pub use hash::{sha256_hex, sha256_of_file, short};
pub use inbox::{move_file, write_note};
pub use key_texts::KeyTexts;
pub use lake_copy::{LakeCopy, StorageWire};
pub use lake_folder::Lake;
pub use landing::{
    LandedDelivery, LandingNote, Listing, PageReceipt, QueryColumn, QueryReceipt, Receipt,
    Replaced, Transfer, WatermarkReceipt,
};
pub use ledger::{DeliveryRecord, FindingRecord, Ledger, NewRun, RunOutcome, RunRecord};
pub use lock::LakeLock;
pub use occurrences::{AccountChange, Decision, DecisionRecord, Lease, Occurrence, Settled, Watch};
pub use ops::write_ops;
pub use parquet::{decode, encode};
pub(crate) use records::records_of;
pub use records::{Record, cell, records, records_in, records_of_columns};
pub use release::{CompleteRelease, EncodedTable, ReleaseRef, Releases, encode_table};
pub use restore::write_outside;
pub use spill::{Sorted, SortedRow, Sorter};
pub use standing::{ReleaseState, ReleaseStatus};
pub use table_file::TableFile;
pub use tables::{
    CommitData, Committed, QUARANTINE, Tables, moments_of_records, quarantine_columns,
};
