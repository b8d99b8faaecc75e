//! Reading side: the release in force, where the project stands, and explanations from the tables of the release.

use crate::config::Project;
use crate::model::{Finding, Period, Severity, nearest};
use crate::rollup::Rows;
use crate::run::compute::{Inputs, compute};
use crate::run::explain::{Explanation, Ground, explain};
use crate::run::registers::Registers;
use crate::run::{RunError, sources};
use crate::store::{DeliveryRecord, Lake, Ledger, ReleaseRef};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The release in force.
///
/// # Errors
/// When there is no lake or nothing was published yet.
pub fn open_release(project: &Project) -> Result<ReleaseRef, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    lake.releases().current()?.ok_or(RunError::NoRelease)
}

/// Faults of the sources themselves: files that are not there.
#[must_use]
pub fn source_faults(project: &Project) -> Vec<Finding> {
    let all = project.datasets.iter().flat_map(|d| d.sources.iter().map(move |s| (d, s)));
    all.filter(|(_, s)| sources::files(&project.root, s).is_ok_and(|files| files.is_empty())).map(|(d, s)| sources::missing(d, s)).collect()
}

/// A delivery with what was wrong with it.
pub struct DeliveryStanding {
    /// Its record.
    pub record: DeliveryRecord,
    /// Name of the file.
    pub file_name: String,
    /// The first error or warning found in it, empty when there is none.
    pub first_fault: String,
}

/// Where a project stands.
pub struct Standing {
    /// Release in force.
    pub release: Option<String>,
    /// The last run in a line.
    pub last_run: Option<String>,
    /// Every delivery, by dataset and arrival.
    pub deliveries: Vec<DeliveryStanding>,
    /// Faults of sources at the last run.
    pub sources: Vec<String>,
}

/// Where a project stands.
///
/// # Errors
/// When there is no lake yet or it cannot be read.
pub fn standing(project: &Project) -> Result<Standing, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let release = lake.releases().current()?.map(|r| r.id);
    let ledger = Ledger::open(&lake)?;
    let findings = ledger.findings()?;
    let files = file_names(project, &lake)?;
    let last_run = ledger.last_run()?.map(|run| {
        let outcome = run.outcome.map_or("running", crate::store::RunOutcome::as_str);
        format!("{} ({outcome})", run.started_at.with_timezone(&project.timezone).format("%Y-%m-%d %H:%M %Z"))
    });
    let standing = |record: DeliveryRecord| {
        let its = || findings.iter().filter(|f| f.dataset == record.dataset && f.delivery == record.delivery && f.severity > Severity::Info);
        // A fault with a row leads to the cell; that too many are bad is said by the outcome.
        let its = its().find(|f| f.place.row > 0).or_else(|| its().next());
        let first_fault = its.map_or_else(String::new, |f| format!("{}: {}", f.place, f.message));
        let file_name = files.get(&(record.dataset.clone(), record.delivery.clone())).cloned().unwrap_or_default();
        DeliveryStanding { record, file_name, first_fault }
    };
    let deliveries = ledger.deliveries()?.into_iter().map(standing).collect();
    let sources = findings.iter().filter(|f| f.delivery.is_empty()).map(|f| format!("{}: {}", f.place, f.message)).collect();
    Ok(Standing { release, last_run, deliveries, sources })
}

fn file_names(project: &Project, lake: &Lake) -> Result<BTreeMap<(String, String), String>, RunError> {
    let mut files = BTreeMap::new();
    for dataset in &project.datasets {
        for landed in lake.landed(&dataset.id)? {
            files.insert((dataset.id.clone(), landed.delivery), landed.receipt.file_name);
        }
    }
    Ok(files)
}

/// The explanations of one KPI, area and period: one per target that binds it, one when none does.
pub struct Explained {
    /// Registers that give names.
    pub registers: Registers,
    /// Explanations.
    pub explanations: Vec<Explanation>,
}

