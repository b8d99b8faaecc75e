//! `chiso release show`: what a release was made from.

use crate::app::cli::release::table::{table, words};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::model::manifest::Manifest;
use crate::store::ReleaseRef;
use serde_json::{Value, json};

pub(super) fn show(context: &Context, release: &ReleaseRef) -> Result<(), Failure> {
    if context.common.format == Format::Json {
        output::rows(Format::Json, &[], std::slice::from_ref(&release.document))?;
        return Ok(());
    }
    let columns = ["kind", "name", "what", "sha256"];
    let mut rows = contents(words(context), &release.manifest, &columns);
    if context.common.format == Format::Table {
        output::line(&say!(
            context.lang,
            "release-known-at",
            id = release.id,
            known = release.manifest.known_day(),
            program = release.manifest.program()
        ))?;
        for row in &mut rows {
            let short = row
                .get("sha256")
                .map(output::plain)
                .unwrap_or_default()
                .chars()
                .take(12)
                .collect::<String>();
            row.insert("sha256".into(), json!(short));
        }
    }
    table(context, &columns, &rows)
}

/// What a manifest names, a row each.
fn contents(lang: Lang, manifest: &Manifest, columns: &[&str]) -> Vec<Row> {
    let row = |kind: &str, name: Value, what: Value, sha256: Value| -> Row {
        columns
            .iter()
            .map(|c| (*c).to_owned())
            .zip([json!(kind), name, what, sha256])
            .collect()
    };
    let files = manifest.files().iter().map(|f| {
        let rows = f
            .rows
            .map(|rows| say!(lang, "release-rows-of-file", number = rows));
        row(
            lang.say("release-kind-file"),
            json!(f.name),
            json!(rows),
            json!(f.sha256),
        )
    });
    let deliveries = manifest.deliveries().iter().map(|d| {
        let what = format!("{} {}", d.dataset, d.delivery);
        row(
            lang.say("release-kind-delivery"),
            json!(d.path),
            json!(what),
            json!(d.sha256),
        )
    });
    let tables = manifest.tables().iter().map(|t| {
        let version = say!(lang, "release-version", number = t.version);
        row(
            lang.say("release-kind-table"),
            json!(t.table),
            json!(version),
            json!(t.log_sha256),
        )
    });
    let configuration = manifest.configuration().iter().map(|f| {
        row(
            lang.say("release-kind-configuration"),
            json!(f.path),
            Value::Null,
            json!(f.sha256),
        )
    });
    let registers = manifest.registers().iter().map(|f| {
        row(
            lang.say("release-kind-register"),
            json!(f.file_name),
            json!(f.register),
            json!(f.sha256),
        )
    });
    files
        .chain(deliveries)
        .chain(tables)
        .chain(configuration)
        .chain(registers)
        .collect()
}
