//! `chiso release`: what was published, when it became known, and what changed in between.

use crate::app::cli::rebuild::{RebuildArgs, rebuild};
use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::model::published::{TableSpec, release_tables};
use crate::run::diff::{Difference, diff};
use crate::run::release as open;
use crate::store::{Lake, ReleaseRef, frame};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What to do with releases.
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    /// Make a release again from landed bytes alone: each file is held against its published hash, and put back where it is missing
    Rebuild(RebuildArgs),
}

/// Lists, shows or compares releases.
pub fn release(context: &Context, args: &ReleaseArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let lake = Lake::open_read(&project.lake)?;
    match &args.command {
        Command::List => list(context, &lake),
        Command::Show { id } => show(context, &open(&lake, id.as_deref())?),
        Command::Rebuild(args) => rebuild(context, &project, args),
        Command::Diff { before, after, table } => compare(context, (&open(&lake, Some(before))?, &open(&lake, after.as_deref())?), table),
    }
}

const LIST: [&str; 6] = ["release", "known_at", "in_force", "state", "rows", "chiso"];

fn list(context: &Context, lake: &Lake) -> Result<(), Failure> {
    let current = lake.releases().current()?.map(|r| r.id);
    let row = |r: &ReleaseRef| -> Row {
        let rows: u64 = r.manifest["files"].as_array().into_iter().flatten().filter_map(|f| f["rows"].as_u64()).sum();
        let in_force = json!(current.as_deref() == Some(r.id.as_str()));
        let values = [json!(r.id), r.manifest["known_at"].clone(), in_force, r.manifest["state"].clone(), json!(rows), r.manifest["chiso"].clone()];
        LIST.iter().map(|c| (*c).to_owned()).zip(values).collect()
    };
    let rows: Vec<Row> = lake.releases().list()?.iter().map(row).collect();
    table(context, &LIST, &rows)
}

fn show(context: &Context, release: &ReleaseRef) -> Result<(), Failure> {
    if context.common.format == Format::Json {
        output::rows(Format::Json, &[], &[release.manifest.as_object().cloned().unwrap_or_default()])?;
        return Ok(());
    }
    let columns = ["kind", "name", "what", "sha256"];
    let row = |kind: &str, name: &Value, what: Value, sha256: &Value| -> Row {
        columns.iter().map(|c| (*c).to_owned()).zip([json!(kind), name.clone(), what, sha256.clone()]).collect()
    };
    let list = |key: &str| release.manifest[key].as_array().cloned().unwrap_or_default();
    let mut rows: Vec<Row> = list("files").iter().map(|f| row("file", &f["name"], json!(format!("{} rows", f["rows"])), &f["sha256"])).collect();
    rows.extend(
        list("deliveries")
            .iter()
            .map(|d| row("delivery", &d["path"], json!(format!("{} {}", output::plain(&d["dataset"]), output::plain(&d["delivery"]))), &d["sha256"])),
    );
    rows.extend(list("tables").iter().map(|t| row("table", &t["table"], json!(format!("version {}", t["version"])), &t["log_sha256"])));
    rows.extend(list("configuration").iter().map(|f| row("configuration", &f["path"], Value::Null, &f["sha256"])));
    rows.extend(list("registers").iter().map(|f| row("register", &f["file_name"], f["register"].clone(), &f["sha256"])));
    if context.common.format == Format::Table {
        let manifest = &release.manifest;
        output::line(&format!(
            "{}: {} {}, chiso {}",
            release.id,
            context.lang.pick("known at", "dữ liệu đến"),
            output::plain(&manifest["known_at"]),
            output::plain(&manifest["chiso"])
        ))?;
        for row in &mut rows {
            let short = row.get("sha256").map(output::plain).unwrap_or_default().chars().take(12).collect::<String>();
            row.insert("sha256".into(), json!(short));
        }
    }
    table(context, &columns, &rows)
}

fn compare(context: &Context, (before, after): (&ReleaseRef, &ReleaseRef), name: &str) -> Result<(), Failure> {
    let tables = release_tables();
    let spec: &TableSpec = tables.iter().find(|t| t.name == name).ok_or_else(|| {
        let known = tables.iter().map(|t| format!("`{}`", t.name)).collect::<Vec<_>>().join(", ");
        Failure::Usage(format!("no table `{name}`; there are {known}"))
    })?;
    let read = |r: &ReleaseRef| frame(&r.path.join(format!("{name}.parquet")));
    let differences = diff(spec, &read(before)?, &read(after)?);
    let keys: Vec<&str> = spec.columns.iter().filter(|c| c.key).map(|c| c.name.as_str()).collect();
    let columns: Vec<&str> = keys.iter().copied().chain(["column", "before", "after"]).collect();
    let row = |d: &Difference| -> Row {
        let key = d.key.iter().map(|k| json!(k));
        let what = if d.column.is_empty() { if d.before.is_none() { "(new row)" } else { "(gone)" } } else { &d.column };
        let values = key.chain([json!(what), json!(d.before), json!(d.after)]);
        columns.iter().map(|c| (*c).to_owned()).zip(values).collect()
    };
    let rows: Vec<Row> = differences.iter().map(row).collect();
    if context.common.format == Format::Table && rows.is_empty() {
        output::line(context.lang.pick("no difference", "không khác nhau"))?;
        return Ok(());
    }
    table(context, &columns, &rows)
}

fn table(context: &Context, columns: &[&str], rows: &[Row]) -> Result<(), Failure> {
    if context.common.format == Format::Table {
        let cells = |r: &Row| columns.iter().map(|c| r.get(*c).map_or(String::new(), output::plain)).collect();
        output::line(&output::table(columns, rows.iter().map(cells).collect()))?;
        return Ok(());
    }
    output::rows(context.common.format, columns, rows)?;
    Ok(())
}
