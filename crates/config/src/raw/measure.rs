//! Mirror of `[[measure]]` of a pipeline.

use super::{Bilingual, words, words_list};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A quantity per area and period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// Dimensions by which it is broken down, each with a register of members. There is then a
    /// figure for each member, and the total.
    #[serde(default)]
    pub by: Vec<String>,
    /// Where its figures come from, the preferred source first. A measure that is made from others
    /// (`real`, `ratio`, `moving_average`, `linked`, `of_area`, `convert`) has none.
    #[serde(default)]
    pub source: Vec<MeasureSource>,
    /// Another measure at constant prices, instead of a source.
    pub real: Option<Real>,
    /// One measure over another one, instead of a source: per head, per 1,000, productivity.
    pub ratio: Option<RatioOf>,
    /// The mean of the last periods of another measure, instead of a source.
    pub moving_average: Option<MovingAverage>,
    /// Another measure, continued backwards by an older one that has other figures for a period of
    /// both, instead of a source: an index that was put on another reference year.
    pub linked: Option<Linking>,
    /// The figures that the area above has of another measure, instead of a source: the whole of a
    /// share of the region or the country.
    pub of_area: Option<OfArea>,
    /// Another measure of money in one currency, instead of a source.
    pub convert: Option<Convert>,
    /// The measure by which figures of merged areas are weighted, for scores and rates. Without it
    /// they have none.
    pub weight: Option<String>,
    /// Of which period the weight is: `same` (default), or, where it is known once a year, `year`,
    /// the year that the period lies in; for a fiscal year `year_at_start` or `year_at_end`, the
    /// calendar year in which it begins or ends.
    #[schemars(extend("enum" = words(model::PerPeriod::ALL)))]
    pub weight_per_period: Option<String>,
    /// Periods to work out where no source states them: `month` and `quarter` from years to date,
    /// `quarter` and `year` from months, `ytd` the year to date, `rolling12` the last twelve
    /// months; `fiscal_year` and `fiscal_ytd` for the fiscal year of the project
    /// (`project.fiscal_year`). One without all of its pieces is `partial_period`. All but `month`
    /// need `over_time`.
    #[serde(default)]
    #[schemars(extend("items" = words_list(&model::WorkedOut::all(2).map(model::WorkedOut::as_str))))]
    pub periods: Vec<String>,
    /// How figures of months become that of a quarter or year: `sum` adds them up, for a flow (what
    /// happens in a period: enterprises registered, revenue); `last` takes the last month or
    /// quarter, for a stock (what there is at its end: enterprises active, debt), `first` the
    /// first one; `mean`, `max` and `min` are of all months, or of all quarters where months are
    /// not stated; `none` makes none, for an index or a rate.
    #[schemars(extend("enum" = words(model::OverTime::ALL)))]
    pub over_time: Option<String>,
    /// Periods from which something else is counted. Nothing is compared across one.
    #[serde(default, rename = "break")]
    pub breaks: Vec<Break>,
    /// Level of areas, as in `areas.csv`, whose figures add up to that of their parent where it has
    /// none of its own: `agency` for a city. Of money that is converted, the converted figures add
    /// up.
    pub sum_of: Option<String>,
    /// Level of areas, as in `areas.csv`, of which all records together make the figure of an area
    /// above them, for what does not add up: the median of a country as that of all records of its
    /// districts. Only over datasets of records.
    pub records_of: Option<String>,
    /// Several series that may be compared; verdicts that do so are flagged
    /// `series_spliced`.
    #[serde(default, rename = "splice")]
    pub splices: Vec<Splice>,
    /// How a survey states the sampling error of the figures, in one of three ways. Verdicts that it
    /// leaves open are flagged `within_sampling_error`.
    pub sampling_error: Option<SamplingError>,
}

/// The measures that state the sampling error of another one's figures, for the same area and
/// period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplingError {
    /// The measure that is the standard error, in the unit of the figures.
    pub standard_error: Option<String>,
    /// The measure that is the lower end of an interval around the figure.
    pub lower: Option<String>,
    /// The measure that is its upper end.
    pub upper: Option<String>,
    /// The level of the interval, in quotes.
    #[schemars(extend("enum" = words(model::ConfidenceLevel::ALL)))]
    pub level: Option<String>,
    /// The measure that is the number of those asked, where the figure is a proportion of them, in
    /// `percent` or `ratio`.
    pub sample_size: Option<String>,
    /// The variance as a multiple of that of a simple random sample, in quotes: `"1.5"`. Default:
    /// `"1"`.
    pub design_effect: Option<String>,
}

/// A declaration that figures of several series of a measure may be compared with each other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Splice {
    /// Why they may, in at least one language.
    pub reason: Bilingual,
    /// The datasets that are joined. Default: all series of the measure, also those of one dataset.
    #[serde(default)]
    pub datasets: Vec<String>,
}

