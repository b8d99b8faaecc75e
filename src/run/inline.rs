//! Inline tests of a pipeline: a few rows in, expected verdicts out, through the very code that a run uses.

use crate::config::Project;
use crate::ingest::conform_given;
use crate::model::{AreaRegister, Expect, Finding, InlineTest, Score, Target, join};
use crate::rollup::{Rolled, Rows, Streams};
use crate::run::compute::{Inputs, compute, of_dataset};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What became of one inline test.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// Its name.
    pub name: String,
    /// Where it stands: `pipelines/annual.toml:88`.
    pub place: String,
    /// What differs; empty when it passed.
    pub failures: Vec<String>,
}

/// Runs every inline test of a project.
#[must_use]
pub fn run_tests(project: &Project, areas: &AreaRegister) -> Vec<TestResult> {
    let run = |test: &InlineTest| TestResult { name: test.name.clone(), place: test.place.to_string(), failures: run_test(project, areas, test) };
    project.tests.iter().map(run).collect()
}

fn run_test(project: &Project, areas: &AreaRegister, test: &InlineTest) -> Vec<String> {
    let mut failures = Vec::new();
    let mut tables: BTreeMap<String, Rolled> = BTreeMap::new();
    for given in &test.given {
        let Some(dataset) = project.dataset(&given.dataset) else {
            failures.push(format!("dataset `{}` is not declared", given.dataset));
            continue;
        };
        let conformed = conform_given(dataset, &given.columns, &given.rows, areas, &test.name);
        failures.extend(conformed.quarantine.iter().map(|q| format!("{}: {}", q.place, q.message)));
        let Some(batch) = conformed.batch else {
            failures.extend(conformed.findings.iter().map(Finding::to_string));
            continue;
        };
        match Rows::read(&dataset.contract, &[batch], &Streams::new()) {
            Ok(rows) => {
                // Corrections apply where a test gives the very figure they expect; elsewhere they are silent.
                let corrections = of_dataset(&project.corrections, &dataset.id);
                tables.insert(dataset.id.clone(), Rolled::of(rows, &dataset.id, &project.measures, corrections, areas));
            }
            Err(error) => failures.push(error.to_string()),
        }
    }
    let targets: Vec<Target> = test
        .targets
        .iter()
        .enumerate()
        .map(|(i, t)| Target {
            id: format!("test-{}", i + 1),
            kpi: t.kpi.clone(),
            area_code: t.area.clone(),
            period_from: t.period,
            period_to: t.period,
            op: t.op,
            value: t.value,
            value_unit: String::new(),
            plan: String::new(),
            tolerance: t.tolerance,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: None,
            supersedes: String::new(),
            note: String::new(),
        })
        .collect();
    let default = project.boundaries.first().copied();
    let boundaries: Vec<_> = default.into_iter().chain(test.expect.iter().filter_map(|e| e.boundary)).collect::<BTreeSet<_>>().into_iter().collect();
    let computed = compute(Inputs {
        tables: &tables,
        measures: &project.measures,
        kpis: &project.kpis,
        studies: &[],
        areas,
        targets: &targets,
        boundaries: &boundaries,
        broken: &BTreeSet::new(),
        as_of: None,
        // Rows of a test are for periods that are over.
        reach: Some(NaiveDate::MAX),
    });
    for expect in &test.expect {
        let boundary = expect.boundary.or(default);
        let found = computed
            .scores
            .iter()
            .find(|s| s.kpi == expect.kpi && Some(s.boundary) == boundary && s.period == expect.period && areas.unit(s.area).code == expect.area);
        let what = format!("{} of {} in {}", expect.kpi, expect.area, expect.period);
        match found {
            None => failures.push(format!("{what}: expected a score, there is none")),
            Some(score) => failures.extend(differences(expect, score).into_iter().map(|d| format!("{what}: {d}"))),
        }
    }
    failures
}

/// Every way in which a score differs from what was expected.
fn differences(expect: &Expect, score: &Score) -> Vec<String> {
    let mut list = Vec::new();
    let mut compare = |name: &str, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|w| *w != got) {
            list.push(format!("expected {name} `{wanted}`, got `{got}`"));
        }
    };
    // Exact: `0.2` is one fifth and nothing near it. Shown as a fraction when no decimal says it.
    let exact = score.value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
    compare("value", expect.value.map(|v| v.ratio().to_string()), exact);
    compare("verdict", expect.verdict.map(|v| v.to_string()), score.verdict.to_string());
    compare("reason", expect.reason.map(|r| r.to_string()), score.reasons.first().map_or_else(String::new, ToString::to_string));
    compare("flags", expect.flags.as_ref().map(|f| join(f.iter().collect::<BTreeSet<_>>())), join(&score.flags));
    list
}
