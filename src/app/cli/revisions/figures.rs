//! Changes of the figures of a measure, by period and span, and how one of them is shown.

use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::area_name;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::app::rows::{MeasureHistoryRow, Published};
use crate::model::{Period, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A span and period, in the order of time.
pub(super) type When = (Span, Period);

/// The changes of one figure, in the order in which they became known.
pub(super) type FigureChanges<'a> = Vec<&'a MeasureHistoryRow>;

pub(super) fn when(row: &MeasureHistoryRow) -> When {
    (row.span, row.period)
}

/// Columns that name a figure.
pub(super) const KEY: [&str; 6] = ["measure", "area_code", "boundary", "period", "span", "unit"];

/// Their values, for programs.
pub(super) fn key(row: &MeasureHistoryRow) -> [Value; 6] {
    [
        json!(row.measure),
        json!(row.area_code),
        json!(row.boundary.to_string()),
        json!(row.period.to_string()),
        json!(row.span.to_string()),
        json!(row.unit),
    ]
}

/// The figure of a row, for programs.
pub(super) fn value(row: &MeasureHistoryRow) -> Value {
    json!(row.value.map(|v| v.to_string()))
}

/// The figure of a row with its unit, for people; empty when there is none.
pub(super) fn shown(view: &RevisionsView<'_>, row: &MeasureHistoryRow) -> String {
    let lang = view.context.lang;
    row.value.map_or_else(String::new, |v| {
        lang.figure(&v.to_string(), &row.unit, Digits::Short)
    })
}

/// What stands above: the measure, the area if there is one only, and the boundary.
pub(super) fn head(view: &RevisionsView<'_>, rows: &[Published<MeasureHistoryRow>]) -> String {
    let lang = view.context.lang;
    let codes: BTreeSet<&str> = rows.iter().map(|r| r.area_code.as_str()).collect();
    let area = codes
        .first()
        .filter(|_| codes.len() == 1)
        .map(|code| area_name(view.registers, code, view.boundary));
    let measure = rows.first().map(|r| r.measure.clone());
    let boundary = say!(lang, "revisions-boundaries-of", boundary = view.boundary);
    measure
        .into_iter()
        .chain(area)
        .chain([boundary])
        .collect::<Vec<_>>()
        .join(", ")
}
