//! A plan as one list for programs.

use crate::app::output::Row;
use crate::inspect::{Plan, VerdictChange};
use crate::store::ReleaseState;
use serde_json::{Value, json};

/// One list: `what` says what a row is about, and the columns that do not concern it are null.
pub(super) const COLUMNS: [&str; 18] = [
    "what",
    "name",
    "dataset",
    "detail",
    "rows_before",
    "rows_after",
    "kpi",
    "area_code",
    "boundary",
    "period",
    "span",
    "target_before",
    "target_after",
    "value_before",
    "value_after",
    "verdict_before",
    "verdict_after",
    "why",
];

pub(super) fn rows(plan: &Plan) -> Vec<Row> {
    let mut all = vec![release(plan)];
    all.extend(looked_at(plan));
    all.extend(conformed(plan));
    all.extend(tables(plan));
    all.extend(plan.flips.iter().map(verdict));
    all
}

/// A row about something, with nothing in the columns that do not concern it.
fn row(what: &str, values: Vec<(&str, Value)>) -> Row {
    let mut row: Row = COLUMNS
        .iter()
        .map(|c| ((*c).to_owned(), json!(null)))
        .collect();
    row.insert("what".into(), json!(what));
    row.extend(values.into_iter().map(|(k, v)| (k.to_owned(), v)));
    row
}

fn release(plan: &Plan) -> Row {
    let word = match (plan.report.state, plan.report.new_release) {
        (ReleaseState::InForce, true) => "new",
        (ReleaseState::InForce, false) => "same",
        (state, _) => state.as_str(),
    };
    row(
        "release",
        vec![
            ("name", json!(plan.report.release)),
            ("detail", json!(word)),
        ],
    )
}

/// The sources that would be asked, and the files that would be landed.
fn looked_at(plan: &Plan) -> Vec<Row> {
    let asked = plan.unasked.iter().map(|u| {
        row(
            "would_ask",
            vec![
                ("name", json!(u.source)),
                ("dataset", json!(u.dataset)),
                ("detail", json!(u.by)),
            ],
        )
    });
    let landed = plan.deliveries.iter().map(|d| {
        row(
            "land",
            vec![
                ("name", json!(d.path)),
                ("dataset", json!(d.dataset)),
                ("detail", json!(d.delivery)),
            ],
        )
    });
    asked.chain(landed).collect()
}

fn conformed(plan: &Plan) -> impl Iterator<Item = Row> {
    plan.report.deliveries.iter().map(|d| {
        row(
            "conform",
            vec![
                ("name", json!(d.delivery)),
                ("dataset", json!(d.dataset)),
                ("detail", json!(d.outcome.as_str())),
                ("rows_after", json!(d.accepted)),
            ],
        )
    })
}

fn tables(plan: &Plan) -> impl Iterator<Item = Row> {
    plan.tables.iter().map(|(name, before, after)| {
        row(
            "table",
            vec![
                ("name", json!(name)),
                ("rows_before", json!(before)),
                ("rows_after", json!(after)),
            ],
        )
    })
}

fn verdict(flip: &VerdictChange) -> Row {
    let text = |t: &str| if t.is_empty() { json!(null) } else { json!(t) };
    let pair =
        |a: &'static str, b: &'static str, v: &[String; 2]| [(a, text(&v[0])), (b, text(&v[1]))];
    let mut values = vec![
        ("kpi", json!(flip.key.kpi)),
        ("area_code", json!(flip.key.area_code)),
        ("boundary", json!(flip.key.boundary)),
        ("period", json!(flip.key.period)),
        ("span", json!(flip.key.span)),
        ("why", json!(why(flip))),
    ];
    values.extend(pair("target_before", "target_after", &flip.target));
    values.extend(pair("value_before", "value_after", &flip.value));
    values.extend(pair("verdict_before", "verdict_after", &flip.verdict));
    row("verdict", values)
}

fn why(flip: &VerdictChange) -> String {
    flip.why.iter().copied().collect::<Vec<_>>().join(";")
}
