//! chiso: indicator verdicts that a statistics office can defend. See `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod app;
pub mod chart;
pub mod config;
pub mod correlate;
pub mod env;
pub mod ingest;
pub mod kpi;
pub mod model;
pub mod rollup;
pub mod run;
pub mod series;
pub mod store;
