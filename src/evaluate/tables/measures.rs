//! Values of measures as rows, and how they changed.

use crate::evaluate::history::MeasureChange;
use crate::evaluate::table_rows::{LabelSources, NamedRow, not_empty, number, words};
use crate::kpi::RevisionCode;
use crate::model::published::{TableSpec, Value};
use crate::model::{AreaRegister, Flag, MeasureValue, MeasureValueKey, PlanStage};

pub(super) fn measure_row(value: &MeasureValue, areas: &AreaRegister) -> Vec<Value> {
    let figure = &value.figure;
    vec![
        value.measure.as_str().into(),
        areas.unit(value.area).code.as_str().into(),
        value.boundary.into(),
        value.period.into(),
        value.span.into(),
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

/// Every change of the measures, those of one figure one after the other, each with what stood
/// before.
pub(super) fn change_rows<'r>(
    all: Vec<&'r MeasureChange>,
    names: LabelSources<'r>,
    spec: &'r TableSpec,
) -> impl Iterator<Item = Vec<Value>> + 'r {
    let mut last: Option<ChangedMeasure<'r>> = None;
    all.into_iter().map(move |change| {
        let changed = ChangedMeasure::after(last.take(), change);
        let row = change_row(&changed, names, spec);
        last = Some(changed);
        row
    })
}

/// A change of a measure with what stood before.
struct ChangedMeasure<'a> {
    change: &'a MeasureChange,
    before: Option<&'a MeasureValue>,
    /// It is a figure of the whole period.
    counts: bool,
    /// How many of the figures so far are.
    count: usize,
}

impl<'a> ChangedMeasure<'a> {
    /// A change after another one, which may be of another figure.
    fn after(last: Option<ChangedMeasure<'a>>, change: &'a MeasureChange) -> ChangedMeasure<'a> {
        let v = change.value.as_ref();
        let same = |last: &ChangedMeasure<'_>| {
            MeasureValueKey::of(&last.change.value) == MeasureValueKey::of(v)
        };
        let last = last.filter(same);
        let before = last.as_ref().map(|last| last.change);
        let counts = !change.withdrawn
            && v.figure.value.is_some()
            && !v.figure.flags.contains(&Flag::ToDate);
        ChangedMeasure {
            change,
            before: before.filter(|b| !b.withdrawn).map(|b| b.value.as_ref()),
            counts,
            count: last.map_or(0, |last| last.count) + usize::from(counts),
        }
    }

    /// Which of the figures of the whole period it is, from 1; none where there is no figure, and of
    /// a figure to date.
    fn vintage(&self) -> Value {
        self.counts.then(|| number(self.count)).into()
    }
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
    let key = vec![
        value.measure.as_str().into(),
        names.areas.unit(value.area).code.as_str().into(),
        value.boundary.into(),
        value.period.into(),
        value.span.into(),
    ];
    let mut row = NamedRow::beginning(spec, key);
    row.put("known_from", *known_from);
    row.put("value", after.and_then(|v| v.figure.value));
    row.put("status", value.figure.status.as_str());
    row.put("withdrawn", *withdrawn);
    row.put("source_id", words(&value.figure.source_ids));
    row.put("delivery", words(&value.figure.deliveries));
    row.put("unit", value.figure.unit.as_str());
    row.put("vintage", changed.vintage());
    let before = changed.before.map(|v| &v.figure);
    row.put("value_before", before.and_then(|f| f.value));
    row.put("status_before", before.map(|f| f.status.as_str()));
    row.put("revision_code", code.map(RevisionCode::as_str));
    row.values()
}
