//! Mirror of `[source.period]`: how a source writes its periods.

use super::{Origin, words, words_list};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How periods are written, where labels do not say it by themselves.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    /// Columns of the file that make a period together, as in `["Year", "Month"]`. Their texts are
    /// joined by a space and read by `formats`. In place of `period` under `[source.columns]`.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Part → where its text comes from, as under `[source.columns]`, for parts that are no column
    /// of that name. `{ from = "header" }` is what `{period}` in `columns` of `[source.wide]`
    /// carries.
    #[serde(default)]
    pub columns: BTreeMap<String, Origin>,
    /// How labels are written: placeholders such as `{year}`, `{yy}`, `{fiscal_year}`,
    /// `{fiscal_yy}`,
    /// `{half_year}`, `{third}`, `{quarter}`, `{quarter_roman}`, `{month}`, `{month_roman}`,
    /// `{month_name}`, `{months}` (a number of months from January), `{week}` (of ISO 8601) and
    /// `{day}` between texts that must stand there.
    #[serde(default)]
    pub formats: Vec<String>,
    /// What the two digits of `{yy}` mean: a hundred years, as in `2000-2099`.
    pub century: Option<String>,
    /// The period that a day stands for. Default: days are no periods.
    #[schemars(extend("enum" = words(model::DayOf::ALL)))]
    pub days: Option<String>,
    /// Which of its days stands for a period. Default: `first`.
    #[schemars(extend("enum" = words(model::WhichDay::ALL)))]
    pub day: Option<String>,
    /// The era in which years are counted. Default: the common one.
    #[schemars(extend("enum" = words(model::Era::ALL)))]
    pub era: Option<String>,
    /// The fiscal year. Its label alone is read where `formats` says nothing.
    pub fiscal_year: Option<FiscalYear>,
    /// Words of the source that stand beside a period → what they say of the figure.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = words_list(model::PeriodWord::ALL)))]
    pub words: BTreeMap<String, String>,
    /// The language of names of months. Default: `en`.
    #[schemars(extend("enum" = words(model::Language::ALL)))]
    pub language: Option<String>,
    /// The twelve names of the months, in place of a language.
    #[serde(default)]
    pub month_names: Vec<String>,
}

/// A fiscal year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FiscalYear {
    /// Its first month, `02` to `12`.
    pub begins: String,
    /// After which calendar year it is named: that in which it begins, that in which it ends, or
    /// both (`2008-09`).
    #[schemars(extend("enum" = words(model::NamedBy::ALL)))]
    pub named: String,
}
