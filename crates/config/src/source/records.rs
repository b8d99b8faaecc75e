//! Where the records of a JSON file stand, by a dotted path or a pointer.

use crate::document::ConfigNode;
use crate::{api, raw, rule};
use chiso_model::{Finding, Format, Origin};

/// The dotted path of the list of records.
pub(super) fn records(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> String {
    if raw.records.is_some() && format.is_some_and(|f| f != Format::Json) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "only a source of format `json` has `records`",
            )
            .hint("leave it out"),
        );
    }
    let decided = api::records(raw.http.as_ref().and_then(|http| http.api.as_ref()));
    if let (Some(decided), Some(declared)) = (decided, raw.records.as_deref().map(dots))
        && declared != decided
    {
        let message = format!("the records of this service are at `{decided}`");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("leave `records` out"),
        );
    }
    raw.records
        .as_deref()
        .map(dots)
        .or(decided.map(str::to_owned))
        .unwrap_or_default()
}

/// A JSON pointer (`/a/b~1c`) as a dotted path (`a.b/c`); a dotted path as it stands.
pub(super) fn dots(path: &str) -> String {
    match path.strip_prefix('/') {
        Some(pointer) => pointer
            .split('/')
            .map(|part| part.replace("~1", "/").replace("~0", "~"))
            .collect::<Vec<_>>()
            .join("."),
        None => path.to_owned(),
    }
}

/// A mapping whose column is such a path.
pub(super) fn dotted(origin: Origin) -> Origin {
    match origin {
        Origin::Column(path) => Origin::Column(dots(&path)),
        other => other,
    }
}
