//! What verdicts would have been by figures that were not used, as rows.

use crate::evaluate::results::{Alternative, Computed};
use crate::evaluate::table_rows::{
    LabelSources, arrange, double, key_columns, not_empty, number, words,
};
use crate::model::published::{TableSpec, Value};
use crate::model::{PlanStage, Reason, Score};

/// The alternatives of all scores.
pub(super) fn alternative_rows(
    computed: &Computed,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Vec<Value>> {
    let row = |a: &Alternative| {
        computed
            .scores
            .get(a.score)
            .map(|score| alternative_row(a, score, names, spec))
    };
    computed.alternatives.iter().filter_map(row).collect()
}

fn alternative_row(
    a: &Alternative,
    used: &Score,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let mut values = not_used(a);
    values.extend(used_instead(a, used));
    values.extend(verdicts(a, used));
    values.extend(key_columns(spec, used, names));
    arrange(spec, values)
}

/// The figure that was not used, and why.
fn not_used(a: &Alternative) -> Vec<(&'static str, Value)> {
    let figure = &a.value.figure;
    vec![
        ("role", a.role.as_str().into()),
        ("choice", a.choice.as_str().into()),
        ("dataset", a.dataset.as_str().into()),
        ("source_id", a.source_id.as_str().into()),
        ("variant", a.variant.as_str().into()),
        ("measure", a.value.measure.as_str().into()),
        ("operand_period", a.value.period.into()),
        ("dataset_rank", number(a.dataset_rank)),
        ("source_rank", a.rank.into()),
        ("value", figure.value.into()),
        ("unit", figure.unit.as_str().into()),
        ("basis", not_empty(&figure.basis)),
        (
            "plan_stage",
            figure.plan_stage.map(PlanStage::as_str).into(),
        ),
        ("status", figure.status.as_str().into()),
        ("known_from", figure.known_from.into()),
    ]
}

/// The figure of the operand that was used.
fn used_instead(a: &Alternative, used: &Score) -> Vec<(&'static str, Value)> {
    let operand = used.operands.iter().find(|o| o.role == a.role);
    let found = operand.and_then(|o| o.found.as_ref());
    vec![
        ("used_dataset", found.map(|v| v.dataset.as_str()).into()),
        (
            "used_source_id",
            found.map_or(Value::Null, |v| words(&v.figure.source_ids)),
        ),
        ("used_value", found.and_then(|v| v.figure.value).into()),
    ]
}

/// What the score says, and what it would have said.
fn verdicts(a: &Alternative, used: &Score) -> Vec<(&'static str, Value)> {
    let instead = &a.instead;
    let reason = |s: &Score| s.reasons.first().copied().map(Reason::as_str).into();
    let ratio = |s: &Score| s.value.as_ref().map_or(Value::Null, double);
    vec![
        ("kpi_value_used", ratio(used)),
        ("kpi_value", ratio(instead)),
        ("verdict_used", used.verdict.as_str().into()),
        ("verdict", instead.verdict.as_str().into()),
        ("reason_used", reason(used)),
        ("reason", reason(instead)),
        ("differs", a.differs(used).into()),
    ]
}
