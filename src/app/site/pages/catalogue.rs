//! What the release is made from: its datasets with licence, citation and last delivery, and its
//! published files.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link, titled};
use crate::app::site::pages::json_ld::json_ld;
use crate::app::site::visit::Visit;
use crate::model::manifest::{DatasetEntry, FileEntry};
use askama::Template;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::fs;

#[derive(Template)]
#[template(path = "catalogue.html")]
struct CataloguePage {
    frame: Frame,
    lang: Lang,
    words: Link,
    datasets: Vec<DatasetLine>,
    files: Vec<FileLine>,
    json_ld: String,
}

struct DatasetLine {
    link: Link,
    licence: String,
    citation: String,
    deliveries: usize,
    /// Day on which its newest delivery was published; empty where no source says.
    published: String,
    /// Day on which its last delivery was received.
    received: String,
}

struct FileLine {
    link: Link,
    about: String,
    sha256: String,
}

/// The catalogue of a release.
///
/// # Errors
/// When the release cannot be read.
pub fn catalogue(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let (lang, manifest) = (visit.lang, &visit.release().manifest);
    let package = package(visit)?;
    let datasets = manifest.datasets.as_deref().unwrap_or_default();
    let list = |name: &str| package[name].as_array().cloned().unwrap_or_default();
    let sentence = say!(
        lang,
        "site-catalogue-sentence",
        count = datasets.len(),
        deliveries = manifest.deliveries.as_deref().unwrap_or_default().len(),
        known = manifest.known_day()
    );
    let page = CataloguePage {
        lang,
        words: Link::to(lang.say("site-words"), &visit.address.to(Page::Words)),
        datasets: datasets.iter().map(|d| line(visit, d)).collect(),
        files: files(visit, &list("resources")),
        json_ld: json_ld(visit, &list("sources")),
        frame: Frame::of(visit, lang.say("site-catalogue").to_owned(), sentence),
    };
    Ok(Answer::page(200, &page))
}

/// What `datapackage.json` of the release says; nothing where it has none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn package(visit: &Visit<'_>) -> Result<Value, Failure> {
    let path = visit.release().path.join("datapackage.json");
    if !path.exists() {
        return Ok(Value::Null);
    }
    let bytes = fs::read(path)?;
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

/// A day of the project's zone.
pub fn day(visit: &Visit<'_>, at: DateTime<Utc>) -> String {
    let there = at.with_timezone(&visit.project.timezone);
    there.format("%Y-%m-%d").to_string()
}

fn line(visit: &Visit<'_>, dataset: &DatasetEntry) -> DatasetLine {
    let deliveries = { visit.release().manifest.deliveries.as_deref() }.unwrap_or_default();
    let ours = deliveries.iter().filter(|d| d.dataset == dataset.dataset);
    let titles = (
        Some(dataset.title_vi.as_str()),
        Some(dataset.title_en.as_str()),
    );
    let page = visit.address.to(Page::Dataset(dataset.dataset.clone()));
    let newest = |at: Option<DateTime<Utc>>| at.map(|at| day(visit, at)).unwrap_or_default();
    let published = ours.clone().filter_map(|d| d.published_at).max();
    let received = ours.clone().map(|d| d.fetched_at).max();
    DatasetLine {
        link: Link::to(titled(visit.lang, titles), &page),
        licence: dataset.licence.clone(),
        citation: dataset.citation.clone(),
        deliveries: ours.count(),
        published: newest(published),
        received: newest(received),
    }
}

fn files(visit: &Visit<'_>, resources: &[Value]) -> Vec<FileLine> {
    let about = |name: &str| {
        let resource = resources.iter().find(|r| r["path"] == name);
        let said = resource.and_then(|r| r["description"].as_str());
        said.unwrap_or_default().to_owned()
    };
    let line = |file: &FileEntry| {
        let mut page = visit.address.to(Page::File(file.name.clone()));
        (page.lang, page.text) = (None, false);
        FileLine {
            link: Link::to(file.name.as_str(), &page),
            about: about(&file.name),
            sha256: file.sha256.clone(),
        }
    };
    visit.release().manifest.files().iter().map(line).collect()
}
