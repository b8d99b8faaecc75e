//! Rows of studies: coefficient, interval and p, and what they stand on.

use crate::evaluate::table_rows::{arrange, not_empty, number, words};
use crate::model::published::{TableSpec, Value};
use crate::model::{Association, Remark};

pub(super) fn association_row(row: &Association, spec: &TableSpec) -> Vec<Value> {
    let mut values = question(row);
    values.extend(strength(row));
    values.extend(robustness(row));
    arrange(spec, values)
}

/// What is associated with what, and how it was studied.
fn question(row: &Association) -> Vec<(&'static str, Value)> {
    let note = Remark::all(&row.remarks);
    vec![
        ("study", row.study.as_str().into()),
        ("outcome", row.outcome.as_str().into()),
        ("score", row.score.as_str().into()),
        ("design", row.design.as_str().into()),
        ("period", row.period.as_str().into()),
        ("lag", row.lag.into()),
        ("method", row.method.as_str().into()),
        ("boundary", row.boundary.into()),
        ("controls", words(&row.controls)),
        ("is_primary", row.is_primary.into()),
        ("circular", row.circular.into()),
        (
            "refused",
            row.coefficient
                .err()
                .map(crate::model::Refusal::as_str)
                .into(),
        ),
        ("note", not_empty(&note.en)),
        ("note_vi", not_empty(&note.vi)),
    ]
}

/// How strong it is, with its interval and its chance.
fn strength(row: &Association) -> Vec<(&'static str, Value)> {
    let (interval, p) = (row.interval.as_ref(), row.significance.as_ref());
    vec![
        ("n", number(row.n)),
        ("n_areas", number(row.n_areas)),
        ("n_periods", number(row.n_periods)),
        ("coefficient", row.coefficient.ok().into()),
        ("ci_low", interval.map(|i| i.low).into()),
        ("ci_high", interval.map(|i| i.high).into()),
        ("ci_method", interval.map(|i| i.method.as_str()).into()),
        ("p_value", p.map(|p| p.p).into()),
        ("p_method", p.map(|p| p.method.as_str()).into()),
        ("q_value", row.q_value.into()),
        ("resamples", p.map(|p| p.resamples).into()),
        ("seed", p.filter(|p| p.drawn).map(|_| row.seed).into()),
    ]
}

/// What becomes of it without one area, between regions and by other designs.
fn robustness(row: &Association) -> Vec<(&'static str, Value)> {
    let moved = row.left_out.as_ref();
    let opposite = row.opposite.iter().map(|d| d.as_str().to_owned());
    vec![
        ("loo_min", moved.map(|m| m.min.0).into()),
        ("loo_min_area", moved.map(|m| m.min.1.as_str()).into()),
        ("loo_max", moved.map(|m| m.max.0).into()),
        ("loo_max_area", moved.map(|m| m.max.1.as_str()).into()),
        (
            "regional_coefficient",
            row.regional.map(|r| r.coefficient).into(),
        ),
        ("regional_p_value", row.regional.and_then(|r| r.p).into()),
        (
            "evidence",
            row.evidence().map(crate::model::Evidence::as_str).into(),
        ),
        ("opposite_designs", words(opposite)),
    ]
}
