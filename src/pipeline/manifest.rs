//! What a release was made from, by hash: enough to say what changed, and to make it again.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::model::Dataset;
use crate::pipeline::lost_deliveries::{LostDelivery, left_out};
use crate::store::{Lake, QUARANTINE, Receipt, rule_note, sha256_hex};
use chrono::{DateTime, NaiveDate, Utc};
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
pub fn inputs_hash(
    project: &Project,
    registers: &Registers,
    stock: &[Stock<'_>],
    lost: &[LostDelivery],
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
    sha256_hex(text.as_bytes())
}

/// Hash of what a manifest says that its release was made from, as [`inputs_hash`] gives it;
/// nothing for a manifest of another program.
#[must_use]
pub fn stated_inputs_hash(manifest: &Value, config_hash: &str) -> Option<String> {
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| manifest[key].as_array().into_iter().flatten();
    if manifest["chiso"] != BUILD {
        return None;
    }
    let mut text = format!("chiso {BUILD}\nconfiguration {config_hash}\n");
    for r in list("registers") {
        _ = writeln!(
            text,
            "register {}/{} {}",
            word(r, "register"),
            word(r, "file_name"),
            word(r, "sha256")
        );
    }
    for d in list("deliveries") {
        let time = |key: &str| {
            d[key]
                .as_str()
                .and_then(|t| t.parse::<DateTime<Utc>>().ok())
        };
        let known = time("published_at")
            .or_else(|| time("fetched_at"))
            .map(|t| t.to_rfc3339())
            .unwrap_or_default();
        let (dataset, source, delivery, sha256) = (
            word(d, "dataset"),
            word(d, "source_id"),
            word(d, "delivery"),
            word(d, "sha256"),
        );
        _ = writeln!(
            text,
            "delivery {dataset} {source} {delivery} {sha256} {known} {}",
            d["current"] == true
        );
    }
    for l in list("lost") {
        _ = writeln!(text, "lost {} {}", word(l, "dataset"), word(l, "delivery"));
    }
    Some(sha256_hex(text.as_bytes()))
}

/// What a manifest says of the project itself, by key.
fn of_project(project: &Project) -> [(&'static str, Value); 4] {
    let dataset = |d: &Dataset| {
        let (vi, en) = (d.title.get(true), d.title.get(false));
        json!({ "dataset": d.id, "title_vi": vi, "title_en": en, "licence": d.licence, "citation": d.citation })
    };
    [
        ("title_vi", json!(project.title.get(true))),
        ("title_en", json!(project.title.get(false))),
        ("boundaries", json!(project.boundaries)),
        ("datasets", project.datasets.iter().map(dataset).collect()),
    ]
}

/// What a manifest says otherwise than the configuration, registers and deliveries that it names;
/// nothing when it says the same.
#[must_use]
pub fn contradiction(manifest: &Value, project: &Project) -> Option<&'static str> {
    if stated_inputs_hash(manifest, &project.config_hash)
        .is_some_and(|hash| manifest["inputs_sha256"] != hash.as_str())
    {
        return Some("its inputs");
    }
    of_project(project)
        .into_iter()
        .find(|(key, value)| manifest[*key] != *value)
        .map(|(key, _)| key)
}

/// The manifest of a release. Holds no time but those of its inputs.
pub fn manifest(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    stock: &[Stock<'_>],
    (known_at, inputs): (NaiveDate, &str),
    broken: &BTreeSet<String>,
    lost: &[LostDelivery],
) -> Result<Value, RunError> {
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
                "receipt_sha256": s.receipt.hash(),
                "current": s.current,
            })
        })
        .collect();
    let configuration: Vec<Value> = project
        .files
        .iter()
        .map(|f| json!({ "path": f.path, "sha256": f.sha256 }))
        .collect();
    let registers: Vec<Value> =
        registers.files.iter().map(|(id, name, bytes)| json!({ "register": id, "file_name": name, "sha256": sha256_hex(bytes) })).collect();
    let [(_, title_vi), (_, title_en), (_, boundaries), (_, datasets)] = of_project(project);
    let mut manifest = json!({
        "title_vi": title_vi,
        "title_en": title_en,
        "state": "approved",
        "known_at": known_at,
        "boundaries": boundaries,
        "chiso": BUILD,
        "inputs_sha256": inputs,
        "datasets": datasets,
        "configuration": configuration,
        "registers": registers,
        "deliveries": deliveries,
        "tables": tables,
        "broken": broken,
    });
    if !lost.is_empty()
        && let Some(object) = manifest.as_object_mut()
    {
        object.insert(
            "lost".to_owned(),
            lost.iter().map(LostDelivery::note).collect(),
        );
    }
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
