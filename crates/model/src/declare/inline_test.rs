//! An inline test of a pipeline: rows and targets that are given, and the verdicts expected.

use crate::decimal::Dec;
use crate::finding::Place;
use crate::period::Period;
use crate::span::Span;
use crate::target::{TargetOp, TargetPath};
use crate::verdict::{Flag, Reason, Verdict};
use chrono::NaiveDate;

/// An inline test of a pipeline: rows in, verdicts out.
#[derive(Clone, Debug)]
pub struct InlineTest {
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The day on which rows that name none were published; after the end of their periods when
    /// absent.
    pub reach: Option<NaiveDate>,
    /// Rows per dataset.
    pub given: Vec<InlineRows>,
    /// Targets in force during the test.
    pub targets: Vec<TestTarget>,
    /// What must come out.
    pub expect: Vec<Expect>,
}

/// Rows of a dataset in an inline test, as text under the table's column names.
#[derive(Clone, Debug)]
pub struct InlineRows {
    /// Dataset.
    pub dataset: String,
    /// Table columns.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// A target of an inline test.
#[derive(Clone, Debug)]
pub struct TestTarget {
    /// Identifier.
    pub id: String,
    /// KPI.
    pub kpi: String,
    /// Area code; empty where it is for a level.
    pub area: String,
    /// The level whose every area it is for; empty where it is for one area.
    pub area_level: String,
    /// First period.
    pub period: Period,
    /// Last period.
    pub until: Period,
    /// The plan meant; empty for whichever the KPI compares with.
    pub plan: String,
    /// The target it replaces; empty for none.
    pub supersedes: String,
    /// When it takes effect, if known.
    pub valid_from: Option<NaiveDate>,
    /// Comparison.
    pub op: TargetOp,
    /// Value.
    pub value: Dec,
    /// The upper bound of a corridor.
    pub high: Option<Dec>,
    /// The values on the way to `value`.
    pub path: Option<TargetPath>,
    /// Allowed shortfall.
    pub tolerance: Dec,
}

/// What an inline test expects of one scorecard row; only what is given is compared.
#[derive(Clone, Debug)]
pub struct Expect {
    /// KPI.
    pub kpi: String,
    /// Area code.
    pub area: String,
    /// Period.
    pub period: Period,
    /// Boundary; the project's first when absent.
    pub boundary: Option<NaiveDate>,
    /// Span.
    pub span: Span,
    /// Identifier of the target, empty for none; the first when absent.
    pub target: Option<String>,
    /// Value, exact to the digits given.
    pub value: Option<Dec>,
    /// Verdict.
    pub verdict: Option<Verdict>,
    /// First reason.
    pub reason: Option<Reason>,
    /// Reasons, all of them.
    pub reasons: Option<Vec<Reason>>,
    /// Flags, all of them.
    pub flags: Option<Vec<Flag>>,
    /// Share of the target expected by now.
    pub pace: Option<Dec>,
    /// The value by the end of the year at the usual pace.
    pub projection: Option<Dec>,
}
