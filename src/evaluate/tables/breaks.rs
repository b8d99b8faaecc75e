//! Breaks of series as rows.

use crate::evaluate::breaks::{BreakKey, Broken};
use crate::evaluate::table_rows::{arrange, not_empty, number};
use crate::model::published::{TableSpec, Value};

pub(super) fn break_row(key: &BreakKey, broken: &Broken, spec: &TableSpec) -> Vec<Value> {
    let declared = broken.declared.as_ref();
    let note = declared.map(|b| b.note.clone()).unwrap_or_default();
    arrange(
        spec,
        vec![
            ("measure", key.measure.as_str().into()),
            ("boundary", key.boundary.into()),
            ("frequency", key.frequency.code().into()),
            ("span", key.span.into()),
            ("kind", key.kind.as_str().into()),
            ("first_period", key.first.to_string().into()),
            ("before", key.before.as_str().into()),
            ("after", key.after.as_str().into()),
            (
                "origin",
                if declared.is_some() {
                    "declared"
                } else {
                    "seen"
                }
                .into(),
            ),
            ("note_vi", not_empty(&note.vi)),
            ("note_en", not_empty(&note.en)),
            ("n_areas", number(broken.areas.len())),
            ("n_refused", number(broken.refused)),
            ("n_flagged", number(broken.flagged)),
        ],
    )
}
