//! Mirror of `[records]` of a dataset.

use super::{words, words_list};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// What every record must be: its columns, what tells it from others, and its day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Records {
    /// Columns that tell one record from another. A key that stands in a later delivery again is a
    /// correction of that record.
    pub key: Vec<String>,
    /// The column of the day from which the period of a record follows.
    pub date: String,
    /// `append` (default): a delivery adds records to those before it, and corrects those whose key
    /// it has again. `replace`: a delivery states the months of which it has records again and
    /// whole. `snapshot`: a delivery is the whole register as it was at the end of the day in
    /// `date`.
    #[schemars(extend("enum" = words(model::Delivers::ALL)))]
    pub delivers: Option<String>,
    /// The lengths of the periods for which figures are made; `fiscal_year` is that of the project.
    /// Default: `month` alone.
    #[serde(default)]
    #[schemars(extend("items" = words_list(&record_periods(2).map(|(word, _)| word))))]
    pub periods: Vec<String>,
    /// The day from which the register has all records, such as `2024-04-01`. A period that begins before
    /// it has no figure, nor has a comparison with it. Default: nothing is known of that, and a run warns
    /// where the first record is of a part of a period (`begins_within`).
    pub begins: Option<String>,
    /// The columns of a record besides its area, which every record has as `area_code`.
    #[serde(default)]
    pub column: Vec<RecordColumn>,
    /// Whether an area without a record is zero, in a period in which other areas of its level have
    /// some. It asks for a `quarantine_limit` of `0 %`. Default: `false`, because the records of an
    /// area may not have come.
    #[serde(default)]
    pub lists_all: bool,
    /// Whether a month had no records at all where none has come. Default: `false`, because a delivery
    /// may be missing, so that a longer period with such a month has no figure.
    #[serde(default)]
    pub empty_months: bool,
    /// Whether records may be of days after the one on which they come, as tasks are of the day on which
    /// they fall due. Default: `false`, and such a record is quarantined.
    #[serde(default)]
    pub days_ahead: bool,
    /// What exactly is counted.
    pub basis: Option<String>,
    /// Share of bad records beyond which a delivery is refused, such as `0.5 %`. Default: `0 %`.
    pub quarantine_limit: Option<String>,
    /// What a delivery must hold at least. Default: nothing is required, and of a snapshot `90 %` of
    /// the one before.
    pub volume: Option<super::Volume>,
}

/// The least share of the snapshot before that a snapshot must have, where nothing else is declared.
pub(crate) const LEAST_OF_LAST: &str = "90 %";

/// The lengths of periods that records are made into; fiscal years begin with a month.
pub(crate) const fn record_periods(begins: u32) -> [(&'static str, model::Frequency); 6] {
    [
        ("month", model::Frequency::Monthly),
        ("quarter", model::Frequency::Quarterly),
        ("third", model::Frequency::Thirdly),
        ("half_year", model::Frequency::HalfYearly),
        ("year", model::Frequency::Annual),
        ("fiscal_year", model::Frequency::Fiscal(begins)),
    ]
}

/// The types of columns of records.
pub(crate) const TYPES: [&str; 6] = ["text", "code", "integer", "decimal", "date", "boolean"];

/// A column of a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordColumn {
    /// Column name, `snake_case`.
    pub name: String,
    /// `text`, `code` (a text of a closed list), `integer`, `decimal`, `date` (written
    /// `2026-03-15`) or `boolean`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = TYPES))]
    pub data_type: String,
    /// Of a `decimal`: how many decimal places its numbers have, 1 to 6.
    #[schemars(range(min = 1, max = 6))]
    pub scale: Option<i64>,
    /// Of a `code`: the only texts allowed.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// Of a `code`: the dataset of kind `members` that lists the only texts allowed, in place of
    /// `one_of`. Measures may be broken down by it.
    pub members: Option<String>,
    /// Whether its cell may be empty. Default: `false`, and a record without it is quarantined.
    #[serde(default)]
    pub optional: bool,
    /// Smallest number allowed, in quotes so that it stays exact: `"0"`.
    pub min: Option<String>,
    /// Largest number allowed, in quotes so that it stays exact.
    pub max: Option<String>,
    /// Unit of its numbers.
    pub unit: Option<String>,
}
