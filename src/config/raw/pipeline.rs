//! Mirror of `pipelines/<id>.toml`.

use super::{Bilingual, words, words_list};
use crate::model;
use schemars::JsonSchema;
use serde::Deserialize;

/// pipelines/<id>.toml: what is computed, when, and how it is tested.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Pipeline {
    /// Title, in at least one language.
    pub title: Bilingual,
    /// When it runs by itself. Leave out to run it by hand only.
    pub schedule: Option<Schedule>,
    /// Quantities per area and period.
    #[serde(default)]
    pub measure: Vec<Measure>,
    /// Key performance indicators.
    #[serde(default)]
    pub kpi: Vec<Kpi>,
    /// Associations between scores and results, fixed before any figure is seen.
    #[serde(default)]
    pub study: Vec<Study>,
    /// Few rows in, expected verdicts out; run by `chiso test`.
    #[serde(default)]
    pub test: Vec<Test>,
}

/// When a pipeline runs by itself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Schedule {
    /// Cron expression: minute, hour, day of month, month, day of week; with a field for seconds in
    /// front if there are six.
    pub cron: String,
    /// IANA time zone of the expression. Default: the project's.
    pub timezone: Option<String>,
    /// Which missed runs are made up for. Default: `last`.
    #[schemars(extend("enum" = ["all", "last", "none"]))]
    pub missed: Option<String>,
    /// How late a missed run may still be made up for: a number with `s`, `m`, `h`, `d` or `w`.
    /// Default: `7d`.
    pub max_lateness: Option<String>,
    /// How many runs of this pipeline may wait at once, missed or queued; the oldest beyond are
    /// left out. Default: 24.
    #[schemars(range(min = 1, max = 1000))]
    pub max_waiting: Option<i64>,
    /// What happens when the run before still goes on. Default: `skip`.
    #[schemars(extend("enum" = ["skip", "queue"]))]
    pub overlap: Option<String>,
    /// How often a failed run is tried again. Default: 3.
    #[schemars(range(min = 0, max = 10))]
    pub retries: Option<i64>,
    /// How long the first retry waits: a number with `s`, `m`, `h` or `d`, from `1s` to `24h`.
    /// Default: `1m`.
    pub retry_delay: Option<String>,
    /// How many times longer each further retry waits, 24 hours at most. Default: 2.
    #[schemars(range(min = 1, max = 10))]
    pub retry_backoff: Option<i64>,
}

/// A quantity per area and period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Measure {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// Where its figures come from, the preferred source first. A measure that is `real` has none.
    #[serde(default)]
    pub source: Vec<MeasureSource>,
    /// Another measure at constant prices, instead of a source.
    pub real: Option<Real>,
    /// The measure by which figures of merged areas are weighted, for scores and rates. Without it
    /// they have none.
    pub weight: Option<String>,
    /// Periods to work out where no source states them: `month` and `quarter` from years to date,
    /// `quarter` and `year` from months, `ytd` the year to date, `rolling12` the last twelve
    /// months. One without all of its pieces is `partial_period`. All but `month` need `over_time`.
    #[serde(default)]
    #[schemars(extend("items" = words_list(model::WorkedOut::ALL)))]
    pub periods: Vec<String>,
    /// How figures of months become that of a quarter or year: `sum` adds them up, for a flow (what
    /// happens in a period: enterprises registered, revenue); `last` takes the last month or
    /// quarter, for a stock (what there is at its end: enterprises active, debt); `none` makes
    /// none, for an index or a rate.
    #[schemars(extend("enum" = words(model::OverTime::ALL)))]
    pub over_time: Option<String>,
    /// Periods from which something else is counted. Nothing is compared across one.
    #[serde(default, rename = "break")]
    pub breaks: Vec<Break>,
    /// Level of areas, as in `areas.csv`, whose figures add up to that of their parent where it has
    /// none of its own: `agency` for a city.
    pub sum_of: Option<String>,
    /// Series that may be compared although they are several; verdicts that do so are flagged
    /// `series_spliced`.
    #[serde(default, rename = "splice")]
    pub splices: Vec<Splice>,
}

/// A declaration that figures of several series of a measure may be compared with each other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Splice {
    /// Why they may, in at least one language.
    pub reason: Bilingual,
    /// The datasets that are joined. Default: all series of the measure, also those of one dataset.
    #[serde(default)]
    pub datasets: Vec<String>,
}

/// Money at the prices of another period: nominal × index of the base / index of the period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Real {
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

/// A period from which a measure counts something else than before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Break {
    /// First period of the new definition: `2018`, `2018-Q3` or `2018-07`.
    pub from: String,
    /// What changed, in at least one language.
    pub note: Bilingual,
}

/// How a measure is made from one dataset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct MeasureSource {
    /// Dataset of observations.
    pub dataset: String,
    /// What is computed: `sum`, `count`, `count_distinct`, `min`, `max` or `mean` of a column, as
    /// in `sum(revenue)`.
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
}

