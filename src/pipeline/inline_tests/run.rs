//! A few rows in, through the very code that a run uses.

use crate::config::Project;
use crate::evaluate::evaluation::evaluate;
use crate::evaluate::inputs::{Inputs, of_dataset};
use crate::governance::registers::Registers;
use crate::ingest::conform_given;
use crate::model::{Finding, InlineTest, Target};
use crate::pipeline::inline_tests::expected::ScoresOfTest;
use crate::rollup::{Rolled, Rows, Streams};
use arrow::record_batch::RecordBatch;
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
pub fn run_tests(project: &Project, registers: &Registers) -> Vec<TestResult> {
    let run = |test: &InlineTest| TestResult {
        name: test.name.clone(),
        place: test.place.to_string(),
        failures: run_test(project, registers, test),
    };
    project.tests.iter().map(run).collect()
}

fn run_test(project: &Project, registers: &Registers, test: &InlineTest) -> Vec<String> {
    let mut failures = Vec::new();
    let given = given(project, registers, test, &mut failures);
    let tables = rolled(project, registers, test, given, &mut failures);
    let targets = targets(test);
    let default = project.boundaries.first().copied();
    let boundaries: Vec<_> = default
        .into_iter()
        .chain(test.expect.iter().filter_map(|e| e.boundary))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let evaluated = evaluate(Inputs {
        tables: &tables,
        measures: &project.measures,
        kpis: &project.kpis,
        studies: &[],
        areas: &registers.areas,
        targets: &targets,
        calendar: &registers.calendar,
        boundaries: &boundaries,
        broken: &BTreeSet::new(),
        as_of: None,
        not_due_from: None,
        zone: project.timezone,
    });
    let scores = ScoresOfTest {
        scores: &evaluated.computed.scores,
        areas: &registers.areas,
        targets: &targets,
        boundary: default,
    };
    failures.extend(test.expect.iter().flat_map(|e| scores.failures(e)));
    failures
}

/// The rows given, by dataset. What is given of one dataset in several pieces came in several
/// deliveries.
fn given(
    project: &Project,
    registers: &Registers,
    test: &InlineTest,
    failures: &mut Vec<String>,
) -> BTreeMap<String, Vec<RecordBatch>> {
    let mut batches: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
    for given in &test.given {
        let Some(dataset) = project.dataset(&given.dataset) else {
            failures.push(format!("dataset `{}` is not declared", given.dataset));
            continue;
        };
        let areas = &registers.areas;
        let conformed = conform_given(dataset, &given.columns, &given.rows, areas, &test.name);
        failures.extend(
            conformed
                .quarantine
                .iter()
                .map(|q| format!("{}: {}", q.place, q.message)),
        );
        match conformed.batch {
            Some(batch) => batches.entry(dataset.id.clone()).or_default().push(batch),
            None => failures.extend(conformed.findings.iter().map(Finding::to_string)),
        }
    }
    batches
}

/// What measures make of the rows given.
fn rolled(
    project: &Project,
    registers: &Registers,
    test: &InlineTest,
    given: BTreeMap<String, Vec<RecordBatch>>,
    failures: &mut Vec<String>,
) -> BTreeMap<String, Rolled> {
    let mut tables: BTreeMap<String, Rolled> = BTreeMap::new();
    for (id, batches) in given {
        let Some(dataset) = project.dataset(&id) else {
            continue;
        };
        match Rows::read(&dataset.contract, &batches, &Streams::new()) {
            Ok(rows) => {
                let rows = rows.published_on(test.reach.unwrap_or(NaiveDate::MAX));
                // Corrections apply where a test gives the very figure they expect; elsewhere they
                // are silent.
                let corrections = of_dataset(&project.corrections, &id);
                let areas = &registers.areas;
                let rolled = Rolled::of(rows, &id, &project.measures, corrections, areas);
                tables.insert(id, rolled);
            }
            Err(error) => failures.push(error.to_string()),
        }
    }
    tables
}

/// The targets of a test, with nothing but what judging needs.
pub(super) fn targets(test: &InlineTest) -> Vec<Target> {
    test.targets
        .iter()
        .map(|t| Target {
            id: t.id.clone(),
            kpi: t.kpi.clone(),
            area_code: t.area.clone(),
            area_level: t.area_level.clone(),
            period_from: t.period,
            period_to: t.until,
            op: t.op,
            value: t.value,
            high: t.high,
            path: t.path.clone(),
            value_unit: String::new(),
            plan: t.plan.clone(),
            tolerance: t.tolerance,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: t.valid_from,
            supersedes: t.supersedes.clone(),
            note: String::new(),
        })
        .collect()
}
