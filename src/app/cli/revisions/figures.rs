//! Changes of the figures of a measure, by period and span, and how one of them is shown.

use crate::app::cli::lookup::text;
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::area_name;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::app::output::Row;
use crate::model::{Period, Span};
use serde_json::Value;
use std::collections::BTreeSet;

/// A period and span in the order of time; what cannot be read comes first.
pub(super) type When = (Option<Span>, Option<Period>);

/// The changes of one figure, in the order in which they became known.
pub(super) type FigureChanges<'a> = Vec<&'a Row>;

pub(super) fn when(row: &Row) -> When {
    (
        text(row, "span").parse().ok(),
        text(row, "period").parse().ok(),
    )
}

pub(super) fn withdrawn(row: &Row) -> bool {
    row.get("withdrawn") == Some(&Value::Bool(true))
}

/// The figure of a row with its unit, for people; empty when there is none.
pub(super) fn shown(view: &RevisionsView<'_>, row: &Row) -> String {
    let plain = text(row, "value");
    if plain.is_empty() {
        String::new()
    } else {
        view.context
            .lang
            .figure(&plain, &text(row, "unit"), Digits::Short)
    }
}

/// What stands above: the measure, the area if there is one only, and the boundary.
pub(super) fn head(view: &RevisionsView<'_>, rows: &[Row]) -> String {
    let lang = view.context.lang;
    let codes: BTreeSet<String> = rows.iter().map(|r| text(r, "area_code")).collect();
    let area = codes
        .first()
        .filter(|_| codes.len() == 1)
        .map(|code| area_name(view.registers, code, view.boundary));
    let measure = rows.first().map(|r| text(r, "measure"));
    let boundary = say!(lang, "revisions-boundaries-of", boundary = view.boundary);
    measure
        .into_iter()
        .chain(area)
        .chain([boundary])
        .collect::<Vec<_>>()
        .join(", ")
}
