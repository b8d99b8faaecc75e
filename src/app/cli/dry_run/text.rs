//! A plan in words for people, with the verdicts that would change.

use crate::app::cli::dry_run::rows::why;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::inspect::{Plan, VerdictChange};
use crate::model::{Reason, Verdict};
use crate::store::ReleaseState;

pub(super) fn show(context: &Context, plan: &Plan) -> Result<(), Failure> {
    let lang = context.lang;
    output::line(lang.say("plan-head"))?;
    for line in looked_at(lang, plan)
        .into_iter()
        .chain(conformed(lang, plan))
        .chain(tables(lang, plan))
    {
        output::line(&format!("  {line}"))?;
    }
    output::line(&release(lang, plan))?;
    output::line(&say!(lang, "plan-flips", number = plan.flips.len()))?;
    if plan.flips.is_empty() || plan.in_force.is_none() {
        return Ok(()); // on a first run every verdict is new
    }
    output::line(&flips(lang, &plan.flips))?;
    Ok(())
}

/// The sources that would be asked, and the files that would be landed.
fn looked_at(lang: Lang, plan: &Plan) -> Vec<String> {
    let asked = plan.unasked.iter().map(|u| {
        say!(
            lang,
            "plan-asked",
            dataset = u.dataset,
            source = u.source,
            by = u.by
        )
    });
    let landed = plan.deliveries.iter().map(|d| {
        say!(
            lang,
            "plan-landed",
            path = d.path,
            dataset = d.dataset,
            size = d.size
        )
    });
    asked.chain(landed).collect()
}

fn conformed(lang: Lang, plan: &Plan) -> impl Iterator<Item = String> {
    plan.report.deliveries.iter().map(move |d| {
        let counts = format!(
            "{} = {} + {} + {}",
            d.read, d.accepted, d.quarantined, d.ignored
        );
        say!(
            lang,
            "plan-conformed",
            dataset = d.dataset,
            delivery = d.delivery,
            outcome = d.outcome.as_str(),
            counts = counts
        )
    })
}

/// Published tables that would have another number of rows.
fn tables(lang: Lang, plan: &Plan) -> impl Iterator<Item = String> {
    let other = plan
        .tables
        .iter()
        .filter(|(_, before, now)| *before != Some(*now));
    other.map(move |(name, before, now)| {
        let before = before.map_or_else(|| "-".to_owned(), |n| n.to_string());
        say!(lang, "plan-rows", name = name, before = before, now = now)
    })
}

fn release(lang: Lang, plan: &Plan) -> String {
    let id = &plan.report.release;
    match (&plan.in_force, plan.report.new_release, plan.report.state) {
        (_, _, ReleaseState::Rejected | ReleaseState::Withdrawn) => {
            say!(lang, "plan-refused", id = id)
        }
        (_, _, state) if state != ReleaseState::InForce => say!(lang, "plan-candidate", id = id),
        (Some(id), false, _) => say!(lang, "plan-same", id = id),
        _ => say!(lang, "plan-published", id = id),
    }
}

/// The verdicts that would change, as a table.
fn flips(lang: Lang, flips: &[VerdictChange]) -> String {
    let headers = [
        "KPI",
        lang.say("plan-area"),
        lang.say("plan-period"),
        lang.say("plan-verdict"),
        lang.say("plan-value"),
        lang.say("plan-target"),
        lang.say("plan-why"),
    ];
    let cells = |f: &VerdictChange| {
        vec![
            f.key.kpi.clone(),
            format!("{} ({})", f.key.area_code, f.key.boundary),
            f.key.period.clone(),
            arrow(&[said(lang, f, 0), said(lang, f, 1)]),
            arrow(&f.value),
            arrow(&f.target),
            why(f),
        ]
    };
    output::table(&headers, flips.iter().map(cells).collect())
}

/// Before and after, once where they are the same.
fn arrow(both: &[String; 2]) -> String {
    if both[0] == both[1] {
        both[0].clone()
    } else {
        format!("{} → {}", dash(&both[0]), dash(&both[1]))
    }
}

/// Verdict and reason of one side.
fn said(lang: Lang, flip: &VerdictChange, side: usize) -> String {
    let verdict = flip.verdict[side]
        .parse::<Verdict>()
        .map_or(String::new(), |v| lang.verdict(v).to_owned());
    match flip.reason[side].parse::<Reason>() {
        Ok(reason) => format!("{verdict} ({})", lang.reason(reason)),
        Err(_) => verdict,
    }
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
