//! Mirror of `[[test]]` of a pipeline.

use super::words;
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

/// A test: few rows in, expected verdicts out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
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
pub(crate) struct Given {
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
pub(crate) struct Target {
    /// Identifier, where there are several. Default: `test-1`, `test-2` …
    pub id: Option<String>,
    /// KPI.
    pub kpi: String,
    /// Area code, in quotes.
    pub area: Option<String>,
    /// The level whose every area it binds, instead of `area`.
    pub area_level: Option<String>,
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
    /// `ge` at least, `gt` more than, `le` at most, `lt` less than, `between` from `value` to
    /// `high`.
    #[schemars(extend("enum" = words(model::TargetOp::ALL)))]
    pub op: String,
    /// Value, in quotes so that it stays exact: `"0.20"`.
    pub value: String,
    /// Upper bound of a corridor, in quotes.
    pub high: Option<String>,
    /// How the values on the way to `value` are found: `linear`, `stepped` or `stated`.
    #[schemars(extend("enum" = words(model::PathRule::ALL)))]
    pub path: Option<String>,
    /// The points of the path before its end: `"2020=0.10;2025=0.15"`.
    pub path_points: Option<String>,
    /// Allowed shortfall, in quotes. Default: `"0"`.
    pub tolerance: Option<String>,
}

/// What must come out for one KPI, area and period. Only what is written is compared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
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
