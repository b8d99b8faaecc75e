//! Mirror of `datasets/<id>/corrections.toml`.

use super::{Bilingual, words};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// datasets/<id>/corrections.toml: what is done about figures of the dataset that are known to be
/// wrong or doubtful.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Corrections {
    /// Corrections, each of one row.
    #[serde(default)]
    pub correction: Vec<Correction>,
}

/// What is done about one row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correction {
    /// Identifier, unique in the project: lower-case letters, digits, `-` and `_`.
    pub id: String,
    /// The row meant: `area_code` and `period`, and as far as needed `span`, `source_id` and
    /// dimensions; all in quotes.
    #[serde(rename = "match")]
    pub matching: BTreeMap<String, String>,
    /// `override` uses `value`, `scale` multiplies by `factor`, `drop` leaves the row out, `flag`
    /// warns with `flag`.
    #[schemars(extend("enum" = ["override", "scale", "drop", "flag"]))]
    pub action: String,
    /// The figure as published, in the table's unit and in quotes. The correction holds only while
    /// the source says so.
    pub expect: String,
    /// The figure used instead, in quotes. For `override`.
    pub value: Option<String>,
    /// What the figure is multiplied by, in quotes. For `scale`.
    pub factor: Option<String>,
    /// The flag that the figure gets. For `flag`.
    #[schemars(extend("enum" = words(model::Flag::ALL)))]
    pub flag: Option<String>,
    /// Why, in at least one language.
    pub reason: Bilingual,
    /// The evidence.
    pub evidence: Option<String>,
    /// To whom it was reported.
    pub reported_to: Option<String>,
    /// How far the publisher has got with it. Default: `open`. With `mended` the correction stays
    /// for what was known before, and is not reported when it fits no row any more.
    #[schemars(extend("enum" = words(model::CorrectionStatus::ALL)))]
    pub status: Option<String>,
    /// When it was decided, a day in quotes.
    pub decided_on: String,
}
