//! Changes of verdicts or figures as a list, the latest first.

use crate::app::cli::Failure;
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::{area_name, for_programs};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::app::rows::{MeasureHistoryRow, Published, RevisionRow, TableRow};
use crate::kpi::RevisionCode;
use crate::model::{Dec, Reason, Status, Verdict};
use chrono::{DateTime, Utc};

/// A change of a score or figure as people see it.
struct Change<'r> {
    known_from: DateTime<Utc>,
    id: &'r str,
    area_code: &'r str,
    period: String,
    sides: [String; 2],
    code: Option<RevisionCode>,
    delivery: &'r [String],
}

/// Changes of values and verdicts of KPIs.
pub(super) fn of_kpis(
    view: &RevisionsView<'_>,
    rows: &[Published<RevisionRow>],
) -> Result<(), Failure> {
    let lang = view.context.lang;
    let change = |row: &Published<RevisionRow>| {
        cells(
            view,
            Change {
                known_from: row.known_from,
                id: &row.kpi,
                area_code: &row.area_code,
                period: view.period(row.period, row.span),
                sides: score_sides(view, row),
                code: Some(row.revision_code),
                delivery: &row.delivery,
            },
        )
    };
    list(view, rows, lang.say("revisions-kpi"), change)
}

/// Changes of figures of a measure.
pub(super) fn of_measure(
    view: &RevisionsView<'_>,
    rows: &[Published<MeasureHistoryRow>],
) -> Result<(), Failure> {
    let lang = view.context.lang;
    let change = |row: &Published<MeasureHistoryRow>| {
        cells(
            view,
            Change {
                known_from: row.known_from,
                id: &row.measure,
                area_code: &row.area_code,
                period: view.period(row.period, row.span),
                sides: figure_sides(lang, row),
                code: row.revision_code,
                delivery: &row.delivery,
            },
        )
    };
    list(view, rows, lang.say("revisions-measure"), change)
}

fn list<T: TableRow>(
    view: &RevisionsView<'_>,
    rows: &[Published<T>],
    what: &str,
    cells: impl Fn(&Published<T>) -> Vec<String>,
) -> Result<(), Failure> {
    let lang = view.context.lang;
    if view.context.common.format != Format::Table {
        return Ok(for_programs(view.context.common.format, rows)?);
    }
    if rows.is_empty() {
        return Ok(output::line(lang.say("revisions-none"))?);
    }
    let headers = [
        lang.say("revisions-known"),
        what,
        lang.say("revisions-area"),
        lang.say("revisions-period"),
        lang.say("revisions-before"),
        lang.say("revisions-after"),
        lang.say("revisions-why"),
        lang.say("revisions-delivery"),
    ];
    output::line(&say!(
        lang,
        "revisions-boundaries-of",
        boundary = view.boundary
    ))?;
    let cells = rows.iter().map(cells).collect();
    Ok(output::line(&output::table(&headers, cells))?)
}

fn cells(view: &RevisionsView<'_>, change: Change<'_>) -> Vec<String> {
    let why = |code| revision_words(view.context.lang, code).to_owned();
    let [before, after] = change.sides;
    vec![
        view.day(change.known_from).to_string(),
        change.id.to_owned(),
        area_name(view.registers, change.area_code, view.boundary),
        change.period,
        before,
        after,
        change.code.map_or_else(String::new, why),
        change.delivery.join(" "),
    ]
}

/// Value, verdict and reason of a score before and after.
fn score_sides(view: &RevisionsView<'_>, row: &RevisionRow) -> [String; 2] {
    let lang = view.context.lang;
    let kpi = view.project.kpis.iter().find(|k| k.id == row.kpi);
    let unit = kpi.map_or("", |k| k.kind.shown_as());
    let side = |value: Option<f64>, verdict: Verdict, reason: Option<Reason>| {
        let value = value.map(|v| lang.value(v, unit));
        let reason = reason.map(|r| format!("({r})"));
        value
            .into_iter()
            .chain([lang.verdict(verdict).to_owned()])
            .chain(reason)
            .collect::<Vec<_>>()
            .join(" ")
    };
    [
        side(row.value_before, row.verdict_before, row.reason_before),
        side(row.value_after, row.verdict_after, row.reason_after),
    ]
}

/// Figure and status before and after.
fn figure_sides(lang: Lang, row: &MeasureHistoryRow) -> [String; 2] {
    let side = |figure: Option<Dec>, status: Option<Status>| {
        let figure = figure.map_or_else(
            || "–".to_owned(),
            |v| lang.figure(&v.to_string(), &row.unit, Digits::Short),
        );
        let status = status.map_or("", |s| lang.status(s));
        format!("{figure} {status}").trim_end().to_owned()
    };
    let after = if row.withdrawn {
        lang.say("revisions-withdrawn").to_owned()
    } else {
        side(row.value, Some(row.status))
    };
    [side(row.value_before, row.status_before), after]
}

/// A revision code in a few words.
#[must_use]
pub fn revision_words(lang: Lang, code: RevisionCode) -> &'static str {
    match code {
        RevisionCode::Withdrawn => lang.say("revisions-withdrawn"),
        RevisionCode::Conflict => lang.say("revisions-code-conflict"),
        RevisionCode::Definition => lang.say("revisions-code-definition"),
        RevisionCode::OtherSource => lang.say("revisions-code-source"),
        RevisionCode::Correction => lang.say("revisions-code-correction"),
        RevisionCode::StatusAdvanced => lang.say("revisions-code-status"),
        RevisionCode::Revised => lang.say("revisions-code-revised"),
        RevisionCode::NewFigure => lang.say("revisions-code-new"),
        RevisionCode::PeriodEnded => lang.say("revisions-code-period-ended"),
        RevisionCode::TargetDecided => lang.say("revisions-code-target"),
        RevisionCode::Reassessed => lang.say("revisions-code-reassessed"),
    }
}
