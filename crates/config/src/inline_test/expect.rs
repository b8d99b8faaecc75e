//! What must come out of a test for one KPI, area and period.

use crate::document::ConfigNode;
use crate::names::known;
use crate::scope::Scope;
use crate::{raw, rule, value};
use chiso_model::{Dec, Expect, Finding, Span, WordError};
use std::str::FromStr;

/// Checks it; `None` when it is not said which row is meant.
pub(super) fn expect(
    at: &ConfigNode<'_>,
    raw: &raw::Expect,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Expect> {
    known(&at.key("kpi"), &raw.kpi, &scope.names.kpis, "KPI", faults);
    something(at, raw, faults);
    let span = raw.span.as_ref().map_or(Some(Span::Period), |text| {
        value::parsed(&at.key("span"), text, faults)
    });
    let pace = decimal(&at.key("pace"), raw.pace.as_ref(), faults);
    let projection = decimal(&at.key("projection"), raw.projection.as_ref(), faults);
    let reasons = words(&at.key("reasons"), raw.reasons.as_ref(), faults);
    let area = value::text(&at.key("area"), &raw.area, faults);
    let period = value::period(&at.key("period"), &raw.period, scope.fiscal, faults);
    let boundary = value::optional(
        &at.key("boundary"),
        raw.boundary.as_ref(),
        value::date,
        faults,
    );
    let figure = decimal(&at.key("value"), raw.value.as_ref(), faults);
    let verdict = value::optional(
        &at.key("verdict"),
        raw.verdict.as_ref(),
        value::word,
        faults,
    );
    let reason = value::optional(&at.key("reason"), raw.reason.as_ref(), value::word, faults);
    let flags = words(&at.key("flags"), raw.flags.as_ref(), faults);
    Some(Expect {
        kpi: raw.kpi.clone(),
        area,
        period: period?,
        boundary,
        span: span?,
        target: raw.target.clone(),
        value: figure,
        verdict,
        reason,
        reasons,
        flags,
        pace,
        projection,
    })
}

/// A test that expects nothing of a row shows nothing.
fn something(at: &ConfigNode<'_>, raw: &raw::Expect, faults: &mut Vec<Finding>) {
    let lists = raw.reasons.is_some() || raw.flags.is_some();
    let texts = [
        &raw.value,
        &raw.verdict,
        &raw.reason,
        &raw.pace,
        &raw.projection,
    ];
    if !lists && texts.iter().all(|t| t.is_none()) {
        faults.push(
            at.error(rule::MISSING_KEY, "nothing is expected of this row")
                .hint("give `value`, `verdict`, `reason` or `flags`"),
        );
    }
}

fn decimal(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> Option<Dec> {
    value::optional(at, raw, value::decimal, faults)
}

/// Words of a closed list, where a list is given.
fn words<T: FromStr<Err = WordError>>(
    at: &ConfigNode<'_>,
    raw: Option<&Vec<String>>,
    faults: &mut Vec<Finding>,
) -> Option<Vec<T>> {
    Some(value::each(at, raw?, |at, text| {
        value::word(at, text, faults)
    }))
}
