//! Mirror of `datasets/<id>.toml`.

use super::Bilingual;
use super::contract::Contract;
use super::records::Records;
use super::source::Source;
use schemars::JsonSchema;
use serde::Deserialize;

/// datasets/<id>.toml: what the data are and where they come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dataset {
    /// `observations` for figures; `records` for single events from which figures are made; `areas`, `targets` and `holidays` for the registers, whose rows
    /// stand in the folder of the same name; `rubric` for the criteria and bands by which points
    /// are given; `members` for the code list of a dimension.
    #[schemars(extend("enum" = ["observations", "records", "areas", "targets", "holidays", "rubric", "members"]))]
    pub kind: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// What it holds and what to beware of.
    pub description: Option<Bilingual>,
    /// Licence under which the figures may be used, in words.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// What every row must be. For observations only.
    pub contract: Option<Contract>,
    /// What every record must be. For records only.
    pub records: Option<Records>,
    /// Where rows come from. For observations and records only.
    #[serde(default)]
    pub source: Vec<Source>,
    /// When figures are due and from whom, one rule a frequency. For observations and records only.
    #[serde(default)]
    pub arrival: Vec<super::Arrival>,
    /// Sets of criteria that followed each other. For a rubric only.
    #[serde(default)]
    pub scheme: Vec<super::Scheme>,
    /// Code under which figures state the total over all members. For members only. Leave out if
    /// they state none.
    pub total: Option<String>,
    /// The members of a dimension. For members only.
    #[serde(default)]
    pub member: Vec<super::Member>,
    /// Maps of the areas as tiles, for the site. For areas only.
    #[serde(default)]
    pub tiles: Vec<super::Tiles>,
}
