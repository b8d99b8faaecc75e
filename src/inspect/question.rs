//! The parts of a question to a lake other than names.

use crate::config::Project;
use chrono::{DateTime, NaiveDate, Utc};

/// The parts of a question other than names: on which units, and what was known by when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Boundary day, any day; the project's first when `None`.
    pub boundary: Option<NaiveDate>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
}

impl Question {
    /// Whether the published tables hold the answer.
    #[must_use]
    pub fn published(&self, project: &Project) -> bool {
        self.as_of.is_none()
            && self
                .boundary
                .is_none_or(|b| project.boundaries.contains(&b))
    }

    pub(super) fn day(&self, project: &Project) -> NaiveDate {
        self.boundary
            .or_else(|| project.boundaries.first().copied())
            .unwrap_or(NaiveDate::MIN)
    }
}
