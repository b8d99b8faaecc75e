//! The release as search engines and catalogues of data read it: a `Dataset` of schema.org, in the
//! page of the catalogue.

use crate::app::site::address::{Address, Edition, Page};
use crate::app::site::frame::titled;
use crate::app::site::visit::Visit;
use crate::model::manifest::FileEntry;
use crate::model::readable_json;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The description of a release, as text that may stand in a page: no letter of it can end the element
/// in which it stands. `sources` are those of `datapackage.json`.
pub fn json_ld(visit: &Visit<'_>, sources: &[Value]) -> String {
    let (lang, manifest) = (visit.lang, &visit.release().manifest);
    let titles = (manifest.title_vi.as_deref(), manifest.title_en.as_deref());
    let datasets = manifest.datasets.as_deref().unwrap_or_default();
    let licences: BTreeSet<&str> = datasets.iter().map(|d| d.licence.as_str()).collect();
    let work = |name: &&str| json!({ "@type": "CreativeWork", "name": name });
    let source = |source: &Value| {
        json!({
            "@type": "Dataset",
            "name": source["title"],
            "url": source["path"],
            "creator": { "@type": "Organization", "name": source["publisher"] },
        })
    };
    let files = manifest.files().iter().map(|file| download(visit, file));
    let described = json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": titled(lang, titles),
        "description": lang.say("site-files-are"),
        "url": permanent(visit, Page::Catalogue),
        "version": visit.release().id,
        "inLanguage": ["vi", "en"],
        "dateModified": manifest.known_day(),
        "license": licences.iter().map(work).collect::<Vec<_>>(),
        "isBasedOn": sources.iter().map(source).collect::<Vec<_>>(),
        "distribution": files.collect::<Vec<_>>(),
    });
    harmless(&described.to_string())
}

fn download(visit: &Visit<'_>, file: &FileEntry) -> Value {
    json!({
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": permanent(visit, Page::File(file.name.clone())),
        "sha256": file.sha256,
    })
}

/// The address of a page of this release for ever, in no language.
fn permanent(visit: &Visit<'_>, page: Page) -> String {
    let address = Address {
        edition: Edition::Release(visit.release().id.clone()),
        lang: None,
        text: false,
        ..visit.address.to(page)
    };
    address.choosing(|c| c.boundary = None).href()
}

/// JSON in which no letter has a meaning in HTML or steers how text is shown.
fn harmless(json: &str) -> String {
    let json = readable_json(json);
    { json.replace('<', "\\u003c").replace('>', "\\u003e") }.replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_description_ends_the_element_it_stands_in() {
        let text = harmless(&json!({ "name": "</script><b>A & B" }).to_string());
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "</script><b>A & B");
    }
}
