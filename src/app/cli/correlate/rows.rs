//! The rows of studies that are asked for, published or computed.

use crate::app::cli::lookup::unknown;
use crate::app::cli::table::{rows_computed, rows_in_order};
use crate::app::cli::{AsOf, Failure};
use crate::app::rows::{CorrelationRow, Published};
use crate::config::Project;
use crate::inspect::correlations_of;
use crate::model::{Design, Method};
use crate::store::ReleaseRef;
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Which rows to show; without a choice of design, method, lag or period, those that were declared
/// to count.
#[derive(Debug, Default, Args)]
pub struct CorrelateArgs {
    /// Only this study
    #[arg(long, value_name = "ID")]
    study: Option<String>,
    /// Only this outcome: a KPI or measure
    #[arg(long, value_name = "ID")]
    outcome: Option<String>,
    /// Only this score: a KPI or measure
    #[arg(long, value_name = "ID")]
    score: Option<String>,
    /// Only this design
    #[arg(long)]
    design: Option<Design>,
    /// Only this method
    #[arg(long)]
    method: Option<Method>,
    /// Only this lag: periods by which the score precedes the outcome
    #[arg(long, allow_negative_numbers = true)]
    lag: Option<i32>,
    /// Only this outcome period: 2020, or 2017/2021
    #[arg(long)]
    period: Option<String>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    pub(super) as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    pub(super) release: Option<String>,
    /// Draw the one row that is left as a picture
    #[arg(long, value_name = "FILE.svg")]
    pub(super) chart: Option<PathBuf>,
}

impl CorrelateArgs {
    /// Rows were chosen among those of one score and outcome.
    pub(super) fn choosy(&self) -> bool {
        self.design.is_some()
            || self.method.is_some()
            || self.lag.is_some()
            || self.period.is_some()
    }

    /// Whether a row is chosen, whatever its lag.
    fn wants(&self, row: &CorrelationRow) -> bool {
        let is = |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|w| w == name);
        is(&self.study, &row.study)
            && is(&self.outcome, &row.outcome)
            && is(&self.score, &row.score)
            && is(&self.period, &row.period)
            && self.design.is_none_or(|design| row.design == design)
            && self.method.is_none_or(|method| row.method == method)
    }
}

/// The chosen rows, in the order of their key.
pub(super) fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &CorrelateArgs,
) -> Result<Vec<Published<CorrelationRow>>, Failure> {
    known_names(project, args)?;
    let mut rows = match args.as_of {
        None => published(release, args)?,
        Some(as_of) => {
            let known = Some(as_of.instant(project.timezone));
            let mut rows = rows_computed(&correlations_of(project, release, known)?)?;
            rows.retain(|r| args.wants(r));
            rows
        }
    };
    rows.retain(|r| args.lag.is_none_or(|lag| r.lag == lag));
    Ok(rows)
}

fn published(
    release: &ReleaseRef,
    args: &CorrelateArgs,
) -> Result<Vec<Published<CorrelationRow>>, Failure> {
    let wanted = [
        ("study", args.study.as_deref()),
        ("outcome", args.outcome.as_deref()),
        ("score", args.score.as_deref()),
        ("design", args.design.map(Design::as_str)),
        ("method", args.method.map(Method::as_str)),
        ("period", args.period.as_deref()),
    ];
    let order = [
        "study", "outcome", "score", "design", "period", "lag", "method",
    ];
    rows_in_order(release, None, (&wanted, None), order)
}

/// Fails on a study, outcome or score that no study declares.
fn known_names(project: &Project, args: &CorrelateArgs) -> Result<(), Failure> {
    let studies = &project.studies;
    let outcomes = studies.iter().flat_map(|s| &s.outcomes);
    let scores = studies.iter().flat_map(|s| &s.scores);
    known(
        "study",
        args.study.as_deref(),
        studies.iter().map(|s| s.id.as_str()),
    )?;
    known(
        "outcome",
        args.outcome.as_deref(),
        outcomes.map(String::as_str),
    )?;
    known("score", args.score.as_deref(), scores.map(String::as_str))
}

fn known<'a>(
    what: &str,
    name: Option<&str>,
    all: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    let all: BTreeSet<&str> = all.collect();
    match name.filter(|n| !all.contains(n)) {
        Some(name) => Err(Failure::Usage(unknown(what, name, all.into_iter()))),
        None => Ok(()),
    }
}
