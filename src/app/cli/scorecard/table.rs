//! The scorecard as a table for people.

use crate::app::cli::asked_period::for_people;
use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::{Context, Failure};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output;
use crate::app::rows::{Published, ScorecardRow};
use crate::app::score_view::{ScoreView, area, title};
use crate::model::{FiscalYear, Flag, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Text of a row for a column.
type ColumnText<'a> = Box<dyn Fn(&ScorecardRow) -> String + 'a>;

/// Rows as a table for people. What all rows share stands above it.
pub(super) fn show(
    context: &Context,
    rows: &[Published<ScorecardRow>],
    around: &ScorecardContext,
    (known, fiscal): (Option<String>, Option<FiscalYear>),
) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(first) = rows.first() else {
        output::line(lang.say("scorecard-no-rows"))?;
        return Ok(());
    };
    let (mut above, columns) = shared_and_columns((lang, fiscal), rows, first);
    above.extend(known);
    let above_has_kpi = columns
        .iter()
        .all(|(name, _)| *name != lang.say("scorecard-kpi"));
    let paced = rows.iter().any(|r| r.pace.is_some());
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
    let cells = |row: &Published<ScorecardRow>| {
        let head = columns.iter().map(|(_, cell)| cell(row));
        let usual_error = paced.then(|| around.usual_error(row, lang));
        head.chain(judged(row, lang, around.verdict(row, lang), usual_error))
            .collect()
    };
    output::line(&above.join(", "))?;
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    for line in legend(lang, rows, above_has_kpi) {
        output::line(&line)?;
    }
    for line in around.lines(rows, lang, area) {
        output::line(&line)?;
    }
    Ok(())
}

/// What the published words in the table mean: KPIs where they are a column, reasons and flags.
fn legend(lang: Lang, rows: &[Published<ScorecardRow>], one_kpi: bool) -> Vec<String> {
    let line = |code: &str, meaning: &str| {
        let text = say!(lang, "scorecard-legend", code = code, meaning = meaning);
        format!("  {text}")
    };
    let kpis: BTreeMap<&str, &str> = rows
        .iter()
        .filter(|_| !one_kpi)
        .map(|r| (r.kpi.as_str(), title(r, lang)))
        .collect();
    let reasons: BTreeSet<Reason> = rows
        .iter()
        .flat_map(|r| r.reasons.iter().copied())
        .collect();
    let flags: BTreeSet<Flag> = rows.iter().flat_map(|r| r.flags.iter().copied()).collect();
    let kpis = kpis.iter().map(|(id, title)| line(id, title));
    let reasons = reasons.iter().map(|r| line(r.as_str(), lang.reason(*r)));
    let flags = flags.iter().map(|f| line(f.as_str(), lang.flag(*f)));
    kpis.chain(reasons).chain(flags).collect()
}

/// KPI, area and period: above the table where all rows share them, else columns of it.
fn shared_and_columns(
    (lang, fiscal): (Lang, Option<FiscalYear>),
    rows: &[Published<ScorecardRow>],
    first: &ScorecardRow,
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
    let title = move |r: &ScorecardRow| format!("{} [{}]", title(r, lang), r.kpi);
    place(
        Box::new(title),
        lang.say("scorecard-kpi"),
        Box::new(|r| r.kpi.clone()),
    );
    place(Box::new(area), lang.say("scorecard-area"), Box::new(area));
    let period = move |r: &ScorecardRow| for_people(fiscal, (r.period, r.span), lang);
    place(
        Box::new(period),
        lang.say("scorecard-period"),
        Box::new(period),
    );
    above.push(say!(
        lang,
        "scorecard-boundaries-of",
        boundary = first.boundary
    ));
    (above, columns)
}

/// Value, target, what was to be expected by now, verdict and its grounds.
fn judged(
    row: &ScorecardRow,
    lang: Lang,
    verdict: String,
    usual_error: Option<String>,
) -> Vec<String> {
    let view = ScoreView::new(row, lang, Digits::Short);
    let reasons = row.reasons.iter().map(|r| r.as_str());
    let why: Vec<&str> = reasons
        .chain(row.flags.iter().map(|f| f.as_str()))
        .collect();
    let mut cells = vec![view.value, view.target];
    if let Some(error) = usual_error {
        cells.extend([view.pace, error]);
    }
    cells.extend([
        verdict,
        view.current,
        view.base,
        view.status.to_owned(),
        why.join(" "),
    ]);
    cells
}
