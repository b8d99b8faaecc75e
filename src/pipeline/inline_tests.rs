//! Inline tests of a pipeline: a few rows in, expected verdicts out, through the very code that a
//! run uses.

use crate::config::Project;
use crate::evaluate::incremental::judged;
use crate::evaluate::inputs::{Inputs, of_dataset};
use crate::governance::registers::Registers;
use crate::ingest::conform_given;
use crate::model::{Expect, Finding, InYear, InlineTest, Score, Span, Target, join};
use crate::rollup::{Rolled, Rows, Streams};
use arrow::record_batch::RecordBatch;
use chrono::NaiveDate;
use num_rational::BigRational;
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
    let areas = &registers.areas;
    let mut failures = Vec::new();
    // What is given of one dataset in several pieces came in several deliveries.
    let mut batches: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
    for given in &test.given {
        let Some(dataset) = project.dataset(&given.dataset) else {
            failures.push(format!("dataset `{}` is not declared", given.dataset));
            continue;
        };
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
    let mut tables: BTreeMap<String, Rolled> = BTreeMap::new();
    for (id, batches) in batches {
        let Some(dataset) = project.dataset(&id) else {
            continue;
        };
        match Rows::read(&dataset.contract, &batches, &Streams::new()) {
            Ok(rows) => {
                let rows = rows.published_on(test.reach.unwrap_or(NaiveDate::MAX));
                // Corrections apply where a test gives the very figure they expect; elsewhere they
                // are silent.
                let corrections = of_dataset(&project.corrections, &id);
                tables.insert(
                    id.clone(),
                    Rolled::of(rows, &id, &project.measures, corrections, areas),
                );
            }
            Err(error) => failures.push(error.to_string()),
        }
    }
    let targets: Vec<Target> = test
        .targets
        .iter()
        .map(|t| Target {
            id: t.id.clone(),
            kpi: t.kpi.clone(),
            area_code: t.area.clone(),
            period_from: t.period,
            period_to: t.until,
            op: t.op,
            value: t.value,
            value_unit: String::new(),
            plan: t.plan.clone(),
            tolerance: t.tolerance,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: t.valid_from,
            supersedes: t.supersedes.clone(),
            note: String::new(),
        })
        .collect();
    let default = project.boundaries.first().copied();
    let boundaries: Vec<_> = default
        .into_iter()
        .chain(test.expect.iter().filter_map(|e| e.boundary))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let (computed, _) = judged(Inputs {
        tables: &tables,
        measures: &project.measures,
        kpis: &project.kpis,
        studies: &[],
        areas,
        targets: &targets,
        calendar: &registers.calendar,
        boundaries: &boundaries,
        broken: &BTreeSet::new(),
        as_of: None,
        zone: project.timezone,
    });
    for expect in &test.expect {
        let boundary = expect.boundary.or(default);
        let named = |s: &Score| {
            s.target
                .and_then(|i| targets.get(i))
                .map_or("", |t| t.id.as_str())
        };
        let found = computed.scores.iter().find(|s| {
            s.kpi == expect.kpi
                && Some(s.boundary) == boundary
                && (s.period, s.span) == (expect.period, expect.span)
                && areas.unit(s.area).code == expect.area
                && expect.target.as_deref().is_none_or(|t| named(s) == t)
        });
        let span = if expect.span == Span::Period {
            String::new()
        } else {
            format!(" ({})", expect.span)
        };
        let what = format!(
            "{} of {} in {}{span}",
            expect.kpi, expect.area, expect.period
        );
        match found {
            None => failures.push(format!("{what}: expected a score, there is none")),
            Some(score) => failures.extend(
                differences(expect, score)
                    .into_iter()
                    .map(|d| format!("{what}: {d}")),
            ),
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
    let exact = score
        .value
        .as_ref()
        .map_or_else(|| "nothing".to_owned(), ToString::to_string);
    compare("value", expect.value.map(|v| v.ratio().to_string()), exact);
    compare(
        "verdict",
        expect.verdict.map(|v| v.to_string()),
        score.verdict.to_string(),
    );
    compare(
        "reason",
        expect.reason.map(|r| r.to_string()),
        score
            .reasons
            .first()
            .map_or_else(String::new, ToString::to_string),
    );
    let all = expect
        .reasons
        .as_ref()
        .map(|r| join(r.iter().collect::<BTreeSet<_>>()));
    compare("reasons", all, join(&score.reasons));
    let pace = |what: fn(&InYear) -> Option<&BigRational>| {
        score
            .in_year
            .as_ref()
            .and_then(what)
            .map_or_else(|| "nothing".to_owned(), ToString::to_string)
    };
    compare(
        "pace",
        expect.pace.map(|v| v.ratio().to_string()),
        pace(|y| Some(&y.share)),
    );
    compare(
        "projection",
        expect.projection.map(|v| v.ratio().to_string()),
        pace(|y| y.projection.as_ref()),
    );
    compare(
        "flags",
        expect
            .flags
            .as_ref()
            .map(|f| join(f.iter().collect::<BTreeSet<_>>())),
        join(&score.flags),
    );
    list
}
