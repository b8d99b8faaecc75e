//! `chiso release list`: every release and where it stands.

use crate::app::cli::{Context, Failure, decide};
use crate::app::lang::moment;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::governance::releases::standings;
use crate::store::{Lake, ReleaseState, ReleaseStatus};
use chrono::{DateTime, Utc};
use serde_json::json;

const LIST: [&str; 13] = [
    "release",
    "known_at",
    "in_force",
    "state",
    "rows",
    "chiso",
    "approvals",
    "needed",
    "embargo_until",
    "decision",
    "decided_by",
    "decided_at",
    "reason",
];

pub(super) fn list(context: &Context) -> Result<(), Failure> {
    let project = context.project()?;
    let standings = standings(&Lake::open_read(&project.lake)?, clock_from_env().now())?;
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &LIST,
            &standings.iter().map(listed).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    let lang = context.lang;
    let headers = [
        lang.say("release-release"),
        lang.say("release-known"),
        lang.say("release-state"),
        lang.say("release-rows"),
        "chiso",
        lang.say("release-approved"),
        lang.say("release-last-decision"),
    ];
    let cells = standings.iter().map(|s| cells(context, &project, s));
    output::line(&output::table(&headers, cells.collect()))?;
    Ok(())
}

fn cells(context: &Context, project: &Project, s: &ReleaseStatus) -> Vec<String> {
    let time = |t: DateTime<Utc>| moment(t, project.timezone);
    let row = listed(s);
    let plain = |column: &str| row.get(column).map_or(String::new(), output::plain);
    let approved: Vec<String> = s
        .approvals
        .iter()
        .map(|(by, at)| format!("{by}, {}", time(*at)))
        .collect();
    let last = s.last.as_ref().map_or_else(String::new, |d| {
        let why = if d.why.is_empty() {
            String::new()
        } else {
            format!(": {}", d.why)
        };
        format!(
            "{} ({}, {}){why}",
            context.lang.act(d.act),
            d.by,
            time(d.at)
        )
    });
    vec![
        plain("release"),
        plain("known_at"),
        decide::state(context, project, s),
        plain("rows"),
        plain("chiso"),
        approved.join("\n"),
        last,
    ]
}

fn listed(standing: &ReleaseStatus) -> Row {
    let manifest = &standing.release.manifest;
    let rows: u64 = manifest.files().iter().filter_map(|f| f.rows).sum();
    let last = standing.last.as_ref();
    let values = [
        json!(standing.release.id),
        json!(manifest.known_at),
        json!(standing.state == ReleaseState::InForce),
        json!(standing.state.as_str()),
        json!(rows),
        json!(manifest.chiso),
        json!(standing.approvals.len()),
        json!(standing.rule.approvals),
        json!(
            standing
                .free_from
                .filter(|_| standing.rule.embargo.is_some())
        ),
        json!(last.map(|d| d.act.as_str())),
        json!(last.map(|d| &d.by)),
        json!(last.map(|d| d.at)),
        json!(last.map(|d| &d.why).filter(|why| !why.is_empty())),
    ];
    output::row(&LIST, values)
}
