//! The rows behind an operand in JSON, with their corrections and repairs.

use crate::app::cli::explain::row::why;
use crate::app::lang::Lang;
use crate::inspect::{ExplainedOperand, ExplainedRow, ExplainedSource};
use crate::model::{AreaRegister, Correction, Covers, ObsStatus, PlanStage, Repair, RepairAction};
use serde_json::{Value, json};

pub(super) fn source(
    areas: &AreaRegister,
    operand: &ExplainedOperand,
    source: &ExplainedSource,
) -> Value {
    json!({
        "dataset": source.dataset,
        "rank": source.rank,
        "used": source.used,
        "rows": source.rows.iter().map(|r| row(areas, (operand, source), r)).collect::<Vec<_>>(),
    })
}

pub(super) fn row(
    areas: &AreaRegister,
    (operand, source): (&ExplainedOperand, &ExplainedSource),
    traced: &ExplainedRow,
) -> Value {
    let row = &traced.row;
    json!({
        "used": traced.used(source),
        "why": why(Lang::En, operand, source, traced),
        "area_code": areas.unit(traced.area).code,
        "area_date": row.area_date,
        "period": row.period.to_string(),
        "span": row.span.to_string(),
        "dimensions": traced.dimensions.iter().map(|(n, v)| (n.clone(), json!(v))).collect::<serde_json::Map<_, _>>(),
        "value": traced.value().map(|v| v.to_string()),
        "as_published": row.value.map(|v| v.to_string()),
        "unit": row.unit,
        "basis": row.basis,
        "scheme": row.scheme,
        "plan_stage": row.plan_stage.map(PlanStage::as_str),
        "status": row.status.as_str(),
        "obs_status": row.obs_status.map(ObsStatus::as_str),
        "covers": row.covers.map(Covers::as_str),
        "note": row.note,
        "source_id": row.source_id,
        "known_from": row.known_from.to_rfc3339(),
        "recorded_at": row.recorded_at.to_rfc3339(),
        "delivery": row.delivery,
        "file": traced.file(),
        "part": row.part,
        "row": row.row,
        "col": row.col,
        "raw": row.raw,
        "checks": traced.checks.iter().map(|c| json!({ "rule": c.rule, "result": c.result.as_str(), "message": c.message })).collect::<Vec<_>>(),
        "withdrawn_by": traced.withdrawn_by,
        "correction": traced.correction.as_ref().map(correction),
        "repairs": traced.repairs.iter().map(repair).collect::<Vec<_>>(),
    })
}

fn correction(c: &Correction) -> Value {
    json!({
        "id": c.id,
        "action": c.action.as_str(),
        "expect": c.expect.to_string(),
        "value": c.action.value().map(|v| v.to_string()),
        "reason_vi": c.reason.get(true),
        "reason_en": c.reason.get(false),
        "evidence": c.evidence,
        "reported_to": c.reported_to,
        "status": c.status.as_str(),
        "decided_on": c.decided_on,
    })
}

fn repair(r: &Repair) -> Value {
    let (action, value) = match &r.action {
        RepairAction::Value(value) => ("value", Some(value)),
        RepairAction::Drop => ("drop", None),
    };
    json!({ "col": r.col, "found": r.expect, "action": action, "value": value, "reason": r.reason, "by": r.by, "date": r.date })
}
