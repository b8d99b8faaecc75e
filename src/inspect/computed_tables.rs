//! Published tables computed again under a question.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::history::History;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::fill_tables;
use crate::inspect::answer::{ScoresAsOf, Wanted, answer};
use crate::inspect::question::Question;
use crate::model::Study;
use crate::model::published::{self, TableSpec};
use crate::store::{Lake, ReleaseRef};
use chrono::{DateTime, Utc};

/// Every published table under a question.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn computed_tables(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    tables_with(project, release, &project.studies, question)
}

fn tables_with(
    project: &Project,
    release: &ReleaseRef,
    studies: &[Study],
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let ScoresAsOf {
        registers,
        computed,
        ..
    } = answer(
        project,
        &lake,
        release,
        Wanted {
            kpis: &project.kpis,
            studies,
            all_measures: true,
        },
        question,
    )?;
    let names = LabelSources {
        measures: &project.measures,
        kpis: &project.kpis,
        areas: &registers.areas,
        targets: &registers.targets,
    };
    Ok(fill_tables(&computed, &History::default(), names))
}

fn table(
    tables: Vec<(TableSpec, published::Rows)>,
    name: &str,
) -> Result<published::Rows, RunError> {
    tables
        .into_iter()
        .find(|(spec, _)| spec.name == name)
        .map(|(_, rows)| rows)
        .ok_or(RunError::Internal("a published table is missing"))
}

/// Every published table under a question, without studies.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn tables_of(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    tables_with(project, release, &[], question)
}

/// How much the values of KPIs speak for under a question, in the columns of the published table.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn coverage_of(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<published::Rows, RunError> {
    table(tables_with(project, release, &[], question)?, "coverage")
}

/// The rows of studies under a question, in the columns of the published ones. Studies have
/// boundaries of their own.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn correlations_of(
    project: &Project,
    release: &ReleaseRef,
    as_of: Option<DateTime<Utc>>,
) -> Result<published::Rows, RunError> {
    table(
        computed_tables(
            project,
            release,
            Question {
                boundary: None,
                as_of,
            },
        )?,
        "correlations",
    )
}
