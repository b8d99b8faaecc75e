//! `chiso quarantine replay`: repaired deliveries read again, and what became of the quarantined
//! observations.

use crate::app::cli::quarantine::row::repair_of;
use crate::app::cli::run::done;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::inspect::{QuarantinedObservation, kept_aside};
use crate::model::{DeliveryOutcome, RepairAction};
use crate::pipeline::{RunOptions, RunReport};
use crate::store::{DeliveryRecord, ReleaseState};
use serde_json::json;

const REPLAYED: [&str; 8] = [
    "id", "dataset", "delivery", "place", "raw", "rule", "became", "message",
];

pub(super) fn replay(
    context: &Context,
    project: &Project,
    dataset: Option<&str>,
) -> Result<(), Failure> {
    let before = kept_aside(project, dataset)?;
    let options = RunOptions {
        offline: true,
        ..RunOptions::default()
    };
    let report = done(context, project, options)?;
    let after = kept_aside(project, dataset)?;
    let again: Vec<&DeliveryRecord> = report
        .deliveries
        .iter()
        .filter(|d| dataset.is_none_or(|id| id == d.dataset))
        .collect();
    let outcomes: Vec<Replayed<'_>> = before
        .iter()
        .filter_map(|kept| {
            let delivery = delivery_of(&again, kept)?;
            Some(became(project, kept, delivery, &after))
        })
        .collect();
    if context.common.format == Format::Table {
        show(context.lang, &outcomes, &again)?;
        output::line(&published(context.lang, &report))?;
    } else {
        let rows: Vec<Row> = outcomes.iter().map(row).collect();
        output::rows(context.common.format, &REPLAYED, &rows)?;
    }
    Failure::code_if(report.partial(), 3)
}

/// A quarantined observation, and what became of it.
struct Replayed<'a> {
    kept: &'a QuarantinedObservation,
    became: &'static str,
    /// Why it is still quarantined; empty otherwise.
    why: String,
}

/// The record of an observation's delivery, where it was read again.
fn delivery_of<'r>(
    again: &[&'r DeliveryRecord],
    kept: &QuarantinedObservation,
) -> Option<&'r DeliveryRecord> {
    again
        .iter()
        .find(|d| d.dataset == kept.dataset && d.delivery == kept.delivery)
        .copied()
}

fn became<'a>(
    project: &Project,
    kept: &'a QuarantinedObservation,
    delivery: &DeliveryRecord,
    after: &[QuarantinedObservation],
) -> Replayed<'a> {
    let row = |o: &QuarantinedObservation| {
        (
            o.dataset.clone(),
            o.delivery.clone(),
            o.place.part.clone(),
            o.place.row,
        )
    };
    let dropped = repair_of(project, kept).is_some_and(|r| r.action == RepairAction::Drop);
    let (became, why) = match after.iter().find(|o| row(o) == row(kept)) {
        Some(still) => ("quarantined", format!("{}: {}", still.rule, still.message)),
        None if delivery.outcome != DeliveryOutcome::Accepted => ("refused", String::new()),
        None if dropped => ("ignored", String::new()),
        None => ("accepted", String::new()),
    };
    Replayed { kept, became, why }
}

/// What became of each observation, and the account of each delivery.
fn show(lang: Lang, outcomes: &[Replayed<'_>], again: &[&DeliveryRecord]) -> std::io::Result<()> {
    for Replayed { kept, became, why } in outcomes {
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" ({why})")
        };
        output::line(&format!(
            "{}  {}  \"{}\"  {}{why}",
            kept.id,
            kept.place,
            kept.raw,
            lang.outcome_of_replay(became)
        ))?;
    }
    for d in again {
        output::line(&say!(
            lang,
            "quarantine-account",
            dataset = d.dataset,
            delivery = d.delivery,
            read = d.read,
            accepted = d.accepted,
            quarantined = d.quarantined,
            ignored = d.ignored,
            outcome = lang.delivery_outcome(d.outcome)
        ))?;
    }
    Ok(())
}

/// What came of the run as a whole.
fn published(lang: Lang, report: &RunReport) -> String {
    let id = &report.release;
    match (report.unchanged, report.new_release) {
        _ if report.state != ReleaseState::InForce => {
            say!(lang, "quarantine-not-in-force", id = id)
        }
        (true, _) => say!(lang, "quarantine-nothing-to-read", id = id),
        (_, true) => say!(lang, "quarantine-published", id = id),
        _ => say!(lang, "quarantine-same-figures", id = id),
    }
}

fn row(Replayed { kept, became, why }: &Replayed<'_>) -> Row {
    let place = kept.place.to_string();
    let values = [
        json!(kept.id),
        json!(kept.dataset),
        json!(kept.delivery),
        json!(place),
        json!(kept.raw),
        json!(kept.rule),
        json!(became),
        json!(why),
    ];
    output::row(&REPLAYED, values)
}
