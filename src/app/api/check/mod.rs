//! Whether a claim is true: a KPI or measure of an area and period is said to be a number, and the
//! answer is the published figure, how the number was rounded, the cells behind it, and where to read
//! on. A claim that was true until a revision is told apart from one that never was.

mod agreed;
mod figures;
mod judged;
mod number;
mod period;
mod question;
mod relation;
mod released;
mod sentence;
mod subject;
mod texts;
mod words;

use crate::app::api::check::agreed::agreed;
use crate::app::api::check::figures::{ClaimFigures, decimal, unit_of};
use crate::app::api::check::judged::{ClaimResult, NotComparable, judged, rounding};
use crate::app::api::check::question::{ClaimQuestion, ClaimSubject, Claimed};
use crate::app::api::check::relation::ClaimRelation;
use crate::app::api::check::released::released_before;
use crate::app::api::check::subject::of_sentence;
use crate::app::api::check::texts::text;
use crate::app::api::problem::Problem;
use crate::app::api::resource::ROOT;
use crate::app::api::viewed::ApiView;
use crate::app::cli::{explained, listed, used_rows};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{Row, complain, plain};
use crate::app::site::{Answer, encoded};
use crate::model::id_of_breakdown;
pub use judged::RESULTS;
use serde_json::{Value, json};

/// The parameters that a sentence stands in place of.
const PARTS: [&str; 6] = ["kpi", "measure", "area", "period", "value", "verdict"];

/// Checks the claim of a request.
///
/// # Errors
/// When the claim cannot be read, or the release.
pub fn check(view: &ApiView<'_>) -> Result<Answer, Problem> {
    let question = match view.values.text("claim") {
        Some(_) if PARTS.iter().any(|name| view.values.text(name).is_some()) => {
            let said = view.lang.say("api-claim-or-parts").to_owned();
            return Err(Problem::bad_request("claim_parts", said));
        }
        Some(claim) => agreed(view, of_sentence(view, claim)?)?,
        None => ClaimQuestion::of_parts(view)?,
    };
    let figures = ClaimFigures::of(view, &question)?;
    let result = judged(&question, &figures).map_err(|why| not_comparable(view, why))?;
    if let ClaimResult::Unknown = result {
        known(view, &question)?;
    }
    let released = match result {
        ClaimResult::False(row) | ClaimResult::NotAssessable(row) => {
            released_before(view, &question, row)?
        }
        _ => None,
    };
    let result = result.or_released(released.as_ref());
    let changed = match result {
        ClaimResult::RevisedSince(_, change) => Some(change),
        _ => None,
    };
    Ok(view.object(json!({
        "result": result.as_str(),
        "text_en": text(Lang::En, view, &question, result),
        "text_vi": text(Lang::Vi, view, &question, result),
        "read_as": read_as(view, &question)?,
        "rounding": result.row().and_then(|row| rounded(&question, row)),
        "revised": changed,
        "row": result.row(),
        "cells": cells(view, &question, result.row()),
        "address": address(view, &question, result.row()),
        "explain": explain(view, &question, result.row()),
    })))
}

/// Whether the names of a claim of which there is no figure mean anything.
fn known(view: &ApiView<'_>, question: &ClaimQuestion) -> Result<(), Problem> {
    let (table, _) = question.subject.table();
    crate::app::api::named::why_none(view, table)
}

/// That a claim cannot be held against what is published.
fn not_comparable(view: &ApiView<'_>, why: NotComparable<'_>) -> Problem {
    match why {
        NotComparable::Unit(unit) => {
            let said = say!(view.lang, "api-claim-unit", unit = unit);
            Problem::bad_request("unit_mismatch", said).with("unit", unit.into())
        }
        NotComparable::Targets => {
            let said = view.lang.say("api-claim-targets").to_owned();
            Problem::bad_request("claim_not_clear", said)
        }
    }
}

/// How the claim was understood.
fn read_as(view: &ApiView<'_>, question: &ClaimQuestion) -> Result<Value, Problem> {
    let what = question.subject.word();
    let mut read = json!({
        what: question.subject.id(),
        "area_code": question.codes.join(";"),
        "boundary": view.boundary()?,
        "period": question.period.to_string(),
        "breakdown": view.values.text("breakdown").unwrap_or_default(),
    });
    match &question.claimed {
        Claimed::Value(text, _, relation) => {
            read["value"] = json!(text);
            read["relation"] = json!(relation.as_str());
        }
        Claimed::Verdict(verdict) => read["verdict"] = json!(verdict.as_str()),
    }
    Ok(read)
}

