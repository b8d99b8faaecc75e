//! Mirror of `[[source]]` of a dataset.

use super::{Bilingual, Origin, words, words_list};
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
    /// CSV: `\\` where a backslash within quotes takes the sign behind it as it is, as in `\"`.
    #[schemars(extend("enum" = ["\\"]))]
    pub escape: Option<String>,
    /// CSV: columns by the places of their characters on the line, in place of a delimiter. The
    /// file then needs no header; lines up to `header_row` are passed over.
    #[serde(default)]
    pub fixed: Vec<FixedColumn>,
    /// JSON: with `true` each line is a record. Default: `false`.
    pub lines: Option<bool>,
    /// JSON: names for what objects within each other are keyed by, from the outermost, as in
    /// `["area", "year"]`. Each becomes a column; a bare value at the end is the column `value`.
    #[serde(default)]
    pub keys: Vec<String>,
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
    /// Files inside a zip archive that are read together, by a name in which `*` stands for any
    /// text, in place of `member`. All must have the same columns.
    pub members: Option<String>,
    /// Language of the texts of a PX file that has several, as in `en`. Default: that in which the
    /// file is written.
    pub language: Option<String>,
    /// Sheet of a workbook, or number of a web page's table; `*` stands for any signs, and one name
    /// must fit. Default: the only one.
    pub sheet: Option<String>,
    /// Sheets or tables that are read together, by a name in which `*` stands for any text, in place
    /// of `sheet`. All must have the same columns.
    pub sheets: Option<String>,
    /// Texts of the header, by which it is found in place of `header_row`: it begins at the first
    /// row that has all of them. `*` stands for any text.
    #[serde(default)]
    pub header: Vec<String>,
    /// `right` where a blank cell in an upper row of the header repeats the text to its left.
    /// Merged cells of workbooks and web pages need no word.
    #[schemars(extend("enum" = ["right"]))]
    pub header_fill: Option<String>,
    /// Row at which the header begins, as a spreadsheet or editor counts. Default: the first that
    /// is not empty.
    #[schemars(range(min = 1))]
    pub header_row: Option<i64>,
    /// Rows of the header; their texts are joined with ` / `. 0 where there is none and every column
    /// is taken by its place. Default: 1.
    #[schemars(range(min = 0))]
    pub header_rows: Option<i64>,
    /// Last row of the table. Default: the file's.
    #[schemars(range(min = 1))]
    pub last_row: Option<i64>,
    /// Where the table ends before the file, in place of `last_row`.
    pub ends: Option<TableEnds>,
    /// Ranges of columns that are tables of the same columns side by side, as in `["A:C", "E:G"]`.
    #[serde(default)]
    pub blocks: Vec<String>,
    /// Rows that are no rows of the table.
    #[serde(default)]
    pub leave_out: Vec<LeaveOut>,
    /// Figures that stand side by side, such as those of years.
    pub wide: Option<Wide>,
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
    /// How periods are written. Default: labels that say it by themselves.
    pub period: Option<super::Period>,
    /// Cell texts that mean "no figure". Default: empty, `..`, `...`, `…` and `-`.
    pub missing: Option<Vec<String>>,
    /// Cell texts that mean that there is a figure and the provider withholds it, such as `c` or
    /// `(s)`. Default: none.
    #[serde(default)]
    pub suppressed: Vec<String>,
    /// Cell texts that mean exactly zero, such as `-` or `nil`. Default: none.
    #[serde(default)]
    pub zero: Vec<String>,
    /// Marks beside a figure in its cell (`b` of `123 b`) → what they say. A mark that is not
    /// listed refuses the figure.
    #[serde(default)]
    pub marks: BTreeMap<String, Meaning>,
    /// Texts of the column `status` → what they say. Default: `estimate`, `preliminary`
    /// and `final` as they stand.
    #[serde(default)]
    pub statuses: BTreeMap<String, Meaning>,
    /// Texts of the column `obs_status` → what they say. Default: `suppressed` and `imputed` as they stand.
    #[serde(default)]
    pub obs_statuses: BTreeMap<String, Meaning>,
    /// Known list of codes in the column `obs_status`, completed or changed by `obs_statuses`: `sdmx`
    /// (`CL_OBS_STATUS`). Default: none.
    #[schemars(extend("enum" = [SDMX]))]
    pub obs_status_list: Option<String>,
    /// CSV: with `true`, cells such as `="01"` are read as `01`, without the formula around them.
    /// Default: `false`.
    pub excel_text: Option<bool>,
    /// SDMX-CSV: with `both`, what stands behind `: ` in headers and cells is the name of the code
    /// before it, and is left out: `C1: Goldmark` is read as `C1`. Default: texts as they stand.
    #[schemars(extend("enum" = ["both"]))]
    pub labels: Option<String>,
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

