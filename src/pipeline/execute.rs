//! One run: fetch and land, conform what is new or stale, compute, publish. Failures are kept
//! apart.
//!
//! Order of commits: landing, tables, release, link, ledger. A crash between any two is repaired by
//! running again.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::history::large_revisions;
use crate::evaluate::incremental::{Evaluated, EvaluatedShare, judge};
use crate::evaluate::inputs::Inputs;
use crate::governance::approvals::Waiting;
use crate::governance::registers::Registers;
use crate::governance::releases::unless_damaged;
use crate::ingest::isolated::DECODE_LIMIT;
use crate::model::manifest::Manifest;
use crate::model::{DeliveryOutcome, Finding, Place, Severity};
use crate::pipeline::arrivals::arrivals;
use crate::pipeline::conform::{retire, retire_unknown};
use crate::pipeline::conform_context::{ConformInputs, LiveFiles, bounds};
use crate::pipeline::deliveries::{self, PendingDelivery};
use crate::pipeline::drop_folders::{Dropped, put_all_away};
use crate::pipeline::fetch::{FetchOutcome, Looking, look};
use crate::pipeline::load::{Rolling, roll_again};
use crate::pipeline::lost_deliveries::{Former, LostDelivery, left_out};
use crate::pipeline::manifest::{self, ManifestDelivery};
use crate::pipeline::options::RunOptions;
use crate::pipeline::package::package;
use crate::pipeline::publication_dates::{in_future, publications};
use crate::pipeline::run_cache::{Store, keep, recall};
use crate::pipeline::{Environment, Progress, other_deliveries};
use crate::series::disagreements;
use crate::store::{
    DeliveryRecord, FindingRecord, Lake, LakeLock, LandedDelivery, LandingNote, Ledger, NewRun,
    QUARANTINE, ReleaseRef, ReleaseState, RunOutcome, StoreError, sha256_hex, short, write_ops,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What a run did.
#[derive(Clone, Debug)]
pub struct RunReport {
    /// The release that holds what was computed: in force, or waiting for approval, or one that was
    /// refused.
    pub release: String,
    /// Where that release stands.
    pub state: ReleaseState,
    /// Release in force.
    pub in_force: Option<String>,
    /// Release that came in force at the beginning of the run, because it was approved and nothing
    /// held it back any more.
    pub came: Option<String>,
    /// Whether this run put it in force, or before those who approve.
    pub new_release: bool,
    /// Nothing was new, so nothing was done.
    pub unchanged: bool,
    /// Deliveries conformed by this run.
    pub deliveries: Vec<DeliveryRecord>,
    /// What is wrong now: with sources, with the deliveries in use, with measures.
    pub findings: Vec<Finding>,
    /// How many values and verdicts there are, and how many of them were made by this run.
    pub made: EvaluatedShare,
    /// Sources that could not be read in this run; another attempt may find them.
    pub source_faults: usize,
}

impl RunReport {
    /// Whether some delivery or KPI failed while the rest was published.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// How it ended, in a word.
    #[must_use]
    pub fn outcome(&self) -> RunOutcome {
        match RunOutcome::of(self.partial(), self.new_release) {
            RunOutcome::Published if self.state != ReleaseState::InForce => RunOutcome::Proposed,
            outcome => outcome,
        }
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
    world: Environment<'_>,
    progress: &dyn Progress,
    options: RunOptions<'_>,
) -> Result<RunReport, RunError> {
    let wanted = options.datasets(project)?;
    let lock = lake.lock()?;
    lake.sweep(&lock)?;
    let (mut ledger, begun_anew) = Ledger::open_or_begin(lake, &lock)?;
    let mut put_by: Vec<Finding> = begun_anew.into_iter().collect();
    put_by.extend(lake.releases().clear_link(&lock)?);
    let tables: Vec<&str> = project
        .datasets
        .iter()
        .map(|d| d.id.as_str())
        .chain([QUARANTINE])
        .collect();
    put_by.extend(lake.put_damaged_tables_by(&lock, &tables)?);
    let now = world.clock.now();
    let came = lake.releases().settle(&lock, now)?;
    let begun = NewRun {
        pipeline: options.pipeline.unwrap_or_default().to_owned(),
        due_at: options.occasion.map(|o| o.due_at),
        started_at: now,
        decision: options
            .occasion
            .map_or("run", |o| o.decision.as_str())
            .to_owned(),
        reason: options.occasion.map_or("by hand", |o| o.reason).to_owned(),
    };
    let id = ledger.start_run(&begun)?;
    let mut put_apart: BTreeSet<String> = BTreeSet::new();
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
    let result = loop {
        match work.run(options, &wanted) {
            // A table that cannot be read is made again, once: landing has everything that it
            // holds.
            Err(RunError::Store(StoreError::Table { table, detail }))
                if put_apart.insert(table.clone()) && lake.tables_dir().join(&table).exists() =>
            {
                put_by.push(lake.put_table_by(&lock, &table, &detail)?);
            }
            result => break result,
        }
    };
    progress.done();
    let (release, outcome, inputs) = match &result {
        Ok((report, inputs)) => (
            Some(report.release.as_str()),
            report.outcome(),
            inputs.as_str(),
        ),
        Err(RunError::Stopped) => (None, RunOutcome::Aborted, ""),
        Err(_) => (None, RunOutcome::Failed, ""),
    };
    ledger.finish_run(&id, world.clock.now(), release, outcome, inputs)?;
    write_ops(
        lake,
        &ledger,
        &standing(project, registers, lake, &ledger, world.clock.now())?,
    )?;
    result.map(|(mut report, _)| {
        put_by.append(&mut report.findings);
        RunReport {
            came,
            findings: put_by,
            ..report
        }
    })
}

/// Arrivals as they stand; none when the tables cannot be read, for then the run itself has said so
/// or the next one mends it.
pub(super) fn standing(
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

struct Work<'a> {
    project: &'a Project,
    registers: &'a Registers,
    lake: &'a Lake,
    lock: &'a LakeLock,
    ledger: &'a mut Ledger,
    world: Environment<'a>,
    now: DateTime<Utc>,
    progress: &'a dyn Progress,
    naming: String,
}

impl<'a> Work<'a> {
    fn run(
        &mut self,
        options: RunOptions<'_>,
        wanted: &BTreeSet<&str>,
    ) -> Result<(RunReport, String), RunError> {
        let project = self.project;
        self.land_project()?;
        let former = self.former()?;
        let looking = Looking {
            project,
            lake: self.lake,
            world: self.world,
            now: self.now,
            former: &former,
        };
        let mut fetch = if options.offline {
            FetchOutcome::default()
        } else {
            look(looking, self.progress, &options, wanted)?
        };
        if options.files_only {
            // Whoever only tries a run moves nothing.
            fetch.dropped.clear();
        }
        let (mut stock, mut lost) = self.stock(&fetch, &former)?;
        let source_faults = fetch
            .findings
            .iter()
            .filter(|(_, f)| f.severity == Severity::Error)
            .count();
        let unseen: Vec<&str> = fetch.unseen.iter().map(String::as_str).collect();
        self.ledger.record_sources(
            &fetch
                .findings
                .iter()
                .map(|(dataset, f)| FindingRecord::new(dataset, "", f))
                .collect::<Vec<_>>(),
            &unseen,
        )?;
        let mut findings: Vec<Finding> = fetch.findings.iter().map(|(_, f)| f.clone()).collect();
        findings.extend(deliveries::of_no_delivery(project, &stock));
        findings.extend(project.datasets.iter().flat_map(|d| in_future(d, self.now)));
        let inputs = manifest::inputs_hash(project, self.registers, &manifest_stock(&stock), &lost);
        let known = if options.afresh {
            None
        } else {
            self.nothing_new(&inputs)?
        };
        if let Some(release) = known {
            findings.extend(self.put_away(&stock, &fetch.dropped)?);
            findings.extend(self.faults(&stock)?);
            findings.extend(self.computed_faults()?);
            findings.extend(lost.iter().map(LostDelivery::finding));
            let report = RunReport {
                unchanged: true,
                deliveries: vec![],
                findings,
                source_faults,
                ..self.report(release, false)?
            };
            return Ok((report, inputs));
        }
        let deliveries = self.conform(&mut stock, (&former, &mut lost), &options)?;
        let inputs = manifest::inputs_hash(project, self.registers, &manifest_stock(&stock), &lost);
        findings.extend(lost.iter().map(LostDelivery::finding));
        findings.extend(self.put_away(&stock, &fetch.dropped)?);
        findings.extend(self.faults(&stock)?);
        let mut broken = self.broken(&stock)?;
        broken.extend(lost.iter().map(|l| l.dataset.clone()));
        options.may_go_on()?;
        self.progress.stage("compute", 2);
        let rolling = Rolling {
            measures: &project.measures,
            corrections: &self.registers.corrections,
            areas: &self.registers.areas,
        };
        let mut store = if options.afresh || !lost.is_empty() {
            Store::default()
        } else {
            recall(self.lake)
        };
        let without = left_out(&lost);
        let taking_part = project
            .datasets
            .iter()
            .filter(|d| !without.contains(d.id.as_str()));
        let (tables, changed) = roll_again(self.lake, taking_part, rolling, &mut store.tables)?;
        self.progress.step("measures");
        let inputs_of = Inputs {
            tables: &tables.rolled,
            measures: &project.measures,
            kpis: &project.kpis,
            studies: &project.studies,
            areas: &self.registers.areas,
            targets: &self.registers.targets,
            calendar: &self.registers.calendar,
            boundaries: &project.boundaries,
            broken: &broken,
            as_of: None,
            zone: project.timezone,
        };
        let Evaluated {
            mut computed,
            history,
            kept,
            made,
        } = judge(inputs_of, store.before(project, self.registers, changed));
        computed
            .findings
            .extend(large_revisions(&history, inputs_of, &project.datasets));
        computed.findings.extend(disagreements(
            &computed.values,
            inputs_of.measures,
            inputs_of.areas,
            inputs_of.boundaries.first().copied(),
        ));
        computed
            .findings
            .extend(self.registers.waiting.iter().map(Waiting::finding));
        self.ledger.record_computed(
            &computed
                .findings
                .iter()
                .map(|f| FindingRecord::new("", "", f))
                .collect::<Vec<_>>(),
        )?;
        findings.extend(computed.findings.iter().cloned());
        let Some(known_at) = computed.known_at else {
            return Err(RunError::NothingPublishable(findings));
        };
        options.may_go_on()?;
        self.progress.step("publish");
        let content = package(project, self.registers, &computed, &history)?;
        let manifest = manifest::manifest(
            project,
            self.registers,
            self.lake,
            &manifest_stock(&stock),
            (known_at, &inputs),
            &broken,
            &lost,
        )?;
        let releases = self.lake.releases();
        let held = |manifest: &Manifest| releases.held(manifest, self.now);
        let release = releases.make(
            (known_at, &inputs),
            content.tables,
            manifest,
            content.extra,
            &held,
        )?;
        let new = releases.bring(self.lock, &release, self.now)?;
        findings.extend(
            release
                .restored
                .iter()
                .map(|name| restored(&release.id, name)),
        );
        if lost.is_empty() {
            keep(self.lake, project, self.registers, &tables, &kept)?;
        }
        Ok((
            RunReport {
                deliveries,
                findings,
                made,
                source_faults,
                ..self.report(release.id, new)?
            },
            inputs,
        ))
    }

    /// The account of a run that ended with this release, with nothing but where that stands.
    fn report(&self, release: String, new_release: bool) -> Result<RunReport, RunError> {
        let releases = self.lake.releases();
        let state = releases
            .standing(&release, self.now)?
            .map_or(ReleaseState::InForce, |s| s.state);
        let in_force = releases.current().or_else(unless_damaged)?.map(|r| r.id);
        Ok(RunReport {
            state,
            in_force,
            came: None,
            release,
            new_release,
            unchanged: false,
            deliveries: vec![],
            findings: vec![],
            made: EvaluatedShare::default(),
            source_faults: 0,
        })
    }

    /// Lands configuration and registers, so that a release can be reproduced with what it was made
    /// from.
    fn land_project(&self) -> Result<(), RunError> {
        let note = |path: &str| LandingNote {
            source_id: path.to_owned(),
            path: path.to_owned(),
            url: String::new(),
            licence: String::new(),
            published_at: None,
            fetched_at: self.now,
            transfer: None,
            source_holds: BTreeSet::new(),
        };
        for file in &self.project.files {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            self.land_own("_project", name, &file.bytes, &note(&file.path))?;
        }
        for (register, name, bytes) in &self.registers.files {
            self.land_own(
                register,
                name,
                bytes,
                &note(&format!("datasets/{register}/{name}")),
            )?;
        }
        Ok(())
    }

    /// Lands a file of the project. What lies there damaged is the same file, so it is landed
    /// again.
    fn land_own(
        &self,
        dataset: &str,
        name: &str,
        bytes: &[u8],
        note: &LandingNote,
    ) -> Result<(), RunError> {
        let landed = match self.lake.land(dataset, name, bytes, note) {
            Err(StoreError::Damaged { .. }) => {
                self.lake
                    .remove_damaged(self.lock, dataset, short(&sha256_hex(bytes)))?;
                self.lake.land(dataset, name, bytes, note)?
            }
            landed => landed?,
        };
        if !landed.new && self.lake.hold_against_hash(&landed).is_err() {
            self.lake
                .remove_damaged(self.lock, dataset, &landed.delivery)?;
            self.lake.land(dataset, name, bytes, note)?;
        }
        Ok(())
    }

    /// What the last release was made from.
    fn former(&self) -> Result<Former, RunError> {
        let release = match self.last_release()? {
            Some((_, release)) => Some(release),
            None => self.lake.releases().current().or_else(unless_damaged)?,
        };
        Ok(Former::of(release.as_ref()))
    }

    /// Everything landed, in the order in which it came. Without a look at the sources the last of
    /// each file counts as current, save what the last release knows to be gone. What came by a
    /// source that is no longer declared is not current. What is lost is given apart, and then
    /// nothing of its dataset is there.
    fn stock(
        &self,
        fetch: &FetchOutcome,
        former: &Former,
    ) -> Result<(Vec<PendingDelivery<'a>>, Vec<LostDelivery>), RunError> {
        let (mut stock, mut all_lost) = (Vec::new(), Vec::new());
        let looked_at_all = fetch.current.is_some() && fetch.unseen.is_empty();
        let gone = if looked_at_all {
            BTreeSet::new()
        } else {
            self.gone_before()?
        };
        for dataset in &self.project.datasets {
            let (landed, lost) = former.landing(self.project, self.lake, &dataset.id)?;
            if !lost.is_empty() {
                all_lost.extend(lost);
                continue;
            }
            // A source of files has one delivery a file; an address may be declared otherwise and
            // is still the same source.
            let drops = |l: &LandedDelivery| {
                dataset
                    .sources
                    .iter()
                    .any(|s| s.id == l.receipt.source_id && s.drop.is_some())
            };
            let fetched_from = |l: &'_ LandedDelivery| match &l.receipt {
                r if r.transfer.is_some() => String::new(),
                r if drops(l) => r.file_name.clone(),
                r => r.path.clone(),
            };
            let newest: BTreeMap<(&str, String), &str> = landed
                .iter()
                .map(|l| {
                    (
                        (l.receipt.source_id.as_str(), fetched_from(l)),
                        l.delivery.as_str(),
                    )
                })
                .collect();
            let mut published = publications(dataset, &landed);
            for l in &landed {
                let id = (dataset.id.clone(), l.delivery.clone());
                let newest = || {
                    newest.get(&(l.receipt.source_id.as_str(), fetched_from(l)))
                        == Some(&l.delivery.as_str())
                };
                let current = match &fetch.current {
                    Some(current) if !fetch.unseen.contains(&dataset.id) => current.contains(&id),
                    _ => newest() && !gone.contains(&id),
                };
                let source = dataset.sources.iter().find(|s| s.id == l.receipt.source_id);
                let current = current && source.is_some();
                let publication = published.remove(&l.delivery).unwrap_or_default();
                stock.push(PendingDelivery {
                    dataset,
                    source,
                    landed: l.clone(),
                    current,
                    publication,
                    around: String::new(),
                });
            }
        }
        stock.sort_by_cached_key(|s| {
            (
                s.landed.receipt.fetched_at,
                s.dataset.id.clone(),
                s.landed.receipt.sha256.clone(),
            )
        });
        other_deliveries::mark(&mut stock);
        Ok((stock, all_lost))
    }

    /// Dataset and delivery of what the sources held no more when the last run made its release, or
    /// the one in force was made.
    fn gone_before(&self) -> Result<BTreeSet<(String, String)>, RunError> {
        let release = match self.last_release() {
            Ok(Some((_, release))) => Some(release),
            Ok(None) => self.lake.releases().current().or_else(unless_damaged)?,
            Err(error) => return Err(error),
        };
        let listed = release.iter().flat_map(|r| r.manifest.deliveries());
        let gone = listed.filter(|d| !d.current);
        Ok(gone
            .map(|d| (d.dataset.clone(), d.delivery.clone()))
            .collect())
    }

    /// Hash of the inputs of the last run that ended, with the release that it ended with, if that
    /// is still there.
    fn last_release(&self) -> Result<Option<(String, ReleaseRef)>, RunError> {
        let Some(run) = self.ledger.last_finished()? else {
            return Ok(None);
        };
        let release = run
            .release
            .as_deref()
            .map_or(Ok(None), |id| self.lake.releases().get(id))
            .or_else(unless_damaged)?;
        Ok(release.map(|release| (run.inputs, release)))
    }

    /// The release of the last run, when that ended with these very inputs, nothing has gone
    /// missing since, and the release is in force, waits, or was refused. One that another took the
    /// place of since is brought back by the run.
    fn nothing_new(&self, inputs: &str) -> Result<Option<String>, RunError> {
        let Some((_, release)) = self.last_release()?.filter(|(then, _)| then == inputs) else {
            return Ok(None);
        };
        // A link to a release that is gone: the run that readers are told to start makes it anew.
        let standing = self
            .lake
            .releases()
            .standing(&release.id, self.now)
            .or_else(unless_damaged)?;
        if standing.is_none_or(|s| s.state == ReleaseState::Superseded) {
            return Ok(None);
        }
        if !self.lake.releases().is_whole(&release) {
            return Ok(None);
        }
        for table in release.manifest.tables().iter().map(|t| &t.table) {
            let files = self.lake.tables().live(table)?;
            if self.lake.tables().version(table)?.is_none()
                || files.iter().any(|f| !f.path.exists())
            {
                return Ok(None);
            }
        }
        Ok(Some(release.id))
    }

    /// The contract of a delivery that the tables or the ledger do not have under it; nothing when
    /// they do.
    fn pending(
        &self,
        stocked: &PendingDelivery<'a>,
        live: &LiveFiles,
        limited: &BTreeSet<(String, String)>,
    ) -> Result<Option<String>, RunError> {
        let (dataset, delivery) = (&stocked.dataset.id, &stocked.landed.delivery);
        if stocked.source.is_none() {
            return Ok(None);
        }
        let contract = stocked.contract_hash(&self.naming);
        let has = |table: &str| {
            live.of(table, delivery)
                .iter()
                .any(|f| f.contract == short(&contract) && f.path.exists())
        };
        let done = |r: DeliveryRecord| {
            let aside = r.quarantined == 0 || has(QUARANTINE);
            aside
                && (has(dataset) || r.outcome != DeliveryOutcome::Accepted)
                && !limited.contains(&(dataset.clone(), delivery.clone()))
        };
        let record = self.ledger.delivery(dataset, delivery, &contract)?;
        Ok(if record.is_some_and(done) {
            None
        } else {
            Some(contract)
        })
    }

    /// Conforms every delivery that the tables or the ledger do not have under today's contract.
    /// Where the bytes of one are not those that were landed, its dataset is taken out of the
    /// stock.
    fn conform(
        &mut self,
        stock: &mut Vec<PendingDelivery<'a>>,
        (former, lost): (&Former, &mut Vec<LostDelivery>),
        options: &RunOptions<'_>,
    ) -> Result<Vec<DeliveryRecord>, RunError> {
        let live = LiveFiles::new(self.lake, &self.project.datasets)?;
        let findings = self
            .ledger
            .findings()?
            .into_iter()
            .filter(|f| f.rule == DECODE_LIMIT);
        let limited: BTreeSet<(String, String)> =
            findings.map(|f| (f.dataset, f.delivery)).collect();
        let mut read: BTreeSet<(&str, DateTime<Utc>)> = BTreeSet::new();
        for stocked in stock.iter() {
            if self.pending(stocked, &live, &limited)?.is_some() {
                read.insert((&stocked.dataset.id, stocked.landed.receipt.fetched_at));
            }
        }
        // Checks read what was landed together.
        for stocked in stock
            .iter()
            .filter(|s| read.contains(&(s.dataset.id.as_str(), s.landed.receipt.fetched_at)))
        {
            if let Err(error) = self.lake.hold_against_hash(&stocked.landed) {
                lost.push(former.damaged(
                    &stocked.dataset.id,
                    &stocked.landed.delivery,
                    error.to_string(),
                ));
            }
        }
        let without = left_out(lost);
        stock.retain(|s| !without.contains(s.dataset.id.as_str()));
        let mut todo = Vec::new();
        for stocked in stock.iter() {
            if stocked.source.is_none() {
                retire(self.lake, &stocked.dataset.id, stocked, &live)?;
            }
            todo.extend(
                self.pending(stocked, &live, &limited)?
                    .map(|contract| (stocked, contract)),
            );
        }
        for dataset in self
            .project
            .datasets
            .iter()
            .filter(|d| !without.contains(d.id.as_str()))
        {
            let its = stock.iter().filter(|s| s.dataset.id == dataset.id);
            retire_unknown(self.lake, &dataset.id, its.map(|s| &s.landed), &live)?;
        }
        self.progress.stage("conform", todo.len() as u64);
        let bench = ConformInputs {
            lake: self.lake,
            registers: self.registers,
            progress: self.progress,
            live: &live,
            options,
            bounds: bounds(self.project),
        };
        let conformed = bench.conform(&todo)?;
        let (records, findings): (Vec<DeliveryRecord>, Vec<Vec<FindingRecord>>) =
            conformed.into_iter().unzip();
        self.ledger
            .record_deliveries(&records, &findings.concat())?;
        Ok(records)
    }

    /// Puts dropped files away, now that it is known what became of each.
    fn put_away(
        &self,
        stock: &[PendingDelivery<'_>],
        dropped: &[Dropped],
    ) -> Result<Vec<Finding>, RunError> {
        if dropped.is_empty() {
            return Ok(vec![]);
        }
        let mut fates: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for s in stock {
            let record = self.ledger.delivery(
                &s.dataset.id,
                &s.landed.delivery,
                &s.contract_hash(&self.naming),
            )?;
            fates.extend(record.map(|r| {
                (
                    (s.dataset.id.as_str(), s.landed.delivery.as_str()),
                    r.outcome == DeliveryOutcome::Accepted,
                )
            }));
        }
        Ok(put_all_away(
            self.lake,
            dropped,
            |dataset, delivery| fates.get(&(dataset, delivery)).copied(),
            &self.ledger.findings()?,
        ))
    }

    /// What was wrong when the release in force was computed: nothing new has come that could have
    /// mended it.
    fn computed_faults(&self) -> Result<Vec<Finding>, RunError> {
        let findings = self.ledger.findings()?;
        Ok(findings
            .into_iter()
            .filter(|f| f.dataset.is_empty() && f.delivery.is_empty())
            .map(FindingRecord::into_finding)
            .collect())
    }

    /// The faults of the deliveries that count now, from the ledger.
    fn faults(&self, stock: &[PendingDelivery<'_>]) -> Result<Vec<Finding>, RunError> {
        let current: BTreeSet<(&str, &str)> = stock
            .iter()
            .filter(|s| s.current)
            .map(|s| (s.dataset.id.as_str(), s.landed.delivery.as_str()))
            .collect();
        let findings = self.ledger.findings()?;
        Ok(findings
            .into_iter()
            .filter(|f| current.contains(&(f.dataset.as_str(), f.delivery.as_str())))
            .map(FindingRecord::into_finding)
            .collect())
    }

    /// Datasets of which a delivery that counts now was refused.
    fn broken(&self, stock: &[PendingDelivery<'_>]) -> Result<BTreeSet<String>, RunError> {
        let mut broken = BTreeSet::new();
        for stocked in stock.iter().filter(|s| s.current) {
            let contract = stocked.contract_hash(&self.naming);
            let record =
                self.ledger
                    .delivery(&stocked.dataset.id, &stocked.landed.delivery, &contract)?;
            if record.is_none_or(|r| r.outcome != DeliveryOutcome::Accepted) {
                broken.insert(stocked.dataset.id.clone());
            }
        }
        Ok(broken)
    }
}

/// A file of the release in force that was written again.
fn restored(release: &str, name: &str) -> Finding {
    let place = Place {
        file: format!("releases/{release}/{name}"),
        ..Place::default()
    };
    let message =
        "it had gone or had other bytes, and was made again with the bytes that were published";
    Finding::warning("release_restored", place, message)
        .hint("look who or what changes files of the lake")
}

fn manifest_stock<'s>(stock: &'s [PendingDelivery<'_>]) -> Vec<ManifestDelivery<'s>> {
    stock
        .iter()
        .map(|s| ManifestDelivery {
            dataset: &s.dataset.id,
            receipt: &s.landed.receipt,
            delivery: &s.landed.delivery,
            current: s.current,
        })
        .collect()
}
