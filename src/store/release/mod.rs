//! Releases: complete, immutable folders, and the one link that says which of them is in force.
//!
//! A release is written next to its place, synced, renamed into place, and only then is `published`
//! swapped: that rename is the commit point of a run. A reader who follows the link sees one
//! release, never a mixture.

mod content;
mod encoded_table;
mod folders;
mod link;
mod make;
mod seal;
mod whole;

pub(super) use content::{content_hash, figures_of};
pub use encoded_table::{EncodedTable, encode_table};
pub(super) use folders::is_sealed;
pub use folders::{ReleaseRef, Releases};
pub use make::CompleteRelease;
