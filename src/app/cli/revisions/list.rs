//! Changes of verdicts or figures as a list, the latest first.

use crate::app::cli::Failure;
use crate::app::cli::lookup::{period, text};
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::{area_name, columns_of};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::kpi::RevisionCode;
use crate::model::Verdict;

/// Changes as a list, the latest first.
pub(super) fn list(view: &RevisionsView<'_>, rows: &[Row], table: &str) -> Result<(), Failure> {
    let lang = view.context.lang;
    if view.context.common.format != Format::Table {
        return view.plain(&columns_of(table), rows);
    }
    if rows.is_empty() {
        return Ok(output::line(lang.say("revisions-none"))?);
    }
    let (what, cells): (&str, ChangeCells) = match table {
        "revisions" => (lang.say("revisions-kpi"), of_kpi),
        _ => (lang.say("revisions-measure"), of_measure),
    };
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
    Ok(output::line(&output::table(
        &headers,
        rows.iter().map(|row| cells(view, row)).collect(),
    ))?)
}

/// The cells of a change.
type ChangeCells = fn(&RevisionsView<'_>, &Row) -> Vec<String>;

fn of_kpi(view: &RevisionsView<'_>, row: &Row) -> Vec<String> {
    let sides = ["before", "after"].map(|side| score_side(view, row, side));
    change(view, row, text(row, "kpi"), sides)
}

fn of_measure(view: &RevisionsView<'_>, row: &Row) -> Vec<String> {
    let sides = figure_sides(view.context.lang, row);
    change(view, row, text(row, "measure"), sides)
}

fn change(
    view: &RevisionsView<'_>,
    row: &Row,
    id: String,
    [before, after]: [String; 2],
) -> Vec<String> {
    let lang = view.context.lang;
    let why = text(row, "revision_code")
        .parse()
        .map_or_else(|_| String::new(), |code| words(lang, code).to_owned());
    vec![
        view.day(row),
        id,
        area_name(view.registers, &text(row, "area_code"), view.boundary),
        period(row, lang),
        before,
        after,
        why,
        text(row, "delivery").replace(';', " "),
    ]
}

/// Value, verdict and reason of a score before or after.
fn score_side(view: &RevisionsView<'_>, row: &Row, side: &str) -> String {
    let lang = view.context.lang;
    let unit = view
        .project
        .kpis
        .iter()
        .find(|k| k.id == text(row, "kpi"))
        .map_or("", |k| k.kind.shown_as());
    let value = row
        .get(&format!("value_{side}"))
        .and_then(serde_json::Value::as_f64)
        .map(|v| lang.value(v, unit));
    let verdict = text(row, &format!("verdict_{side}"))
        .parse()
        .map_or("", |v: Verdict| lang.verdict(v));
    let reason = Some(text(row, &format!("reason_{side}")))
        .filter(|r| !r.is_empty())
        .map(|r| format!("({r})"));
    value
        .into_iter()
        .chain([verdict.to_owned()])
        .chain(reason)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Figure and status before and after.
fn figure_sides(lang: Lang, row: &Row) -> [String; 2] {
    let side = |value: &str, status: &str| {
        let figure = text(row, value);
        let figure = if figure.is_empty() {
            "–".to_owned()
        } else {
            lang.figure(&figure, &text(row, "unit"), Digits::Short)
        };
        let status = text(row, status).parse().map_or("", |s| lang.status(s));
        format!("{figure} {status}").trim_end().to_owned()
    };
    let withdrawn = row.get("withdrawn") == Some(&serde_json::Value::Bool(true));
    let after = if withdrawn {
        lang.say("revisions-withdrawn").to_owned()
    } else {
        side("value", "status")
    };
    [side("value_before", "status_before"), after]
}

/// A revision code in a few words.
fn words(lang: Lang, code: RevisionCode) -> &'static str {
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
        RevisionCode::Reassessed => lang.say("revisions-code-reassessed"),
    }
}
