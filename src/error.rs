//! Why a run or a question could not be answered: the one error of the rooms above `evaluate`.

use crate::model::{AreaRegister, Finding, Refused, Unresolved, nearest};
use crate::rollup::TableError;
use crate::store::StoreError;
use chrono::NaiveDate;

/// Why a run or a question could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The lake.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table that does not hold what its contract says.
    #[error(transparent)]
    Table(#[from] TableError),
    /// No figure at all came through.
    #[error("nothing to publish: no delivery gave a figure that a measure uses{}", listed(.0))]
    NothingPublishable(Vec<Finding>),
    /// Nothing was published yet.
    #[error("nothing was published yet; run `chiso run`")]
    NoRelease,
    /// Releases are there, and none is in force.
    #[error(
        "no release is in force, and `{0}` is there; `chiso release list` says where it stands, \
            and `--release {0}` reads it"
    )]
    NoneInForce(String),
    /// Faults of the registers.
    #[error("the registers have faults{}", listed(.0))]
    Registers(Vec<Finding>),
    /// Something that was asked for is not there.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// What a person decided is not done.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A name that means nothing here.
    #[error("{0}")]
    Unknown(String),
    /// It was asked to end before it was done; what it did so far is whole, and the next run goes
    /// on from there.
    #[error("the run was stopped before it was done; the next one goes on from there")]
    Stopped,
    /// A fault of the program.
    #[error("{0}; this is a fault of chiso, please report it")]
    Internal(&'static str),
}

/// What was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// A KPI.
    #[error("no KPI `{id}`{}", .near.as_ref().map_or_else(String::new, |n| format!("; did you mean `{n}`?")))]
    Kpi {
        /// The name given.
        id: String,
        /// The name nearest to it.
        near: Option<String>,
    },
    /// An area.
    #[error("no area `{area}` on {day}{}", .otherwise.as_ref().map_or_else(String::new, |o| format!("; {o}")))]
    Area {
        /// The name or code given.
        area: String,
        /// The day.
        day: NaiveDate,
        /// What else may have been meant, in words.
        otherwise: Option<String>,
    },
    /// A name of several areas.
    #[error("`{area}` may be any of {} on {day}; give the code", .codes.join(", "))]
    Ambiguous {
        /// The name given.
        area: String,
        /// The day.
        day: NaiveDate,
        /// The codes of those that have it.
        codes: Vec<String>,
    },
    /// A period of verdicts.
    #[error("no verdict of {period}; there are verdicts of {known}")]
    Period {
        /// The period given.
        period: String,
        /// The periods there are.
        known: String,
    },
}

impl NotFound {
    /// A KPI that is none of those declared.
    pub fn kpi<'a>(id: &str, declared: impl Iterator<Item = &'a str>) -> NotFound {
        NotFound::Kpi {
            id: id.to_owned(),
            near: nearest(id, declared).map(str::to_owned),
        }
    }

    /// An area that a text does not name on a day; the option is the one that the day was given
    /// with.
    #[must_use]
    pub fn area(
        area: &str,
        (option, day): (&str, NaiveDate),
        why: Unresolved,
        areas: &AreaRegister,
    ) -> NotFound {
        let area = area.to_owned();
        let name = |unit: &crate::model::UnitId| {
            let unit = areas.unit(*unit);
            format!("{} ({})", unit.name(true), unit.code)
        };
        let otherwise = match why {
            Unresolved::Ambiguous(codes) => return NotFound::Ambiguous { area, day, codes },
            Unresolved::Unknown {
                near: Some(near), ..
            } => Some(format!("did you mean `{near}`?")),
            Unresolved::Unknown {
                other_days: Some((from, to)),
                successors,
                ..
            } => {
                let until = to.map_or_else(String::new, |d| format!(" until {d}"));
                let names: Vec<String> = successors.iter().map(name).collect();
                let since = if names.is_empty() {
                    String::new()
                } else {
                    format!("; its land is in {} on {day}", names.join(", "))
                };
                Some(format!(
                    "the register has it from {from}{until}: choose that day with `{option}`{since}"
                ))
            }
            Unresolved::Unknown { .. } => None,
        };
        NotFound::Area {
            area,
            day,
            otherwise,
        }
    }
}

fn listed(findings: &[Finding]) -> String {
    findings
        .iter()
        .flat_map(|f| ["\n".to_owned(), f.to_string()])
        .collect()
}