/// Money at the prices of another period: nominal × index of the base / index of the period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Real {
    /// The measure in prices of its own period.
    pub of: String,
    /// The measure that is the price index, per area and period.
    pub deflator: String,
    /// The period whose prices are used, in quotes: `"2010"`, `"2020-Q1"` or `"2020-12"`.
    pub base: String,
    /// Code of the area whose index is used for areas that have none of their own. Default: these
    /// have no real figure.
    pub national: Option<String>,
}

/// One measure over another one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RatioOf {
    /// The measure that is divided.
    pub of: String,
    /// The measure that it is divided by. Where it is zero, negative or missing, there is no ratio.
    pub per: String,
    /// For how many units of `per` the ratio is, in quotes: `"1000"`. Default: `"1"`.
    pub scale: Option<String>,
    /// The unit of the ratio, a name made of both units: `vnd_per_person`. No currency, and no unit
    /// that something else has.
    pub unit: String,
    /// Of which period `per` is looked up: `same` (default), or, where `per` is known once a year,
    /// `year`, the year that the period lies in; for a fiscal year `year_at_start` or `year_at_end`,
    /// the calendar year in which it begins or ends.
    #[schemars(extend("enum" = words(model::PerPeriod::ALL)))]
    pub per_period: Option<String>,
}

/// The mean of the last periods of a measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MovingAverage {
    /// The measure.
    pub of: String,
    /// How many periods, the period itself the last of them. Where one of them has no figure, there
    /// is no mean.
    #[schemars(range(min = 2, max = 60))]
    pub periods: i64,
    /// The length of the periods that it is a mean of; `fiscal_year` is that of the project. Default:
    /// every length of which the measure has figures, so that it has means of months, of quarters and of
    /// years.
    #[schemars(extend("enum" = average_lengths(2).iter().map(|(word, _)| *word).collect::<Vec<_>>()))]
    pub length: Option<String>,
}

/// The lengths of periods that a mean may be limited to; fiscal years begin with a month.
pub(crate) fn average_lengths(begins: u32) -> Vec<(&'static str, model::Frequency)> {
    let lengths = super::record_periods(begins).into_iter();
    lengths
        .chain([("week", model::Frequency::Weekly)])
        .collect()
}

/// A measure continued backwards by an older one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Linking {
    /// The measure whose figures are used where it has them.
    pub of: String,
    /// The measure whose figures are used before the overlap, times `of` / `before` in the overlap.
    pub before: String,
    /// The period for which both have a figure, in quotes: `"2020"`.
    pub overlap: String,
}

/// The figures of an area above.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfArea {
    /// The measure.
    pub of: String,
    /// The level of the area, as in `areas.csv`: `region`. Default: the area directly above.
    pub level: Option<String>,
    /// The code of the area, for all areas below it.
    pub code: Option<String>,
}

/// Money in one currency, by rates of exchange.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Convert {
    /// The measure in the currencies of its figures.
    pub of: String,
    /// The currency of all figures, by its code of ISO 4217: `VND`.
    pub to: String,
    /// For each other currency the measure that is its rate, per area and period, as in `{ USD =
    /// "vnd_per_usd" }`. The contract of its dataset has the unit `vnd_per_usd`, or `usd_per_vnd`.
    pub rates: BTreeMap<String, String>,
    /// Code of the area whose rates are used for areas that have none of their own. Default: these
    /// have no converted figure.
    pub national: Option<String>,
}

/// A period from which a measure counts something else than before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Break {
    /// First period of the new definition: `2018`, `2018-Q3` or `2018-07`.
    pub from: String,
    /// What changed, in at least one language.
    pub note: Bilingual,
}

/// How a measure is made from one dataset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureSource {
    /// Dataset of observations.
    pub dataset: String,
    /// What is computed: `sum`, `count`, `count_distinct`, `min`, `max`, `mean` or `median`
    /// of a column, as in `sum(revenue)`, or `quantile(revenue, 0.9)`.
    pub value: String,
    /// Which rows take part, as in `event = 'new' AND status = 'final'`. Default: all.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// Which of several rows for the same figure is used.
    pub prefer: Option<Order>,
    /// Rows without which there is no figure.
    pub parts: Option<Parts>,
    /// Whether the corrections of the dataset are applied; with `false` figures are as published.
    /// Default: `true`.
    pub corrections: Option<bool>,
    /// Of a register that comes in snapshots: `appeared` counts the records that the snapshot before
    /// did not have, `gone` those that are no longer in it, as they were. Default: what there is in
    /// the last snapshot of the period.
    #[schemars(extend("enum" = words(model::Flow::ALL)))]
    pub flow: Option<String>,
}

/// Among rows that differ in one column only, the first value that is present is used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    /// The column.
    pub column: String,
    /// Its values, the preferred first.
    #[schemars(length(min = 1))]
    pub order: Vec<String>,
}

/// The figure exists only where each of these values has a row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    /// The column.
    pub column: String,
    /// The values needed.
    #[schemars(length(min = 1))]
    pub all: Vec<String>,
}
