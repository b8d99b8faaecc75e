//! A plan in words for people, with the verdicts that would change.

use crate::app::cli::changed_verdict::{both, period_of, target_of, value_of};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::config::Project;
use crate::inspect::{Plan, VerdictChange};
use crate::model::{Reason, Verdict, declared_id};
use crate::store::ReleaseState;

pub(super) fn show(context: &Context, project: &Project, plan: &Plan) -> Result<(), Failure> {
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
    if plan.in_force.is_none() {
        let number = plan.flips.len();
        output::line(&say!(lang, "plan-first-verdicts", number = number))?;
        return Ok(());
    }
    output::line(&say!(lang, "plan-flips", number = plan.flips.len()))?;
    if !plan.flips.is_empty() {
        output::line(&flips(lang, project, &plan.flips))?;
    }
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
            outcome = lang.delivery_outcome(d.outcome),
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
        // The run will make it of what is landed then, at another moment, so it has no name yet.
        (_, _, state) if state != ReleaseState::InForce => lang.say("plan-candidate").to_owned(),
        (Some(id), false, _) => say!(lang, "plan-same", id = id),
        _ => lang.say("plan-published").to_owned(),
    }
}

/// The verdicts that would change, as a table.
fn flips(lang: Lang, project: &Project, flips: &[VerdictChange]) -> String {
    let headers = [
        lang.say("scorecard-kpi"),
        lang.say("plan-area"),
        lang.say("plan-period"),
        lang.say("plan-verdict"),
        lang.say("plan-value"),
        lang.say("plan-target"),
        lang.say("plan-why"),
    ];
    let fiscal = project.fiscal_calendar();
    let cells = |f: &VerdictChange| {
        let kpi = declared_id(&f.key.kpi).0;
        let unit = project.kpis.iter().find(|k| k.id == kpi);
        let unit = unit.map_or("", |k| k.kind.shown_as());
        let why: Vec<&str> = f.why.iter().map(|word| lang.cause(word)).collect();
        vec![
            f.key.kpi.clone(),
            format!("{} ({})", f.key.area_code, f.key.boundary),
            period_of(lang, f, fiscal),
            both([0, 1].map(|side| said(lang, f, side))),
            both([0, 1].map(|side| value_of(lang, f, side, unit))),
            both([0, 1].map(|side| target_of(lang, f, side, unit))),
            why.join(", "),
        ]
    };
    output::table(&headers, flips.iter().map(cells).collect())
}

/// Verdict and reason of one side.
fn said(lang: Lang, flip: &VerdictChange, side: usize) -> String {
    let verdict = flip.verdict[side]
        .parse::<Verdict>()
        .map_or_else(|_| "–".to_owned(), |v| lang.verdict(v).to_owned());
    match flip.reason[side].parse::<Reason>() {
        Ok(reason) => format!("{verdict} ({})", lang.reason(reason)),
        Err(_) => verdict,
    }
}
