//! `chiso correlate`: how scores and results go together, in words, and as a picture. Association,
//! not effect.

mod chart;
mod rows;
mod table;

use crate::app::cli::context::past_of;
use crate::app::cli::correlate::chart::chart;
use crate::app::cli::correlate::rows::select;
use crate::app::cli::correlate::table::{settled, show};
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::model::published::release_tables;
pub use rows::CorrelateArgs;

/// Shows rows of studies.
pub fn correlate(context: &Context, args: &CorrelateArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = context.open(&project, args.release.as_deref())?;
    let past = past_of(&project, args.release.as_deref())?;
    // A release is shown and drawn with the configuration and registers it was made with.
    let project = past.as_ref().map_or(&project, |p| &p.project);
    let all = select(project, &release, args)?;
    let (counting, others): (Vec<Row>, Vec<Row>) = all
        .iter()
        .cloned()
        .partition(|r| r.get("is_primary") == Some(&true.into()));
    let only_counting = !args.choosy() && !counting.is_empty();
    if context.common.format == Format::Table {
        show(
            context,
            project,
            if only_counting { &counting } else { &all },
        )?;
        if only_counting && counting.len() > 1 {
            output::line(&settled(context.lang, &counting))?;
        }
        if only_counting && !others.is_empty() && !context.common.quiet {
            output::line(&say!(
                context.lang,
                "correlate-more-rows",
                others = others.len()
            ))?;
        }
    } else {
        let spec = release_tables()
            .into_iter()
            .find(|t| t.name == "correlations");
        let columns: Vec<String> = spec
            .map(|s| s.columns.into_iter().map(|c| c.name).collect())
            .unwrap_or_default();
        output::rows(
            context.common.format,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
            &all,
        )?;
    }
    match &args.chart {
        None => Ok(()),
        Some(path) => chart(
            context,
            project,
            &release,
            args,
            if only_counting { &counting } else { &all },
            path,
        ),
    }
}
