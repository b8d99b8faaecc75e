//! Mirror of `datasets/<id>.toml`.

use super::{Bilingual, words};
use crate::model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// datasets/<id>.toml: what the data are and where they come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Dataset {
    /// `observations` for figures; `areas`, `targets` and `holidays` for the registers, whose rows
    /// stand in the folder of the same name; `rubric` for the criteria and bands by which points
    /// are given.
    #[schemars(extend("enum" = ["observations", "areas", "targets", "holidays", "rubric"]))]
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
    /// Where rows come from. For observations only.
    #[serde(default)]
    pub source: Vec<Source>,
    /// When figures are due and from whom, one rule a frequency. For observations only.
    #[serde(default)]
    pub arrival: Vec<super::Arrival>,
    /// Sets of criteria that followed each other. For a rubric only.
    #[serde(default)]
    pub scheme: Vec<super::Scheme>,
}

/// What every row must be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Contract {
    /// Text columns that tell figures of the same area and period apart.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// Columns that say more of an observation and may change or be empty, such as the day
    /// something was done.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Whether the rows list all there is, as a list of tasks does: what is not in it did not
    /// happen, so that sums and counts over it are nought where nothing fits. Default: `false`, and
    /// what is not there is missing.
    #[serde(default)]
    pub list: bool,
    /// The column of the figures.
    pub value: Value,
    /// What exactly is counted, for rows that do not say.
    pub basis: Option<String>,
    /// Share of bad observations beyond which a delivery is refused, such as `0.5 %`. Default: `0
    /// %`.
    pub quarantine_limit: Option<String>,
    /// What is done about a table, a column or a value that the contract does not know.
    pub modes: Option<Modes>,
    /// Columns that must be filled on every row: the value column, `basis`, `scheme`, `plan_stage`,
    /// `rank`, `rounding` or `note`.
    #[serde(default)]
    pub not_null: Vec<String>,
    /// What is asked of the observations of a delivery together.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What a delivery must hold at least. Default: nothing is asked.
    pub volume: Option<super::Volume>,
}

/// What is done about what a contract does not know: `evolve` takes it as it comes, `freeze`
/// refuses the delivery, `quarantine` keeps the observations aside.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Modes {
    /// A sheet, cube or table beside the one that is read and those in `unused_tables`. Default:
    /// `evolve`.
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

/// What is asked of the observations of a delivery together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Check {
    /// `repeats_previous_year`: an area whose figures all equal those of the year before;
    /// `cumulative_falls`: a year to date below an earlier one of the same year; `parts_differ`:
    /// parts that do not add up to the whole beside them; `large_change`: a figure far from the one
    /// of the year before; `large_revision`: one far from what an earlier delivery said (told,
    /// never kept aside).
    #[schemars(extend("enum" = ["repeats_previous_year", "cumulative_falls", "parts_differ", "large_change", "large_revision"]))]
    pub rule: String,
    /// What is done about the observations: `quarantine` (default) or `warn`.
    #[schemars(extend("enum" = words(model::CheckAction::ALL)))]
    pub action: Option<String>,
    /// `repeats_previous_year`: how many figures, other than nought, must be equal before it counts
    /// as a repetition.
    #[schemars(range(min = 1))]
    pub at_least: Option<i64>,
    /// `parts_differ`: the dimension that tells parts from the whole.
    pub dimension: Option<String>,
    /// `parts_differ`: its value for the whole.
    pub whole: Option<String>,
    /// `parts_differ`: its values for the parts. Nothing is asked where one of them lacks.
    pub parts: Option<Vec<String>>,
    /// `parts_differ`: the difference allowed: a number in the unit of the figures, or a share such
    /// as `0.5 %`. Default: none.
    pub within: Option<String>,
    /// `large_change`, `large_revision`: the change allowed, as a share such as `60 %`; more than
    /// 100 % may be written. `large_revision` also takes a difference in the unit of the figures,
    /// such as `0.5`, for scores and indices; of percentages `2 %` is two points.
    pub at_most: Option<String>,
    /// `large_change`: smaller figures of the year before are not asked. Default: all are.
    pub least: Option<String>,
    /// What the provider has confirmed.
    #[serde(default)]
    pub confirmed: Vec<Confirmed>,
}

/// An area and period of which somebody has said that it is right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Confirmed {
    /// Area code, in quotes.
    pub area_code: String,
    /// The period, the later of two that are compared, in quotes.
    pub period: String,
}

/// A text column that tells figures apart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Dimension {
    /// Column name, `snake_case`.
    pub name: String,
    /// The only values allowed. Leave out to allow any.
    #[serde(default)]
    pub one_of: Vec<String>,
}

