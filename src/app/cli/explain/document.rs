//! An explanation as one JSON object, for programs. Its fields are described in `docs/EXPLAIN.md`;
//! they are added to and not changed.

use crate::app::cli::explain::text::{ExplanationText, why};
use crate::app::lang::Lang;
use crate::app::output::Row;
use crate::evaluate::Alternative;
use crate::inspect::{
    Explained, ExplainedDelivery, ExplainedOperand, ExplainedRow, ExplainedSource, Explanation,
    Looked,
};
use crate::model::{
    AreaRegister, Correction, Covers, Item, MeasureValue, ObsStatus, Piece, PlanStage, Relation,
    Repair, RepairAction, Score, Target, UnitId, Verdict,
};
use crate::series::differing;
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One object a verdict: every target that binds it has its own.
pub fn documents(explained: &Explained) -> Vec<Row> {
    let objects = explained.explanations.iter().map(|e| object(explained, e));
    objects
        .filter_map(|o| {
            if let Value::Object(row) = o {
                Some(row)
            } else {
                None
            }
        })
        .collect()
}

fn object(explained: &Explained, explanation: &Explanation) -> Value {
    let (score, areas) = (&explanation.score, &explained.registers.areas);
    let (kpi, manifest) = (&explanation.kpi, &explained.release.manifest);
    let target = score.target.map(|i| &explained.registers.targets[i]);
    let text = ExplanationText {
        lang: Lang::En,
        explained,
    };
    json!({
        "kpi": { "id": kpi.id, "kind": kpi.kind.as_str(), "title_vi": kpi.title.get(true), "title_en": kpi.title.get(false), "pipeline": kpi.pipeline },
        "area": area(areas, score.area),
        "boundary": score.boundary,
        "period": score.period.to_string(),
        "span": score.span.to_string(),
        "release": { "id": explained.release.id, "known_at": manifest.known_at, "chiso": manifest.chiso, "read_from": explained.read_from },
        "as_of": explained.question.as_of.map(|t| t.to_rfc3339()),
        "verdict": score.verdict.as_str(),
        "reasons": score.reasons.iter().map(|r| json!({ "reason": r.as_str(), "text": Lang::En.reason(*r) })).collect::<Vec<_>>(),
        "flags": score.flags.iter().map(|f| json!({ "flag": f.as_str(), "text": Lang::En.flag(*f) })).collect::<Vec<_>>(),
        "value": double(score.value.as_ref()),
        "value_exact": exact(score.value.as_ref()),
        "value_unit": kpi.kind.value_unit(),
        "formula": text.formula(&kpi.kind, score),
        "target": target.map(target_of),
        "margin": double(score.margin.as_ref()),
        "margin_exact": exact(score.margin.as_ref()),
        "needed": explanation.needed.as_ref().map(|n| json!({
            "figure": double(Some(&n.figure)),
            "revision": double(Some(&n.unit.scaled(&n.revision))),
            "revision_unit": n.unit.published().0,
        })),
        "in_year": score.in_year.as_ref().map(|y| json!({
            "share": double(Some(&y.share)),
            "projection": double(y.projection.as_ref()),
            "low": double(y.low.as_ref()),
            "high": double(y.high.as_ref()),
            "probability": double(y.probability.as_ref()),
        })),
        "ranked": score.ranked,
        "ranking": explanation.field.iter().map(|(unit, v)| json!({ "area_code": areas.unit(*unit).code, "value": v.to_string() })).collect::<Vec<_>>(),
        "items": score.items.iter().map(item).collect::<Vec<_>>(),
        "alternatives": explanation.alternatives.iter().map(|a| alternative(score, a)).collect::<Vec<_>>(),
        "operands": explanation.operands.iter().map(|o| operand(areas, o)).collect::<Vec<_>>(),
        "deliveries": deliveries(explanation),
    })
}

fn area(areas: &AreaRegister, unit: UnitId) -> Value {
    let unit = areas.unit(unit);
    json!({ "code": unit.code, "name_vi": unit.name(true), "name_en": unit.name(false), "level": unit.level, "valid_from": unit.valid_from })
}

fn double(value: Option<&BigRational>) -> Value {
    value
        .and_then(ToPrimitive::to_f64)
        .filter(|f| f.is_finite())
        .map_or(Value::Null, |f| json!(f))
}

/// A value as a fraction, so that nothing of it is rounded.
fn exact(value: Option<&BigRational>) -> Value {
    value.map_or(Value::Null, |v| json!(v.to_string()))
}

fn target_of(target: &Target) -> Value {
    json!({
        "id": target.id,
        "op": target.op.as_str(),
        "value": target.value.to_string(),
        "value_unit": target.value_unit,
        "tolerance": target.tolerance.to_string(),
        "plan": target.plan,
        "legal_basis": target.legal_basis,
        "decided_on": target.decided_on,
        "note": target.note,
    })
}

