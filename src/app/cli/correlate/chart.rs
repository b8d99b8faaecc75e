//! The one row that is left, drawn as a picture.

use crate::app::cli::association::StudyRowView;
use crate::app::cli::correlate::rows::CorrelateArgs;
use crate::app::cli::lookup::text;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Row};
use crate::app::picture;
use crate::config::Project;
use crate::inspect::{RowKey, study_row};
use crate::store::ReleaseRef;
use std::path::PathBuf;

/// Draws the only row.
pub(super) fn chart(
    context: &Context,
    project: &Project,
    release: &ReleaseRef,
    args: &CorrelateArgs,
    rows: &[Row],
    path: &PathBuf,
) -> Result<(), Failure> {
    let [row] = rows else {
        let shown: Vec<String> = rows
            .iter()
            .take(3)
            .map(|r| {
                ["score", "outcome", "design", "period", "lag", "method"]
                    .map(|c| text(r, c))
                    .join(" ")
            })
            .collect();
        let message = match rows.len() {
            0 => "no row is left to draw".to_owned(),
            n => format!(
                "{n} rows are left, a picture shows one: {} …; choose with --score, --outcome, \
                    --design, --period, --lag, --method",
                shown.join("; ")
            ),
        };
        return Err(Failure::Usage(message));
    };
    let key = RowKey {
        study: text(row, "study"),
        outcome: text(row, "outcome"),
        score: text(row, "score"),
        design: text(row, "design"),
        period: text(row, "period"),
        lag: text(row, "lag").parse().unwrap_or_default(),
        method: text(row, "method"),
    };
    if !text(row, "refused").is_empty() {
        return Err(Failure::Usage(format!(
            "the row has no coefficient to draw: {}",
            StudyRowView::new(row, context.lang).words
        )));
    }
    let studied = study_row(
        project,
        release,
        &key,
        args.as_of.map(|a| a.instant(project.timezone)),
    )?;
    let drawn = picture::scatter(context.lang, project, release, row, &studied)
        .map_err(|e| Failure::Usage(e.to_string()))?;
    std::fs::write(path, drawn)
        .map_err(|e| Failure::Usage(format!("`{}` cannot be written: {e}", path.display())))?;
    if !context.common.quiet {
        output::complain(&say!(
            context.lang,
            "correlate-drawn",
            path = path.display()
        ));
    }
    Ok(())
}
