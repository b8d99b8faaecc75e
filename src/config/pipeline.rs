//! Checks `pipelines/<id>.toml`: its schedule, measures, KPIs, studies and tests.

use super::document::ConfigNode;
use super::plan::Pipeline;
use super::scope::Scope;
use super::{inline_test, kpi, measure, raw, schedule, study, value};
use crate::model::{Finding, InlineTest, Kpi, Measure, Study};

/// What a pipeline file declares.
pub(super) struct PipelineFile {
    pub pipeline: Pipeline,
    pub measures: Vec<Measure>,
    pub kpis: Vec<Kpi>,
    pub studies: Vec<Study>,
    pub tests: Vec<InlineTest>,
}

/// Checks a file.
pub(super) fn check(
    at: &ConfigNode<'_>,
    id: &str,
    raw: &raw::Pipeline,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> PipelineFile {
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
    PipelineFile {
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
