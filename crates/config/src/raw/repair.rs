//! Mirror of `datasets/<id>/repairs.toml`.

use schemars::JsonSchema;
use serde::Deserialize;

/// datasets/<id>/repairs.toml: what is read in place of quarantined cells.
/// `chiso quarantine repair` writes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repairs {
    /// Repairs, each of one cell or row of one delivery.
    #[serde(default)]
    pub repair: Vec<Repair>,
}

/// What is read in place of one cell.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repair {
    /// Delivery, as `chiso quarantine list` names it.
    pub delivery: String,
    /// Sheet, member or page. Leave out when the file has no parts.
    pub part: Option<String>,
    /// Row in the delivered file, from 1.
    #[schemars(range(min = 1))]
    pub row: i64,
    /// Column in the delivered file. Leave out to mean the whole row, its cells joined by ` | `.
    pub column: Option<String>,
    /// The text that stands there. The repair holds only while it does.
    pub expect: String,
    /// The text read in its place. Either this or `drop = true`.
    pub value: Option<String>,
    /// With `true` the observation is not used and counts as ignored.
    pub drop: Option<bool>,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// When it was decided, a day in quotes.
    pub date: String,
}
