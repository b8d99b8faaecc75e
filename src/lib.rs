//! chiso: indicator verdicts that a statistics office can defend. See `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod app;
pub mod chart;
pub mod config;
pub mod correlate;
pub mod env;
pub mod error;
pub mod evaluate;
pub mod governance;
pub mod ingest;
pub mod inspect;
pub mod kpi;
pub mod model;
pub mod pipeline;
pub mod rollup;
pub mod series;
pub mod store;
