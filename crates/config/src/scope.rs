//! What datasets and pipelines may refer to.

use super::document::ConfigNode;
use super::names::Names;
use super::{rule, value};
use chiso_model::{Dataset, Finding, FiscalYear, MemberList, Rubric};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::path::Path;
use std::sync::Arc;

/// What holds for all datasets of a project.
pub(super) struct DatasetScope<'a> {
    /// Their folder, absolute.
    pub folder: &'a Path,
    /// The zone of days.
    pub zone: Tz,
    /// The fiscal year of the office.
    pub fiscal: Option<FiscalYear>,
    /// The registers of members.
    pub lists: &'a [Arc<MemberList>],
}

/// What a pipeline may refer to.
pub(super) struct Scope<'a> {
    /// Every name declared, sound or not.
    pub names: &'a Names,
    /// Datasets of observations whose contract could be read.
    pub datasets: &'a [Dataset],
    /// Rubrics that could be read.
    pub rubrics: &'a [Rubric],
    /// The project's time zone.
    pub zone: Tz,
    /// The fiscal year of the office.
    pub fiscal: Option<FiscalYear>,
    /// The project's boundaries; empty when they could not be read.
    pub boundaries: &'a [NaiveDate],
}

impl<'a> Scope<'a> {
    /// The dataset of observations of a name. `None` with a fault when there is none; without one
    /// when it has faults of its own.
    pub(super) fn dataset(
        &self,
        at: &ConfigNode<'_>,
        id: &str,
        faults: &mut Vec<Finding>,
    ) -> Option<&'a Dataset> {
        match self.names.datasets.get(id).map(Option::as_deref) {
            None if self.names.all_datasets => {
                let hint =
                    value::did_you_mean(id, "datasets of observations", &self.names.observations());
                faults.push(
                    at.error(rule::UNKNOWN_NAME, format!("there is no dataset `{id}`"))
                        .hint(hint),
                );
            }
            Some(Some(kind @ ("areas" | "targets" | "holidays" | "rubric" | "members"))) => {
                let what = if kind == "rubric" {
                    "a rubric".to_owned()
                } else {
                    format!("a register of {kind}")
                };
                let message = format!("`{id}` is {what}, not a dataset of observations");
                faults.push(
                    at.error(rule::BAD_VALUE, message)
                        .hint("name a dataset of kind `observations`"),
                );
            }
            None | Some(_) => {}
        }
        self.datasets.iter().find(|d| d.id == id)
    }

    /// Whether a dataset that could be read has records.
    pub(super) fn holds_records(&self, id: &str) -> bool {
        let of_id = self.datasets.iter().find(|d| d.id == id);
        of_id.is_some_and(|d| d.contract.records.is_some())
    }

    /// The same where records have none of it: what it is, and what to do in its place.
    pub(super) fn observations(
        &self,
        at: &ConfigNode<'_>,
        id: &str,
        (what, hint): (&str, &str),
        faults: &mut Vec<Finding>,
    ) -> Option<&'a Dataset> {
        let found = self.dataset(at, id, faults)?;
        if found.contract.records.is_none() {
            return Some(found);
        }
        let message = format!("`{id}` is a dataset of records, which has no {what}");
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        None
    }
}