/// Among rows that differ in one column only, the first value that is present is used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Order {
    /// The column.
    pub column: String,
    /// Its values, the preferred first.
    #[schemars(length(min = 1))]
    pub order: Vec<String>,
}

/// The figure exists only where each of these values has a row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Parts {
    /// The column.
    pub column: String,
    /// The values needed.
    #[schemars(length(min = 1))]
    pub all: Vec<String>,
}

/// A key performance indicator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Kpi {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// `growth` on the year before, `attainment` of a plan, `share` of a whole, `share_change` in
    /// percentage points, `score_change` on the year before in points, `rank` among the areas of a
    /// level, `completion` of what was to be done (0 out of 0 is no occasion), `gap` between two
    /// measures, `score`: the measure itself, `targets_met`: how many targets of other KPIs are
    /// met, of how many are set, `rubric`: points earned, of those possible.
    #[schemars(extend("enum" = model::kind::names()))]
    pub kind: String,
    /// The measure, for `growth`, `attainment`, `score_change`, `rank`, `gap` and `score`.
    pub measure: Option<String>,
    /// The measure of the plan, for `attainment`.
    pub plan: Option<String>,
    /// The measure of the part, for `share`, `share_change` and `completion`.
    pub part: Option<String>,
    /// The measure of the whole, for `share`, `share_change` and `completion`.
    pub whole: Option<String>,
    /// The measure that is taken off, for `gap`.
    pub against: Option<String>,
    /// What the values are, for `score`, `score_change` and `gap`: `score` (default; `vnd` where
    /// the contract says that the figures are), `ratio` (not for differences), `count`, `vnd`.
    /// Percents are shown as ratios.
    #[schemars(extend("enum" = words(model::ScoreUnit::ALL)))]
    pub value_unit: Option<String>,
    /// How a figure of the year to date is held against a target of the year. Without it, it is
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
    /// The KPIs whose targets are counted, for `targets_met`. Each is judged by itself.
    #[serde(default)]
    pub kpis: Vec<String>,
    /// The dataset of kind `rubric`, for `rubric`.
    pub rubric: Option<String>,
    /// The only field of the rubric that counts, for `rubric`. Default: all of them.
    pub field: Option<String>,
    /// Level of the areas that are ranked, as in `areas.csv`; for `rank`.
    pub level: Option<String>,
    /// Whether a `high` or a `low` figure is the better one, for `rank`. Default: `high`.
    #[schemars(extend("enum" = words(model::Better::ALL)))]
    pub better: Option<String>,
}

/// Which values are too unusual to be believed unseen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Outlier {
    /// So many median absolute deviations from the median of the areas of one level and period, as
    /// `"5"`. Among fewer than eight areas nothing is flagged.
    pub deviations: String,
    /// Values that somebody has confirmed.
    #[serde(default)]
    pub confirmed: Vec<super::dataset::Confirmed>,
}

/// How a figure of the year to date is held against a target of the year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Pace {
    /// `linear`: as much of the target as of the year's months has passed; `usual`: the median
    /// share of the year's figure that the area had by the same month in the years before;
    /// `same_period`: the target itself, for changes on the year before and for completions of what
    /// fell due to date.
    #[schemars(extend("enum" = words(model::PaceRule::ALL)))]
    pub rule: String,
    /// For `usual`: how many years before are looked at, 3 to 30. Default: 5. Three of them must
    /// have figures.
    #[schemars(range(min = 3, max = 30))]
    pub years: Option<i64>,
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

/// A study: association of scores with results.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Study {
    /// Identifier, `snake_case`, unique in the project.
    pub id: String,
    /// Title, in at least one language.
    pub title: Bilingual,
    /// Measures or KPIs that are the scores.
    #[schemars(length(min = 1))]
    pub scores: Vec<String>,
    /// Measures or KPIs that are the results.
    #[schemars(length(min = 1))]
    pub outcomes: Vec<String>,
    /// `cross_section` areas with each other in one period, `pooled` the same for all periods
    /// together, `within` each area with itself over time, `difference` changes from period to
    /// period.
    #[schemars(length(min = 1), extend("items" = words_list(model::Design::ALL)))]
    pub designs: Vec<String>,
    /// `pearson`, `spearman`, `kendall`.
    #[schemars(length(min = 1), extend("items" = words_list(model::Method::ALL)))]
    pub methods: Vec<String>,
    /// Periods by which the score precedes the outcome. Negative numbers are leads. Default: `[0]`.
    pub lags: Option<Vec<i64>>,
    /// The one row of each score and outcome that counts. All others explore and get no q-value.
    pub primary: Primary,
    /// Measures or KPIs, of the score's period, that are removed from score and outcome first.
    /// Default: none.
    #[serde(default)]
    pub controls: Vec<String>,
    /// Scores that contain an outcome of the study in whole or in part. Default: none.
    #[serde(default)]
    pub circular: Vec<String>,
    /// Level of the areas compared, as in `areas.csv`. Areas of different levels are never
    /// compared.
    pub level: String,
    /// Codes of the only areas compared, in quotes. Default: all of the level.
    #[serde(default)]
    pub areas: Vec<String>,
    /// How long the periods compared are: `A` years, `Q` quarters, `M` months. Default: `A`.
    #[schemars(extend("enum" = ["A", "Q", "M"]))]
    pub frequency: Option<String>,
    /// Boundary, a day in quotes: one of the boundaries of chiso.toml. Default: the first.
    pub boundary: Option<String>,
    /// Fewer areas than this are refused. Default: 20.
    #[schemars(range(min = 3, max = 100_000))]
    pub min_areas: Option<i64>,
    /// Resamples drawn for a p-value. Default: 999.
    #[schemars(range(min = 99, max = 1_000_000))]
    pub resamples: Option<i64>,
    /// Seed of the generator. Default: 1.
    #[schemars(range(min = 0, max = 4_294_967_295_i64))]
    pub seed: Option<i64>,
    /// Whether scores made by different schemes are taken for one series. Default: `false`.
    pub pool_schemes: Option<bool>,
}

