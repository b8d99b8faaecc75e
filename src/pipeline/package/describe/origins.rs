//! Licences and sources: where the figures of a release come from.

use crate::config::{Project, Register};
use crate::model::{Dataset, Source};
use crate::pipeline::deliveries;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the Open Definition's list of licences calls a licence that it does not have.
const NOT_SPECIFIED: &str = "notspecified";

/// The licences in use, each once.
pub(super) fn licences(project: &Project) -> Vec<Value> {
    let own = |d: &Dataset| {
        d.sources
            .iter()
            .map(|s| s.licence.clone())
            .chain([d.licence.clone()])
            .collect::<Vec<_>>()
    };
    let registers = registers(project).map(|r| r.licence.clone());
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
pub(super) fn licence(text: &str) -> Value {
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
pub(super) fn sources(project: &Project) -> Vec<Value> {
    let of_dataset = |d: &'_ Dataset| d.sources.iter().map(|s| source(d, s)).collect::<Vec<_>>();
    project
        .datasets
        .iter()
        .flat_map(of_dataset)
        .chain(registers(project).map(register))
        .collect()
}

fn registers(project: &Project) -> impl Iterator<Item = &Register> {
    [
        Some(&project.areas),
        project.targets.as_ref(),
        project.holidays.as_ref(),
    ]
    .into_iter()
    .flatten()
}

fn source(dataset: &Dataset, source: &Source) -> Value {
    let titles = [
        source.title.get(false),
        dataset.title.get(false),
        &dataset.id,
    ];
    entry(&[
        ("title", first_of(&titles)),
        ("publisher", &source.publisher),
        ("path", &address(&source.url)),
        ("dataset", &dataset.id),
        ("source_id", &source.id),
        ("licence", deliveries::licence(dataset, source)),
        ("citation", &dataset.citation),
    ])
}

fn register(register: &Register) -> Value {
    entry(&[
        (
            "title",
            first_of(&[register.title.get(false), &register.id]),
        ),
        ("dataset", &register.id),
        ("licence", &register.licence),
        ("citation", &register.citation),
    ])
}

/// The first title that says something.
fn first_of<'a>(titles: &[&'a str]) -> &'a str {
    titles
        .iter()
        .find(|t| !t.is_empty())
        .copied()
        .unwrap_or_default()
}

/// Fields that say something.
fn entry(fields: &[(&str, &str)]) -> Value {
    fields
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| ((*k).to_owned(), json!(v)))
        .collect::<Map<_, _>>()
        .into()
}

/// An address with what RFC 3986 does not allow written as `%XX`; nothing for what is no web
/// address.
pub(super) fn address(url: &str) -> String {
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
