//! The rows of the scorecard that are asked for, published or computed.

use crate::app::cli::lookup::{text, unreadable};
use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::table::known_kpi;
use crate::app::cli::{AsOf, Failure};
use crate::app::frames;
use crate::app::output::Row;
use crate::config::Project;
use crate::governance::Registers;
use crate::inspect::{Question, tables_of, unresolved};
use crate::model::{Period, Verdict, fold_name};
use crate::store::{ReleaseRef, scan};
use chrono::NaiveDate;
use clap::Args;
use polars::prelude::{Expr, SortMultipleOptions, col, lit};

/// Which verdicts to show; without any choice, all of the default boundary.
#[derive(Debug, Default, Args)]
pub struct ScorecardArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    pub kpi: Option<String>,
    /// Only this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    pub area: Option<String>,
    /// Only this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    pub period: Option<Period>,
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    pub boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    pub as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    pub release: Option<String>,
    /// Only this verdict
    #[arg(long)]
    pub verdict: Option<Verdict>,
    /// End with exit code 3 when a shown row has this verdict
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<Verdict>,
}

/// The chosen rows of the scorecard, in the order of its key, and what stands beside. What is not
/// published is computed from the tables.
pub(super) fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &ScorecardArgs,
) -> Result<(Vec<Row>, ScorecardContext), Failure> {
    known_kpi(project, args.kpi.as_deref())?;
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let period = args.period.map(|p| p.to_string());
    let wanted = [
        ("kpi", args.kpi.as_deref()),
        ("period", period.as_deref()),
        ("verdict", args.verdict.map(Verdict::as_str)),
    ];
    let (mut rows, beside) = if question.published(project) {
        let boundary = args
            .boundary
            .or_else(|| project.boundaries.first().copied());
        let on = boundary.map(|b| col("boundary").eq(lit(b)));
        let chosen = wanted
            .iter()
            .filter_map(|(column, text)| text.map(|t| col(*column).eq(lit(t))));
        let condition = on
            .into_iter()
            .chain(chosen)
            .reduce(Expr::and)
            .unwrap_or_else(|| lit(true));
        let order = [
            "kpi",
            "area_code",
            "boundary",
            "period",
            "span",
            "target_id",
        ];
        let frame = scan(&release.path.join("scorecard.parquet"))?
            .filter(condition)
            .sort(order, SortMultipleOptions::default())
            .collect();
        (
            frames::rows(&frame.map_err(|e| unreadable("scorecard.parquet", &e))?),
            ScorecardContext::published(release, boundary, args.kpi.as_deref())?,
        )
    } else {
        let tables = tables_of(project, release, question)?;
        let scorecard = tables.iter().find(|(spec, _)| spec.name == "scorecard");
        let mut rows = scorecard.map_or_else(Vec::new, |(_, rows)| frames::rows_of(rows));
        let boundary = args
            .boundary
            .or_else(|| project.boundaries.first().copied())
            .map(|b| b.to_string());
        rows.retain(|r| boundary.as_ref().is_none_or(|b| text(r, "boundary") == *b));
        rows.retain(|r| {
            wanted
                .iter()
                .all(|(column, wanted)| wanted.is_none_or(|w| text(r, column) == w))
        });
        (rows, ScorecardContext::computed(&tables))
    };
    if let Some(area) = &args.area {
        let names = |r: &Row| {
            [
                text(r, "area_code"),
                text(r, "area_name_vi"),
                text(r, "area_name_en"),
            ]
            .map(|t| fold_name(&t))
        };
        let wanted = fold_name(area);
        if !rows.iter().any(|r| names(r).contains(&wanted)) {
            known_area(project, area, args.boundary)?;
        }
        rows.retain(|r| names(r).contains(&wanted));
    }
    Ok((rows, beside))
}

/// An area that has no row: is there such an area at all?
fn known_area(project: &Project, area: &str, boundary: Option<NaiveDate>) -> Result<(), Failure> {
    let day = boundary
        .or_else(|| project.boundaries.first().copied())
        .unwrap_or_default();
    let areas = Registers::load(project).areas;
    areas
        .resolve(area, day)
        .map(|_| ())
        .map_err(|e| Failure::Usage(unresolved(area, day, &e)))
}
