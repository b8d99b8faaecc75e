//! Targets in force during a test.

use crate::document::ConfigNode;
use crate::names::known;
use crate::scope::Scope;
use crate::{raw, rule, value};
use chiso_model::{Dec, Finding, PLANS, TestTarget};

/// The `i`-th target of a test.
pub(super) fn target(
    at: &ConfigNode<'_>,
    i: usize,
    raw: &raw::Target,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<TestTarget> {
    known(&at.key("kpi"), &raw.kpi, &scope.names.kpis, "KPI", faults);
    let area = value::text(&at.key("area"), &raw.area, faults);
    let period = value::parsed(&at.key("period"), &raw.period, faults);
    let op = value::word(&at.key("op"), &raw.op, faults);
    let target = value::decimal(&at.key("value"), &raw.value, faults);
    let tolerance = tolerance(&at.key("tolerance"), raw.tolerance.as_ref(), faults);
    let until = raw
        .until
        .as_ref()
        .map_or(period, |text| value::parsed(&at.key("until"), text, faults));
    let plan = plan(&at.key("plan"), raw.plan.as_ref(), faults);
    Some(TestTarget {
        id: raw.id.clone().unwrap_or_else(|| format!("test-{}", i + 1)),
        kpi: raw.kpi.clone(),
        area,
        period: period?,
        until: until?,
        plan,
        supersedes: raw.supersedes.clone().unwrap_or_default(),
        valid_from: value::optional(
            &at.key("valid_from"),
            raw.valid_from.as_ref(),
            value::date,
            faults,
        ),
        op: op?,
        value: target?,
        tolerance: tolerance?,
    })
}

/// The shortfall allowed; none when nothing is said.
fn tolerance(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> Option<Dec> {
    let tolerance = raw.map_or(Some(Dec::ZERO), |text| value::decimal(at, text, faults));
    if tolerance.is_some_and(|t| t < Dec::ZERO) {
        let hint = "write the allowed shortfall as a positive number";
        faults.push(
            at.error(rule::BAD_VALUE, "the tolerance is negative")
                .hint(hint),
        );
    }
    tolerance
}

fn plan(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> String {
    let plan = raw.cloned().unwrap_or_default();
    if !plan.is_empty() && !PLANS.contains(&plan.as_str()) {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{plan}` is not a plan"))
                .hint(value::did_you_mean(&plan, "plans", PLANS)),
        );
    }
    plan
}
