//! `chiso release`: what was published, where each release stands, when it became known, and what
//! changed in between.

use crate::app::cli::decide::{self, ApproveArgs, ReasonedArgs};
use crate::app::cli::notes::{self, NotesArgs};
use crate::app::cli::rebuild::{RebuildArgs, rebuild};
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::env::clock_from_env;
use crate::governance::releases::standings;
use crate::inspect::diff::{Difference, diff};
use crate::model::Act;
use crate::model::manifest::Manifest;
use crate::model::published::{TableSpec, release_tables};
use crate::store::{Lake, ReleaseRef, ReleaseState, ReleaseStatus, frame};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What to do with releases.
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    #[command(subcommand)]
    command: ReleaseCommand,
}

#[derive(Debug, Subcommand)]
enum ReleaseCommand {
    /// List all releases
    List,
    /// Show what a release was made from
    Show {
        /// Release [default: the one in force]
        id: Option<String>,
    },
    /// Show what differs between two releases, cell by cell
    Diff {
        /// The earlier release
        before: String,
        /// The later release [default: the one in force]
        after: Option<String>,
        /// Table to compare
        #[arg(long, default_value = "scorecard")]
        table: String,
    },
    /// Write release notes and a correction notice for every verdict that is another one now, as
    /// Markdown
    Notes(NotesArgs),
    /// Approve a candidate, for one person; it is put in force when nobody is missing and no
    /// embargo holds it back
    Approve(ApproveArgs),
    /// Refuse a release that waits
    Reject(ReasonedArgs),
    /// Take back a release that was in force; the one before it comes back
    Withdraw(ReasonedArgs),
    /// Put a rejected or withdrawn release before those who approve once more
    Propose(ReasonedArgs),
    /// Put in force what is approved and no longer under embargo
    Publish {
        /// Release that must be in force afterwards
        id: Option<String>,
    },
    /// Make a release again from landed bytes alone: each file is held against its published hash,
    /// and put back where it is missing
    Rebuild(RebuildArgs),
}

/// Lists, shows or compares releases.
pub fn release(context: &Context, args: &ReleaseArgs) -> Result<(), Failure> {
    match &args.command {
        ReleaseCommand::List => list(context),
        ReleaseCommand::Show { id } => {
            show(context, &context.open(&context.project()?, id.as_deref())?)
        }
        ReleaseCommand::Diff {
            before,
            after,
            table,
        } => {
            let project = context.project()?;
            compare(
                context,
                (
                    &context.open(&project, Some(before))?,
                    &context.open(&project, after.as_deref())?,
                ),
                table,
            )
        }
        ReleaseCommand::Notes(args) => notes::show(context, args),
        ReleaseCommand::Approve(args) => decide::approve(context, args),
        ReleaseCommand::Reject(args) => decide::reasoned(context, args, Act::Reject),
        ReleaseCommand::Withdraw(args) => decide::reasoned(context, args, Act::Withdraw),
        ReleaseCommand::Propose(args) => decide::reasoned(context, args, Act::Propose),
        ReleaseCommand::Publish { id } => decide::publish(context, id.as_deref()),
        ReleaseCommand::Rebuild(args) => rebuild(context, &context.project()?, args),
    }
}

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

fn list(context: &Context) -> Result<(), Failure> {
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
    let time = |t: DateTime<Utc>| {
        t.with_timezone(&project.timezone)
            .format("%Y-%m-%d %H:%M %Z")
            .to_string()
    };
    let cells = |s: &ReleaseStatus| {
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
            format!("{} ({}, {}){why}", lang.act(d.act), d.by, time(d.at))
        });
        vec![
            plain("release"),
            plain("known_at"),
            decide::state(context, &project, s),
            plain("rows"),
            plain("chiso"),
            approved.join("\n"),
            last,
        ]
    };
    output::line(&output::table(
        &headers,
        standings.iter().map(cells).collect(),
    ))?;
    Ok(())
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
    LIST.iter().map(|c| (*c).to_owned()).zip(values).collect()
}

