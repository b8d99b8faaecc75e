//! What a release was made from, by hash: enough to say what changed, and to make it again.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::model::Dataset;
use crate::model::manifest::{
    ApprovalEntry, ConfigurationEntry, DatasetEntry, DeliveryEntry, Manifest, RegisterEntry,
    TableEntry,
};
use crate::pipeline::lost_deliveries::{LostDelivery, left_out};
use crate::store::{Lake, QUARANTINE, Receipt, sha256_hex};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Identity of this program: version and a hash of its sources, the same on every machine.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CHISO_BUILD"));

/// A delivery in landing, as the manifest names it.
pub struct ManifestDelivery<'a> {
    /// Dataset.
    pub dataset: &'a str,
    /// Its receipt.
    pub receipt: &'a Receipt,
    /// Its id.
    pub delivery: &'a str,
    /// It is what its source says now.
    pub current: bool,
}

/// Hash of everything a release depends on: program, configuration, registers, deliveries.
#[must_use]
pub fn inputs_hash(
    project: &Project,
    registers: &Registers,
    stock: &[ManifestDelivery<'_>],
    (not_due_from, lost): (Option<NaiveDate>, &[LostDelivery]),
) -> String {
    let mut text = format!("chiso {BUILD}\nconfiguration {}\n", project.config_hash);
    for (register, name, bytes) in &registers.files {
        _ = writeln!(text, "register {register}/{name} {}", sha256_hex(bytes));
    }
    for s in stock {
        let r = s.receipt;
        let known = r.published_at.unwrap_or(r.fetched_at).to_rfc3339();
        _ = writeln!(
            text,
            "delivery {} {} {} {} {known} {}",
            s.dataset, r.source_id, s.delivery, r.sha256, s.current
        );
    }
    for l in lost {
        _ = writeln!(text, "lost {} {}", l.dataset, l.delivery);
    }
    add_day(&mut text, not_due_from);
    sha256_hex(text.as_bytes())
}

/// Says from which day on periods of targets had not ended, where there are such.
fn add_day(text: &mut String, not_due_from: Option<NaiveDate>) {
    if let Some(day) = not_due_from {
        _ = writeln!(text, "not due from {day}");
    }
}

/// Hash of what a manifest says that its release was made from, as [`inputs_hash`] gives it;
/// nothing for a manifest of another program.
#[must_use]
pub fn stated_inputs_hash(manifest: &Manifest, config_hash: &str) -> Option<String> {
    if manifest.chiso.as_deref() != Some(BUILD) {
        return None;
    }
    let mut text = format!("chiso {BUILD}\nconfiguration {config_hash}\n");
    for r in manifest.registers() {
        _ = writeln!(text, "register {}/{} {}", r.register, r.file_name, r.sha256);
    }
    for d in manifest.deliveries() {
        let known = d.published_at.unwrap_or(d.fetched_at).to_rfc3339();
        _ = writeln!(
            text,
            "delivery {} {} {} {} {known} {}",
            d.dataset, d.source_id, d.delivery, d.sha256, d.current
        );
    }
    for l in manifest.lost() {
        _ = writeln!(text, "lost {} {}", l.dataset, l.delivery);
    }
    add_day(&mut text, manifest.not_due_from);
    Some(sha256_hex(text.as_bytes()))
}

/// What a manifest says of the project itself; everything else is absent.
fn of_project(project: &Project) -> Manifest {
    let dataset = |d: &Dataset| DatasetEntry {
        dataset: d.id.clone(),
        title_vi: d.title.get(true).to_owned(),
        title_en: d.title.get(false).to_owned(),
        licence: d.licence.clone(),
        citation: d.citation.clone(),
    };
    Manifest {
        title_vi: Some(project.title.get(true).to_owned()),
        title_en: Some(project.title.get(false).to_owned()),
        boundaries: Some(project.boundaries.clone()),
        datasets: Some(project.datasets.iter().map(dataset).collect()),
        ..Manifest::default()
    }
}

/// What a manifest says otherwise than the configuration, registers and deliveries that it names;
/// nothing when it says the same.
#[must_use]
pub fn contradiction(manifest: &Manifest, project: &Project) -> Option<&'static str> {
    if stated_inputs_hash(manifest, &project.config_hash)
        .is_some_and(|hash| manifest.inputs_sha256 != Some(hash))
    {
        return Some("its inputs");
    }
    let of_project = of_project(project);
    let same = [
        ("title_vi", manifest.title_vi == of_project.title_vi),
        ("title_en", manifest.title_en == of_project.title_en),
        ("boundaries", manifest.boundaries == of_project.boundaries),
        ("datasets", manifest.datasets == of_project.datasets),
    ];
    same.iter().find(|(_, same)| !same).map(|(key, _)| *key)
}

/// The manifest of a release. Holds no time but those of its inputs.
pub fn manifest(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    stock: &[ManifestDelivery<'_>],
    (known_at, not_due_from, inputs): (NaiveDate, Option<NaiveDate>, &str),
    broken: &BTreeSet<String>,
    lost: &[LostDelivery],
) -> Result<Manifest, RunError> {
    let mut tables = Vec::new();
    let without = left_out(lost);
    for table in project
        .datasets
        .iter()
        .map(|d| d.id.as_str())
        .chain([QUARANTINE])
        .filter(|table| !without.contains(table))
    {
        if let Some(version) = lake.tables().version(table)? {
            tables.push(TableEntry {
                table: table.to_owned(),
                version,
                log_sha256: Some(lake.tables().log_hash(table, version)?),
            });
        }
    }
    let configuration = project.files.iter().map(|f| ConfigurationEntry {
        path: f.path.clone(),
        sha256: f.sha256.clone(),
    });
    let registers = registers
        .files
        .iter()
        .map(|(id, name, bytes)| RegisterEntry {
            register: id.clone(),
            file_name: name.clone(),
            sha256: sha256_hex(bytes),
        });
    // What has to be approved says so, and is approved with that; its state is in the journal.
    let rule = project.approval.releases;
    Ok(Manifest {
        state: rule.is_open().then(|| "approved".to_owned()),
        known_at: Some(known_at),
        not_due_from,
        chiso: Some(BUILD.to_owned()),
        inputs_sha256: Some(inputs.to_owned()),
        configuration: Some(configuration.collect()),
        registers: Some(registers.collect()),
        deliveries: Some(stock.iter().map(delivery).collect()),
        tables: Some(tables),
        broken: Some(broken.iter().cloned().collect()),
        lost: (!lost.is_empty()).then(|| lost.iter().map(LostDelivery::entry).collect()),
        approval: (!rule.is_open()).then_some(ApprovalEntry::Rule(rule)),
        ..of_project(project)
    })
}

fn delivery(stock: &ManifestDelivery<'_>) -> DeliveryEntry {
    let receipt = stock.receipt;
    DeliveryEntry {
        dataset: stock.dataset.to_owned(),
        source_id: receipt.source_id.clone(),
        delivery: stock.delivery.to_owned(),
        sha256: receipt.sha256.clone(),
        file_name: receipt.file_name.clone(),
        path: Some(receipt.path.clone()),
        url: receipt.url.clone(),
        fetched_at: receipt.fetched_at,
        published_at: receipt.published_at,
        receipt_sha256: Some(receipt.hash()),
        current: stock.current,
    }
}
