//! An explanation as one JSON object, for programs. Its fields are described in `docs/EXPLAIN.md`;
//! they are added to and not changed.

mod operand;
mod row;

use crate::app::cli::explain::document::operand::{figure, operand};
use crate::app::cli::explain::text::ExplanationText;
use crate::app::lang::Lang;
use crate::app::output::Row;
use crate::evaluate::{Alternative, Contributed, PartsOf};
use crate::inspect::{Explained, ExplainedDelivery, ExplainedOperand, Explanation};
use crate::kpi::WholePart;
use crate::model::{
    AreaRegister, Item, Sampling, Score, SurveyFigure, Target, TargetPath, UnitId, Verdict,
};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One object per verdict: every target that binds it has its own.
#[must_use]
pub fn documents(explained: &Explained, lang: Lang) -> Vec<Row> {
    let objects = explained
        .explanations
        .iter()
        .map(|e| object(explained, e, lang));
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

fn object(explained: &Explained, explanation: &Explanation, lang: Lang) -> Value {
    let (score, areas) = (&explanation.score, &explained.registers.areas);
    let (kpi, manifest) = (&explanation.kpi, &explained.release.manifest);
    let target = score.target.map(|i| &explained.registers.targets[i]);
    let text = ExplanationText {
        lang,
        explained,
        zone: chrono_tz::UTC,
        fiscal: None,
        as_of: None,
        proved: false,
    };
    let is_level = |c: &&Contributed| matches!(c.by, PartsOf::Level(_));
    let mut by_level = explanation.contributed.iter().filter(is_level);
    let by_dimension = { explanation.contributed.iter() }.filter(|c| !is_level(c));
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
        "target": target.map(|t| target_of(t, score)),
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
        "sampling_error": score.sampling.as_deref().map(sampling_error),
        "ranked": score.ranked.first().map(|r| r.areas),
        "ranking": explanation.field.iter().map(|(unit, v)| json!({ "area_code": areas.unit(*unit).code, "value": v.to_string() })).collect::<Vec<_>>(),
        "contributions": by_level.next().map(|c| contributed(areas, c)),
        "contributions_of_members": by_dimension.map(|c| contributed(areas, c)).collect::<Vec<_>>(),
        "items": score.items.iter().map(item).collect::<Vec<_>>(),
        "alternatives": explanation.alternatives.iter().map(|a| alternative(score, a)).collect::<Vec<_>>(),
        "operands": explanation.operands.iter().map(|o| operand(areas, o)).collect::<Vec<_>>(),
        "deliveries": deliveries(explanation),
    })
}

/// What parts add to a change, or which of them have no figure.
fn contributed(areas: &AreaRegister, contributed: &Contributed) -> Value {
    let (what, name) = match &contributed.by {
        PartsOf::Level(level) => ("level", level),
        PartsOf::Dimension(dimension) => ("dimension", dimension),
    };
    let of_part = |part: &WholePart, mut says: Value| {
        let (key, code) = match part {
            WholePart::Area(area) => ("area_code", areas.unit(*area).code.as_str()),
            WholePart::Member { member, .. } => ("member", member.code.as_str()),
        };
        says[key] = json!(code);
        says
    };
    let mut document = match &contributed.found {
        Ok(found) => json!({
            "parts": found.parts.iter().map(|p| of_part(&p.part, json!({ "base": exact(Some(&p.base)), "current": exact(Some(&p.now)), "value": double(Some(&p.value)), "value_exact": exact(Some(&p.value)) }))).collect::<Vec<_>>(),
            "not_explained": double(Some(&found.not_explained)),
            "not_explained_exact": exact(Some(&found.not_explained)),
        }),
        Err(lacking) => json!({
            "lacking": lacking.iter().map(|(part, reason)| of_part(part, json!({ "reason": reason.as_str() }))).collect::<Vec<_>>(),
        }),
    };
    document[what] = json!(name);
    document
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

fn target_of(target: &Target, score: &Score) -> Value {
    let asked = target.asked(score.period).value;
    json!({
        "id": target.id,
        "op": target.op.as_str(),
        "area_level": target.area_level,
        "value": target.value.to_string(),
        "high": target.high.map(|high| high.to_string()),
        "path": target.path.as_ref().map(|path| path.rule.as_str()),
        "path_points": target.path.as_ref().map(TargetPath::text),
        "asked": double(Some(&asked)),
        "asked_exact": exact(Some(&asked)),
        "value_unit": target.value_unit,
        "tolerance": target.tolerance.to_string(),
        "plan": target.plan,
        "legal_basis": target.legal_basis,
        "decided_on": target.decided_on,
        "note": target.note,
    })
}

/// What the sampling errors of surveys leave open.
fn sampling_error(sampling: &Sampling) -> Value {
    let of = |f: &SurveyFigure| {
        json!({
            "role": f.role.as_str(),
            "period": f.period.to_string(),
            "standard_error": f.standard_error,
            "stated": f.stated.iter().map(|v| json!({ "measure": v.measure, "figure": figure(v) })).collect::<Vec<_>>(),
        })
    };
    json!({
        "figures": sampling.figures.iter().map(of).collect::<Vec<_>>(),
        "probability": sampling.probability,
        "places": sampling.places,
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
