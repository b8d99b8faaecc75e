//! Pipelines on the page of operations: when each is due next, whether it waits, runs or is paused, and what
//! an operator may ask of it.

use crate::app::cli::Failure;
use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::config::Project;
use crate::pipeline::schedule::{PipelineStatus, schedules};
use crate::store::Lake;
use chrono::{DateTime, Utc};

/// A pipeline.
pub struct PipelineLine {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// When it is due next.
    pub next: String,
    /// What it does or waits for, in words.
    pub state: String,
    /// Whether it is paused.
    pub paused: bool,
    /// Whether it can be paused: it has a schedule.
    pub scheduled: bool,
}

/// All pipelines.
///
/// # Errors
/// When the ledger or the journal cannot be read.
pub fn pipelines(
    lang: Lang,
    project: &Project,
    lake: &Lake,
    now: DateTime<Utc>,
) -> Result<Vec<PipelineLine>, Failure> {
    let running = lake.is_locked();
    let line = |of: PipelineStatus| {
        let next = of.next.filter(|_| of.paused.is_none());
        let next = next.map(|at| moment(at, project.timezone));
        PipelineLine {
            title: of.pipeline.title.get(lang.is_vi()).to_owned(),
            next: next.unwrap_or_else(|| "–".to_owned()),
            state: state(lang, project, &of, running),
            paused: of.paused.is_some(),
            scheduled: of.pipeline.schedule.is_some(),
            id: of.pipeline.id,
        }
    };
    Ok(schedules(project, now)?.into_iter().map(line).collect())
}

fn state(lang: Lang, project: &Project, of: &PipelineStatus, running: bool) -> String {
    let mut said = vec![];
    if of.open.iter().any(|o| o.lease.is_some()) && running {
        said.push(lang.say("site-job-runs").to_owned());
    } else if !of.open.is_empty() {
        said.push(lang.say("site-job-waits").to_owned());
    }
    if let Some(pause) = &of.paused {
        let since = moment(pause.at, project.timezone);
        let (by, why) = (&pause.by, &pause.why);
        said.push(say!(
            lang,
            "schedule-paused",
            by = by,
            since = since,
            why = why
        ));
    }
    said.join("; ")
}
