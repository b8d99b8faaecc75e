//! A plan in words for people, with the verdicts that would change.

use crate::app::cli::dry_run::rows::why;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output;
use crate::inspect::{Plan, VerdictChange};
use crate::model::{Reason, Verdict};
use crate::store::ReleaseState;

pub(super) fn show(context: &Context, plan: &Plan) -> Result<(), Failure> {
    let lang = context.lang;
    output::line(lang.say("plan-head"))?;
    for u in &plan.unasked {
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-asked",
                dataset = u.dataset,
                source = u.source,
                by = u.by
            )
        ))?;
    }
    for d in &plan.deliveries {
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-landed",
                path = d.path,
                dataset = d.dataset,
                size = d.size
            )
        ))?;
    }
    for d in &plan.report.deliveries {
        let counts = format!(
            "{} = {} + {} + {}",
            d.read, d.accepted, d.quarantined, d.ignored
        );
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-conformed",
                dataset = d.dataset,
                delivery = d.delivery,
                outcome = d.outcome.as_str(),
                counts = counts
            )
        ))?;
    }
    for (name, before, now) in plan
        .tables
        .iter()
        .filter(|(_, before, now)| *before != Some(*now))
    {
        let before = before.map_or_else(|| "-".to_owned(), |n| n.to_string());
        output::line(&format!(
            "  {}",
            say!(lang, "plan-rows", name = name, before = before, now = now)
        ))?;
    }
    let release = match (&plan.in_force, plan.report.new_release) {
        _ if plan.report.state != ReleaseState::InForce => {
            let id = &plan.report.release;
            match plan.report.state {
                ReleaseState::Rejected | ReleaseState::Withdrawn => {
                    say!(lang, "plan-refused", id = id)
                }
                _ => say!(lang, "plan-candidate", id = id),
            }
        }
        (Some(id), false) => say!(lang, "plan-same", id = id),
        _ => say!(lang, "plan-published", id = plan.report.release),
    };
    output::line(&release)?;
    let made = plan.report.made;
    let of = |made: usize, all: usize| {
        say!(
            lang,
            "plan-of",
            number = lang.digits(&made.to_string()),
            total = lang.digits(&all.to_string())
        )
    };
    output::line(&say!(
        lang,
        "plan-computed",
        figures = of(made.values, made.of_values),
        verdicts = of(made.scores, made.of_scores)
    ))?;
    output::line(&say!(lang, "plan-flips", number = plan.flips.len()))?;
    if plan.flips.is_empty() || plan.in_force.is_none() {
        return Ok(()); // on a first run every verdict is new
    }
    let headers = [
        "KPI",
        lang.say("plan-area"),
        lang.say("plan-period"),
        lang.say("plan-verdict"),
        lang.say("plan-value"),
        lang.say("plan-target"),
        lang.say("plan-why"),
    ];
    let arrow = |v: &[String; 2]| {
        if v[0] == v[1] {
            v[0].clone()
        } else {
            format!("{} → {}", dash(&v[0]), dash(&v[1]))
        }
    };
    let cells = |f: &VerdictChange| {
        let said = |i: usize| {
            let verdict = f.verdict[i]
                .parse::<Verdict>()
                .map_or(String::new(), |v| lang.verdict(v).to_owned());
            f.reason[i].parse::<Reason>().map_or(verdict.clone(), |r| {
                format!("{verdict} ({})", lang.reason(r))
            })
        };
        vec![
            f.kpi.clone(),
            format!("{} ({})", f.area_code, f.boundary),
            f.period.clone(),
            arrow(&[said(0), said(1)]),
            arrow(&f.value),
            arrow(&f.target),
            why(f),
        ]
    };
    output::line(&output::table(
        &headers,
        plan.flips.iter().map(cells).collect(),
    ))?;
    Ok(())
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
