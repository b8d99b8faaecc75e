//! The description of a release with its tables.

use crate::config::Project;
use crate::error::RunError;
use crate::model::readable_json;
use crate::pipeline::package::describe::origins::{licences, sources};
use crate::pipeline::package::describe::resources::resource;
use crate::store::{EncodedTable, sha256_hex, short};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

/// The description of a release with these tables.
pub(in crate::pipeline::package) fn data_package(
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
    let text = serde_json::to_string_pretty(&package)
        .map_err(|_| RunError::Internal("the data package cannot be written"))?;
    Ok((readable_json(&text).into_owned() + "\n").into_bytes())
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
pub(super) fn name_of(titles: &[&str]) -> String {
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
