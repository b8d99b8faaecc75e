//! The scorecard as a table for people.

use crate::app::cli::lookup::{period, text};
use crate::app::cli::scorecard::view::{ScoreView, area};
use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::{Context, Failure};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::{self, Row};

/// Text of a row for a column.
type ColumnText<'a> = Box<dyn Fn(&Row) -> String + 'a>;

/// Rows as a table for people. What all rows share stands above it.
pub(super) fn show(
    context: &Context,
    rows: &[Row],
    beside: &ScorecardContext,
) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(first) = rows.first() else {
        output::line(lang.say("scorecard-no-rows"))?;
        return Ok(());
    };
    let (above, columns) = shared_and_columns(lang, rows, first);
    let paced = rows.iter().any(|r| !text(r, "pace").is_empty());
    let expected = paced.then(|| {
        [
            lang.say("scorecard-by-now"),
            lang.say("scorecard-usual-error"),
        ]
    });
    let headers: Vec<&str> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain([lang.say("scorecard-value"), lang.say("scorecard-target")])
        .chain(expected.into_iter().flatten())
        .chain([
            lang.say("scorecard-verdict"),
            lang.say("scorecard-current"),
            lang.say("scorecard-against"),
            lang.say("scorecard-status"),
            lang.say("scorecard-reasons-flags"),
        ])
        .collect();
    let cells = |row: &Row| {
        let head = columns.iter().map(|(_, cell)| cell(row));
        let usual_error = paced.then(|| beside.usual_error(row, lang));
        head.chain(judged(row, lang, usual_error)).collect()
    };
    output::line(&above.join(", "))?;
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    for line in beside.lines(rows, lang, area) {
        output::line(&line)?;
    }
    Ok(())
}

/// KPI, area and period: above the table where all rows share them, else columns of it.
fn shared_and_columns(
    lang: Lang,
    rows: &[Row],
    first: &Row,
) -> (Vec<String>, Vec<(&'static str, ColumnText<'static>)>) {
    let mut columns: Vec<(&str, ColumnText<'static>)> = vec![];
    let mut above = vec![];
    let mut place = |shared_text: ColumnText<'_>, name: &'static str, cell: ColumnText<'static>| {
        if rows.iter().all(|r| shared_text(r) == shared_text(first)) {
            above.push(shared_text(first));
        } else {
            columns.push((name, cell));
        }
    };
    let title = move |r: &Row| {
        format!(
            "{} [{}]",
            text(r, &format!("kpi_title_{}", lang.code())),
            text(r, "kpi")
        )
    };
    place(
        Box::new(title),
        lang.say("scorecard-kpi"),
        Box::new(|r| text(r, "kpi")),
    );
    place(Box::new(area), lang.say("scorecard-area"), Box::new(area));
    let period = move |r: &Row| period(r, lang);
    place(
        Box::new(period),
        lang.say("scorecard-period"),
        Box::new(period),
    );
    above.push(say!(
        lang,
        "scorecard-boundaries-of",
        boundary = text(first, "boundary")
    ));
    (above, columns)
}

/// Value, target, what was to be expected by now, verdict and its grounds.
fn judged(row: &Row, lang: Lang, usual_error: Option<String>) -> Vec<String> {
    let view = ScoreView::new(row, lang, Digits::Short);
    let why = ["reasons", "flags"]
        .map(|c| text(row, c))
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(";")
        .replace(';', " ");
    let mut cells = vec![view.value, view.target];
    if let Some(error) = usual_error {
        cells.extend([view.pace, error]);
    }
    cells.extend([
        view.verdict.to_owned(),
        view.current,
        view.base,
        view.status.to_owned(),
        why,
    ]);
    cells
}