/// Between which figures, in the unit of the row, the claim is true.
fn rounded(question: &ClaimQuestion, row: &Row) -> Option<Value> {
    let Claimed::Value(_, number, ClaimRelation::Rounded) = &question.claimed else {
        return None;
    };
    let unit = unit_of(&question.subject, row);
    let (from, to) = rounding(number, unit)?;
    Some(json!({ "from": decimal(&from), "to": decimal(&to), "unit": unit }))
}

/// The cells behind the verdict of a KPI. Where they cannot be worked out any more, the published
/// figure stands alone.
fn cells(view: &ApiView<'_>, question: &ClaimQuestion, row: Option<&Row>) -> Vec<Value> {
    let (ClaimSubject::Kpi(kpi), Some(row)) = (&question.subject, row) else {
        return vec![];
    };
    let area = plain(&row["area_code"]);
    let id = id_of_breakdown(kpi, &plain(&row["breakdown"])).unwrap_or_else(|| kpi.clone());
    let Ok(boundary) = view.boundary() else {
        return vec![];
    };
    let asked = (id.as_str(), area.as_str(), question.period);
    let found = explained(view.project, view.release(), asked, (boundary, view.lang));
    let documents = found.unwrap_or_else(|failure| {
        complain(&failure.text(view.lang));
        vec![]
    });
    let same = |document: &&Value| {
        document["span"] == row["span"]
            && (document["target"]["id"] == row["target_id"] || document["target"].is_null())
    };
    let operands = documents.iter().find(same).map(|d| listed(d, "operands"));
    operands
        .into_iter()
        .flatten()
        .flat_map(|o| cells_of(&o))
        .collect()
}

/// The cells that an operand comes from.
fn cells_of(operand: &Value) -> Vec<Value> {
    let cell = |row: Value| {
        json!({
            "role": operand["role"], "measure": operand["measure"], "period": operand["period"],
            "file": row["file"], "part": row["part"], "row": row["row"], "col": row["col"],
            "raw": row["raw"], "source_id": row["source_id"], "delivery": row["delivery"],
        })
    };
    used_rows(operand).map(cell).collect()
}

/// The permanent address of what the claim is about: the page of a verdict, the row of a figure.
fn address(view: &ApiView<'_>, question: &ClaimQuestion, row: Option<&Row>) -> Option<String> {
    let row = row?;
    let of = |column: &str| encoded(&plain(&row[column]));
    let (release, id) = (encoded(&view.release().id), encoded(question.subject.id()));
    let (area, period, on) = (of("area_code"), of("period"), boundary_of(row));
    Some(match question.subject {
        ClaimSubject::Kpi(_) => format!("/r/{release}/verdicts/{id}/{area}/{period}?{on}"),
        ClaimSubject::Measure(_) => format!(
            "{ROOT}/measures?measure={id}&area={area}&period={period}&{on}&release={release}"
        ),
    })
}

/// The address of how the verdict came about.
fn explain(view: &ApiView<'_>, question: &ClaimQuestion, row: Option<&Row>) -> Option<String> {
    let (ClaimSubject::Kpi(kpi), Some(row)) = (&question.subject, row) else {
        return None;
    };
    let of = |column: &str| encoded(&plain(&row[column]));
    let (release, kpi) = (encoded(&view.release().id), encoded(kpi));
    let (area, period, on) = (of("area_code"), of("period"), boundary_of(row));
    Some(format!(
        "{ROOT}/explain?kpi={kpi}&area={area}&period={period}&{on}&release={release}"
    ))
}

/// The boundary of a row and its members, if any, as an address has them.
fn boundary_of(row: &Row) -> String {
    let of = |column: &str| encoded(&plain(&row[column]));
    let boundary = of("boundary");
    match of("breakdown") {
        none if none.is_empty() => format!("boundary={boundary}"),
        members => format!("boundary={boundary}&breakdown={members}"),
    }
}
