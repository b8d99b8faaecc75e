//! Evaluation: cells → measures → scores with their history, and the published tables of them.
//!
//! [`inputs`] says what everything is computed from, [`incremental`] computes it, [`results`] is
//! what comes out, [`tables`] arranges it. Values in, values out: no lake, no files, no clock.

pub(crate) mod alternatives;
pub(crate) mod backtests;
pub(crate) mod breaks;
pub(crate) mod history;
pub(crate) mod incremental;
pub(crate) mod inputs;
pub(crate) mod results;
pub(crate) mod table_rows;
pub(crate) mod tables;

pub use breaks::BreakKind;
pub use incremental::EvaluatedShare;
pub use results::{Alternative, WhyNotUsed};
