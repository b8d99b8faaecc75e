//! Mirror of `[contract]` of a dataset.

use super::words;
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// What every row must be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contract {
    /// Text columns that tell figures of the same area and period apart.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// Columns that say more of an observation and may change or be empty, such as the day
    /// something was done.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Whether the rows list all there is, as a list of tasks does: what is not in it did not
    /// happen, so that sums and counts over it are zero where nothing fits. Default: `false`, and
    /// what is not there is missing.
    #[serde(default)]
    pub list: bool,
    /// Whether such a list is one of all areas: an area without a row is zero too, in a period in
    /// which the list has rows of other areas of its level. It asks for `list = true` and a
    /// `quarantine_limit` of `0 %`. Default: `false`, because the list of an area may not have come.
    #[serde(default)]
    pub lists_all: bool,
    /// The column of the figures.
    pub value: Value,
    /// What exactly is counted, for rows that do not say.
    pub basis: Option<String>,
    /// Share of bad observations beyond which a delivery is refused, such as `0.5 %`. Default: `0
    /// %`.
    pub quarantine_limit: Option<String>,
    /// Since when the year to date of an area counts that was merged or divided within the year:
    /// `year`, with the figures of the areas that were before, or `area`, since it was made. Default:
    /// as the last years to date of those areas show; where they do not, it is not used.
    #[schemars(extend("enum" = words(model::ToDateSince::ALL)))]
    pub to_date_since: Option<String>,
    /// What is done about a table, a column or a value that the contract does not know.
    pub modes: Option<Modes>,
    /// Columns that must be filled on every row: the value column, `basis`, `scheme`, `plan_stage`,
    /// `rank`, `rounding` or `note`.
    #[serde(default)]
    pub not_null: Vec<String>,
    /// Checks of the observations of a delivery together.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What a delivery must hold at least. Default: nothing is required.
    pub volume: Option<super::Volume>,
}

/// A text column that tells figures apart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dimension {
    /// Column name, `snake_case`.
    pub name: String,
    /// The only values allowed. Leave out to allow any.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// The dataset of kind `members` that lists the only values allowed, in place of `one_of`.
    /// Measures add up its members, or use the stated total, and may be broken down by it.
    pub members: Option<String>,
}

/// A column that says more of an observation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attribute {
    /// Column name, `snake_case`.
    pub name: String,
    /// `text` (default) or `date`, a day written `2026-03-15`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = words(model::AttributeType::ALL)))]
    pub data_type: Option<String>,
}

/// The column of the figures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Value {
    /// Column name, `snake_case`.
    pub name: String,
    /// `integer` for whole numbers, `decimal` for up to six decimal places.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = words(model::ValueType::ALL)))]
    pub data_type: String,
    /// Unit of every figure in the table.
    pub unit: Option<String>,
    /// Smallest figure allowed, in quotes so that it stays exact: `"0"`.
    pub min: Option<String>,
    /// Largest figure allowed, in quotes so that it stays exact.
    pub max: Option<String>,
}

/// What is done about what a contract does not know: `evolve` takes it as it comes, `freeze`
/// refuses the delivery, `quarantine` puts the observations in quarantine.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Modes {
    /// A sheet, cube or table other than the one that is read and those in `unused_tables`.
    /// Default: `evolve`.
    #[schemars(extend("enum" = words(model::Mode::ALL)))]
    pub table: Option<String>,
    /// A column that is mapped to nothing and not in `unused_columns`. Default: `evolve`.
    /// `quarantine`: rows that fill it.
    #[schemars(extend("enum" = words(model::Mode::ALL)))]
    pub column: Option<String>,
    /// Default: `quarantine`. `evolve` takes values outside a dimension's `one_of`; `freeze`
    /// refuses a delivery with any bad observation.
    #[schemars(extend("enum" = words(model::Mode::ALL)))]
    pub value: Option<String>,
}

/// Checks of the observations of a delivery together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    /// `repeats_previous_year`: an area whose figures all equal those of the year before;
    /// `cumulative_falls`: a year to date below an earlier one of the same year; `parts_differ`:
    /// parts that do not add up to their whole; `large_change`: a figure far from the one of the
    /// year before; `large_revision`: one far from what an earlier delivery said (reported, never
    /// quarantined).
    #[schemars(extend("enum" = ["repeats_previous_year", "cumulative_falls", "parts_differ", "large_change", "large_revision"]))]
    pub rule: String,
    /// What is done about the observations: `quarantine` (default) or `warn`.
    #[schemars(extend("enum" = words(model::CheckAction::ALL)))]
    pub action: Option<String>,
    /// `repeats_previous_year`: how many figures, other than zero, must be equal before it counts
    /// as a repetition.
    #[schemars(range(min = 1))]
    pub at_least: Option<i64>,
    /// `parts_differ`: the dimension that tells parts from the whole.
    pub dimension: Option<String>,
    /// `parts_differ`: its value for the whole.
    pub whole: Option<String>,
    /// `parts_differ`: its values for the parts. Nothing is checked where one of them is missing.
    pub parts: Option<Vec<String>>,
    /// `parts_differ`: the difference allowed: a number in the unit of the figures, or a share such
    /// as `0.5 %`. Default: none.
    pub within: Option<String>,
    /// `large_change`, `large_revision`: the change allowed, as a share such as `60 %`; more than
    /// 100 % may be written. `large_revision` also takes a difference in the unit of the figures,
    /// such as `0.5`, for scores and indices; of percentages `2 %` is two points.
    pub at_most: Option<String>,
    /// `large_change`: smaller figures of the year before are not checked. Default: all are
    /// checked.
    pub least: Option<String>,
    /// What the provider has confirmed.
    #[serde(default)]
    pub confirmed: Vec<Confirmed>,
}

/// An area and period of which somebody has said that it is right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmed {
    /// Area code, in quotes.
    pub area_code: String,
    /// The period, the later of two that are compared, in quotes.
    pub period: String,
}
