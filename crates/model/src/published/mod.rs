//! The published tables: names, columns, types and keys, written once.
//!
//! This is a public contract. Writers build from it, `schema/published.json` is generated from it,
//! and a test pins it.

mod alternatives;
mod backtests;
mod breaks;
mod columns;
mod correlations;
mod coverage;
mod measures;
mod observations;
mod ops;
mod records;
mod registers;
mod release;
mod revisions;
mod score_parts;
mod scorecard;
mod table_spec;
mod value;

pub use observations::observation_columns;
pub use ops::ops_tables;
pub use release::release_tables;
pub use table_spec::{ColumnSpec, ColumnType, TableSpec};
pub use value::{Rows, Value};
