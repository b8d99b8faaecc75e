//! Mirror of `[[study]]` of a pipeline.

use super::{Bilingual, words, words_list};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// A study: association of scores with results.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Study {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// Measures or KPIs that are the scores.
    #[schemars(length(min = 1))]
    pub scores: Vec<String>,
    /// Measures or KPIs that are the results.
    #[schemars(length(min = 1))]
    pub outcomes: Vec<String>,
    /// `cross_section` areas with each other in one period, `pooled` the same for all periods
    /// together, `within` each area with itself over time, `difference` changes from period to
    /// period.
    #[schemars(length(min = 1), extend("items" = words_list(model::Design::ALL)))]
    pub designs: Vec<String>,
    /// `pearson`, `spearman`, `kendall`.
    #[schemars(length(min = 1), extend("items" = words_list(model::Method::ALL)))]
    pub methods: Vec<String>,
    /// Periods by which the score precedes the outcome. Negative numbers are leads. Default: `[0]`.
    pub lags: Option<Vec<i64>>,
    /// The one row of each score and outcome that counts. All others explore and get no q-value.
    pub primary: Primary,
    /// Measures or KPIs, of the score's period, that are removed from score and outcome first.
    /// Default: none.
    #[serde(default)]
    pub controls: Vec<String>,
    /// Scores that contain an outcome of the study in whole or in part. Default: none.
    #[serde(default)]
    pub circular: Vec<String>,
    /// Level of the areas compared, as in `areas.csv`. Areas of different levels are never
    /// compared.
    pub level: String,
    /// Codes of the only areas compared, in quotes. Default: all of the level.
    #[serde(default)]
    pub areas: Vec<String>,
    /// How long the periods compared are: `A` years, `Q` quarters, `M` months. Default: `A`.
    #[schemars(extend("enum" = ["A", "S", "Q", "M"]))]
    pub frequency: Option<String>,
    /// Boundary, a day in quotes: one of the boundaries of chiso.toml. Default: the first.
    pub boundary: Option<String>,
    /// Fewer areas than this are refused. Default: 20.
    #[schemars(range(min = 3, max = 100_000))]
    pub min_areas: Option<i64>,
    /// Resamples drawn for a p-value. Default: 999.
    #[schemars(range(min = 99, max = 1_000_000))]
    pub resamples: Option<i64>,
    /// Seed of the generator. Default: 1.
    #[schemars(range(min = 0, max = 4_294_967_295_i64))]
    pub seed: Option<i64>,
    /// Whether scores made by different schemes are taken for one series. Default: `false`.
    pub pool_schemes: Option<bool>,
}

/// The row of a study that counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Primary {
    /// One of the study's designs.
    #[schemars(extend("enum" = words(model::Design::ALL)))]
    pub design: String,
    /// One of the study's methods.
    #[schemars(extend("enum" = words(model::Method::ALL)))]
    pub method: String,
    /// One of the study's lags. Default: 0.
    pub lag: Option<i64>,
}
