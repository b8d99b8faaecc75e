//! A dataset: what its rows are, where they come from, and each delivery that the release rests on.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::complain;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link, titled};
use crate::app::site::pages::catalogue::{day, package};
use crate::app::site::pages::message;
use crate::app::site::visit::Visit;
use crate::inspect::Past;
use crate::model::manifest::{DatasetEntry, DeliveryEntry};
use crate::model::{Contract, Dataset, RecordColumn};
use askama::Template;
use serde_json::Value;

/// Most deliveries that a page lists, the newest.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "dataset.html")]
struct DatasetPage {
    frame: Frame,
    lang: Lang,
    catalogue: Link,
    entry: DatasetEntry,
    description: String,
    sources: Vec<SourceLine>,
    columns: Vec<ContractColumn>,
    deliveries: Vec<DeliveryLine>,
    left_out: usize,
}

struct SourceLine {
    title: String,
    publisher: String,
    address: String,
}

struct ContractColumn {
    name: String,
    kind: &'static str,
    /// What it holds, in words.
    holds: &'static str,
    /// The only values that it may hold.
    codes: String,
    unit: String,
}

struct DeliveryLine {
    file: String,
    published: String,
    fetched: String,
    current: bool,
    sha256: String,
}

/// The page of a dataset.
///
/// # Errors
/// When the release cannot be read.
pub fn dataset(visit: &Visit<'_>, id: &str) -> Result<Answer, Failure> {
    let (lang, manifest) = (visit.lang, &visit.release().manifest);
    let entries = manifest.datasets.as_deref().unwrap_or_default();
    let Some(entry) = entries.iter().find(|d| d.dataset == id) else {
        return Ok(message(lang, 404, lang.say("site-no-dataset")));
    };
    let declared = declared(visit, id);
    let sources = sources(visit, id, declared.as_ref())?;
    let deliveries = deliveries(visit, id);
    let title = titled(
        lang,
        (Some(entry.title_vi.as_str()), Some(entry.title_en.as_str())),
    );
    let sentence = say!(
        lang,
        "site-dataset-sentence",
        title = title,
        count = deliveries.len(),
        known = manifest.known_day()
    );
    let described = |d: &Dataset| d.description.get(lang.is_vi()).to_owned();
    let page = DatasetPage {
        lang,
        catalogue: Link::to(
            lang.say("site-catalogue"),
            &visit.address.to(Page::Catalogue),
        ),
        entry: entry.clone(),
        description: declared.as_ref().map(described).unwrap_or_default(),
        columns: declared.map_or_else(Vec::new, |d| columns(visit, &d.contract)),
        sources,
        left_out: deliveries.len().saturating_sub(MOST),
        deliveries: deliveries.into_iter().take(MOST).collect(),
        frame: Frame::of(visit, title, sentence),
    };
    Ok(Answer::page(200, &page))
}

/// The dataset as it was declared when the release was made; nothing where that can no longer be
/// read.
fn declared(visit: &Visit<'_>, id: &str) -> Option<Dataset> {
    match Past::declared(visit.project, visit.release()) {
        Ok(then) => {
            let project = then.as_ref().unwrap_or(visit.project);
            project.dataset(id).cloned()
        }
        Err(error) => {
            complain(&format!("{}: {error}", visit.address.href()));
            None
        }
    }
}

fn columns(visit: &Visit<'_>, contract: &Contract) -> Vec<ContractColumn> {
    let lang = visit.lang;
    let column = |name: &str, kind: &'static str, unit: &str| ContractColumn {
        name: name.to_owned(),
        kind,
        holds: "",
        codes: String::new(),
        unit: lang.unit(visit.unit(unit)).into_owned(),
    };
    if let Some(records) = &contract.records {
        let one = |c: &RecordColumn| {
            let kind = if records.key.contains(&c.name) {
                lang.say("site-column-key")
            } else {
                lang.say("site-column-record")
            };
            ContractColumn {
                codes: c.one_of.join(", "),
                ..column(&c.name, kind, &c.unit)
            }
        };
        return records.columns.iter().map(one).collect();
    }
    let dimensions = contract.dimensions.iter().map(|d| ContractColumn {
        codes: d.one_of.join(", "),
        ..column(&d.name, lang.say("site-column-dimension"), "")
    });
    let unit = contract.unit.as_deref().unwrap_or_default();
    let value = ContractColumn {
        holds: type_of(lang, contract.value_type.as_str()),
        ..column(&contract.value_name, lang.say("site-column-value"), unit)
    };
    let attributes = contract.attributes.iter().map(|a| ContractColumn {
        holds: type_of(lang, &a.kind.to_string()),
        ..column(&a.name, lang.say("site-column-attribute"), "")
    });
    dimensions.chain([value]).chain(attributes).collect()
}

/// What the word of a type means.
fn type_of(lang: Lang, word: &str) -> &'static str {
    match word {
        "integer" => lang.say("site-type-integer"),
        "decimal" => lang.say("site-type-decimal"),
        "date" => lang.say("site-type-date"),
        _ => lang.say("site-type-text"),
    }
}

/// The sources of a dataset, by the titles that were declared for them in the language of the page.
fn sources(
    visit: &Visit<'_>,
    id: &str,
    declared: Option<&Dataset>,
) -> Result<Vec<SourceLine>, Failure> {
    let package = package(visit)?;
    let all = package["sources"].as_array().cloned().unwrap_or_default();
    let text = |source: &Value, name: &str| source[name].as_str().unwrap_or_default().to_owned();
    let title = |source: &Value| {
        let mut known = declared.iter().flat_map(|d| &d.sources);
        let own = known.find(|s| source["source_id"] == s.id.as_str());
        let own = own.map(|s| s.title.get(visit.lang.is_vi()).to_owned());
        { own.filter(|title| !title.is_empty()) }.unwrap_or_else(|| text(source, "title"))
    };
    let line = |source: &Value| SourceLine {
        title: title(source),
        publisher: text(source, "publisher"),
        address: text(source, "path"),
    };
    let ours = all.iter().filter(|source| source["dataset"] == id);
    Ok(ours.map(line).collect())
}

/// The deliveries of a dataset, the newest first.
fn deliveries(visit: &Visit<'_>, id: &str) -> Vec<DeliveryLine> {
    let all = { visit.release().manifest.deliveries.as_deref() }.unwrap_or_default();
    let ours = all.iter().rev().filter(|d| d.dataset == id);
    let line = |d: &DeliveryEntry| DeliveryLine {
        file: d.file_name.clone(),
        published: d.published_at.map(|at| day(visit, at)).unwrap_or_default(),
        fetched: day(visit, d.fetched_at),
        current: d.current,
        sha256: d.sha256.clone(),
    };
    ours.map(line).collect()
}
