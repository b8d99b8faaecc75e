//! How a figure of the year to date is compared with a target of the year.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::kind::Spec;
use chiso_model::{Finding, Pace, PaceRule};

/// How many years before are looked at when nothing is said.
const YEARS: i32 = 5;

/// Checks it.
pub(super) fn pace(
    at: &ConfigNode<'_>,
    raw: &raw::Pace,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<Pace> {
    let rule: PaceRule = value::word(&at.key("rule"), &raw.rule, faults)?;
    rule_fits(&at.key("rule"), rule, spec, faults);
    let years = years(&at.key("years"), raw.years, rule, faults)?;
    plan_fits(&at.key("plan"), raw.plan.as_ref(), rule, faults);
    let whole_year = whole_year(at, raw, rule, spec, faults)?;
    Some(Pace {
        rule,
        years,
        plan: raw.plan.clone(),
        non_decreasing: raw.non_decreasing,
        whole_year,
    })
}

fn rule_fits(at: &ConfigNode<'_>, rule: PaceRule, spec: &Spec, faults: &mut Vec<Finding>) {
    if spec.paces.contains(&rule) {
        return;
    }
    let message = format!(
        "a KPI of kind `{}` cannot be judged by pace `{}`",
        spec.name,
        rule.as_str()
    );
    let hint = match spec.paces {
        [] => "leave `pace` out: a year that still runs is then not due".to_owned(),
        rules => format!(
            "write one of {}",
            value::list(rules.iter().map(|r| r.as_str()))
        ),
    };
    faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
}

/// The measure of the plan; only `plan` has one, and it must.
fn plan_fits(at: &ConfigNode<'_>, raw: Option<&String>, rule: PaceRule, faults: &mut Vec<Finding>) {
    let fault = match (rule, raw) {
        (PaceRule::Plan, None) => at
            .error(rule::MISSING_KEY, "pace `plan` names no plan")
            .hint("add `plan`: the measure whose months are the plan"),
        (PaceRule::Plan, Some(_)) | (_, None) => return,
        (_, Some(_)) => at
            .error(
                rule::UNKNOWN_KEY,
                format!("pace `{}` has no `plan`", rule.as_str()),
            )
            .hint("write `rule = \"plan\"`, or leave `plan` out"),
    };
    faults.push(fault);
}

/// How many years before are looked at.
fn years(
    at: &ConfigNode<'_>,
    raw: Option<i64>,
    rule: PaceRule,
    faults: &mut Vec<Finding>,
) -> Option<i32> {
    let Some(years) = raw else {
        return Some(YEARS);
    };
    if rule == PaceRule::Usual {
        return value::whole(at, years, 3..=30, faults);
    }
    let message = format!("pace `{}` has no `years`", rule.as_str());
    faults.push(
        at.error(rule::UNKNOWN_KEY, message)
            .hint("only `usual` looks at years before"),
    );
    None
}

/// Whether the whole of a completion is the plan of the year. What fell due to date is asked the
/// target itself: no rule scales it, and its share can fall when more falls due.
fn whole_year(
    at: &ConfigNode<'_>,
    raw: &raw::Pace,
    rule: PaceRule,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<bool> {
    let year = match &raw.whole {
        Some(word) => value::one_of(
            &at.key("whole"),
            word,
            "whole of a pace",
            &[("to_date", false), ("year", true)],
            faults,
        )?,
        None => false,
    };
    if !spec.falls_due {
        if raw.whole.is_some() {
            let fault = at.key("whole").error(
                rule::UNKNOWN_KEY,
                format!("the pace of a KPI of kind `{}` has no `whole`", spec.name),
            );
            faults.push(fault.hint("only a `completion` has one"));
        }
        return Some(false);
    }
    if year {
        rule_for_the_year(&at.key("rule"), rule, faults);
    } else {
        rule_to_date(&at.key("rule"), rule, faults);
    }
    if !year && raw.non_decreasing {
        let fault = at.key("non_decreasing").error(
            rule::BAD_VALUE,
            "a completion of what fell due to date falls when more falls due",
        );
        faults.push(fault.hint("leave `non_decreasing` out, or write `whole = \"year\"`"));
    }
    Some(year)
}

fn rule_for_the_year(at: &ConfigNode<'_>, rule: PaceRule, faults: &mut Vec<Finding>) {
    if rule == PaceRule::SamePeriod {
        let fault = at.error(
            rule::BAD_VALUE,
            "a completion of the year's plan is not at its target from the first month on",
        );
        faults.push(fault.hint("write `linear`, `usual` or `plan`, or leave `whole` out"));
    }
}

fn rule_to_date(at: &ConfigNode<'_>, rule: PaceRule, faults: &mut Vec<Finding>) {
    if rule != PaceRule::SamePeriod {
        let message = format!(
            "`{}` has no effect: what fell due to date is compared with the target itself",
            rule.as_str()
        );
        let hint = "write `rule = \"same_period\"`; or `whole = \"year\"` where `whole` of the \
            KPI is the plan of the whole year";
        faults.push(at.warning(rule::UNUSED, message).hint(hint));
    }
}
