//! `datapackage.json`: the release described as a Frictionless Data Package (version 1).
//!
//! It names nothing that moves while content stays: no release id, no time of the run. Two releases
//! with equal tables from the same declarations have the same description, byte for byte.

use crate::config::Project;
use crate::error::RunError;
use crate::model::Dataset;
use crate::model::published::{ColumnSpec, ColumnType};
use crate::store::{EncodedTable, sha256_hex, short};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;

const MEDIA_TYPE: &str = "application/vnd.apache.parquet";
/// What the Open Definition's list of licences calls a licence that it does not have.
const NOT_SPECIFIED: &str = "notspecified";

/// The description of a release with these tables.
pub(super) fn data_package(
    project: &Project,
    tables: &[EncodedTable],
) -> Result<Vec<u8>, RunError> {
    let package = json!({
        "profile": "data-package",
        "name": name_of(&[&project.title.en, &project.title.vi]),
        "title": project.title.get(false),
        "title_vi": project.title.get(true),
        "version": version(tables),
        "licenses": licences(project),
        "sources": sources(project),
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_vec_pretty(&package)
        .map_err(|_| RunError::Internal("the data package cannot be written"))?;
    text.push(b'\n');
    Ok(text)
}

/// Version of the content: that of the program's tables, and a hash that changes with any byte of
/// them.
fn version(tables: &[EncodedTable]) -> String {
    let content: String = tables
        .iter()
        .flat_map(|t| [t.spec.name, " ", &t.sha256, "\n"])
        .collect();
    format!(
        "{}+{}",
        env!("CARGO_PKG_VERSION"),
        short(&sha256_hex(content.as_bytes()))
    )
}

/// The first title that gives a name of lower-case ASCII letters, digits and hyphens.
fn name_of(titles: &[&str]) -> String {
    let slug = |title: &&str| -> String {
        let plain = title
            .nfd()
            .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
            .flat_map(char::to_lowercase);
        let ascii: String = plain
            .map(|c| if c == 'đ' { 'd' } else { c })
            .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
            .collect();
        ascii.split_whitespace().collect::<Vec<_>>().join("-")
    };
    titles
        .iter()
        .map(slug)
        .find(|s| !s.is_empty())
        .unwrap_or_else(|| "chiso".to_owned())
}

/// The licences in use, each once.
fn licences(project: &Project) -> Vec<Value> {
    let own = |d: &Dataset| {
        d.sources
            .iter()
            .map(|s| s.licence.clone())
            .chain([d.licence.clone()])
            .collect::<Vec<_>>()
    };
    let registers = [
        Some(&project.areas),
        project.targets.as_ref(),
        project.holidays.as_ref(),
    ]
    .into_iter()
    .flatten()
    .map(|r| r.licence.clone());
    let texts: BTreeSet<String> = project
        .datasets
        .iter()
        .flat_map(own)
        .chain(registers)
        .filter(|l| !l.is_empty())
        .collect();
    texts.iter().map(|text| licence(text)).collect()
}

/// A licence in words. One of the well-known families is named; of anything else only the words are
/// passed on.
fn licence(text: &str) -> Value {
    let id = text.replace(' ', "-");
    let known = ["CC-", "CC0", "ODC-", "PDDL", "OGL-"]
        .iter()
        .any(|family| id.starts_with(family));
    let plain = id
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    json!({ "name": if known && plain { &id } else { NOT_SPECIFIED }, "title": text })
}

/// Every source of every dataset, then the registers.
fn sources(project: &Project) -> Vec<Value> {
    let entry = |fields: &[(&str, &str)]| -> Value {
        fields
            .iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(k, v)| ((*k).to_owned(), json!(v)))
            .collect::<Map<_, _>>()
            .into()
    };
    let of_dataset = |d: &Dataset| -> Vec<Value> {
        d.sources
            .iter()
            .map(|s| {
                let title = [s.title.get(false), d.title.get(false), &d.id]
                    .into_iter()
                    .find(|t| !t.is_empty())
                    .unwrap_or_default()
                    .to_owned();
                let licence = if s.licence.is_empty() {
                    &d.licence
                } else {
                    &s.licence
                };
                let address = address(&s.url);
                entry(&[
                    ("title", &title),
                    ("publisher", &s.publisher),
                    ("path", &address),
                    ("dataset", &d.id),
                    ("source_id", &s.id),
                    ("licence", licence),
                    ("citation", &d.citation),
                ])
            })
            .collect()
    };
    let registers = [
        Some(&project.areas),
        project.targets.as_ref(),
        project.holidays.as_ref(),
    ]
    .into_iter()
    .flatten();
    let of_register = registers.map(|r| {
        let title = [r.title.get(false), &r.id]
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or_default();
        entry(&[
            ("title", title),
            ("dataset", &r.id),
            ("licence", &r.licence),
            ("citation", &r.citation),
        ])
    });
    project
        .datasets
        .iter()
        .flat_map(of_dataset)
        .chain(of_register)
        .collect()
}

/// An address with what RFC 3986 does not allow written as `%XX`; nothing for what is no web
/// address.
fn address(url: &str) -> String {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return String::new();
    }
    let mut text = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            text.push(char::from(byte));
        } else {
            _ = write!(text, "%{byte:02X}"); // writing to a String cannot fail
        }
    }
    text
}

fn resource(table: &EncodedTable) -> Value {
    let key: Vec<&str> = table
        .spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    json!({
        "profile": "data-resource",
        "name": table.spec.name,
        "path": table.file_name(),
        "description": table.spec.doc,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "bytes": table.bytes.len(),
        "hash": format!("sha256:{}", table.sha256),
        "schema": { "fields": table.spec.columns.iter().map(field).collect::<Vec<_>>(), "primaryKey": key },
    })
}

fn field(column: &ColumnSpec) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": kind(column.ty),
        "sql_type": column.ty.sql(),
        "description": column.doc,
        "description_vi": column.doc_vi,
    });
    if column.key {
        field["constraints"] = json!({ "required": true });
    }
    field
}

/// The type in the words of Table Schema; decimals are numbers there, and `sql_type` says which.
const fn kind(ty: ColumnType) -> &'static str {
    match ty {
        ColumnType::Text => "string",
        ColumnType::Bool => "boolean",
        ColumnType::Int | ColumnType::BigInt => "integer",
        ColumnType::Double | ColumnType::Dec | ColumnType::TargetDec => "number",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "datetime",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_whatever_the_title() {
        assert_eq!(
            name_of(&["Results of reform (2020)", ""]),
            "results-of-reform-2020"
        );
        assert_eq!(
            name_of(&["", "Cải cách hành chính ở Đà Nẵng"]),
            "cai-cach-hanh-chinh-o-da-nang"
        );
        assert_eq!(name_of(&["", "指标"]), "chiso");
    }

    #[test]
    fn licences_are_named_only_where_they_have_a_name() {
        assert_eq!(
            licence("CC BY 4.0"),
            json!({ "name": "CC-BY-4.0", "title": "CC BY 4.0" })
        );
        let words = "CC BY 4.0, except the maps";
        assert_eq!(
            licence(words),
            json!({ "name": "notspecified", "title": words })
        );
        assert_eq!(licence("Figures are facts.")["name"], "notspecified");
    }

    #[test]
    fn addresses_are_written_so_that_every_reader_takes_them() {
        assert_eq!(
            address("https://a.vn/Doanh nghiệp/V05%2E02.px?x=1"),
            "https://a.vn/Doanh%20nghi%E1%BB%87p/V05%2E02.px?x=1"
        );
        assert_eq!(address("see column source_url"), "");
    }
}
