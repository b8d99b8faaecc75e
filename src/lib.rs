//! chiso: indicator verdicts that a statistics office can defend. See `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod kpi;
pub mod model;
pub mod rollup;
pub mod run;
pub mod series;
