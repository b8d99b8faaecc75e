//! A look at the sources: every file and every address, what they hold landed. A source that fails
//! is named, the others go on, and what it delivered before stays what it says.

use crate::config::Project;
use crate::error::RunError;
use crate::ingest::fetch::{Asking, Fetched, Fetcher, query};
use crate::model::{Dataset, Finding, Place, Source};
use crate::pipeline::drop_folders::{self, Dropped};
use crate::pipeline::lost_deliveries::Former;
use crate::pipeline::options::RunOptions;
use crate::pipeline::source_files::SourceContent;
use crate::pipeline::{Environment, Progress, source_files};
use crate::store::{Lake, LandedDelivery, LandingNote, StoreError, Transfer};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// What a look at the sources gave.
#[derive(Default)]
pub struct FetchOutcome {
    /// Faults of sources, by dataset.
    pub findings: Vec<(String, Finding)>,
    /// Dataset and delivery of everything the sources hold now; `None` when they were not looked
    /// at.
    pub current: Option<BTreeSet<(String, String)>>,
    /// Files of drop folders that were landed and are to be put away.
    pub dropped: Vec<Dropped>,
    /// Datasets whose sources were not looked at while others were.
    pub unseen: BTreeSet<String>,
}

/// Something that a source delivers.
struct SourceDelivery {
    file_name: String,
    path: String,
    content: SourceContent,
    transfer: Option<Transfer>,
}

/// Whose sources are looked at, when, and where what they deliver is landed.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its lake.
    pub lake: &'a Lake,
    /// How others are asked.
    pub world: Environment<'a>,
    /// The time at which it is received.
    pub now: DateTime<Utc>,
    /// What the last release was made from.
    pub former: &'a Former,
}

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
    let Looking {
        project,
        lake,
        world,
        now,
        ..
    } = looking;
    let mut findings = Vec::new();
    let (mut current, mut dropped) = (BTreeSet::new(), Vec::new());
    let mut fetcher = Fetcher::new(
        world.net,
        world.clock,
        &project.root,
        project.limits.max_file_bytes,
    );
    let (seen, unseen): (Vec<&Dataset>, Vec<&Dataset>) = project
        .datasets
        .iter()
        .partition(|d| wanted.contains(d.id.as_str()));
    progress.stage("fetch", seen.len() as u64);
    for dataset in seen {
        options.may_go_on()?;
        progress.step(&dataset.id);
        for source in &dataset.sources {
            if let Some(drop) = &source.drop {
                let of = (dataset, source, &**drop);
                let dropping = drop_folders::take(
                    &project.root,
                    project.limits.max_file_bytes,
                    lake,
                    of,
                    world.clock,
                    now,
                )?;
                findings.extend(
                    dropping
                        .findings
                        .into_iter()
                        .map(|f| (dataset.id.clone(), f)),
                );
                dropped.extend(dropping.dropped);
                current.extend(
                    drop_folders::current(&lake.landed_sound(&dataset.id)?.0, source)
                        .map(|delivery| (dataset.id.clone(), delivery)),
                );
                continue;
            }
            // What is damaged is told when the stock is taken.
            let (landed, _) = lake.landed_sound(&dataset.id)?;
            let last = landed.iter().rfind(|l| l.receipt.source_id == source.id);
            let held = last.and_then(|l| l.receipt.transfer.as_ref());
            let (came, still, faults) =
                if options.files_only && (source.http.is_some() || source.postgres.is_some()) {
                    (vec![], last.map(|l| l.delivery.clone()), vec![])
                } else if let Some(http) = &source.http {
                    fetched(fetcher.fetch(&dataset.id, source, http, held), source, last)
                } else if let Some(postgres) = &source.postgres {
                    let asking = Asking {
                        db: world.db,
                        root: &project.root,
                        now,
                        max_file_bytes: project.limits.max_file_bytes,
                    };
                    fetched(
                        query(asking, &dataset.id, source, postgres, held),
                        source,
                        last,
                    )
                } else {
                    let (read, mut faults) = source_files::read_all(
                        project,
                        dataset,
                        source,
                        (lake.files().room() / 4) as u64,
                    );
                    let came = |r: source_files::SourceFile| SourceDelivery {
                        file_name: r.file_name,
                        path: r.path,
                        content: r.content,
                        transfer: None,
                    };
                    let came: Vec<SourceDelivery> = read.into_iter().map(came).collect();
                    faults.extend(gone(source, &came, &landed));
                    (came, None, faults)
                };
            findings.extend(faults.into_iter().map(|f| (dataset.id.clone(), f)));
            current.extend(still.map(|delivery| (dataset.id.clone(), delivery)));
            let added = came
                .iter()
                .filter_map(|c| c.transfer.as_ref())
                .any(Transfer::partial)
                || (came.is_empty() && last.is_some_and(|l| l.receipt.partial()));
            if added {
                current
                    .extend(whole(&landed, source).map(|delivery| (dataset.id.clone(), delivery)));
            }
            for landed in land(looking, dataset, source, came, &landed)? {
                match landed {
                    Ok(delivery) => _ = current.insert((dataset.id.clone(), delivery)),
                    Err(finding) => findings.push((dataset.id.clone(), finding)),
                }
            }
        }
    }
    Ok(FetchOutcome {
        findings,
        current: Some(current),
        dropped,
        unseen: unseen.into_iter().map(|d| d.id.clone()).collect(),
    })
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

