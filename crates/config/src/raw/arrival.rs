//! Mirror of what `datasets/<id>.toml` says about arrivals: when figures are due, how much of them,
//! and where people drop files.

use schemars::JsonSchema;
use serde::Deserialize;

/// When the figures of one frequency are due, from which areas, and how many.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrival {
    /// First period expected, in quotes; it also says the frequency: `"2026"`, `"2026-Q1"`,
    /// `"2026-01"`.
    pub from: String,
    /// Last period expected, in quotes. Default: there is none.
    pub until: Option<String>,
    /// Due so many days after the last day of the period, by the end of that day in the project's
    /// zone. This, or `due_day`.
    pub due_days: Option<i64>,
    /// Due on this day of the month, by its end in the project's zone; in a shorter month on its
    /// last day.
    #[schemars(range(min = 1, max = 31))]
    pub due_day: Option<i64>,
    /// For `due_day`: so many months after the last month of the period. Default: 1.
    pub due_month: Option<i64>,
    /// How long after that still counts as on time, such as `3d`. Default: nothing.
    pub grace: Option<String>,
    /// Expected from every area of this level that exists on the last day of the period.
    pub level: Option<String>,
    /// Expected from the areas of these codes. Default, without `level` and `areas`: from those
    /// that reported before.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Rows expected for each area and period.
    #[schemars(range(min = 1))]
    pub rows: Option<i64>,
    /// In place of `rows`: as many as the median of so many periods of the same area before.
    #[schemars(range(min = 1, max = 120))]
    pub rows_history: Option<i64>,
    /// Share of the expected rows that may be missing before it counts as partial. Default: `0 %`.
    pub tolerance: Option<String>,
}

/// What a delivery must hold at least; with less it is refused as `shrunken`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Volume {
    /// Least share of the rows, and of the areas, of the delivery accepted before it, such as `50
    /// %`.
    pub of_last: Option<String>,
    /// Least number of rows.
    #[schemars(range(min = 1))]
    pub rows: Option<i64>,
    /// Least number of areas.
    #[schemars(range(min = 1))]
    pub areas: Option<i64>,
    /// Deliveries that are right as they are, by id.
    #[serde(default)]
    pub confirmed: Vec<String>,
}

/// A folder into which people put files, in place of `file`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Drop {
    /// Folder and file name or pattern, relative to the project, as in
    /// `inbox/new_enterprises/*.csv`.
    pub path: String,
    /// How often `chiso serve` looks. Default: `1m`.
    pub every: Option<String>,
    /// How long a file must stay as it is before it counts as complete. Default: `2s`.
    pub settle: Option<String>,
}
