//! The registers that a release carries: targets, areas and their relations.

use crate::evaluate::table_rows::{not_empty, words};
use crate::model::published::Value;
use crate::model::{AreaRegister, Target};

pub(super) fn target_row(target: &Target) -> Vec<Value> {
    vec![
        target.id.as_str().into(),
        target.kpi.as_str().into(),
        not_empty(&target.area_code),
        not_empty(&target.area_level),
        target.period_from.to_string().into(),
        target.period_to.to_string().into(),
        target.op.as_str().into(),
        target.value.into(),
        target.high.into(),
        target.path.as_ref().map(|p| p.rule.as_str()).into(),
        target
            .path
            .as_ref()
            .map_or(Value::Null, |p| not_empty(&p.text())),
        target.value_unit.as_str().into(),
        not_empty(&target.plan),
        target.tolerance.into(),
        not_empty(&target.legal_basis),
        target.decided_on.into(),
        target.valid_from.into(),
        not_empty(&target.supersedes),
        not_empty(&target.note),
        Value::Null,
    ]
}

pub(super) fn area_rows(areas: &AreaRegister) -> Vec<Vec<Value>> {
    let row = |unit: &crate::model::AreaUnit| {
        vec![
            unit.code.as_str().into(),
            unit.valid_from.into(),
            unit.valid_to.into(),
            not_empty(&unit.name_vi),
            not_empty(&unit.name_en),
            not_empty(&unit.level),
            not_empty(&unit.parent_code),
            words(&unit.aliases),
        ]
    };
    areas.units().map(|(_, unit)| row(unit)).collect()
}

pub(super) fn relation_rows(areas: &AreaRegister) -> Vec<Vec<Value>> {
    let row = |r: &crate::model::Relation| {
        vec![
            r.date.into(),
            r.kind.as_str().into(),
            r.from_code.as_str().into(),
            r.to_code.as_str().into(),
            not_empty(&r.note),
        ]
    };
    areas.relations().iter().map(row).collect()
}
