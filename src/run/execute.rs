//! One run: fetch and land, conform what is new or stale, compute, publish. Failures are kept apart.
//!
//! Order of commits: landing, tables, release, link, ledger. A crash between any two is repaired by running again.

use crate::config::Project;
use crate::env::Clock;
use crate::ingest::{self, Conformed, Delivered};
use crate::model::published::{Rows as TableRows, Value, observation_columns};
use crate::model::{Dataset, DeliveryOutcome, Finding, Place, Severity, Source};
use crate::run::compute::{Inputs, compute};
use crate::run::history::history;
use crate::run::load::{At, load};
use crate::run::manifest::{self, Stock};
use crate::run::package::package;
use crate::run::registers::Registers;
use crate::run::{Progress, RunError, sources};
use crate::store::{
    CommitData, DeliveryRecord, FindingRecord, Lake, Landed, LandingNote, Ledger, NewRun, QUARANTINE, RunOutcome, StoreError, quarantine_columns,
    sha256_hex, short, to_batch, write_ops,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// How a run is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunOptions {
    /// Do not look at the sources; work from landing alone.
    pub offline: bool,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct RunReport {
    /// Release in force.
    pub release: String,
    /// Whether this run made it.
    pub new_release: bool,
    /// Nothing was new, so nothing was done.
    pub unchanged: bool,
    /// Deliveries conformed by this run.
    pub deliveries: Vec<DeliveryRecord>,
    /// What is wrong now: with sources, with the deliveries in use, with measures.
    pub findings: Vec<Finding>,
    /// Verdicts computed.
    pub scores: usize,
}

impl RunReport {
    /// Whether some delivery or KPI failed while the rest was published.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}

/// Does everything that is missing or stale.
///
/// # Errors
/// When nothing can be published, another run holds the lake, or the lake cannot be written.
pub fn run(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    clock: &dyn Clock,
    progress: &dyn Progress,
    options: RunOptions,
) -> Result<RunReport, RunError> {
    let lock = lake.lock()?;
    lake.sweep(&lock)?;
    let mut ledger = Ledger::open(lake)?;
    let now = clock.now();
    let begun = NewRun { pipeline: String::new(), due_at: None, started_at: now, decision: "run".into(), reason: "by hand".into() };
    let id = ledger.start_run(&begun)?;
    let mut work = Work { project, registers, lake, ledger: &mut ledger, now, progress, naming: registers.naming_hash() };
    let result = work.run(options);
    progress.done();
    let (release, outcome, inputs) = match &result {
        Ok((report, inputs)) => (Some(report.release.as_str()), outcome(report), inputs.as_str()),
        Err(_) => (None, RunOutcome::Failed, ""),
    };
    ledger.finish_run(&id, clock.now(), release, outcome, inputs)?;
    write_ops(lake, &ledger)?;
    result.map(|(report, _)| report)
}

fn outcome(report: &RunReport) -> RunOutcome {
    match report {
        r if r.partial() => RunOutcome::Partial,
        r if r.new_release => RunOutcome::Published,
        _ => RunOutcome::Unchanged,
    }
}

/// A delivery in landing with what is declared for it.
struct Stocked<'a> {
    dataset: &'a Dataset,
    /// `None` when the project no longer declares its source.
    source: Option<&'a Source>,
    landed: Landed,
    /// It is what its source says now, not what it said before.
    current: bool,
}

/// What a look at the sources gave.
#[derive(Default)]
struct Fetch {
    /// Faults of sources, by dataset.
    findings: Vec<(String, Finding)>,
    /// Dataset and delivery of everything the sources hold now; `None` when they were not looked at.
    current: Option<BTreeSet<(String, String)>>,
}

struct Work<'a> {
    project: &'a Project,
    registers: &'a Registers,
    lake: &'a Lake,
    ledger: &'a mut Ledger,
    now: DateTime<Utc>,
    progress: &'a dyn Progress,
    naming: String,
}

