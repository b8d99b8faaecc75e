//! `chiso scorecard`: verdicts of the release in force, chosen by KPI, area, period and boundary.

mod rows;
mod scoreboard;
mod table;

use crate::app::cli::as_of::known_by;
use crate::app::cli::errors::not_found;
use crate::app::cli::scorecard::rows::{Selected, select};
use crate::app::cli::scorecard::table::show;
use crate::app::cli::table::for_programs;
use crate::app::cli::{Context, Failure, coverage};
use crate::app::output::{self, Format};
pub use rows::ScorecardArgs;
pub use scoreboard::scoreboard;

/// Shows the scorecard.
pub fn scorecard(context: &Context, args: &ScorecardArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = context.open(&project, args.release.as_deref())?;
    // What is not published is computed with the configuration and registers of that release.
    let past = context.past_of(&project, &release, args.release.as_deref())?;
    let with = past.as_ref().map_or(&project, |p| &p.project);
    let Selected {
        rows,
        around,
        lacks,
    } = select(with, &release, args)?;
    if let Some(lacks) = lacks {
        output::complain(&not_found(context.lang, &lacks));
    }
    if context.common.format == Format::Table {
        let known = known_by(context.lang, args.as_of, project.timezone);
        show(context, &rows, &around, (known, with.fiscal_calendar()))?;
        let all_areas = args.area.is_none() && args.verdict.is_none();
        if all_areas && args.question(&project).published(&project) {
            for line in coverage::remark((context.lang, with.fiscal_calendar()), &release, &rows)? {
                output::line(&line)?;
            }
        }
    } else {
        for_programs(context.common.format, &rows)?;
    }
    let failing = args
        .fail_on
        .is_some_and(|v| rows.iter().any(|r| r.verdict == v));
    Failure::code_if(failing, 3)
}
