//! The raw mirror of the configuration files: what serde reads and what editors complete.
//!
//! Nothing is checked here beyond names and types. Comments on fields are written for the people
//! who fill the files in, because they become the descriptions of the JSON Schemas. Where a value
//! stands is found by its key path, not kept here.

mod access;
mod api;
mod arrival;
mod contract;
mod correction;
mod dataset;
mod http;
mod inline_test;
mod kpi;
mod measure;
mod members;
mod origin;
mod period;
mod pipeline;
mod postgres;
mod project;
mod records;
mod repair;
mod rubric;
mod source;
mod study;
mod tiles;

pub(super) use access::{Access, Person};
pub(super) use api::{Api, Choice};
pub(super) use arrival::{Arrival, Drop, Volume};
pub(super) use contract::{Attribute, Check, Confirmed, Contract, Dimension, Modes};
pub(super) use correction::{Correction, Corrections};
pub(super) use dataset::Dataset;
pub(super) use http::{Http, HttpBody, HttpValue, Paging, Retries, Timeouts};
pub(super) use inline_test::{Expect, Given, Target, Test};
pub(super) use kpi::{ComparedWith, Kpi, Outlier, Pace};
pub(super) use measure::{
    Break, Convert, Measure, MeasureSource, OfArea, RatioOf, Real, SamplingError, Splice,
    average_lengths,
};
pub(super) use members::Member;
pub(super) use origin::Origin;
pub(super) use period::{FiscalYear, Period};
pub(super) use pipeline::{Pipeline, Schedule};
pub(super) use postgres::{Password, Postgres, PostgresTimeouts, Watermark};
pub(super) use project::{Approval, Chiso, DAYS, Engine, Headline, Limits, ObjectStorage};
pub(super) use records::{LEAST_OF_LAST, RecordColumn, Records, TYPES, record_periods};
pub(super) use repair::{Repair, Repairs};
pub(super) use rubric::{Band, Criterion, Scheme};
pub(super) use source::{FORMS, LeaveOut, Meaning, Number, SDMX, Source, TableEnds};
pub(super) use study::{Primary, Study};
pub(super) use tiles::Tiles;

use schemars::JsonSchema;
use serde::Deserialize;

/// A text in Vietnamese, English or both.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bilingual {
    /// Vietnamese.
    pub vi: Option<String>,
    /// English.
    pub en: Option<String>,
}

/// The words of a closed list, for the schema's `enum`.
fn words<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// The same for the items of a list.
fn words_list<T: ToString>(all: &[T]) -> serde_json::Value {
    serde_json::json!({ "type": "string", "enum": words(all) })
}
