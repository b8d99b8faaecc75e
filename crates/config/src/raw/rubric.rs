//! Mirror of a rubric: the part of `datasets/<id>.toml` that is of kind `rubric`.

use super::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;

/// A set of criteria as one decision laid it down.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scheme {
    /// The decision, as the column `scheme` of figures names it.
    pub id: String,
    /// First year that is judged by it, in quotes.
    pub valid_from: String,
    /// Last year, in quotes. Leave out while it holds.
    pub valid_to: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Its criteria.
    #[serde(default)]
    pub criterion: Vec<Criterion>,
}

/// One criterion.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Criterion {
    /// Identifier, unique in the scheme.
    pub id: String,
    /// Field that it belongs to.
    pub field: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// Most points that can be earned, in quotes so that it stays exact.
    pub maximum: String,
    /// The KPI whose value is looked up in the bands. Leave out when none computes it.
    pub kpi: Option<String>,
    /// Whether somebody has compared the bands with the decision. Points come from verified bands
    /// only. Default: `false`.
    #[serde(default)]
    pub verified: bool,
    /// Bands of values and the points that each earns.
    #[serde(default)]
    pub band: Vec<Band>,
    /// Where the criterion was read, if elsewhere than the scheme.
    pub source: Option<String>,
}

/// Values that earn the same points.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Band {
    /// Smallest value in it, in quotes. Leave out for any below `below`.
    pub from: Option<String>,
    /// Smallest value above it, in quotes. Leave out for any from `from` on.
    pub below: Option<String>,
    /// Points, in quotes.
    pub points: String,
}
