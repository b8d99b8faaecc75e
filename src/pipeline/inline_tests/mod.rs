//! Inline tests of a pipeline: a few rows in, expected verdicts out, through the very code that a
//! run uses.

mod expected;
mod run;

pub use run::{TestResult, run_tests};
