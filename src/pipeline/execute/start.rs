//! A run from taking the lake to writing down how it ended.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::model::{Finding, day_of};
use crate::pipeline::arrivals::arrivals;
use crate::pipeline::execute::report::RunReport;
use crate::pipeline::execute::work::Work;
use crate::pipeline::options::RunOptions;
use crate::pipeline::source_content::unsettled;
use crate::pipeline::{Environment, Progress};
use crate::store::{Lake, LakeLock, Ledger, NewRun, QUARANTINE, RunOutcome, StoreError, write_ops};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Does everything that is missing or stale.
///
/// # Errors
/// When nothing can be published, another run holds the lake, or the lake cannot be written.
pub fn run(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    world: Environment<'_>,
    progress: &dyn Progress,
    options: RunOptions<'_>,
) -> Result<RunReport, RunError> {
    let wanted = options.datasets(project)?;
    let now = world.clock.now();
    let to_come = registers.decided_after(day_of(now, project.timezone));
    if !to_come.is_empty() {
        return Err(RunError::Registers(to_come));
    }
    let unsettled = unsettled(&project.root, registers.paths(), world.clock);
    if !unsettled.is_empty() {
        return Err(RunError::Registers(unsettled));
    }
    let lock = lake.lock()?;
    lake.sweep(&lock)?;
    let (mut ledger, mut repaired) = open_and_repair(project, lake, &lock)?;
    let came = lake.releases().settle(&lock, now)?;
    let id = ledger.start_run(&begun(options, now))?;
    let mut work = Work {
        project,
        registers,
        lake,
        lock: &lock,
        ledger: &mut ledger,
        world,
        now,
        progress,
        naming: registers.naming_hash(),
    };
    let mut put_apart: BTreeSet<String> = BTreeSet::new();
    let result = loop {
        match work.run(options, &wanted) {
            // A table that cannot be read is made again, once: landing has everything that it
            // holds.
            Err(RunError::Store(StoreError::Table { table, detail }))
                if put_apart.insert(table.clone()) && lake.tables_dir().join(&table).exists() =>
            {
                repaired.push(lake.rename_damaged_table(&lock, &table, &detail)?);
            }
            result => break result,
        }
    };
    progress.done();
    let (release, outcome, inputs) = ended(&result);
    ledger.finish_run(&id, world.clock.now(), release, outcome, inputs)?;
    write_ops(
        lake,
        &ledger,
        &standing(project, registers, lake, &ledger, world.clock.now())?,
    )?;
    let sent = lock.end();
    let (mut report, _) = result?;
    sent?;
    repaired.append(&mut report.findings);
    Ok(RunReport {
        came,
        findings: repaired,
        ..report
    })
}

/// Opens the ledger, and renames what is damaged of it, of the link and of tables: all of it is
/// made again.
fn open_and_repair(
    project: &Project,
    lake: &Lake,
    lock: &LakeLock,
) -> Result<(Ledger, Vec<Finding>), RunError> {
    let (ledger, new_ledger) = Ledger::open_or_begin(lake, lock)?;
    let mut repaired: Vec<Finding> = new_ledger.into_iter().collect();
    repaired.extend(lake.releases().clear_link(lock)?);
    let tables: Vec<&str> = project
        .datasets
        .iter()
        .map(|d| d.id.as_str())
        .chain([QUARANTINE])
        .collect();
    repaired.extend(lake.rename_damaged_tables(lock, &tables)?);
    Ok((ledger, repaired))
}

fn begun(options: RunOptions<'_>, started_at: DateTime<Utc>) -> NewRun {
    NewRun {
        pipeline: options.pipeline.unwrap_or_default().to_owned(),
        due_at: options.occasion.map(|o| o.due_at),
        started_at,
        decision: options
            .occasion
            .map_or("run", |o| o.decision.as_str())
            .to_owned(),
        reason: options.occasion.map_or("by hand", |o| o.reason).to_owned(),
    }
}

/// What the ledger records of the end of a run: release, outcome, hash of the inputs.
fn ended(result: &Result<(RunReport, String), RunError>) -> (Option<&str>, RunOutcome, &str) {
    match result {
        Ok((report, inputs)) => (
            Some(report.release.as_str()),
            report.outcome(),
            inputs.as_str(),
        ),
        Err(RunError::Stopped) => (None, RunOutcome::Aborted, ""),
        Err(_) => (None, RunOutcome::Failed, ""),
    }
}

/// Arrivals as they stand; none when the tables cannot be read, for then the run itself has said so
/// or the next one puts it right.
pub(in crate::pipeline) fn standing(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    ledger: &Ledger,
    now: DateTime<Utc>,
) -> Result<Vec<crate::model::Arrival>, RunError> {
    match arrivals(project, registers, lake, ledger, now) {
        Err(
            RunError::Table(_)
            | RunError::Store(StoreError::Table { .. } | StoreError::Damaged { .. }),
        ) => Ok(vec![]),
        stand => stand,
    }
}