impl<'a> Work<'a> {
    fn run(&mut self, options: RunOptions) -> Result<(RunReport, String), RunError> {
        let project = self.project;
        self.land_project()?;
        let fetch = if options.offline { Fetch::default() } else { self.fetch()? };
        let stock = self.stock(fetch.current.as_ref())?;
        self.ledger.record_sources(&fetch.findings.iter().map(|(dataset, f)| FindingRecord::new(dataset, "", f)).collect::<Vec<_>>())?;
        let mut findings: Vec<Finding> = fetch.findings.into_iter().map(|(_, f)| f).collect();
        let inputs = manifest::inputs_hash(project, self.registers, &manifest_stock(&stock));
        let known = self.nothing_new(&inputs)?;
        if let Some(release) = known {
            findings.extend(self.faults(&stock)?);
            findings.extend(self.computed_faults()?);
            let report = RunReport { release, new_release: false, unchanged: true, deliveries: vec![], findings, scores: 0 };
            return Ok((report, inputs));
        }
        let deliveries = self.conform(&stock)?;
        findings.extend(self.faults(&stock)?);
        let broken = self.broken(&stock)?;
        self.progress.stage("compute", 2);
        let rows = load(self.lake, &project.datasets, |_| At::Newest)?;
        self.progress.step("measures");
        let inputs_of = Inputs {
            tables: &rows,
            corrections: &project.corrections,
            measures: &project.measures,
            kpis: &project.kpis,
            studies: &project.studies,
            areas: &self.registers.areas,
            targets: &self.registers.targets,
            boundaries: &project.boundaries,
            broken: &broken,
            as_of: None,
            reach: None,
        };
        let computed = compute(inputs_of);
        self.ledger.record_computed(&computed.findings.iter().map(|f| FindingRecord::new("", "", f)).collect::<Vec<_>>())?;
        findings.extend(computed.findings.iter().cloned());
        let Some(known_at) = computed.known_at else { return Err(RunError::NothingPublishable(findings)) };
        self.progress.step("publish");
        let content = package(project, self.registers, &computed, &history(inputs_of))?;
        let manifest = manifest::manifest(project, self.registers, self.lake, &manifest_stock(&stock), known_at, &inputs, &broken)?;
        let release = self.lake.releases().publish(known_at, &inputs, content.tables, manifest, content.extra)?;
        let scores = computed.scores.len();
        Ok((RunReport { release: release.id, new_release: release.new, unchanged: false, deliveries, findings, scores }, inputs))
    }

    /// Lands configuration and registers, so that a release can be reproduced with what it was made from.
    fn land_project(&self) -> Result<(), RunError> {
        let note = |path: &str| LandingNote {
            source_id: path.to_owned(),
            path: path.to_owned(),
            url: String::new(),
            licence: String::new(),
            published_at: None,
            fetched_at: self.now,
            source_holds: BTreeSet::new(),
        };
        for file in &self.project.files {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            self.lake.land("_project", name, &file.bytes, &note(&file.path))?;
        }
        for (register, name, bytes) in &self.registers.files {
            self.lake.land(register, name, bytes, &note(&format!("datasets/{register}/{name}")))?;
        }
        Ok(())
    }

