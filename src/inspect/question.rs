//! The parts of a question to a lake other than names, and why a name of an area is not understood.

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

/// Why a text names no area on a day, in words; the option is the one that the day was given with.
#[must_use]
pub fn unresolved(
    area: &str,
    (option, boundary): (&str, NaiveDate),
    why: &crate::model::Unresolved,
) -> String {
    match why {
        crate::model::Unresolved::Unknown {
            near: Some(near), ..
        } => format!("no area `{area}` on {boundary}; did you mean `{near}`?"),
        crate::model::Unresolved::Unknown {
            other_days: Some((from, to)),
            ..
        } => {
            let until = to.map_or_else(String::new, |d| format!(" until {d}"));
            format!(
                "no area `{area}` on {boundary}; the register has it from {from}{until}: choose that \
                    day with `{option}`"
            )
        }
        crate::model::Unresolved::Unknown { .. } => format!("no area `{area}` on {boundary}"),
        crate::model::Unresolved::Ambiguous(codes) => format!(
            "`{area}` may be any of {} on {boundary}; give the code",
            codes.join(", ")
        ),
    }
}
