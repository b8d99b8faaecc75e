//! How a run is to be done: what it looks at, what it is done for, and whether it is to end soon.

use crate::config::Project;
use crate::error::RunError;
use crate::model::nearest;
use crate::store::Decision;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stands for the pipeline of a run that is done because files were dropped. No pipeline can have
/// this name.
pub const DROP_FOLDERS: &str = "drop-folders";

/// How a run is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunOptions<'a> {
    /// Do not look at the sources; work from landing alone.
    pub offline: bool,
    /// Compute everything, whatever the last run kept.
    pub afresh: bool,
    /// Only try: read files and leave dropped ones where they are, ask no address and no database;
    /// what they said last still holds.
    pub files_only: bool,
    /// Look only at the sources of the datasets that this pipeline's KPIs need. Computing and
    /// publishing are the whole project's.
    pub pipeline: Option<&'a str>,
    /// What it is done for, when a schedule asks for it.
    pub occasion: Option<Occasion<'a>>,
    /// Set by whoever wants it to end soon: it stops between two pieces of work, with nothing half
    /// done.
    pub stop: Option<&'a AtomicBool>,
}

/// The due time that a run is done for.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// What was decided: `ran`, or `retried` when an attempt came before.
    pub decision: Decision,
    /// Why.
    pub reason: &'a str,
}

impl RunOptions<'_> {
    /// Ends the run here when that is wanted.
    pub(super) fn may_go_on(&self) -> Result<(), RunError> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            Err(RunError::Stopped)
        } else {
            Ok(())
        }
    }

    /// The datasets whose sources are looked at, by id.
    ///
    /// # Errors
    /// When the project has no such pipeline.
    pub(crate) fn datasets<'p>(&self, project: &'p Project) -> Result<BTreeSet<&'p str>, RunError> {
        let Some(id) = self.pipeline else {
            return Ok(project.datasets.iter().map(|d| d.id.as_str()).collect());
        };
        if id == DROP_FOLDERS {
            return Ok(project
                .datasets
                .iter()
                .filter(|d| d.sources.iter().any(|s| s.drop.is_some()))
                .map(|d| d.id.as_str())
                .collect());
        }
        if project.pipelines.iter().any(|p| p.id == id) {
            return Ok(needed(project, id));
        }
        let near = nearest(id, project.pipelines.iter().map(|p| p.id.as_str()));
        Err(RunError::Unknown(near.map_or_else(
            || format!("no pipeline `{id}`"),
            |n| format!("no pipeline `{id}`; did you mean `{n}`?"),
        )))
    }
}

/// The datasets that a pipeline's KPIs need; all of them when it has no KPI.
fn needed<'p>(project: &'p Project, pipeline: &str) -> BTreeSet<&'p str> {
    let kpis: Vec<_> = project
        .kpis
        .iter()
        .filter(|k| k.pipeline == pipeline)
        .collect();
    if kpis.is_empty() {
        return project.datasets.iter().map(|d| d.id.as_str()).collect();
    }
    let wanted: BTreeSet<&str> = kpis.iter().flat_map(|k| k.measures()).collect();
    let named = project
        .measures
        .iter()
        .filter(|m| wanted.contains(m.id.as_str()));
    named
        .flat_map(|m| m.behind(&project.measures))
        .flat_map(|m| &m.sources)
        .map(|s| s.dataset.as_str())
        .collect()
}