/// What an address or a database says: new bytes, or the delivery that still holds, with what went
/// wrong.
fn fetched(
    asked: Result<Fetched, Box<Finding>>,
    source: &Source,
    last: Option<&LandedDelivery>,
) -> (Vec<SourceDelivery>, Option<String>, Vec<Finding>) {
    let still = last.map(|l| l.delivery.clone());
    match asked {
        Ok(Fetched::New(fetch)) => {
            let extension = if fetch.transfer.pages.is_empty() {
                source.format.extension()
            } else {
                "pages"
            };
            let file_name = format!("{}.{extension}", source.id);
            (
                vec![SourceDelivery {
                    file_name,
                    path: fetch.address,
                    content: SourceContent::Held(fetch.bytes),
                    transfer: Some(fetch.transfer),
                }],
                None,
                vec![],
            )
        }
        Ok(Fetched::Unchanged) => (vec![], still, vec![]),
        // No figures is what the source says; what it said before stays in use, and the remark
        // stays until it says more.
        Ok(Fetched::Nothing(remark)) => (vec![], still, vec![*remark]),
        Err(finding) => (vec![], still, vec![*finding]),
    }
}

/// Lands what came, each by itself: one file that cannot be landed under its name does not stop the
/// others.
fn land(
    looking: Looking<'_>,
    dataset: &Dataset,
    source: &Source,
    came: Vec<SourceDelivery>,
    before: &[LandedDelivery],
) -> Result<Vec<Result<String, Finding>>, RunError> {
    let Looking {
        lake, now, former, ..
    } = looking;
    let source_holds: BTreeSet<String> = came.iter().map(|c| c.content.sha256()).collect();
    let licence = if source.licence.is_empty() {
        &dataset.licence
    } else {
        &source.licence
    };
    let mut all = Vec::new();
    // The order of landing decides what replaces what, also where a clock was put back.
    let last = before
        .iter()
        .filter(|l| l.receipt.source_id == source.id)
        .map(|l| l.receipt.fetched_at)
        .max();
    let now = last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1)));
    for SourceDelivery {
        file_name,
        path,
        content,
        transfer,
    } in came
    {
        let first =
            former.first_received(lake, &dataset.id, (&source.id, &path, &content.sha256()));
        let note = LandingNote {
            source_holds: source_holds.clone(),
            source_id: source.id.clone(),
            path,
            url: source.url.clone(),
            licence: licence.clone(),
            published_at: source.published_at,
            fetched_at: first.unwrap_or(now),
            transfer,
        };
        let landed = match content {
            SourceContent::Held(bytes) => lake.land(&dataset.id, &file_name, &bytes, &note),
            SourceContent::File(from, known) => {
                lake.land_file(&dataset.id, &file_name, &from, known, &note)
            }
        };
        all.push(match landed {
            Ok(landed) => Ok(landed.delivery),
            Err(error @ StoreError::Changed(_)) => {
                let place = Place {
                    file: note.path,
                    ..Place::default()
                };
                Err(Finding::error(
                    "source_unreadable",
                    place,
                    error.to_string(),
                ))
            }
            Err(error @ StoreError::Name { .. }) => {
                let place = Place {
                    file: note.path,
                    ..Place::default()
                };
                Err(
                    Finding::error("source_unreadable", place, error.to_string())
                        .hint("give the file another name"),
                )
            }
            // The delivery lies there damaged: the stock says so, and leaves its dataset out.
            Err(StoreError::Damaged { .. }) => continue,
            Err(error) => return Err(error.into()),
        });
    }
    Ok(all)
}

/// Files that delivered figures before and are no longer there, while the source has others: worth
/// a remark, for what they said stays in use.
fn gone(source: &Source, files: &[SourceDelivery], landed: &[LandedDelivery]) -> Vec<Finding> {
    if files.is_empty() {
        return Vec::new();
    }
    let there: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    let held: BTreeSet<String> = files.iter().map(|f| f.content.sha256()).collect();
    let gone: BTreeSet<&str> = landed
        .iter()
        .filter(|l| {
            l.receipt.source_id == source.id
                && l.receipt.transfer.is_none()
                && !held.contains(&l.receipt.sha256)
        })
        .map(|l| l.receipt.path.as_str())
        .filter(|path| !there.contains(path))
        .collect();
    let remark = |path: &str| {
        let place = Place {
            file: path.to_owned(),
            ..Place::default()
        };
        Finding::warning(
            "file_gone",
            place,
            "the file delivered figures before and is no longer there; they stay in use",
        )
        .hint("deliver a file under the same name to revise or withdraw them")
    };
    gone.into_iter().map(remark).collect()
}