impl Source {
    /// All that says where a text comes from.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &Origin> {
        let of_period = self
            .period
            .iter()
            .flat_map(|period| period.columns.values());
        self.columns.values().chain(of_period)
    }
}

/// How numbers are written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Number {
    /// Decimal sign, one character. Default: `.`.
    pub decimal: Option<String>,
    /// Sign between groups of digits, one character, or empty for none. Default: empty.
    pub grouping: Option<String>,
    /// How many digits its groups have: `thousands` (12,345,678), `indian` (1,23,45,678),
    /// `myriads` (1234,5678). Default: `thousands`.
    #[schemars(extend("enum" = words(model::DigitGroups::ALL)))]
    pub groups: Option<String>,
    /// How a figure is shown to be negative, other than by a dash before it: `parentheses`, except
    /// that a whole number of one or two digits in them may be that of a note and is refused;
    /// `all_parentheses` without exception; `trailing`, a dash behind it. Default: not at all.
    #[schemars(extend("enum" = words(model::Negative::ALL)))]
    pub negative: Option<String>,
    /// Further forms that are read: `exponent` (1.5E+06), `short` (`.5` and `5.`). Default: none.
    #[serde(default)]
    #[schemars(extend("items" = words_list(&FORMS)))]
    pub forms: Vec<String>,
    /// What a sign of per cent is worth. The figures are then in per cent: `sign` where every figure
    /// has it, `sign_or_percent` where those without it are in per cent as well, `sign_or_fraction`
    /// where those without it are fractions of one. Default: figures with the sign are refused.
    #[schemars(extend("enum" = words(model::PercentSign::ALL)))]
    pub percent: Option<String>,
    /// Decimal places to which figures are rounded once they are scaled, 0 to 5, for sources that
    /// write more than six. What was rounded says so in the column `rounding`. Default: figures are
    /// exact.
    #[schemars(range(min = 0, max = 5))]
    pub round: Option<i64>,
}

/// A column by the places of its characters on a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixedColumn {
    /// Its name.
    pub name: String,
    /// Place of its first character, from 1.
    #[schemars(range(min = 1))]
    pub from: i64,
    /// Place of its last character.
    #[schemars(range(min = 1))]
    pub to: i64,
}

/// Where a table ends: one of the two.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableEnds {
    /// The first text of the row above which it ends; `*` stands for any text.
    pub text: Option<String>,
    /// With `true` it ends at the first blank row below the header.
    pub blank_row: Option<bool>,
}

/// Rows that are left out and counted as ignored.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaveOut {
    /// Header of the column in the file.
    pub column: String,
    /// Texts of its cells; `*` stands for any text.
    pub texts: Vec<String>,
}

/// Columns of figures side by side.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wide {
    /// Headers of these columns, with the table columns that they carry in braces, as in `{period}`
    /// or `{period} / {sex}`.
    pub columns: String,
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

/// The list of codes of observation status of SDMX.
pub(crate) const SDMX: &str = "sdmx";

/// Forms of numbers that a source may declare.
pub(crate) const FORMS: [&str; 2] = ["exponent", "short"];

/// What a sign says of the figure it stands with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meaning {
    /// How settled the figure is: `estimate`, `preliminary` or `final`.
    #[schemars(extend("enum" = words(model::Status::ALL)))]
    pub status: Option<String>,
    /// That the figure is withheld (`suppressed`), put in by a model (`imputed`) or not there
    /// (`missing`).
    #[schemars(extend("enum" = ["suppressed", "imputed", "missing"]))]
    pub obs_status: Option<String>,
    /// What else it says; goes to the column `note`.
    pub note: Option<String>,
}
