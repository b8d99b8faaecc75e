//! `chiso status`: the release in force, what was delivered, and what is wrong.

use crate::app::cli::arrivals::{self, StatusArgs};
use crate::app::cli::{Context, Failure};
use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::inspect::{ProjectStatus, standing};
use crate::model::DeliveryOutcome;
use crate::pipeline::schedule::{PipelineStatus, schedules};
use crate::store::{Decision, Occurrence};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;

const COLUMNS: [&str; 10] = [
    "dataset",
    "delivery",
    "file",
    "outcome",
    "read",
    "accepted",
    "quarantined",
    "ignored",
    "fetched_at",
    "first_fault",
];

/// Shows where the project stands; never fails because something is wrong with data.
pub fn status(context: &Context, args: &StatusArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if args.only_arrivals() {
        return arrivals::show(context, &project, args);
    }
    let standing = standing(&project, clock_from_env().now())?;
    let rows: Vec<Row> = standing.deliveries.iter().map(row).collect();
    if context.common.format != Format::Table {
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    arrivals::brief(context, &project, args)?;
    show(context, &project, &standing, &rows)
}

fn row(delivery: &crate::inspect::DeliveryStatus) -> Row {
    let record = &delivery.record;
    let values = [
        json!(record.dataset),
        json!(record.delivery),
        json!(delivery.file_name),
        json!(record.outcome.as_str()),
        json!(record.read),
        json!(record.accepted),
        json!(record.quarantined),
        json!(record.ignored),
        json!(record.fetched_at.to_rfc3339()),
        json!(delivery.first_fault),
    ];
    output::row(&COLUMNS, values)
}

fn show(
    context: &Context,
    project: &Project,
    standing: &ProjectStatus,
    rows: &[Row],
) -> Result<(), Failure> {
    let lang = context.lang;
    show_releases(context, project, standing)?;
    if let Some((began, outcome)) = standing.last_run {
        let time = moment(began, project.timezone);
        let outcome =
            outcome.map_or_else(|| lang.say("run-outcome-running"), |o| lang.run_outcome(o));
        output::line(&say!(
            lang,
            "status-last-run",
            time = time,
            outcome = outcome
        ))?;
    }
    show_schedules(context, project, standing)?;
    if !rows.is_empty() {
        output::line(&deliveries(lang, project.timezone, rows))?;
    }
    for delivery in standing
        .deliveries
        .iter()
        .filter(|d| !d.first_fault.is_empty())
    {
        output::line(&delivery.first_fault)?;
    }
    for fault in &standing.sources {
        output::line(&say!(lang, "status-source", fault = fault))?;
    }
    Ok(())
}

/// The release in force, and those that wait.
fn show_releases(
    context: &Context,
    project: &Project,
    standing: &ProjectStatus,
) -> Result<(), Failure> {
    let lang = context.lang;
    let none = || {
        if standing.waiting.is_empty() {
            lang.say("status-none-yet")
        } else {
            lang.say("status-none")
        }
    };
    let release = standing.release.as_deref().unwrap_or_else(none);
    output::line(&say!(lang, "status-release-in-force", release = release))?;
    for waiting in &standing.waiting {
        output::line(&format!(
            "  {}: {}",
            waiting.release.id,
            super::decide::state(context, project, waiting)
        ))?;
    }
    Ok(())
}

/// What was delivered, as a table.
fn deliveries(lang: Lang, zone: Tz, rows: &[Row]) -> String {
    let headers = [
        lang.say("status-dataset"),
        lang.say("status-file"),
        lang.say("status-outcome"),
        lang.say("status-read"),
        lang.say("status-accepted"),
        lang.say("status-quarantined"),
        lang.say("status-no-figure"),
        lang.say("status-landed"),
    ];
    let columns = [
        "dataset",
        "file",
        "outcome",
        "read",
        "accepted",
        "quarantined",
        "ignored",
        "fetched_at",
    ];
    let cells = |r: &Row| {
        columns
            .iter()
            .map(|c| {
                let text = r.get(*c).map_or(String::new(), output::plain);
                match (*c, text.parse::<DeliveryOutcome>()) {
                    ("outcome", Ok(outcome)) => lang.delivery_outcome(outcome).to_owned(),
                    ("fetched_at", _) => landed(&text, zone),
                    _ => text,
                }
            })
            .collect()
    };
    output::table(&headers, rows.iter().map(cells).collect())
}

/// When a delivery was landed, in the project's zone.
fn landed(text: &str, zone: Tz) -> String {
    DateTime::parse_from_rfc3339(text)
        .map_or_else(|_| text.to_owned(), |t| moment(t.with_timezone(&Utc), zone))
}

/// A line for each pipeline with a schedule, and one for each due time that is open.
fn show_schedules(
    context: &Context,
    project: &Project,
    standing: &ProjectStatus,
) -> Result<(), Failure> {
    for of in schedules(project, clock_from_env().now())? {
        let Some(schedule) = &of.pipeline.schedule else {
            continue;
        };
        let local = |t: DateTime<Utc>| {
            t.with_timezone(&schedule.timezone)
                .format("%F %R %Z")
                .to_string()
        };
        output::line(&next_and_last(context.lang, &of, local))?;
        if let Some(pause) = &of.paused {
            let (by, since, why) = (&pause.by, local(pause.at), &pause.why);
            let said = say!(
                context.lang,
                "schedule-paused",
                by = by,
                since = since,
                why = why
            );
            output::line(&format!("  {said}"))?;
        }
        for open in &of.open {
            output::line(&format!(
                "  {}: {}",
                local(open.due_at),
                PipelineStatus::state(open, standing.running)
            ))?;
        }
    }
    Ok(())
}

/// When a pipeline is due next, and how its last due time ended.
fn next_and_last(
    lang: Lang,
    of: &PipelineStatus,
    local: impl Fn(DateTime<Utc>) -> String,
) -> String {
    let next = of
        .next
        .map_or_else(|| lang.say("status-schedule-never").to_owned(), &local);
    let past = match &of.last {
        Some(last) => say!(
            lang,
            "status-schedule-last",
            time = local(last.due_at),
            result = ended(lang, last)
        ),
        None if of.watched_since.is_none() => lang.say("status-schedule-not-watched").to_owned(),
        None => String::new(),
    };
    say!(
        lang,
        "status-schedule",
        id = of.pipeline.id,
        next = next,
        past = past
    )
}

fn ended(lang: Lang, last: &Occurrence) -> String {
    let decision = last.decision.map(|d| lang.decision(d));
    let outcome = last.outcome.map(|o| lang.run_outcome(o));
    let reason = if last.decision == Some(Decision::Failed) {
        format!(": {}", last.reason)
    } else {
        String::new()
    };
    let said: Vec<&str> = decision.into_iter().chain(outcome).collect();
    format!("{}{reason}", said.join(", "))
}
