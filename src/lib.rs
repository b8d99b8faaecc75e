//! chiso: indicator verdicts that a statistics office can defend. See `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod config;
pub mod model;