fn show(context: &Context, release: &ReleaseRef) -> Result<(), Failure> {
    if context.common.format == Format::Json {
        output::rows(Format::Json, &[], std::slice::from_ref(&release.document))?;
        return Ok(());
    }
    let columns = ["kind", "name", "what", "sha256"];
    let mut rows = contents(&release.manifest, &columns);
    if context.common.format == Format::Table {
        output::line(&say!(
            context.lang,
            "release-known-at",
            id = release.id,
            known = release.manifest.known_day(),
            program = release.manifest.program()
        ))?;
        for row in &mut rows {
            let short = row
                .get("sha256")
                .map(output::plain)
                .unwrap_or_default()
                .chars()
                .take(12)
                .collect::<String>();
            row.insert("sha256".into(), json!(short));
        }
    }
    table(context, &columns, &rows)
}

/// What a manifest names, a row each.
fn contents(manifest: &Manifest, columns: &[&str]) -> Vec<Row> {
    let row = |kind: &str, name: Value, what: Value, sha256: Value| -> Row {
        columns
            .iter()
            .map(|c| (*c).to_owned())
            .zip([json!(kind), name, what, sha256])
            .collect()
    };
    let files = manifest.files().iter().map(|f| {
        let rows = format!("{} rows", json!(f.rows));
        row("file", json!(f.name), json!(rows), json!(f.sha256))
    });
    let deliveries = manifest.deliveries().iter().map(|d| {
        let what = format!("{} {}", d.dataset, d.delivery);
        row("delivery", json!(d.path), json!(what), json!(d.sha256))
    });
    let tables = manifest.tables().iter().map(|t| {
        let version = format!("version {}", t.version);
        row("table", json!(t.table), json!(version), json!(t.log_sha256))
    });
    let configuration = manifest
        .configuration()
        .iter()
        .map(|f| row("configuration", json!(f.path), Value::Null, json!(f.sha256)));
    let registers = manifest.registers().iter().map(|f| {
        row(
            "register",
            json!(f.file_name),
            json!(f.register),
            json!(f.sha256),
        )
    });
    files
        .chain(deliveries)
        .chain(tables)
        .chain(configuration)
        .chain(registers)
        .collect()
}

fn compare(
    context: &Context,
    (before, after): (&ReleaseRef, &ReleaseRef),
    name: &str,
) -> Result<(), Failure> {
    let tables = release_tables();
    let spec: &TableSpec = tables.iter().find(|t| t.name == name).ok_or_else(|| {
        let known = tables
            .iter()
            .map(|t| format!("`{}`", t.name))
            .collect::<Vec<_>>()
            .join(", ");
        Failure::Usage(format!("no table `{name}`; there are {known}"))
    })?;
    let read = |r: &ReleaseRef| frame(&r.path.join(format!("{name}.parquet")));
    let differences = diff(spec, &read(before)?, &read(after)?);
    let keys: Vec<&str> = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    let columns: Vec<&str> = keys
        .iter()
        .copied()
        .chain(["column", "before", "after"])
        .collect();
    let row = |d: &Difference| -> Row {
        let key = d.key.iter().map(|k| json!(k));
        let what = if d.column.is_empty() {
            if d.before.is_none() {
                "(new row)"
            } else {
                "(gone)"
            }
        } else {
            &d.column
        };
        let values = key.chain([json!(what), json!(d.before), json!(d.after)]);
        columns
            .iter()
            .map(|c| (*c).to_owned())
            .zip(values)
            .collect()
    };
    let rows: Vec<Row> = differences.iter().map(row).collect();
    if context.common.format == Format::Table && rows.is_empty() {
        output::line(context.lang.say("release-no-difference"))?;
        return Ok(());
    }
    table(context, &columns, &rows)
}

fn table(context: &Context, columns: &[&str], rows: &[Row]) -> Result<(), Failure> {
    if context.common.format == Format::Table {
        let cells = |r: &Row| {
            columns
                .iter()
                .map(|c| r.get(*c).map_or(String::new(), output::plain))
                .collect()
        };
        output::line(&output::table(columns, rows.iter().map(cells).collect()))?;
        return Ok(());
    }
    output::rows(context.common.format, columns, rows)?;
    Ok(())
}
