//! Mirror of `[[source]]` of a dataset.

use super::{Bilingual, words};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where rows come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
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
    /// The query that gives its rows, in place of `file`.
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
    /// File inside a zip archive; `*` stands for any signs, and one name must fit. Default: the
    /// only one.
    pub member: Option<String>,
    /// Language of the texts of a PX file that has several, as in `en`. Default: that in which the
    /// file is written.
    pub language: Option<String>,
    /// Sheet of a workbook, or number of a web page's table; `*` stands for any signs, and one name
    /// must fit. Default: the only one.
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
    /// Columns of the file that are known and not used. New ones are then reported, or as `modes`
    /// says.
    #[serde(default)]
    pub unused_columns: Vec<String>,
    /// Sheets or tables of the file that are known and not used. New ones are then reported, or as
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
pub(crate) struct Number {
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
pub(crate) struct Origin {
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
pub(crate) struct Unit {
    /// Unit in the table.
    pub unit: String,
    /// Power of ten that the figures are multiplied by. Default: 0.
    #[serde(default)]
    pub unit_mult: i64,
}
