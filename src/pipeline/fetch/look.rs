//! Every source of every dataset looked at, one after the other.

use crate::error::RunError;
use crate::ingest::fetch::{Asking, Fetcher, query};
use crate::model::{Dataset, DeliveryKey, DropFolder, Finding, Source};
use crate::pipeline::drop_folders::{self, DropSource, Dropped};
use crate::pipeline::fetch::delivered::{SourceAnswer, fetched, from_files};
use crate::pipeline::fetch::land::land;
use crate::pipeline::fetch::looking::{FetchOutcome, Looking};
use crate::pipeline::known_files::KnownFiles;
use crate::pipeline::options::RunOptions;
use crate::pipeline::{Progress, source_files};
use crate::store::{LandedDelivery, Listing, Transfer};
use std::collections::BTreeSet;

/// Reads the sources and lands what they deliver.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn look(
    looking: Looking<'_>,
    progress: &dyn Progress,
    options: &RunOptions<'_>,
    wanted: &BTreeSet<&str>,
) -> Result<FetchOutcome, RunError> {
    let (project, world) = (looking.project, looking.world);
    let mut look = Look {
        looking,
        fetcher: Fetcher::new(
            world.net,
            world.clock,
            &project.root,
            project.limits.max_file_bytes,
        ),
        files_only: options.files_only,
        findings: Vec::new(),
        current: BTreeSet::new(),
        dropped: Vec::new(),
        known: if options.afresh {
            KnownFiles::default()
        } else {
            KnownFiles::recalled(looking.lake)
        },
    };
    let (seen, unseen): (Vec<&Dataset>, Vec<&Dataset>) = project
        .datasets
        .iter()
        .partition(|d| wanted.contains(d.id.as_str()));
    progress.stage("fetch", seen.len() as u64);
    for dataset in seen {
        options.may_go_on()?;
        progress.step(&dataset.id);
        for source in &dataset.sources {
            match &source.drop {
                Some(drop) => look.at_drop_folder(dataset, source, drop)?,
                None => look.at(dataset, source)?,
            }
        }
    }
    look.known.keep(looking.lake)?;
    Ok(FetchOutcome {
        findings: look.findings,
        current: Some(look.current),
        dropped: look.dropped,
        unseen: unseen.into_iter().map(|d| d.id.clone()).collect(),
    })
}

/// A look at the sources and what it has found so far.
struct Look<'a> {
    looking: Looking<'a>,
    fetcher: Fetcher<'a>,
    /// Nobody else is asked.
    files_only: bool,
    findings: Vec<(String, Finding)>,
    current: BTreeSet<DeliveryKey>,
    dropped: Vec<Dropped>,
    /// Large files that need not be read again.
    known: KnownFiles,
}

impl Look<'_> {
    fn at_drop_folder(
        &mut self,
        dataset: &Dataset,
        source: &Source,
        drop: &DropFolder,
    ) -> Result<(), RunError> {
        let Looking {
            project,
            lake,
            world,
            now,
            ..
        } = self.looking;
        let folder = DropSource {
            root: &project.root,
            limit: project.limits.max_file_bytes,
            lake,
            dataset,
            source,
            drop,
            now,
        };
        let dropping = drop_folders::take(folder, world.clock)?;
        self.found(dataset, dropping.findings);
        self.dropped.extend(dropping.dropped);
        let (landed, _) = lake.landed_sound(&dataset.id)?;
        self.holds(dataset, drop_folders::current(&landed, source));
        Ok(())
    }

    fn at(&mut self, dataset: &Dataset, source: &Source) -> Result<(), RunError> {
        // What is damaged is reported when the stock is taken.
        let listing = Listing::of(self.looking.lake.landed_sound(&dataset.id)?);
        let landed = listing.sound();
        let last = landed.iter().rfind(|l| l.receipt.source_id == source.id);
        let SourceAnswer {
            came,
            still,
            faults,
        } = self.ask(dataset, source, last, landed);
        self.found(dataset, faults);
        self.holds(dataset, still);
        let added = came
            .iter()
            .filter_map(|c| c.transfer.as_ref())
            .any(Transfer::partial)
            || (came.is_empty() && last.is_some_and(|l| l.receipt.partial()));
        if added {
            self.holds(dataset, whole(landed, source));
        }
        for landed in land(self.looking, dataset, source, came, listing)? {
            match landed {
                Ok(delivery) => self.holds(dataset, [delivery]),
                Err(finding) => self.found(dataset, [finding]),
            }
        }
        Ok(())
    }

    /// What a source says: an address, a database, or files.
    fn ask(
        &mut self,
        dataset: &Dataset,
        source: &Source,
        last: Option<&LandedDelivery>,
        landed: &[LandedDelivery],
    ) -> SourceAnswer {
        let Looking {
            project,
            lake,
            world,
            now,
            ..
        } = self.looking;
        let held = last.and_then(|l| l.receipt.transfer.as_ref());
        if self.files_only && (source.http.is_some() || source.postgres.is_some()) {
            return SourceAnswer::still(last);
        }
        if let Some(http) = &source.http {
            let asked = self.fetcher.fetch(&dataset.id, source, http, held);
            return fetched(asked, source, last);
        }
        if let Some(postgres) = &source.postgres {
            let asking = Asking {
                db: world.db,
                root: &project.root,
                now,
                max_file_bytes: project.limits.max_file_bytes,
            };
            let asked = query(asking, &dataset.id, source, postgres, held);
            return fetched(asked, source, last);
        }
        let held = (lake.files().room() / 4) as u64;
        let how = (held, Some(world.clock));
        let read = source_files::read_all(project, (dataset, source), how, &mut self.known);
        from_files(read, source, landed)
    }

    fn found(&mut self, dataset: &Dataset, findings: impl IntoIterator<Item = Finding>) {
        let of = |finding| (dataset.id.clone(), finding);
        self.findings.extend(findings.into_iter().map(of));
    }

    fn holds(&mut self, dataset: &Dataset, deliveries: impl IntoIterator<Item = String>) {
        let of = |delivery: String| DeliveryKey::new(&dataset.id, &delivery);
        self.current.extend(deliveries.into_iter().map(of));
    }
}

/// Deliveries that say together what a source says, when the newest one is only what was added:
/// back to the last that was everything.
fn whole<'a>(
    landed: &'a [LandedDelivery],
    source: &'a Source,
) -> impl Iterator<Item = String> + 'a {
    let mut its = landed
        .iter()
        .rev()
        .filter(|l| l.receipt.source_id == source.id);
    let mut done = false;
    std::iter::from_fn(move || {
        let next = its.next().filter(|_| !done)?;
        done = !next.receipt.partial();
        Some(next.delivery.clone())
    })
}
