//! chiso: indicator verdicts that a statistics office can defend. See `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub use chiso_chart as chart;
pub use chiso_config as config;
pub use chiso_correlate as correlate;
pub use chiso_decode as decode;
pub use chiso_kpi as kpi;
pub use chiso_model as model;
pub use chiso_objects as objects;
pub use chiso_records as records;
pub use chiso_series as series;

pub mod app;
pub mod env;
pub mod error;
pub mod evaluate;
pub mod governance;
pub mod ingest;
pub mod inspect;
pub mod pipeline;
pub mod rollup;
pub mod store;
