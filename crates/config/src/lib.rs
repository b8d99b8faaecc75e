//! What an office declares: TOML in, a checked plan out, or every fault of every file at once.
//!
//! `files` reads, `document` parses and knows where everything stands, `structure` checks keys and
//! types against the `raw` mirrors, the rest checks meaning and makes the [`Project`]. This layer
//! does not know the data: whether files of figures exist is asked when they are fetched.

mod access;
mod api;
mod approval;
mod arrival;
mod breakdown;
mod columns;
mod composite;
mod contract;
mod contributions;
mod conversion;
mod correction;
mod cron;
mod dataset;
mod document;
mod engine;
mod files;
mod hash;
mod http;
mod inline_test;
mod kpi;
mod load;
mod made;
mod measure;
mod members;
mod moments;
mod names;
mod object_storage;
mod operation;
mod pipeline;
mod plan;
mod postgres;
mod project;
mod ranked;
mod raw;
mod records;
mod repair;
mod rubric;
mod rule;
#[cfg(test)]
mod sample;
mod sampling_error;
mod schedule;
mod schema;
mod scope;
mod secret;
mod source;
mod structure;
mod study;
mod tiles;
mod units;
mod value;

pub use access::{AccessFile, access, without_token};
pub use cron::Cron;
pub use files::{find_root, is_amendment};
pub use load::{areas, load, load_past};
pub use plan::{
    ConfigFile, Engine, Limits, Missed, ObjectStorage, Overlap, Pipeline, Project, Register,
    Retries, Schedule, Tile, TileMap,
};
pub use schema::json_schemas;
