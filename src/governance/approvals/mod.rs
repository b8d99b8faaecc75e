//! Targets and corrections that count only once people approved them: which do, which wait, and
//! what a release remembers of it.
//!
//! An approval is of the content, by its hash, so a row that is edited waits again. What is
//! approved is an input like any register: the list is landed and named in the manifest, so a past
//! release is made again with what was approved then. Who approved it and when stands in the
//! journal only; it decides nothing about figures.

mod approve;
mod approved;
mod content;
#[cfg(test)]
mod tests;

pub use approve::{ApprovalState, approve, given, names};
pub(super) use approve::{name, needed};
pub use approved::{APPROVALS, Approved, Waiting};
pub use content::{ApprovedContent, of_correction, of_target};
