//! How large revisions are, by measure and maturity.

use crate::app::cli::Failure;
use crate::app::cli::lookup::{text, with_span};
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::{columns_of, rows_with};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};

/// How large revisions are, by measure and maturity.
pub(super) fn summary(view: &RevisionsView<'_>, measure: Option<&str>) -> Result<(), Failure> {
    let lang = view.context.lang;
    let rows = rows_with(
        view.release,
        "revision_summary",
        Some(view.boundary),
        &[("measure", measure)],
    )?;
    if view.context.common.format != Format::Table {
        return view.plain(&columns_of("revision_summary"), &rows);
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
        number = text(first, "n_needed")
    ))?)
}

fn cells(lang: Lang, row: &Row) -> Vec<String> {
    let unit = text(row, "revision_unit");
    let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
    let revision = |column: &str, signed: bool| {
        number(column).map_or_else(|| "–".to_owned(), |v| lang.revision(v, &unit, signed))
    };
    let maturity = text(row, "maturity");
    let maturity = maturity.parse().map_or_else(
        |_| say!(lang, "revisions-vintage", number = maturity),
        |s| lang.status(s).to_owned(),
    );
    vec![
        text(row, "measure"),
        with_span(&text(row, "frequency"), row, lang),
        maturity,
        text(row, "n"),
        text(row, "n_zero"),
        revision("mean_revision", true),
        revision("mean_absolute_revision", false),
        revision("median_revision", true),
        revision("p90_absolute_revision", false),
        revision("largest_absolute_revision", false),
    ]
}
