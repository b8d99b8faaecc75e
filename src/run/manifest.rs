//! What a release was made from, by hash: enough to say what changed, and to make it again.

use crate::config::Project;
use crate::run::RunError;
use crate::run::registers::Registers;
use crate::store::{Lake, QUARANTINE, Receipt, rule_note, sha256_hex};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Identity of this program: version and a hash of its sources, the same on every machine.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CHISO_BUILD"));

/// A delivery in landing, as the manifest names it.
pub struct Stock<'a> {
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
pub fn inputs_hash(project: &Project, registers: &Registers, stock: &[Stock<'_>]) -> String {
    let mut text = format!("chiso {BUILD}\nconfiguration {}\n", project.config_hash);
    for (register, name, bytes) in &registers.files {
        _ = writeln!(text, "register {register}/{name} {}", sha256_hex(bytes));
    }
    for s in stock {
        let r = s.receipt;
        let known = r.published_at.unwrap_or(r.fetched_at).to_rfc3339();
        _ = writeln!(text, "delivery {} {} {} {} {known} {}", s.dataset, r.source_id, s.delivery, r.sha256, s.current);
    }
    sha256_hex(text.as_bytes())
}

/// The manifest of a release. Holds no time but those of its inputs.
pub fn manifest(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    stock: &[Stock<'_>],
    known_at: NaiveDate,
    inputs: &str,
    broken: &BTreeSet<String>,
) -> Result<Value, RunError> {
    let mut tables = Vec::new();
    for table in project.datasets.iter().map(|d| d.id.as_str()).chain([QUARANTINE]) {
        if let Some(version) = lake.tables().version(table)? {
            tables.push(json!({ "table": table, "version": version, "log_sha256": lake.tables().log_hash(table, version)? }));
        }
    }
    let deliveries: Vec<Value> = stock
        .iter()
        .map(|s| {
            json!({
                "dataset": s.dataset,
                "source_id": s.receipt.source_id,
                "delivery": s.delivery,
                "sha256": s.receipt.sha256,
                "file_name": s.receipt.file_name,
                "path": s.receipt.path,
                "url": s.receipt.url,
                "fetched_at": s.receipt.fetched_at,
                "published_at": s.receipt.published_at,
                "current": s.current,
            })
        })
        .collect();
    let configuration: Vec<Value> = project.files.iter().map(|f| json!({ "path": f.path, "sha256": f.sha256 })).collect();
    let registers: Vec<Value> =
        registers.files.iter().map(|(id, name, bytes)| json!({ "register": id, "file_name": name, "sha256": sha256_hex(bytes) })).collect();
    let datasets: Vec<Value> = project
        .datasets
        .iter()
        .map(|d| json!({ "dataset": d.id, "title_vi": d.title.get(true), "title_en": d.title.get(false), "licence": d.licence, "citation": d.citation }))
        .collect();
    let mut manifest = json!({
        "title_vi": project.title.get(true),
        "title_en": project.title.get(false),
        "state": "approved",
        "known_at": known_at,
        "boundaries": project.boundaries,
        "chiso": BUILD,
        "inputs_sha256": inputs,
        "datasets": datasets,
        "configuration": configuration,
        "registers": registers,
        "deliveries": deliveries,
        "tables": tables,
        "broken": broken,
    });
    // What has to be approved says so, and is approved with that; its state is in the journal.
    let rule = project.approval.releases;
    if !rule.is_open()
        && let Some(object) = manifest.as_object_mut()
    {
        object.remove("state");
        object.insert("approval".to_owned(), rule_note(rule));
    }
    Ok(manifest)
}
