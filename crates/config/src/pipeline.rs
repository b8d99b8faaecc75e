//! Checks `pipelines/<id>.toml`: its schedule, measures, KPIs, studies and tests.

use super::document::ConfigNode;
use super::plan::Pipeline;
use super::scope::Scope;
use super::{inline_test, kpi, measure, raw, schedule, study, value};
use chiso_model::{Finding, InlineTest, Kpi, Measure, Study};

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
    let measures = value::each(&at.key("measure"), &raw.measure, |at, raw| {
        Some(measure::check(at, raw, scope, faults))
    });
    let kpis = value::each(&at.key("kpi"), &raw.kpi, |at, raw| {
        kpi::check(at, raw, id, scope, faults)
    });
    let studies = value::each(&at.key("study"), &raw.study, |at, raw| {
        study::check(at, raw, id, scope, faults)
    });
    let tests = value::each(&at.key("test"), &raw.test, |at, raw| {
        Some(inline_test::check(at, raw, scope, faults))
    });
    PipelineFile {
        pipeline,
        measures,
        kpis,
        studies,
        tests,
    }
}
