//! Values of measures as rows, and how they changed.

use crate::evaluate::history::MeasureChange;
use crate::evaluate::table_rows::{LabelSources, arrange, not_empty, number, words};
use crate::kpi::RevisionCode;
use crate::model::published::{TableSpec, Value};
use crate::model::{AreaRegister, Flag, MeasureValue, MeasureValueKey, PlanStage};
use std::collections::BTreeMap;

pub(super) fn measure_row(value: &MeasureValue, areas: &AreaRegister) -> Vec<Value> {
    let figure = &value.figure;
    vec![
        value.measure.as_str().into(),
        areas.unit(value.area).code.as_str().into(),
        value.boundary.into(),
        value.period.to_string().into(),
        value.span.to_string().into(),
        Value::Null,
        figure.value.into(),
        figure.unit.as_str().into(),
        not_empty(&figure.basis),
        figure.plan_stage.map(PlanStage::as_str).into(),
        figure.status.as_str().into(),
        words(&figure.flags),
        words(&figure.source_ids),
        words(&figure.deliveries),
        figure.known_from.into(),
    ]
}

/// Every change of the measures, each with what stood before.
pub(super) fn change_rows<'r>(
    all: &'r [MeasureChange],
    names: LabelSources<'r>,
    spec: &'r TableSpec,
) -> impl Iterator<Item = Vec<Value>> + 'r {
    changes(all).map(move |c| change_row(&c, names, spec))
}

/// A change of a measure with what stood before.
struct ChangedMeasure<'a> {
    change: &'a MeasureChange,
    before: Option<&'a MeasureValue>,
    /// Which of the figures of the whole period it is, from 1; none where there is no figure, and of
    /// a figure to date.
    vintage: Option<usize>,
}

/// Every change with what stood before, in the order in which it became known.
fn changes(all: &[MeasureChange]) -> impl Iterator<Item = ChangedMeasure<'_>> {
    let mut said: BTreeMap<_, (usize, Option<&MeasureValue>)> = BTreeMap::new();
    all.iter().map(move |change| {
        let v = change.value.as_ref();
        let (count, last) = said.entry(MeasureValueKey::of(v)).or_default();
        let counts = !change.withdrawn
            && v.figure.value.is_some()
            && !v.figure.flags.contains(&Flag::ToDate);
        *count += usize::from(counts);
        let before = std::mem::replace(last, (!change.withdrawn).then_some(v));
        ChangedMeasure {
            change,
            before,
            vintage: counts.then_some(*count),
        }
    })
}

fn change_row(
    changed: &ChangedMeasure<'_>,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let MeasureChange {
        known_from,
        value,
        withdrawn,
    } = changed.change;
    let after = (!withdrawn).then_some(value.as_ref());
    let code = RevisionCode::of_figure(changed.before, after);
    arrange(
        spec,
        vec![
            ("measure", value.measure.as_str().into()),
            (
                "area_code",
                names.areas.unit(value.area).code.as_str().into(),
            ),
            ("boundary", value.boundary.into()),
            ("period", value.period.to_string().into()),
            ("span", value.span.to_string().into()),
            ("known_from", (*known_from).into()),
            ("value", after.and_then(|v| v.figure.value).into()),
            ("status", value.figure.status.as_str().into()),
            ("withdrawn", (*withdrawn).into()),
            ("source_id", words(&value.figure.source_ids)),
            ("delivery", words(&value.figure.deliveries)),
            ("unit", value.figure.unit.as_str().into()),
            ("vintage", changed.vintage.map_or(Value::Null, number)),
            (
                "value_before",
                changed.before.and_then(|v| v.figure.value).into(),
            ),
            (
                "status_before",
                changed.before.map(|v| v.figure.status.as_str()).into(),
            ),
            ("revision_code", code.map(RevisionCode::as_str).into()),
        ],
    )
}
