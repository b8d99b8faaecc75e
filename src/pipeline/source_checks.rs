//! What can be seen of sources before a run: whether their files are there and are what is
//! declared, and whether secrets are at hand.

use crate::config::Project;
use crate::ingest::fetch::{missing_password, missing_secrets};
use crate::ingest::{Delivery, DeliveryContent, heads, records};
use crate::model::{AreaRegister, Dataset, Finding, Place, Source};
use crate::pipeline::conform_context::bounds;
use crate::pipeline::known_files::KnownFiles;
use crate::pipeline::source_content::SourceContent;
use crate::pipeline::source_files;
use chrono::DateTime;

/// Files that are held in memory to be looked at; larger ones are read from disk as far as it
/// takes.
const HELD: u64 = 64 << 20;

/// Faults of the sources themselves: files that are not there or are not what is declared, secrets
/// that a fetch from here would not have.
#[must_use]
pub fn source_faults(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let all = || {
        project
            .datasets
            .iter()
            .flat_map(|d| d.sources.iter().map(move |s| (d, s)))
    };
    let no_file = |(_, s): &(&Dataset, &Source)| {
        s.http.is_none()
            && s.postgres.is_none()
            && s.drop.is_none()
            && !s.optional
            && source_files::files(&project.root, s).is_ok_and(|files| files.is_empty())
    };
    let missing = all()
        .filter(no_file)
        .map(|(d, s)| source_files::missing(d, s));
    // Whoever checks need not be who runs, so this is a remark.
    let no_secret = |(d, s): (&Dataset, &Source)| -> Vec<Finding> {
        let section = if s.postgres.is_some() {
            "postgres.password"
        } else {
            "http"
        };
        let place = Place {
            file: format!("datasets/{}.toml", d.id),
            col: format!("source.{}.{section}", s.id),
            ..Place::default()
        };
        let of_query = s
            .postgres
            .iter()
            .flat_map(|postgres| missing_password(postgres, &project.root));
        let lacking = s
            .http
            .iter()
            .flat_map(|http| missing_secrets(http, &project.root))
            .chain(of_query);
        let hint =
            "set the variable or write the file where chiso runs: without it nothing is asked";
        lacking
            .map(|why| Finding::warning("secret_missing", place.clone(), why).hint(hint))
            .collect()
    };
    missing
        .chain(all().flat_map(no_secret))
        .chain(all().flat_map(|(d, s)| present(project, d, s, areas)))
        .collect()
}

/// Faults of the files that a source names now.
fn present(
    project: &Project,
    dataset: &Dataset,
    source: &Source,
    areas: &AreaRegister,
) -> Vec<Finding> {
    if source.http.is_some() || source.postgres.is_some() || source.drop.is_some() {
        return vec![];
    }
    let left_behind = |file: String| {
        let place = Place {
            file,
            ..Place::default()
        };
        let message = "the file belongs to a program that has another one open, or is a copy that \
            it left behind: it is not read";
        Finding::warning("left_behind", place, message)
            .hint("save and close what is open, then remove the file")
    };
    let mut findings: Vec<Finding> = source_files::left_behind(&project.root, source)
        .into_iter()
        .map(left_behind)
        .collect();
    let mut known = KnownFiles::default();
    let (files, faults) =
        source_files::read_all(project, (dataset, source), (HELD, None), &mut known);
    findings.extend(faults.into_iter().filter(|f| f.rule != "source_missing"));
    let bounds = bounds(project);
    for file in &files {
        let content = match &file.content {
            SourceContent::Held(bytes) => DeliveryContent::Held(bytes),
            SourceContent::File(path, _) => DeliveryContent::File(path),
        };
        let delivered = Delivery {
            id: "",
            file_name: &file.path,
            content,
            pages: &[],
            published_at: None,
            fetched_at: DateTime::UNIX_EPOCH,
            bounds,
        };
        findings.extend(match &dataset.contract.records {
            None => heads(dataset, source, &delivered, areas),
            Some(layout) => records::heads(layout, source, &delivered),
        });
    }
    findings
}
