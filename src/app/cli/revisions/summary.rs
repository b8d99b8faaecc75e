//! How large revisions are, by measure and maturity.

use crate::app::cli::Failure;
use crate::app::cli::lookup::with_span;
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::{for_programs, rows_with};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::app::rows::RevisionSummaryRow;

/// How large revisions are, by measure and maturity.
pub(super) fn summary(view: &RevisionsView<'_>, measure: Option<&str>) -> Result<(), Failure> {
    let lang = view.context.lang;
    let rows = rows_with(view.release, Some(view.boundary), &[("measure", measure)])?;
    if view.context.common.format != Format::Table {
        return Ok(for_programs(view.context.common.format, &rows)?);
    }
    let Some(first) = rows.first() else {
        return Ok(output::line(lang.say("revisions-none-known"))?);
    };
    let headers = [
        lang.say("revisions-measure"),
        lang.say("revisions-figures"),
        lang.say("revisions-revised"),
        "n",
        lang.say("revisions-unchanged"),
        lang.say("revisions-mean-bias"),
        lang.say("revisions-mean-size"),
        lang.say("revisions-median"),
        lang.say("revisions-nine-in-ten"),
        lang.say("revisions-largest"),
    ];
    output::line(&say!(
        lang,
        "revisions-boundaries-of",
        boundary = view.boundary
    ))?;
    let cells = rows.iter().map(|row| cells(lang, row)).collect();
    output::line(&output::table(&headers, cells))?;
    Ok(output::line(&say!(
        lang,
        "revisions-needed",
        number = first.n_needed
    ))?)
}

fn cells(lang: Lang, row: &RevisionSummaryRow) -> Vec<String> {
    let revision = |size: Option<f64>, signed: bool| {
        size.map_or_else(
            || "–".to_owned(),
            |v| lang.revision(v, &row.revision_unit, signed),
        )
    };
    let maturity = row.maturity.parse().map_or_else(
        |_| say!(lang, "revisions-vintage", number = row.maturity),
        |s| lang.status(s).to_owned(),
    );
    vec![
        row.measure.clone(),
        with_span(&row.frequency, row.span, lang),
        maturity,
        row.n.to_string(),
        row.n_zero.to_string(),
        revision(row.mean_revision, true),
        revision(row.mean_absolute_revision, false),
        revision(row.median_revision, true),
        revision(row.p90_absolute_revision, false),
        revision(row.largest_absolute_revision, false),
    ]
}