/// Explains a KPI for an area and a period on any boundary, from the tables that the release in force was made from.
///
/// # Errors
/// When nothing was published, a name is unknown, or there is nothing to explain.
pub fn explain_score(project: &Project, kpi: &str, area: &str, period: Period, boundary: Option<NaiveDate>) -> Result<Explained, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let release = lake.releases().current()?.ok_or(RunError::NoRelease)?;
    let registers = Registers::load(project);
    if !registers.sound() {
        return Err(RunError::Registers(registers.findings));
    }
    let declared = project.kpis.iter().find(|k| k.id == kpi).ok_or_else(|| {
        let near = nearest(kpi, project.kpis.iter().map(|k| k.id.as_str()));
        RunError::Unknown(near.map_or_else(|| format!("no KPI `{kpi}`"), |n| format!("no KPI `{kpi}`; did you mean `{n}`?")))
    })?;
    let boundary = boundary.or_else(|| project.boundaries.first().copied()).unwrap_or(NaiveDate::MIN);
    let unit = registers.areas.resolve(area, boundary).map_err(|e| RunError::Unknown(unresolved(area, boundary, &e)))?;
    let wanted: BTreeSet<&str> = declared.kind.measures().into_iter().collect();
    let measures: Vec<_> = project.measures.iter().filter(|m| wanted.contains(m.id.as_str())).cloned().collect();
    let mut tables = BTreeMap::new();
    for dataset in crate::run::compute::needed(&project.datasets, &measures) {
        let version = version_in(&release, &dataset.id);
        tables.insert(dataset.id.clone(), Rows::read(&dataset.contract, &lake.tables().read(&dataset.id, version)?)?);
    }
    let computed = compute(Inputs {
        tables: &tables,
        measures: &measures,
        kpis: std::slice::from_ref(declared),
        areas: &registers.areas,
        targets: &registers.targets,
        boundaries: &[boundary],
        broken: &broken_in(&release),
        as_of: None,
        reach: release.manifest["known_at"].as_str().and_then(|d| d.parse().ok()),
    });
    let files = file_names(project, &lake)?;
    let ground = Ground { project, registers: &registers, tables: &tables, files: &files };
    let scores = computed.scores.iter().filter(|s| s.area == unit && s.period == period);
    let explanations: Vec<Explanation> = scores.map(|s| explain(ground, declared, s)).collect();
    if explanations.is_empty() {
        let known: BTreeSet<String> = computed.scores.iter().filter(|s| s.area == unit).map(|s| s.period.to_string()).collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        let message = if known.is_empty() {
            format!("KPI `{kpi}` has no figure for area `{area}` in any period, and no target asks for one")
        } else {
            format!("KPI `{kpi}` has nothing for area `{area}` in {period}; there is something for {known}")
        };
        return Err(RunError::Unknown(message));
    }
    Ok(Explained { registers, explanations })
}

fn unresolved(area: &str, boundary: NaiveDate, why: &crate::model::Unresolved) -> String {
    match why {
        crate::model::Unresolved::Unknown { other_days: Some((from, to)), .. } => {
            let until = to.map_or_else(String::new, |d| format!(" until {d}"));
            format!("no area `{area}` on {boundary}; it existed from {from}{until}: choose that day with `--boundary`")
        }
        crate::model::Unresolved::Unknown { near: Some(near), .. } => format!("no area `{area}` on {boundary}; did you mean `{near}`?"),
        crate::model::Unresolved::Unknown { .. } => format!("no area `{area}` on {boundary}"),
        crate::model::Unresolved::Ambiguous(codes) => format!("`{area}` may be any of {} on {boundary}; give the code", codes.join(", ")),
    }
}

/// Datasets of which a delivery that counted was refused when the release was made.
fn broken_in(release: &ReleaseRef) -> BTreeSet<String> {
    release.manifest["broken"].as_array().into_iter().flatten().filter_map(|d| d.as_str().map(str::to_owned)).collect()
}

fn version_in(release: &ReleaseRef, table: &str) -> Option<u64> {
    release.manifest["tables"].as_array()?.iter().find(|t| t["table"] == table)?["version"].as_u64()
}
