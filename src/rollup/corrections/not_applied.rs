//! What is said of corrections that are not applied.

use crate::model::{Correction, Finding, Place};
use crate::rollup::row::Row;

fn finding(rule: &'static str, correction: &Correction, what: &str) -> Finding {
    let place: Place = correction.place.clone();
    Finding::error(
        rule,
        place,
        format!(
            "correction `{}` of dataset `{}` {what}",
            correction.id, correction.dataset
        ),
    )
}

pub(super) fn stale(correction: &Correction, row: &Row) -> Finding {
    let found = row
        .value
        .map_or_else(|| "no figure".to_owned(), |v| v.to_string());
    let already = if row.value.is_some() && row.value == correction.action.value() {
        ", which is the corrected figure already"
    } else {
        ""
    };
    let what = format!(
        "expects {} and finds {found}{already}, in {}; it is not applied",
        correction.expect,
        place_of(row)
    );
    finding("correction_stale", correction, &what)
        .raw(row.raw.clone())
        .hint(
            "the source has changed: if it is now right, write `status = \"mended\"` in the \
                correction and leave it there, because it corrects what was known until then; \
                else decide again",
        )
}

pub(super) fn unmatched(correction: &Correction) -> Finding {
    let (area, period) = (&correction.matching.area_code, correction.matching.period);
    let what = format!("matches no row in force for area `{area}` in {period}");
    finding("correction_unmatched", correction, &what).hint(
        "correct `match`; if the source withdrew the figure, write `status = \"mended\"` and \
                leave the correction there",
    )
}

pub(super) fn ambiguous<'r>(
    correction: &Correction,
    rows: impl Iterator<Item = &'r Row>,
) -> Finding {
    let places: Vec<String> = rows
        .map(|r| {
            format!(
                "{} (source `{}`, {})",
                place_of(r),
                r.source_id,
                r.dimensions.join(", ")
            )
        })
        .collect();
    let what = format!(
        "matches {} rows: {}; it is not applied",
        places.len(),
        places.join("; ")
    );
    finding("correction_ambiguous", correction, &what)
        .hint("name `source_id`, `span` or the dimensions in `match` until one row is left")
}

pub(super) fn second(correction: &Correction, first: &Correction, row: &Row) -> Finding {
    let what = format!(
        "is for a row that correction `{}` is applied to already, {}; it is not applied",
        first.id,
        place_of(row)
    );
    finding("correction_ambiguous", correction, &what).hint("keep one of the two")
}

/// A row as a person finds it.
fn place_of(row: &Row) -> String {
    let part = if row.part.is_empty() {
        String::new()
    } else {
        format!(", part `{}`", row.part)
    };
    format!(
        "delivery `{}`{part}, row {}, column `{}`",
        row.delivery, row.row, row.col
    )
}
