//! The one row that is left, drawn as a picture.

use crate::app::cli::association::StudyRowView;
use crate::app::cli::correlate::rows::CorrelateArgs;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::app::picture;
use crate::app::rows::CorrelationRow;
use crate::config::Project;
use crate::inspect::{RowKey, study_row};
use crate::store::ReleaseRef;
use std::path::Path;

/// The only row as a picture.
pub(super) fn drawn(
    lang: Lang,
    (project, release): (&Project, &ReleaseRef),
    args: &CorrelateArgs,
    rows: &[&CorrelationRow],
) -> Result<String, Failure> {
    let row = only(rows)?;
    let key = RowKey {
        study: row.study.clone(),
        outcome: row.outcome.clone(),
        score: row.score.clone(),
        design: row.design.to_string(),
        period: row.period.clone(),
        lag: row.lag,
        method: row.method.to_string(),
    };
    if row.refused.is_some() {
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
fn only<'r>(rows: &[&'r CorrelationRow]) -> Result<&'r CorrelationRow, Failure> {
    let message = match rows {
        [row] => return Ok(row),
        [] => "no row is left to draw".to_owned(),
        rows => {
            let named = |r: &&CorrelationRow| {
                format!(
                    "{} {} {} {} {} {}",
                    r.score, r.outcome, r.design, r.period, r.lag, r.method
                )
            };
            let shown: Vec<String> = rows.iter().take(3).map(named).collect();
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
    if !path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("svg"))
    {
        return Err(Failure::Usage(format!(
            "`{}`: a picture is written as SVG; let its name end in `.svg`",
            path.display()
        )));
    }
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
