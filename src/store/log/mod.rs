//! What a commit says in the Delta log, made only of what is being committed.
//!
//! deltalake would put the time of day, random ids and unordered maps there. Every map that it
//! serialises has at most one entry here, the commit information is ours, and ids derive from
//! names, so the same deliveries give the same bytes.

mod actions;
mod statistics;
mod table_metadata;
#[cfg(test)]
mod tests;

pub(super) use actions::{DataFile, FileTag, TAG, add, commit_info, protocol, remove, transaction};
pub(super) use statistics::{Statistics, bounds};
pub(super) use table_metadata::metadata;
