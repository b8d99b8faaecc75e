//! The journal of what people decided: approvals of releases, targets and corrections, withdrawals,
//! and what was put in force when.
//!
//! One file a decision, `decisions/000001.json` and so on, never changed afterwards. Each names the
//! hash of what it is about, as it was seen, and the hash of the decision before it, so that one
//! that was altered or taken out is noticed. What stands is worked out from these and from the
//! manifests; nothing else in the lake says it, and the journal cannot be made again from anything
//! else.

mod files;
mod journal;

pub(super) use journal::approvals;
pub use journal::{BY_PROGRAM, DecisionEntry, Journal, NewDecision, person};
