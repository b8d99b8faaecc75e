//! Checks `pipelines/<id>.toml`: its schedule, measures, KPIs, studies and tests.

use super::document::At;
use super::names::Names;
use super::plan::Pipeline;
use super::{inline_test, kpi, measure, raw, rule, schedule, study, value};
use crate::model::{Dataset, Finding, InlineTest, Kpi, Measure, Rubric, Study};
use chrono::NaiveDate;
use chrono_tz::Tz;

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
    /// The project's boundaries; empty when they could not be read.
    pub boundaries: &'a [NaiveDate],
}

impl<'a> Scope<'a> {
    /// The dataset of observations of a name. `None` with a fault when there is none; without one
    /// when it has faults of its own.
    pub(super) fn dataset(
        &self,
        at: &At<'_>,
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
            Some(Some(kind @ ("areas" | "targets" | "holidays" | "rubric"))) => {
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
}

/// What a pipeline file declares.
pub(super) struct Declared {
    pub pipeline: Pipeline,
    pub measures: Vec<Measure>,
    pub kpis: Vec<Kpi>,
    pub studies: Vec<Study>,
    pub tests: Vec<InlineTest>,
}

/// Checks a file.
pub(super) fn check(
    at: &At<'_>,
    id: &str,
    raw: &raw::Pipeline,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Declared {
    let pipeline = Pipeline {
        id: value::file_stem(at, id, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        schedule: raw
            .schedule
            .as_ref()
            .and_then(|raw| schedule::check(&at.key("schedule"), raw, scope.zone, faults)),
    };
    let (measures, kpis, studies, tests) = (
        at.key("measure"),
        at.key("kpi"),
        at.key("study"),
        at.key("test"),
    );
    Declared {
        pipeline,
        measures: raw
            .measure
            .iter()
            .enumerate()
            .map(|(i, raw)| measure::check(&measures.item(i), raw, scope, faults))
            .collect(),
        kpis: raw
            .kpi
            .iter()
            .enumerate()
            .filter_map(|(i, raw)| kpi::check(&kpis.item(i), raw, id, scope, faults))
            .collect(),
        studies: raw
            .study
            .iter()
            .enumerate()
            .filter_map(|(i, raw)| study::check(&studies.item(i), raw, id, scope, faults))
            .collect(),
        tests: raw
            .test
            .iter()
            .enumerate()
            .map(|(i, raw)| inline_test::check(&tests.item(i), raw, scope, faults))
            .collect(),
    }
}
