//! What services answer with: the formats and media types, and where the records stand.

use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Api, Finding, Format};

/// Media types of SDMX data by the word of their format, with those under which services send them.
const SDMX_TYPES: [(&[&str], &[&str]); 3] = [
    (
        &["csv", "sdmx-csv"],
        &[
            "application/vnd.sdmx.data+csv",
            "text/csv",
            "application/csv",
            "text/plain",
        ],
    ),
    (
        &["sdmx-json"],
        &[
            "application/vnd.sdmx.data+json",
            "*+json",
            "application/json",
            "text/json",
        ],
    ),
    (
        &["sdmx-ml"],
        &[
            "application/vnd.sdmx.structurespecificdata+xml",
            "application/vnd.sdmx.genericdata+xml",
            "*+xml",
            "application/xml",
            "text/xml",
        ],
    ),
];

/// Media types that an API answers with for a format; those of the format itself where nothing is
/// said.
pub(crate) fn content_types(raw: Option<&raw::Api>, format: Option<Format>) -> Option<Vec<String>> {
    let raw = raw?;
    match raw.kind.as_str() {
        "sdmx" => {
            let word = format?.as_str();
            let types = SDMX_TYPES.iter().find(|(words, _)| words.contains(&word))?;
            Some(types.1.iter().map(|t| (*t).to_owned()).collect())
        }
        // A catalogue points to files on servers of every kind, which name types as they like.
        "ckan" if raw.datastore != Some(true) => Some(vec!["*".to_owned()]),
        _ => None,
    }
}

/// Dotted path of the records where an API decides it.
pub(crate) fn records(raw: Option<&raw::Api>) -> Option<&'static str> {
    match raw {
        Some(raw::Api { kind, .. }) if kind == "worldbank" => Some("1"),
        Some(raw::Api {
            kind,
            datastore: Some(true),
            ..
        }) if kind == "ckan" => Some("result.records"),
        _ => None,
    }
}

/// The format in which a service answers.
pub(super) fn fits_format(
    at: &ConfigNode<'_>,
    api: &Api,
    kind: &str,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    let Some(format) = format else { return };
    let wanted: Vec<&str> = match api {
        Api::Pxweb(_) => vec![Format::JsonStat.as_str()],
        Api::WorldBank(_) => vec![Format::Json.as_str()],
        Api::Ckan(resource) if resource.datastore => vec![Format::Json.as_str()],
        Api::Ckan(_) => return,
        Api::Sdmx(_) => SDMX_TYPES
            .iter()
            .flat_map(|(words, _)| words.iter().copied())
            .filter(|w| w.parse::<Format>().is_ok())
            .collect(),
    };
    if !wanted.contains(&format.as_str()) {
        let message = format!("`{kind}` does not answer in format `{format}`");
        faults.push(
            at.key("kind")
                .error(rule::BAD_VALUE, message)
                .hint(format!("write `format = \"{}\"`", wanted.join("` or `"))),
        );
    }
}
