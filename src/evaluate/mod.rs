//! Evaluation: cells → measures → scores with their history, and the published tables of them.
//!
//! [`inputs`] says what everything is computed from, [`evaluation`] computes it, [`results`] is
//! what comes out, [`tables`] arranges it. Values in, values out: no lake, no files, no clock.

pub(crate) mod alternatives;
pub(crate) mod backtests;
pub(crate) mod breaks;
pub(crate) mod contributions;
pub(crate) mod evaluation;
pub(crate) mod history;
pub(crate) mod inputs;
pub(crate) mod never_figures;
pub(crate) mod outside_figures;
pub(crate) mod results;
pub(crate) mod table_rows;
pub(crate) mod tables;

pub use breaks::BreakKind;
pub use contributions::{Contributed, PartsOf};
pub use evaluation::Counts;
pub use results::{Alternative, WhyNotUsed};
