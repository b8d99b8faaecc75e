//! `chiso explain`: how a verdict came about, down to file, row, column and the text as it stood;
//! as text, JSON or a graph, and proved from landing.

mod behind;
mod comparability;
mod contributed;
mod document;
mod figure;
mod graph;
mod made;
mod of_release;
mod proof;
mod revised;
mod row;
mod sampling;
mod shown;
mod text;
mod verdict;

use crate::app::cli::explain::shown::show;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::table::of_breakdown;
use crate::app::cli::{AsOf, AskedPeriod, Context, Failure};
use crate::app::output::Format;
use crate::inspect::{Question, explain_score, prove};
use chrono::NaiveDate;
use clap::Args;
pub use of_release::{explained, listed, used_rows};

/// Which verdict to explain.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// KPI id
    kpi: String,
    /// Area, by code or name on the boundary day
    #[arg(long, value_name = "CODE|NAME")]
    area: String,
    /// Period: 2020, 2020-Q3, 2020-09, or 2020-04-01/P1Y for the fiscal year from April
    #[arg(long)]
    period: AskedPeriod,
    /// The member of a breakdown: sector=A, or sector=A;sex=F [default: the total]
    #[arg(long, value_name = "DIMENSION=CODE")]
    breakdown: Option<String>,
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// With the figures, configuration and registers of this release [default: the one in force, as
    /// configured now]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
    /// Compute it again from landed bytes, under the release's own configuration, and compare every
    /// step with the lake and the release
    #[arg(long)]
    verify: bool,
    /// Write it as a graph
    #[arg(long, value_enum, value_name = "NOTATION", conflicts_with = "verify")]
    graph: Option<graph::Notation>,
}

/// Explains one score; every target that binds it has its own.
pub fn explain(context: &Context, args: &ExplainArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if args.graph.is_some() && context.common.format != Format::Table {
        return Err(Failure::Usage(
            "`--graph` has a form of its own; leave out `--format`".into(),
        ));
    }
    // Figures are worked out from the tables; whether the published files agree is what `--verify`
    // asks.
    let release = context.open_as_is(&project, args.release.as_deref())?;
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let kpi = of_breakdown(&args.kpi, args.breakdown.as_deref())?;
    let asked = (kpi.as_str(), args.area.as_str(), args.period.of(&project)?);
    if args.verify {
        let proof = prove(&project, &release, asked, question)?;
        return proof::verify(context, &proof, (&project, args.as_of));
    }
    let past = context.past_of(&project, &release, args.release.as_deref())?;
    let project = past.as_ref().map_or(&project, |p| &p.project);
    let explained = explain_score(project, &release, asked, question)?;
    let text = ExplanationText {
        lang: context.lang,
        explained: &explained,
        zone: project.timezone,
        fiscal: project.fiscal_calendar(),
        as_of: args.as_of,
        proved: false,
    };
    show(context, &text, args.graph)
}
