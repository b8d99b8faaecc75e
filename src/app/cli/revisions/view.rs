//! The view of the published tables of changes.

use crate::app::cli::Context;
use crate::app::cli::asked_period::for_people;
use crate::config::Project;
use crate::governance::Registers;
use crate::model::{Period, Span, day_of};
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

/// The view of the published tables.
pub(super) struct RevisionsView<'a> {
    pub(super) context: &'a Context,
    pub(super) project: &'a Project,
    pub(super) registers: &'a Registers,
    pub(super) release: &'a ReleaseRef,
    pub(super) boundary: NaiveDate,
}

impl RevisionsView<'_> {
    /// A period, a fiscal year with the office's own name before it.
    pub(super) fn period(&self, period: Period, span: Span) -> String {
        let fiscal = self.project.fiscal_calendar();
        for_people(fiscal, (period, span), self.context.lang)
    }

    /// The day of the project's zone on which something became known.
    pub(super) fn day(&self, known_from: DateTime<Utc>) -> NaiveDate {
        day_of(known_from, self.project.timezone)
    }
}
