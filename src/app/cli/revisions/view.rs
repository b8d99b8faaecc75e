//! What is asked of the published tables of changes.

use crate::app::cli::lookup::text;
use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Row};
use crate::config::Project;
use crate::governance::Registers;
use crate::model::day_of;
use crate::store::ReleaseRef;
use chrono::{DateTime, NaiveDate, Utc};
use clap::ValueEnum;

/// What the columns of a triangle are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The first figure said, the second, …
    Vintage,
    /// What was known by the end of each day on which something became known.
    Day,
}

/// What is asked of the published tables.
pub(super) struct RevisionsView<'a> {
    pub(super) context: &'a Context,
    pub(super) project: &'a Project,
    pub(super) registers: &'a Registers,
    pub(super) release: &'a ReleaseRef,
    pub(super) boundary: NaiveDate,
}

impl RevisionsView<'_> {
    /// Rows under their columns for programs.
    pub(super) fn plain(&self, columns: &[String], rows: &[Row]) -> Result<(), Failure> {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        Ok(output::rows(self.context.common.format, &columns, rows)?)
    }

    /// The day of the project's zone on which something became known.
    pub(super) fn day(&self, row: &Row) -> String {
        time(row).map_or_else(String::new, |t| {
            day_of(t, self.project.timezone).to_string()
        })
    }
}

/// When a change became known.
pub(super) fn time(row: &Row) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(&text(row, "known_from"))
        .ok()
        .map(|t| t.with_timezone(&Utc))
}