fn operand(areas: &AreaRegister, operand: &ExplainedOperand) -> Value {
    json!({
        "role": operand.role.as_str(),
        "measure": operand.measure,
        "period": operand.period.to_string(),
        "span": operand.span.to_string(),
        "figure": operand.found.as_deref().map(figure),
        "parts": operand.found.iter().flat_map(|v| &v.parts).map(|p| part(areas, *p)).collect::<Vec<_>>(),
        "boundary_steps": operand.steps.iter().map(step).collect::<Vec<_>>(),
        "pieces": operand.found.iter().flat_map(|v| &v.pieces).map(piece).collect::<Vec<_>>(),
        "looked": operand.asked.iter().map(|l| looked(areas, l)).collect::<Vec<_>>(),
        "sources": operand.sources.iter().map(|s| source(areas, operand, s)).collect::<Vec<_>>(),
        "lacking": operand.lacking.iter().map(|unit| areas.unit(*unit).code.clone()).collect::<Vec<_>>(),
        "differs_from": operand.found.iter().flat_map(|v| differing(v)).map(|(_, other)| differing_figure(other)).collect::<Vec<_>>(),
        "made_of": operand.made_of.iter().map(|(what, input)| json!({ "what": what.as_str(), "operand": self::operand(areas, input) })).collect::<Vec<_>>(),
    })
}

/// Another statement of a figure, from which it differs: the sum of the areas below, or what the
/// periods within it give.
fn differing_figure(other: &MeasureValue) -> Value {
    json!({
        "value": other.figure.value.map(|v| v.to_string()),
        "areas_below": other.series.summed,
        "pieces": other.pieces.iter().map(piece).collect::<Vec<_>>(),
    })
}

/// A part of a verdict that is put together from others.
fn item(item: &Item) -> Value {
    json!({
        "id": item.id,
        "field": item.field,
        "kpi": item.kpi,
        "value": double(item.value.as_ref()),
        "value_exact": exact(item.value.as_ref()),
        "verdict": item.verdict.map(Verdict::as_str),
        "points": item.points.map(|p| p.to_string()),
        "maximum": item.maximum.map(|p| p.to_string()),
        "reasons": item.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
    })
}

/// A figure that was not used, and what the verdict would have been with it.
fn alternative(used: &Score, a: &Alternative) -> Value {
    json!({
        "role": a.role.as_str(),
        "choice": a.choice.as_str(),
        "source_id": a.source_id,
        "variant": a.variant,
        "figure": figure(&a.value),
        "value": double(a.instead.value.as_ref()),
        "verdict": a.instead.verdict.as_str(),
        "reason": a.instead.reasons.first().map(|r| r.as_str()),
        "differs": a.differs(used),
    })
}

fn figure(value: &MeasureValue) -> Value {
    let f = &value.figure;
    json!({
        "value": f.value.map(|v| v.to_string()),
        "unit": f.unit,
        "basis": f.basis,
        "scheme": f.scheme,
        "plan_stage": f.plan_stage.map(PlanStage::as_str),
        "status": f.status.as_str(),
        "rounding": f.rounding.to_string(),
        "known_from": f.known_from.to_rfc3339(),
        "dataset": value.dataset,
        "reasons": f.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        "flags": f.flags.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
    })
}

fn part(areas: &AreaRegister, (unit, day): (UnitId, NaiveDate)) -> Value {
    json!({ "area_code": areas.unit(unit).code, "name_vi": areas.unit(unit).name(true), "day": day })
}

fn step(step: &Relation) -> Value {
    json!({ "date": step.date, "kind": step.kind.as_str(), "from": step.from_code, "to": step.to_code, "note": step.note })
}

fn piece(piece: &Piece) -> Value {
    json!({ "period": piece.period.to_string(), "span": piece.span.to_string(), "taken_off": piece.taken_off, "lacking": piece.lacking })
}

fn looked(areas: &AreaRegister, l: &Looked) -> Value {
    json!({
        "dataset": l.dataset,
        "rank": l.rank,
        "value": l.value,
        "where": l.filter,
        "areas": l.areas.iter().map(|p| part(areas, *p)).collect::<Vec<_>>(),
        "rows": l.rows,
        "other_rows": l.others,
        "kept_aside": l.kept_aside,
    })
}

fn source(areas: &AreaRegister, operand: &ExplainedOperand, source: &ExplainedSource) -> Value {
    json!({
        "dataset": source.dataset,
        "rank": source.rank,
        "used": source.used,
        "rows": source.rows.iter().map(|r| row(areas, (operand, source), r)).collect::<Vec<_>>(),
    })
}

fn row(
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

/// Every delivery that a row stands in, once.
fn deliveries(explanation: &Explanation) -> Vec<Value> {
    let rows = explanation
        .operands
        .iter()
        .flat_map(ExplainedOperand::rows)
        .map(|(_, row)| row);
    let all: BTreeMap<String, &ExplainedDelivery> = rows
        .filter_map(|r| r.delivery.as_ref())
        .map(|d| (d.place(), d))
        .collect();
    let one = |d: &ExplainedDelivery| {
        json!({
            "dataset": d.dataset,
            "delivery": d.delivery,
            "place": d.place(),
            "path": d.path,
            "url": d.url,
            "sha256": d.sha256,
            "size": d.size,
            "fetched_at": d.fetched_at.to_rfc3339(),
            "published_at": d.published_at.map(|t| t.to_rfc3339()),
        })
    };
    all.into_values().map(one).collect()
}
