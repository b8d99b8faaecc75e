//! The one row that is left, drawn as a picture.

use crate::app::cli::association::StudyRowView;
use crate::app::cli::correlate::rows::CorrelateArgs;
use crate::app::cli::lookup::text;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Row};
use crate::app::picture;
use crate::config::Project;
use crate::inspect::{RowKey, study_row};
use crate::store::ReleaseRef;
use std::path::Path;

/// The only row as a picture.
pub(super) fn drawn(
    lang: Lang,
    (project, release): (&Project, &ReleaseRef),
    args: &CorrelateArgs,
    rows: &[Row],
) -> Result<String, Failure> {
    let row = only(rows)?;
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
            StudyRowView::new(row, lang).words
        )));
    }
    let studied = study_row(
        project,
        release,
        &key,
        args.as_of.map(|a| a.instant(project.timezone)),
    )?;
    picture::scatter(lang, project, release, row, &studied)
        .map_err(|e| Failure::Usage(e.to_string()))
}

/// The one row that a picture can show.
fn only(rows: &[Row]) -> Result<&Row, Failure> {
    let message = match rows {
        [row] => return Ok(row),
        [] => "no row is left to draw".to_owned(),
        rows => {
            let columns = ["score", "outcome", "design", "period", "lag", "method"];
            let shown: Vec<String> = rows
                .iter()
                .take(3)
                .map(|r| columns.map(|c| text(r, c)).join(" "))
                .collect();
            format!(
                "{} rows are left, a picture shows one: {} …; choose with --score, --outcome, \
                    --design, --period, --lag, --method",
                rows.len(),
                shown.join("; ")
            )
        }
    };
    Err(Failure::Usage(message))
}

/// Writes a picture.
pub(super) fn save(context: &Context, path: &Path, svg: &str) -> Result<(), Failure> {
    std::fs::write(path, svg)
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
