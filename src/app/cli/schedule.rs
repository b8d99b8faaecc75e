//! `chiso schedule`: when pipelines are due, in their own zone and in UTC. Changes nothing.

use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::config::Pipeline;
use crate::env::clock_from_env;
use crate::model::nearest;
use crate::pipeline::schedule::due_times;
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

/// Which due times.
#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// Only this pipeline
    #[arg(long, value_name = "ID")]
    pipeline: Option<String>,
    /// How many due times of each
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// Instant after which they fall (RFC 3339) [default: now]
    #[arg(long, value_name = "T")]
    from: Option<DateTime<Utc>>,
}

const COLUMNS: [&str; 5] = ["pipeline", "due_at", "local", "timezone", "cron"];

/// Lists due times.
pub fn schedule(context: &Context, args: &ScheduleArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if let Some(id) = &args.pipeline
        && project.pipelines.iter().all(|p| p.id != *id)
    {
        let near = nearest(id, project.pipelines.iter().map(|p| p.id.as_str()))
            .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        return Err(Failure::Usage(format!("no pipeline `{id}`{near}")));
    }
    let after = args.from.unwrap_or_else(|| clock_from_env().now());
    let asked = project
        .pipelines
        .iter()
        .filter(|p| args.pipeline.as_ref().is_none_or(|id| p.id == *id));
    let rows: Vec<Row> = asked
        .flat_map(|pipeline| due_rows(pipeline, after, usize::from(args.count)))
        .collect();
    if context.common.format != Format::Table {
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    let lang = context.lang;
    if rows.is_empty() {
        output::line(lang.say("schedule-none"))?;
        return Ok(());
    }
    let headers = [
        lang.say("schedule-pipeline"),
        lang.say("schedule-due-utc"),
        lang.say("schedule-due-local"),
        lang.say("schedule-zone"),
        "Cron",
    ];
    let cells = |r: &Row| {
        COLUMNS
            .iter()
            .map(|c| r.get(*c).map_or(String::new(), output::plain))
            .collect()
    };
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    Ok(())
}

/// The next due times of a pipeline; none without a schedule.
fn due_rows(pipeline: &Pipeline, after: DateTime<Utc>, count: usize) -> Vec<Row> {
    let Some(schedule) = &pipeline.schedule else {
        return Vec::new();
    };
    let row = |due: DateTime<Utc>| {
        let local = due
            .with_timezone(&schedule.timezone)
            .format("%F %T %:z")
            .to_string();
        let values = [
            json!(pipeline.id),
            json!(due.format("%FT%TZ").to_string()),
            json!(local),
            json!(schedule.timezone.name()),
            json!(schedule.cron.as_str()),
        ];
        output::row(&COLUMNS, values)
    };
    due_times(pipeline, after, count)
        .into_iter()
        .map(row)
        .collect()
}
