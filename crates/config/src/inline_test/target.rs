//! Targets in force during a test.

use crate::document::ConfigNode;
use crate::names::known;
use crate::scope::Scope;
use crate::{raw, rule, value};
use chiso_model::{Dec, Finding, FiscalYear, PLANS, Period, TargetOp, TargetPath, TestTarget};

/// The `i`-th target of a test.
pub(super) fn target(
    at: &ConfigNode<'_>,
    i: usize,
    raw: &raw::Target,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<TestTarget> {
    known(&at.key("kpi"), &raw.kpi, &scope.names.kpis, "KPI", faults);
    if raw.area.is_some() == raw.area_level.is_some() {
        let hint = "write `area` for one area, or `area_level` for every area of a level";
        faults.push(
            at.error(rule::BAD_VALUE, "a target is for one area or for one level")
                .hint(hint),
        );
    }
    let area = raw.area.as_ref().map_or_else(String::new, |area| {
        value::text(&at.key("area"), area, faults)
    });
    let period = value::period(&at.key("period"), &raw.period, scope.fiscal, faults);
    let op = value::word(&at.key("op"), &raw.op, faults);
    let target = value::decimal(&at.key("value"), &raw.value, faults);
    let tolerance = tolerance(&at.key("tolerance"), raw.tolerance.as_ref(), faults);
    let until = raw.until.as_ref().map_or(period, |text| {
        value::period(&at.key("until"), text, scope.fiscal, faults)
    });
    let plan = plan(&at.key("plan"), raw.plan.as_ref(), faults);
    Some(TestTarget {
        id: raw.id.clone().unwrap_or_else(|| format!("test-{}", i + 1)),
        kpi: raw.kpi.clone(),
        area,
        area_level: raw.area_level.clone().unwrap_or_default(),
        path: path(at, raw, (period?, until?, scope.fiscal), faults),
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
        high: high(at, raw, (op?, target?), faults),
        tolerance: tolerance?,
    })
}

/// The upper bound of a corridor; only `between` has one.
fn high(
    at: &ConfigNode<'_>,
    raw: &raw::Target,
    (op, low): (TargetOp, Dec),
    faults: &mut Vec<Finding>,
) -> Option<Dec> {
    let node = at.key("high");
    let high = raw
        .high
        .as_ref()
        .and_then(|text| value::decimal(&node, text, faults));
    if (op == TargetOp::Between) != raw.high.is_some() || high.is_some_and(|high| high < low) {
        faults.push(
            node.error(rule::BAD_VALUE, "`between` has two bounds, the others one")
                .hint("write the upper bound of `between` in `high`, not below `value`"),
        );
    }
    high
}

/// The path on which the target is reached, where it has one.
fn path(
    at: &ConfigNode<'_>,
    raw: &raw::Target,
    (from, to, office): (Period, Period, Option<FiscalYear>),
    faults: &mut Vec<Finding>,
) -> Option<TargetPath> {
    let node = at.key("path_points");
    let (Some(word), Some(text)) = (&raw.path, &raw.path_points) else {
        if raw.path.is_some() != raw.path_points.is_some() {
            faults.push(
                node.error(rule::BAD_VALUE, "a path has a rule and points")
                    .hint("write `path` and `path_points`, or neither"),
            );
        }
        return None;
    };
    let join = value::word(&at.key("path"), word, faults)?;
    let hint = "write period and value, with six decimal places at most: `2020=0.10;2025=0.15`";
    let points = TargetPath::points_of(text, office).map_err(|why| (why, hint));
    let path = points.map(|points| TargetPath { rule: join, points });
    let fault = match &path {
        Ok(path) => path.misplaced((from, to)),
        Err((why, hint)) => Some((why.clone(), *hint)),
    };
    if let Some((why, hint)) = fault {
        faults.push(node.error(rule::BAD_VALUE, why).hint(hint));
    }
    path.ok()
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