    /// Reads the sources and lands what they deliver. Gives the deliveries that the sources hold now.
    fn fetch(&self) -> Result<Fetch, RunError> {
        let mut findings = Vec::new();
        let mut current = BTreeSet::new();
        self.progress.stage("fetch", self.project.datasets.len() as u64);
        for dataset in &self.project.datasets {
            self.progress.step(&dataset.id);
            let (files, faults) = sources::fetch(self.project, dataset);
            findings.extend(faults.into_iter().map(|f| (dataset.id.clone(), f)));
            let mut holds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for file in &files {
                holds.entry(file.source_id.clone()).or_default().insert(sha256_hex(&file.bytes));
            }
            findings.extend(self.gone(dataset, &files)?.into_iter().map(|f| (dataset.id.clone(), f)));
            for file in files {
                let source = dataset.sources.iter().find(|s| s.id == file.source_id);
                let own_licence = source.map_or("", |s| s.licence.as_str());
                let note = LandingNote {
                    source_holds: holds.get(&file.source_id).cloned().unwrap_or_default(),
                    source_id: file.source_id,
                    path: file.path,
                    url: source.map_or_else(String::new, |s| s.url.clone()),
                    licence: if own_licence.is_empty() { dataset.licence.clone() } else { own_licence.to_owned() },
                    published_at: source.and_then(|s| s.published_at),
                    fetched_at: self.now,
                };
                match self.lake.land(&dataset.id, &file.file_name, &file.bytes, &note) {
                    Ok(landed) => _ = current.insert((dataset.id.clone(), landed.delivery)),
                    // One file that cannot be landed under its name does not stop the others.
                    Err(error @ StoreError::Name { .. }) => {
                        let place = Place { file: note.path, ..Place::default() };
                        let finding = Finding::error("source_unreadable", place, error.to_string()).hint("give the file another name");
                        findings.push((dataset.id.clone(), finding));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(Fetch { findings, current: Some(current) })
    }

    /// Files that delivered figures before and are no longer there, while the source has others: worth a remark, for what
    /// they said stays in use.
    fn gone(&self, dataset: &Dataset, files: &[sources::Fetched]) -> Result<Vec<Finding>, RunError> {
        let there: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
        let sources: BTreeSet<&str> = files.iter().map(|f| f.source_id.as_str()).collect();
        let held: BTreeSet<String> = files.iter().map(|f| sha256_hex(&f.bytes)).collect();
        let landed = self.lake.landed(&dataset.id)?;
        let gone: BTreeSet<&str> = landed
            .iter()
            .filter(|l| sources.contains(l.receipt.source_id.as_str()) && !held.contains(&l.receipt.sha256))
            .map(|l| l.receipt.path.as_str())
            .filter(|path| !there.contains(path))
            .collect();
        let remark = |path: &str| {
            let place = Place { file: path.to_owned(), ..Place::default() };
            Finding::warning("file_gone", place, "the file delivered figures before and is no longer there; they stay in use")
                .hint("deliver a file under the same name to revise or withdraw them")
        };
        Ok(gone.into_iter().map(remark).collect())
    }

    /// Everything landed, in the order in which it came. Without a look at the sources the last of each file counts as current.
    fn stock(&self, fetched: Option<&BTreeSet<(String, String)>>) -> Result<Vec<Stocked<'a>>, RunError> {
        let mut stock = Vec::new();
        for dataset in &self.project.datasets {
            let landed = self.lake.landed(&dataset.id)?;
            let newest: BTreeMap<(&str, &str), &str> =
                landed.iter().map(|l| ((l.receipt.source_id.as_str(), l.receipt.path.as_str()), l.delivery.as_str())).collect();
            for l in &landed {
                let current = match fetched {
                    Some(fetched) => fetched.contains(&(dataset.id.clone(), l.delivery.clone())),
                    None => newest.get(&(l.receipt.source_id.as_str(), l.receipt.path.as_str())) == Some(&l.delivery.as_str()),
                };
                let source = dataset.sources.iter().find(|s| s.id == l.receipt.source_id);
                stock.push(Stocked { dataset, source, landed: l.clone(), current });
            }
        }
        stock.sort_by_cached_key(|s| (s.landed.receipt.fetched_at, s.dataset.id.clone(), s.landed.receipt.sha256.clone()));
        Ok(stock)
    }

    /// The release in force, when the last run ended with these very inputs and nothing has gone missing since.
    fn nothing_new(&self, inputs: &str) -> Result<Option<String>, RunError> {
        let current = match self.lake.releases().current() {
            // A link to a release that is gone: the run that readers are told to start makes it anew.
            Err(StoreError::Damaged { .. }) => return Ok(None),
            current => current?,
        };
        let last = self.ledger.last_finished()?;
        let same = last.is_some_and(|run| run.inputs == inputs && run.release.as_deref() == current.as_ref().map(|c| c.id.as_str()));
        let Some(current) = current.filter(|_| same) else { return Ok(None) };
        for table in current.manifest["tables"].as_array().into_iter().flatten().filter_map(|t| t["table"].as_str()) {
            let files = self.lake.tables().live(table)?;
            if self.lake.tables().version(table)?.is_none() || files.iter().any(|f| !f.path.exists()) {
                return Ok(None);
            }
        }
        Ok(Some(current.id))
    }

    /// What decides how bytes of a dataset become rows: its contract, its sources, and the names of areas.
    fn contract_hash(&self, dataset: &Dataset) -> String {
        sha256_hex(format!("{}\0{}\0{}", dataset.id, dataset.contract_hash, self.naming).as_bytes())
    }

    /// Conforms every delivery that the tables or the ledger do not have under today's contract.
    fn conform(&mut self, stock: &[Stocked<'a>]) -> Result<Vec<DeliveryRecord>, RunError> {
        let mut live: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
        for dataset in &self.project.datasets {
            let files = self.lake.tables().live(&dataset.id)?;
            live.insert(&dataset.id, files.into_iter().filter(|f| f.path.exists()).map(|f| (f.delivery, f.contract)).collect());
        }
        let mut todo = Vec::new();
        for stocked in stock {
            let contract = self.contract_hash(stocked.dataset);
            let held = live.get(stocked.dataset.id.as_str());
            let committed = held.is_some_and(|files| files.contains(&(stocked.landed.delivery.clone(), short(&contract).to_owned())));
            let record = self.ledger.delivery(&stocked.dataset.id, &stocked.landed.delivery, &contract)?;
            let done = record.is_some_and(|r| committed || r.outcome != DeliveryOutcome::Accepted);
            if stocked.source.is_none() {
                self.retire(stocked)?;
            } else if !done {
                todo.push((stocked, contract));
            }
        }
        self.progress.stage("conform", todo.len() as u64);
        let mut records = Vec::new();
        for (stocked, contract) in todo {
            self.progress.step(&stocked.landed.receipt.file_name);
            records.push(self.conform_one(stocked, &contract)?);
        }
        Ok(records)
    }

    /// Takes the rows of a delivery out of its table: its source is no longer declared, or it breaks today's contract.
    fn retire(&self, stocked: &Stocked<'_>) -> Result<(), RunError> {
        let files = self.lake.tables().live(&stocked.dataset.id)?;
        let its: Vec<_> = files.into_iter().filter(|f| f.delivery == stocked.landed.delivery).collect();
        if !its.is_empty() {
            self.lake.tables().retire(&stocked.dataset.id, &its, stocked.landed.receipt.fetched_at)?;
        }
        Ok(())
    }

    fn conform_one(&mut self, stocked: &Stocked<'_>, contract: &str) -> Result<DeliveryRecord, RunError> {
        let (dataset, receipt) = (stocked.dataset, &stocked.landed.receipt);
        let bytes = self.lake.read(&stocked.landed)?;
        let delivered = Delivered {
            id: &stocked.landed.delivery,
            file_name: &receipt.path,
            bytes: &bytes,
            published_at: receipt.published_at,
            fetched_at: receipt.fetched_at,
        };
        let conformed = match stocked.source {
            Some(source) => ingest::conform(dataset, source, &delivered, &self.registers.areas),
            None => return Err(RunError::Internal("a delivery without a source was to be conformed")),
        };
        let record = DeliveryRecord {
            dataset: dataset.id.clone(),
            delivery: stocked.landed.delivery.clone(),
            contract_hash: contract.to_owned(),
            sha256: receipt.sha256.clone(),
            source_id: receipt.source_id.clone(),
            fetched_at: receipt.fetched_at,
            published_at: receipt.published_at,
            read: conformed.accounting.read,
            accepted: conformed.accounting.accepted,
            quarantined: conformed.accounting.quarantined,
            ignored: conformed.accounting.ignored,
            outcome: conformed.outcome,
        };
        self.quarantine(stocked, &conformed, contract)?;
        match conformed.batch {
            Some(batch) => self.commit(&dataset.id, &observation_columns(&dataset.contract), stocked, contract, batch, &record)?,
            None => self.retire(stocked)?,
        }
        // What was kept aside within the share that the contract allows did not stop the delivery.
        let worst = if record.outcome == DeliveryOutcome::Accepted { Severity::Warning } else { Severity::Error };
        let told = |f: &Finding| FindingRecord::new(&dataset.id, &stocked.landed.delivery, &Finding { severity: f.severity.min(worst), ..f.clone() });
        let findings: Vec<FindingRecord> = conformed.findings.iter().map(told).collect();
        self.ledger.record_delivery(&record, &findings)?;
        Ok(record)
    }

    /// Keeps the bad observations of a delivery, before anything else of it is committed.
    fn quarantine(&self, stocked: &Stocked<'_>, conformed: &Conformed, contract: &str) -> Result<(), RunError> {
        if conformed.quarantine.is_empty() {
            // What an earlier contract found bad is bad no longer.
            let its = self.files_of(QUARANTINE, stocked)?;
            if !its.is_empty() {
                self.lake.tables().retire(QUARANTINE, &its, stocked.landed.receipt.fetched_at)?;
            }
            return Ok(());
        }
        let row = |q: &ingest::Quarantined| -> Vec<Value> {
            vec![
                stocked.dataset.id.as_str().into(),
                stocked.landed.delivery.as_str().into(),
                stocked.landed.receipt.source_id.as_str().into(),
                q.place.part.as_str().into(),
                Value::Int(i64::try_from(q.place.row).unwrap_or(i64::MAX)),
                q.place.col.as_str().into(),
                q.raw.as_str().into(),
                q.rule.into(),
                q.message.as_str().into(),
            ]
        };
        let rows = TableRows { columns: quarantine_columns(), rows: conformed.quarantine.iter().map(row).collect() };
        let data = CommitData {
            delivery_sha256: stocked.landed.receipt.sha256.clone(),
            delivery: stocked.landed.delivery.clone(),
            contract_hash: contract.to_owned(),
            recorded_at: stocked.landed.receipt.fetched_at,
            batch: to_batch(&rows)?,
            replaces: self.files_of(QUARANTINE, stocked)?,
            accounting: BTreeMap::from([("quarantined".to_owned(), i64::try_from(rows.rows.len()).unwrap_or(i64::MAX))]),
        };
        self.lake.tables().commit(QUARANTINE, &rows.columns, &data)?;
        Ok(())
    }

    fn files_of(&self, table: &str, stocked: &Stocked<'_>) -> Result<Vec<crate::store::TableFile>, RunError> {
        let live = self.lake.tables().live(table)?;
        Ok(live.into_iter().filter(|f| f.delivery == stocked.landed.delivery).collect())
    }

    fn commit(
        &self,
        table: &str,
        columns: &[crate::model::published::ColumnSpec],
        stocked: &Stocked<'_>,
        contract: &str,
        batch: arrow::array::RecordBatch,
        record: &DeliveryRecord,
    ) -> Result<(), RunError> {
        let counts = [("read", record.read), ("accepted", record.accepted), ("quarantined", record.quarantined), ("ignored", record.ignored)];
        let data = CommitData {
            delivery_sha256: stocked.landed.receipt.sha256.clone(),
            delivery: stocked.landed.delivery.clone(),
            contract_hash: contract.to_owned(),
            recorded_at: stocked.landed.receipt.fetched_at,
            batch,
            replaces: self.files_of(table, stocked)?,
            accounting: counts.map(|(k, n)| (k.to_owned(), i64::try_from(n).unwrap_or(i64::MAX))).into(),
        };
        self.lake.tables().commit(table, columns, &data)?;
        Ok(())
    }

    /// What was wrong when the release in force was computed: nothing new has come that could have mended it.
    fn computed_faults(&self) -> Result<Vec<Finding>, RunError> {
        let findings = self.ledger.findings()?;
        Ok(findings.into_iter().filter(|f| f.dataset.is_empty() && f.delivery.is_empty()).map(FindingRecord::into_finding).collect())
    }

    /// The faults of the deliveries that count now, from the ledger.
    fn faults(&self, stock: &[Stocked<'_>]) -> Result<Vec<Finding>, RunError> {
        let current: BTreeSet<(&str, &str)> =
            stock.iter().filter(|s| s.current).map(|s| (s.dataset.id.as_str(), s.landed.delivery.as_str())).collect();
        let findings = self.ledger.findings()?;
        Ok(findings.into_iter().filter(|f| current.contains(&(f.dataset.as_str(), f.delivery.as_str()))).map(FindingRecord::into_finding).collect())
    }

    /// Datasets of which a delivery that counts now was refused.
    fn broken(&self, stock: &[Stocked<'_>]) -> Result<BTreeSet<String>, RunError> {
        let mut broken = BTreeSet::new();
        for stocked in stock.iter().filter(|s| s.current) {
            let contract = self.contract_hash(stocked.dataset);
            let record = self.ledger.delivery(&stocked.dataset.id, &stocked.landed.delivery, &contract)?;
            if record.is_none_or(|r| r.outcome != DeliveryOutcome::Accepted) {
                broken.insert(stocked.dataset.id.clone());
            }
        }
        Ok(broken)
    }
}

fn manifest_stock<'s>(stock: &'s [Stocked<'_>]) -> Vec<Stock<'s>> {
    stock.iter().map(|s| Stock { dataset: &s.dataset.id, receipt: &s.landed.receipt, delivery: &s.landed.delivery, current: s.current }).collect()
}
