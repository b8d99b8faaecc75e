//! Mirror of `pipelines/<id>.toml`.

use super::Bilingual;
use super::inline_test::Test;
use super::kpi::Kpi;
use super::measure::Measure;
use super::study::Study;
use schemars::JsonSchema;
use serde::Deserialize;

/// pipelines/<id>.toml: what is computed, when, and how it is tested.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pipeline {
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
pub(crate) struct Schedule {
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
