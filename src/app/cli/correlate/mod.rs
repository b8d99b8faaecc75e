//! `chiso correlate`: how scores and results go together, in words, and as a picture. Association,
//! not effect.

mod chart;
mod rows;
mod table;

use crate::app::cli::as_of::known_by;
use crate::app::cli::correlate::chart::{drawn, save};
use crate::app::cli::correlate::rows::select;
use crate::app::cli::correlate::table::{settled, show};
use crate::app::cli::table::for_programs;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::app::rows::CorrelationRow;
pub use rows::CorrelateArgs;

/// Shows rows of studies.
pub fn correlate(context: &Context, args: &CorrelateArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = context.open(&project, args.release.as_deref())?;
    let past = context.past_of(&project, &release, args.release.as_deref())?;
    // A release is shown and drawn with the configuration and registers it was made with.
    let project = past.as_ref().map_or(&project, |p| &p.project);
    let all = select(project, &release, args)?;
    let rows: Vec<&CorrelationRow> = all.iter().map(|r| &**r).collect();
    let (counting, others): (Vec<&CorrelationRow>, Vec<&CorrelationRow>) =
        rows.iter().partition(|r| r.is_primary);
    let only_counting = !args.choosy() && !counting.is_empty();
    let shown = if only_counting { &counting } else { &rows };
    if context.common.format == Format::Table {
        if let Some(known) = known_by(context.lang, args.as_of, project.timezone) {
            output::line(&known)?;
        }
        show(context, project, shown)?;
        if only_counting {
            below(context, &counting, others.len())?;
        }
    } else {
        for_programs(context.common.format, &all)?;
    }
    match &args.chart {
        None => Ok(()),
        Some(path) => {
            let svg = drawn(context.lang, (project, &release), args, shown)?;
            save(context, path, &svg)
        }
    }
}

/// How many of the rows that count are more than chance, and how many others there are.
fn below(context: &Context, counting: &[&CorrelationRow], others: usize) -> Result<(), Failure> {
    if counting.len() > 1 {
        output::line(&settled(context.lang, counting))?;
    }
    if others > 0 && !context.common.quiet {
        output::line(&say!(context.lang, "correlate-more-rows", others = others))?;
    }
    Ok(())
}