/// A column that says more of an observation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Attribute {
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
pub(in crate::config) struct Value {
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

/// Where rows come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Source {
    /// Identifier within the dataset, `snake_case`.
    pub id: String,
    /// Title.
    pub title: Option<Bilingual>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Path or glob of its files, relative to `datasets/`. One of this, `drop`, `http` and
    /// `postgres`.
    pub file: Option<String>,
    /// A folder into which people put files, in place of `file`.
    pub drop: Option<super::Drop>,
    /// How it is fetched, in place of `file`.
    pub http: Option<super::Http>,
    /// The query it is the answer of, in place of `file`.
    pub postgres: Option<super::Postgres>,
    /// Format of its files.
    #[schemars(extend("enum" = words(model::Format::ALL)))]
    pub format: String,
    /// Column separator of CSV files, one character. Default: `,`.
    pub delimiter: Option<String>,
    /// JSON: dotted path of the list of records, as in `data.items`. Default: the whole file is the
    /// list.
    pub records: Option<String>,
    /// Letters of text files and of old Vietnamese workbooks. Default: `utf-8`, a byte-order mark
    /// followed; PX files name their own.
    #[schemars(extend("enum" = words(model::Encoding::ALL)))]
    pub encoding: Option<String>,
    /// File inside a zip archive. Default: the only one.
    pub member: Option<String>,
    /// Sheet of a workbook, or number of a web page's table. Default: the only one.
    pub sheet: Option<String>,
    /// Row at which the header begins, as a spreadsheet or editor counts. Default: the first that
    /// is not empty.
    #[schemars(range(min = 1))]
    pub header_row: Option<i64>,
    /// Rows of the header; their texts are joined with ` / `. Default: 1.
    #[schemars(range(min = 1))]
    pub header_rows: Option<i64>,
    /// Last row of the table. Default: the file's.
    #[schemars(range(min = 1))]
    pub last_row: Option<i64>,
    /// When the provider published it, a day or an RFC 3339 instant in quotes. A day counts from
    /// its first instant in the project's time zone.
    pub published_at: Option<String>,
    /// Whether area codes are those of the period's first or last day. Default: `end`.
    #[schemars(extend("enum" = words(model::AreaAt::ALL)))]
    pub area_at: Option<String>,
    /// How `2008-09` is meant where every such label of the file may be a month or a fiscal year.
    /// Default: the column shows it.
    #[schemars(extend("enum" = words(model::PeriodStyle::ALL)))]
    pub period_style: Option<String>,
    /// Cell texts that mean "no figure". Default: empty, `..`, `...`, `…` and `-`.
    pub missing: Option<Vec<String>>,
    /// Cell texts that mean that there is a figure and the provider withholds it, such as `c` or
    /// `(s)`. Default: none.
    #[serde(default)]
    pub suppressed: Vec<String>,
    /// How numbers are written. Default: a decimal point and no grouping.
    pub number: Option<Number>,
    /// Columns of the file that are known and not used. New ones are then told, or as `modes` says.
    #[serde(default)]
    pub unused_columns: Vec<String>,
    /// Sheets or tables of the file that are known and not used. New ones are then told, or as
    /// `modes` says.
    #[serde(default)]
    pub unused_tables: Vec<String>,
    /// Licence, if other than the dataset's.
    pub licence: Option<String>,
    /// With `true` it is no fault when no file is there. Default: `false`.
    pub optional: Option<bool>,
    /// Table column → where its text comes from.
    #[serde(default)]
    pub columns: BTreeMap<String, Origin>,
    /// Units as the source's `unit` column writes them → the unit meant.
    #[serde(default)]
    pub units: BTreeMap<String, Unit>,
}

/// How numbers are written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Number {
    /// Decimal sign, one character. Default: `.`.
    pub decimal: Option<String>,
    /// Sign between groups of three digits, one character, or empty for none. Default: empty.
    pub grouping: Option<String>,
    /// Decimal places to which figures are rounded once they are scaled, 0 to 5, for sources that
    /// write more than six. What was rounded says so in the column `rounding`. Default: figures are
    /// exact.
    #[schemars(range(min = 0, max = 5))]
    pub round: Option<i64>,
}

/// Where a column's text comes from: a column of the file, or the same text on every row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Origin {
    /// Header of the column in the file.
    pub column: Option<String>,
    /// The same text on every row.
    pub constant: Option<String>,
    /// Unit of the figures. For the value column only.
    pub unit: Option<String>,
    /// Power of ten that the figures are multiplied by. For the value column only. Default: 0.
    pub unit_mult: Option<i64>,
}

/// The unit meant by a unit text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Unit {
    /// Unit in the table.
    pub unit: String,
    /// Power of ten that the figures are multiplied by. Default: 0.
    #[serde(default)]
    pub unit_mult: i64,
}
