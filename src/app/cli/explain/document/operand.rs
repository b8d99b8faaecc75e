//! An operand of an explanation in JSON: its figure, and where it was looked for.

use crate::app::cli::explain::document::row::source;
use crate::inspect::{ExplainedOperand, LackingArea, Looked};
use crate::model::{AreaRegister, MeasureValue, Piece, PlanStage, Relation, UnitId};
use crate::series::differing;
use chrono::NaiveDate;
use serde_json::{Value, json};

pub(super) fn operand(areas: &AreaRegister, operand: &ExplainedOperand) -> Value {
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
        "lacking": operand.lacking.iter().map(|l| lacking(areas, l)).collect::<Vec<_>>(),
        "differs_from": differs_from(operand),
        "made_of": operand.made_of.iter().map(|(what, input)| json!({ "what": what.as_str(), "operand": self::operand(areas, input) })).collect::<Vec<_>>(),
    })
}

/// The statements from which a figure differs, the published one first where another is used.
fn differs_from(operand: &ExplainedOperand) -> Vec<Value> {
    let others = operand.found.iter().flat_map(|v| differing(v));
    let others = others.map(|(_, other)| other);
    let all = operand.published.as_deref().into_iter().chain(others);
    all.map(differing_figure).collect()
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

pub(super) fn figure(value: &MeasureValue) -> Value {
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
        "deliveries": f.deliveries,
        "reasons": f.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        "flags": f.flags.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
    })
}

fn part(areas: &AreaRegister, (unit, day): (UnitId, NaiveDate)) -> Value {
    json!({ "area_code": areas.unit(unit).code, "name_vi": areas.unit(unit).name(true), "day": day })
}

fn lacking(areas: &AreaRegister, lacking: &LackingArea) -> Value {
    json!({
        "area_code": areas.unit(lacking.area).code,
        "period": lacking.period.to_string(),
        "span": lacking.span.to_string(),
        "reasons": lacking.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        "elsewhere": lacking.elsewhere,
    })
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
        "later_rows": l.later.map_or(0, |(number, _)| number),
        "kept_aside": l.kept_aside,
    })
}