/// The row of a study that counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Primary {
    /// One of the study's designs.
    #[schemars(extend("enum" = words(model::Design::ALL)))]
    pub design: String,
    /// One of the study's methods.
    #[schemars(extend("enum" = words(model::Method::ALL)))]
    pub method: String,
    /// One of the study's lags. Default: 0.
    pub lag: Option<i64>,
}

/// A test: few rows in, expected verdicts out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Test {
    /// What it shows, in a sentence.
    pub name: String,
    /// The day on which rows that give no `known_from` were published, in quotes: what they say of
    /// a period that ends on that day or later is a figure to date. Default: they were published
    /// after the end of their periods.
    pub reach: Option<String>,
    /// Rows of datasets; several tables of one dataset are several deliveries. A dataset not given
    /// is empty.
    #[serde(default)]
    pub given: Vec<Given>,
    /// Targets in force during the test.
    #[serde(default)]
    pub target: Vec<Target>,
    /// What must come out.
    #[serde(default)]
    pub expect: Vec<Expect>,
}

/// Rows of a dataset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Given {
    /// Dataset of observations.
    pub dataset: String,
    /// Columns of its table.
    pub columns: Vec<String>,
    /// Cells in the order of `columns`, all in quotes. An empty cell is no value.
    pub rows: Vec<Vec<String>>,
}

/// A target of a test.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Target {
    /// Identifier, where there are several. Default: `test-1`, `test-2` …
    pub id: Option<String>,
    /// KPI.
    pub kpi: String,
    /// Area code, in quotes.
    pub area: String,
    /// Period, in quotes.
    pub period: String,
    /// Last period that it binds, in quotes. Default: `period`.
    pub until: Option<String>,
    /// The plan meant: `government`, `submitted`, `assigned`, `council` or `revised`. Default:
    /// whichever the KPI compares with.
    #[schemars(extend("enum" = model::PLANS))]
    pub plan: Option<String>,
    /// Identifier of the target that it replaces.
    pub supersedes: Option<String>,
    /// The day on which it takes effect, in quotes. Default: it always counts.
    pub valid_from: Option<String>,
    /// `ge` at least, `gt` more than, `le` at most, `lt` less than.
    #[schemars(extend("enum" = words(model::TargetOp::ALL)))]
    pub op: String,
    /// Value, in quotes so that it stays exact: `"0.20"`.
    pub value: String,
    /// Allowed shortfall, in quotes. Default: `"0"`.
    pub tolerance: Option<String>,
}

/// What must come out for one KPI, area and period. Only what is written is compared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct Expect {
    /// KPI.
    pub kpi: String,
    /// Area code, in quotes.
    pub area: String,
    /// Period, in quotes.
    pub period: String,
    /// Boundary, a day in quotes. Default: the project's first.
    pub boundary: Option<String>,
    /// `period` (default), `ytd` or `rolling12`.
    pub span: Option<String>,
    /// Identifier of the target, where several bind the row; empty for none. Default: the first.
    pub target: Option<String>,
    /// Value, in quotes, exact to the digits written.
    pub value: Option<String>,
    /// Verdict.
    #[schemars(extend("enum" = words(model::Verdict::ALL)))]
    pub verdict: Option<String>,
    /// First reason.
    #[schemars(extend("enum" = words(model::Reason::ALL)))]
    pub reason: Option<String>,
    /// Reasons, all of them.
    pub reasons: Option<Vec<String>>,
    /// Flags, all of them.
    pub flags: Option<Vec<String>>,
    /// Share of the target expected by now, in quotes, exact to the digits written.
    pub pace: Option<String>,
    /// The value by the end of the year at the usual pace, in quotes, exact to the digits written.
    pub projection: Option<String>,
}
