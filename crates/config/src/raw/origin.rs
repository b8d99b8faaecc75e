//! Mirror of a mapping: where a text of the table comes from.

use super::words;
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// Where a column's text comes from: a column of the file, the name of its sheet or of the file, or
/// the same text on every row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Origin {
    /// Header of the column in the file. `*` stands for any text; exactly one column must fit.
    pub column: Option<String>,
    /// Place of the column in the file, from 1, in place of its header.
    #[schemars(range(min = 1))]
    pub place: Option<i64>,
    /// With `place`: what its header must be; `*` stands for any text. Default: whatever stands
    /// there.
    pub header: Option<String>,
    /// With a column: `down` where a blank cell repeats the cell above.
    #[schemars(extend("enum" = ["down"]))]
    pub fill: Option<String>,
    /// `sheet`, `member` or `file`: the name that carries the text, for all rows in it; `header`
    /// under `[source.period.columns]` only.
    #[schemars(extend("enum" = words(model::NameOf::ALL)))]
    pub from: Option<String>,
    /// With `from`: the name with `{}` where the text stands, as in `report-{}.csv`. Default: the
    /// name is the text.
    pub pattern: Option<String>,
    /// The same text on every row.
    pub constant: Option<String>,
    /// Unit of the figures. For the value column only.
    pub unit: Option<String>,
    /// Power of ten that the figures are multiplied by. For the value column only. Default: 0.
    pub unit_mult: Option<i64>,
}
