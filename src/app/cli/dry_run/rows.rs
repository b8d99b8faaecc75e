//! A plan as one list for programs.

use crate::app::output::Row;
use crate::inspect::{Plan, VerdictChange};
use crate::store::ReleaseState;
use serde_json::json;

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
    let row = |what: &str, values: Vec<(&str, serde_json::Value)>| -> Row {
        let mut row: Row = COLUMNS
            .iter()
            .map(|c| ((*c).to_owned(), json!(null)))
            .collect();
        row.insert("what".into(), json!(what));
        row.extend(values.into_iter().map(|(k, v)| (k.to_owned(), v)));
        row
    };
    let word = match (plan.report.state, plan.report.new_release) {
        (ReleaseState::InForce, true) => "new",
        (ReleaseState::InForce, false) => "same",
        (state, _) => state.as_str(),
    };
    let mut all = vec![row(
        "release",
        vec![
            ("name", json!(plan.report.release)),
            ("detail", json!(word)),
        ],
    )];
    all.extend(plan.unasked.iter().map(|u| {
        row(
            "would_ask",
            vec![
                ("name", json!(u.source)),
                ("dataset", json!(u.dataset)),
                ("detail", json!(u.by)),
            ],
        )
    }));
    all.extend(plan.deliveries.iter().map(|d| {
        row(
            "land",
            vec![
                ("name", json!(d.path)),
                ("dataset", json!(d.dataset)),
                ("detail", json!(d.delivery)),
            ],
        )
    }));
    all.extend(plan.report.deliveries.iter().map(|d| {
        let values = [
            ("name", json!(d.delivery)),
            ("dataset", json!(d.dataset)),
            ("detail", json!(d.outcome.as_str())),
            ("rows_after", json!(d.accepted)),
        ];
        row("conform", values.to_vec())
    }));
    let made = plan.report.made;
    let computed = [
        ("figures", made.of_values, made.values),
        ("verdicts", made.of_scores, made.scores),
    ];
    all.extend(computed.map(|(name, of, made)| {
        row(
            "compute",
            vec![
                ("name", json!(name)),
                ("rows_before", json!(of)),
                ("rows_after", json!(made)),
            ],
        )
    }));
    all.extend(plan.tables.iter().map(|(n, b, a)| {
        row(
            "table",
            vec![
                ("name", json!(n)),
                ("rows_before", json!(b)),
                ("rows_after", json!(a)),
            ],
        )
    }));
    let text = |t: &str| if t.is_empty() { json!(null) } else { json!(t) };
    all.extend(plan.flips.iter().map(|f| {
        let pair = |a: &'static str, b: &'static str, v: &[String; 2]| {
            [(a, text(&v[0])), (b, text(&v[1]))]
        };
        let mut values = vec![
            ("kpi", json!(f.kpi)),
            ("area_code", json!(f.area_code)),
            ("boundary", json!(f.boundary)),
        ];
        values.extend([
            ("period", json!(f.period)),
            ("span", json!(f.span)),
            ("why", json!(why(f))),
        ]);
        values.extend(pair("target_before", "target_after", &f.target));
        values.extend(pair("value_before", "value_after", &f.value));
        values.extend(pair("verdict_before", "verdict_after", &f.verdict));
        row("verdict", values)
    }));
    all
}

pub(super) fn why(flip: &VerdictChange) -> String {
    flip.why.iter().copied().collect::<Vec<_>>().join(";")
}
