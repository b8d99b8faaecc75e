//! Mirror of `[[kpi]]` of a pipeline.

use super::{Bilingual, words};
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// A key performance indicator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kpi {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// `growth` on the year before, `attainment` of a plan, `share` of a whole, `share_change` in
    /// percentage points, `score_change` on the year before in points, `rank` among the areas of a
    /// level, `rank_change`: how many places an area went up or down, `completion` of what was to be done (0 out of 0 is no occasion), `gap` between two
    /// measures, `score`: the measure itself, `targets_met`: how many targets of other KPIs are
    /// met, of how many are set, `rubric`: points earned, of those possible.
    #[schemars(extend("enum" = model::kind::names()))]
    pub kind: String,
    /// The measure, for `growth`, `attainment`, `score_change`, `rank`, `rank_change`, `gap` and
    /// `score`.
    pub measure: Option<String>,
    /// The KPI by whose values areas are ranked, for `rank` and `rank_change`, in place of
    /// `measure`.
    #[serde(rename = "kpi")]
    pub of_values: Option<String>,
    /// The measure of the plan, for `attainment`.
    pub plan: Option<String>,
    /// The measure of the part, for `share`, `share_change` and `completion`.
    pub part: Option<String>,
    /// The measure of the whole, for `share`, `share_change` and `completion`.
    pub whole: Option<String>,
    /// The measure that is taken off, for `gap`.
    pub against: Option<String>,
    /// What the values are, for `score`, `score_change` and `gap`: `score` (default; the currency
    /// where the contract says that the figures are money), `ratio` (not for differences), `count`,
    /// or the code of a currency (ISO 4217), such as `vnd` or `eur`. Percents are shown as ratios.
    #[schemars(extend("examples" = words(model::ScoreUnit::SAMPLES)))]
    pub value_unit: Option<String>,
    /// What a change is a change on, for `growth`, `score_change`, `share_change` and
    /// `rank_change`. Default: the
    /// same period of the year before.
    pub compared_with: Option<ComparedWith>,
    /// Whether a change is that between the two periods (`total`, default) or the average change a
    /// year between them (`annual_average`); for `growth`, `score_change` and `share_change`.
    #[schemars(extend("enum" = ["total", "annual_average"]))]
    pub rate: Option<String>,
    /// How a figure of the year to date is compared with a target of the year. Without it, it is
    /// not.
    pub pace: Option<Pace>,
    /// Bases below this are flagged `small_base`: a number in quotes, in the unit of the measure.
    /// Default: none is too small.
    pub small_base: Option<String>,
    /// Which values are flagged `outlier_unverified`. Default: none.
    pub outlier: Option<Outlier>,
    /// The measure whose sums say how much of the whole the areas with a value are. Default: the
    /// base, the whole or the plan.
    pub coverage: Option<String>,
    /// Whose contributions to the value are published in `score_items`, for changes and gaps:
    /// `areas` for those of the areas below, of measures with `sum_of`; the name of a dimension for
    /// those of its members, of measures with `by`. Default: `explain` alone shows them.
    pub contributions: Option<String>,
    /// The KPIs whose targets are counted, for `targets_met`. Each is judged by itself.
    #[serde(default)]
    pub kpis: Vec<String>,
    /// The dataset of kind `rubric`, for `rubric`.
    pub rubric: Option<String>,
    /// The only field of the rubric that counts, for `rubric`. Default: all of them.
    pub field: Option<String>,
    /// Level of the areas that are ranked, as in `areas.csv`; for `rank` and
    /// `rank_change`.
    pub level: Option<String>,
    /// Whether a `high` or a `low` figure is the better one, for `rank` and `rank_change`.
    /// Default: `high`.
    #[schemars(extend("enum" = words(model::Better::ALL)))]
    pub better: Option<String>,
}

/// What a change is a change on: one of these.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparedWith {
    /// So many periods of the same length before: 1 is the previous quarter, month or year.
    #[schemars(range(min = 1, max = 120))]
    pub periods_before: Option<i64>,
    /// The same period so many years before.
    #[schemars(range(min = 1, max = 100))]
    pub years_before: Option<i64>,
    /// One period for all, the base, in quotes: `"2020"`. Later periods of the same length are
    /// compared with it.
    pub period: Option<String>,
}

/// Which values are so unusual that somebody must confirm them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outlier {
    /// So many median absolute deviations from the median of the areas of one level and period, as
    /// `"5"`. Among fewer than eight areas nothing is flagged.
    pub deviations: String,
    /// Values that somebody has confirmed.
    #[serde(default)]
    pub confirmed: Vec<super::Confirmed>,
}

/// How a figure of the year to date is compared with a target of the year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pace {
    /// `linear`: as much of the target as of the year's months has passed; `usual`: the median
    /// share of the year's figure that the area had by the same month in the years before;
    /// `same_period`: the target itself, for changes on the year before and for completions of what
    /// fell due to date; `plan`: the share of the year's plan that its own months up to now are.
    #[schemars(extend("enum" = words(model::PaceRule::ALL)))]
    pub rule: String,
    /// For `usual`: how many years before are looked at, 3 to 30. Default: 5. Three of them must
    /// have figures.
    #[schemars(range(min = 3, max = 30))]
    pub years: Option<i64>,
    /// For `plan`: the measure of the plan, with a figure for the year and for its months to date
    /// (`periods = ["year", "ytd"]` works both out from months).
    pub plan: Option<String>,
    /// The figure cannot fall until the year ends (revenue can: refunds), so that a target reached
    /// early is met. Default: false.
    #[serde(default)]
    pub non_decreasing: bool,
    /// For a `completion`: `to_date` (default) when `whole` is what fell due to date, so that the
    /// target itself is asked at any time; `year` when `whole` is the plan of the whole year, so
    /// that as much of the target is asked as the rule expects by now.
    #[schemars(extend("enum" = ["to_date", "year"]))]
    pub whole: Option<String>,
}
