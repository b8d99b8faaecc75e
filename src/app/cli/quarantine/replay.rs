//! `chiso quarantine replay`: repaired deliveries read again, and what became of what was kept aside.

use crate::app::cli::quarantine::row::repair_of;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::inspect::{QuarantinedObservation, kept_aside};
use crate::model::RepairAction;
use crate::pipeline::RunOptions;
use crate::store::ReleaseState;
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
    let report = crate::app::cli::run::done(
        context,
        project,
        RunOptions {
            offline: true,
            ..RunOptions::default()
        },
    )?;
    let after = kept_aside(project, dataset)?;
    let again: Vec<_> = report
        .deliveries
        .iter()
        .filter(|d| dataset.is_none_or(|id| id == d.dataset))
        .collect();
    let read_again = |k: &&QuarantinedObservation| {
        again
            .iter()
            .any(|d| d.dataset == k.dataset && d.delivery == k.delivery)
    };
    let became = |k: &QuarantinedObservation| -> (&'static str, String) {
        let row = |o: &QuarantinedObservation| {
            (
                o.dataset.clone(),
                o.delivery.clone(),
                o.place.part.clone(),
                o.place.row,
            )
        };
        let delivery = again
            .iter()
            .find(|d| d.dataset == k.dataset && d.delivery == k.delivery);
        let dropped = repair_of(project, k).is_some_and(|r| r.action == RepairAction::Drop);
        match after.iter().find(|o| row(o) == row(k)) {
            Some(still) => ("quarantined", format!("{}: {}", still.rule, still.message)),
            None if delivery
                .is_some_and(|d| d.outcome != crate::model::DeliveryOutcome::Accepted) =>
            {
                ("refused", String::new())
            }
            None if dropped => ("ignored", String::new()),
            None => ("accepted", String::new()),
        }
    };
    let rows: Vec<(&QuarantinedObservation, (&str, String))> = before
        .iter()
        .filter(read_again)
        .map(|k| (k, became(k)))
        .collect();
    let lang = context.lang;
    if context.common.format == Format::Table {
        for (kept, (what, why)) in &rows {
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
                lang.outcome_of_replay(what)
            ))?;
        }
        for d in &again {
            output::line(&say!(
                lang,
                "quarantine-account",
                dataset = d.dataset,
                delivery = d.delivery,
                read = d.read,
                accepted = d.accepted,
                quarantined = d.quarantined,
                ignored = d.ignored,
                outcome = d.outcome.as_str()
            ))?;
        }
        let id = &report.release;
        let line = match (report.unchanged, report.new_release) {
            _ if report.state != ReleaseState::InForce => {
                say!(lang, "quarantine-not-in-force", id = id)
            }
            (true, _) => say!(lang, "quarantine-nothing-to-read", id = id),
            (_, true) => say!(lang, "quarantine-published", id = id),
            _ => say!(lang, "quarantine-same-figures", id = id),
        };
        output::line(&line)?;
    } else {
        let row = |(k, (what, why)): &(&QuarantinedObservation, (&str, String))| -> Row {
            let place = k.place.to_string();
            let values = [
                json!(k.id),
                json!(k.dataset),
                json!(k.delivery),
                json!(place),
                json!(k.raw),
                json!(k.rule),
                json!(what),
                json!(why),
            ];
            REPLAYED
                .iter()
                .map(|c| (*c).to_owned())
                .zip(values)
                .collect()
        };
        output::rows(
            context.common.format,
            &REPLAYED,
            &rows.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    if report.partial() {
        Err(Failure::Code(3))
    } else {
        Ok(())
    }
}
