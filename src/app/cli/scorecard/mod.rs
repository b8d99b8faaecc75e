//! `chiso scorecard`: verdicts of the release in force, chosen by KPI, area, period and boundary.

mod rows;
mod scoreboard;
mod table;
mod view;

use crate::app::cli::lookup::text;
use crate::app::cli::scorecard::rows::select;
use crate::app::cli::scorecard::table::show;
use crate::app::cli::{Context, Failure, coverage};
use crate::app::output::{self, Format};
use crate::inspect::{Past, Question};
use crate::model::published::release_tables;
use crate::store::Lake;
pub use rows::ScorecardArgs;
pub use scoreboard::scoreboard;

/// Shows the scorecard.
pub fn scorecard(context: &Context, args: &ScorecardArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = context.open(&project, args.release.as_deref())?;
    let (rows, beside) = match &args.release {
        // What is not published is computed with the configuration and registers of that release.
        Some(id) => select(
            &Past::open(&Lake::open_read(&project.lake)?, Some(id))?.project,
            &release,
            args,
        )?,
        None => select(&project, &release, args)?,
    };
    if context.common.format == Format::Table {
        show(context, &rows, &beside)?;
        let question = Question {
            boundary: args.boundary,
            as_of: args.as_of.map(|a| a.instant(project.timezone)),
        };
        if args.area.is_none() && args.verdict.is_none() && question.published(&project) {
            for line in coverage::remark(context.lang, &release, &rows)? {
                output::line(&line)?;
            }
        }
    } else {
        let spec = release_tables().into_iter().find(|t| t.name == "scorecard");
        let columns: Vec<String> = spec
            .map(|s| s.columns.into_iter().map(|c| c.name).collect())
            .unwrap_or_default();
        output::rows(
            context.common.format,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
            &rows,
        )?;
    }
    let failing = args
        .fail_on
        .is_some_and(|v| rows.iter().any(|r| text(r, "verdict") == v.as_str()));
    Failure::code_if(failing, 3)
}
