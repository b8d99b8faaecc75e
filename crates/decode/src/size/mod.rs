//! What an answer says of its own size, compared with the records that came: a part is never taken
//! for the whole.
//!
//! Looked at are the objects on the way to the list of records and those up to two levels below
//! them (`meta`, `meta.pagination`, `links`). Names are those of World Bank v2, CKAN, OGC API,
//! `OData`, JSON:API, Django REST, Spring, ORDS and `ArcGIS`, compared without case and signs. A
//! count that is known decides; only without one do pages and links to a next page.

mod names;

use super::{Undecodable, fault};
use names::{COUNTS, MORE, NEXT, PAGES, PAGING};
use serde_json::{Map, Value};

/// Compares a list of records with what the answer says of its size.
///
/// # Errors
/// `truncated`, when it says that there are more.
pub(super) fn whole(file: &str, root: &Value, path: &str, found: usize) -> Result<(), Undecodable> {
    let objects = objects(root, path);
    let message = match total(root, path) {
        Some((name, total)) if total > found as u64 => format!(
            "the answer holds {found} rows and says itself that there are {total} (`{name}`)"
        ),
        Some(_) => return Ok(()),
        None => match objects.iter().find_map(|object| more(object)) {
            Some(said) => {
                format!("the answer holds {found} rows and says itself that there are more: {said}")
            }
            None => return Ok(()),
        },
    };
    let hint = "fetch all of it: declare `[source.http.paging]`, or save the answer without a \
        limit; the part that came is not the whole";
    Err(Box::new(fault("truncated", file, 0, message).hint(hint)))
}

/// The count of all records that an answer states, and under which name; the largest where there
/// are several.
pub(super) fn total(root: &Value, path: &str) -> Option<(String, u64)> {
    let counted = |object: &&Map<String, Value>| {
        let pages = object
            .keys()
            .any(|name| PAGING.contains(&plain(name).as_str()));
        let counts = |name: &str| COUNTS.contains(&name) || (name == "total" && pages);
        let all = object
            .iter()
            .filter(|(name, _)| counts(&plain(name)))
            .filter_map(|(name, value)| Some((name.clone(), number(value)?)));
        all.max_by_key(|(_, n)| *n)
    };
    objects(root, path)
        .iter()
        .filter_map(counted)
        .max_by_key(|(_, n)| *n)
}

/// What an object says that there is more of.
fn more(object: &Map<String, Value>) -> Option<String> {
    object.iter().find_map(|(name, value)| {
        let key = plain(name);
        let leads = |value: &Value| match value {
            Value::String(text) => !text.trim().is_empty(),
            Value::Number(n) => n.as_u64().is_some_and(|n| n > 0),
            Value::Object(link) => link
                .get("href")
                .and_then(Value::as_str)
                .is_some_and(|href| !href.is_empty()),
            _ => false,
        };
        let says = match value {
            _ if PAGES.contains(&key.as_str()) => number(value).is_some_and(|n| n > 1),
            _ if NEXT.contains(&key.as_str()) => leads(value),
            Value::Bool(flag) if key == "last" => !flag,
            Value::Bool(flag) => *flag && MORE.contains(&key.as_str()),
            // A list of links, each with what it leads to.
            Value::Array(links) if key == "links" => links.iter().any(|l| {
                l.get("rel").and_then(Value::as_str) == Some("next")
                    && l.get("href").is_some_and(leads)
            }),
            _ => false,
        };
        says.then(|| {
            let shown: String = value.to_string().chars().take(80).collect();
            format!("`{name}` is {shown}")
        })
    })
}

/// Objects that may speak of the list at a path: those on the way to it, and those up to two levels
/// below them.
fn objects<'v>(root: &'v Value, path: &str) -> Vec<&'v Map<String, Value>> {
    let mut found = Vec::new();
    let mut here = Some(root);
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    while let Some(value) = here {
        match value {
            Value::Object(object) => {
                found.push(object);
                for below in object.values().filter_map(Value::as_object) {
                    found.push(below);
                    found.extend(below.values().filter_map(Value::as_object));
                }
            }
            // `[{page, pages, per_page, total}, [rows]]`; a list of records is none of these.
            Value::Array(list) if list.len() == 2 && list.get(1).is_some_and(Value::is_array) => {
                found.extend(list.iter().filter_map(Value::as_object));
            }
            _ => {}
        }
        here = steps.next().and_then(|step| match value {
            Value::Array(list) => step.parse::<usize>().ok().and_then(|at| list.get(at)),
            other => other.get(step),
        });
    }
    found
}

/// A name without case and signs.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Sizes come as numbers and as texts.
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(n) => n.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    fn says(text: &str, path: &str, found: usize) -> String {
        whole("f.json", &serde_json::from_str(text).unwrap(), path, found)
            .err()
            .map_or_else(String::new, |f| f.message)
    }

    #[test]
    fn an_answer_that_says_that_there_is_more_is_a_part() {
        for (text, path) in [
            (
                r#"{"success":true,"result":{"limit":2,"total":5,"offset":0,"records":[]}}"#,
                "result.records",
            ),
            (r#"[{"page":1,"pages":3,"per_page":2,"total":5},[]]"#, "1"),
            (r#"{"count":5,"next":null,"results":[]}"#, "results"),
            (r#"{"next":"https://x/?page=2","results":[]}"#, "results"),
            (r#"{"@odata.nextLink":"https://x","value":[]}"#, "value"),
            (
                r#"{"data":[],"meta":{"pagination":{"x":1},"totalCount":"3"}}"#,
                "data",
            ),
            (
                r#"{"data":[],"links":{"next":{"href":"https://x"}}}"#,
                "data",
            ),
            (
                r#"{"data":[],"meta":{"pagination":{"page":1,"page_count":3}}}"#,
                "data",
            ),
            (
                r#"{"data":[],"meta":{"paging":{"total":9,"limit":2}}}"#,
                "data",
            ),
            (
                r#"{"data":{"list":[],"page_info":{"has_next_page":true}}}"#,
                "data.list",
            ),
            (
                r#"{"items":[],"hasMore":true,"links":[{"rel":"next","href":"https://x"}]}"#,
                "items",
            ),
            (r#"{"content":[],"last":false,"totalPages":4}"#, "content"),
            (
                r#"{"features":[],"exceededTransferLimit":true}"#,
                "features",
            ),
            (
                r#"{"numberMatched":9,"numberReturned":2,"features":[]}"#,
                "features",
            ),
        ] {
            assert!(
                says(text, path, 2).contains("says itself that there are"),
                "{text}"
            );
        }
    }

    #[test]
    fn the_whole_is_the_whole() {
        for (text, path) in [
            // CKAN links to a next page from the last one, too; its count decides.
            (
                r#"{"result":{"total":2,"limit":100,"_links":{"next":"/x?offset=100"},"records":[]}}"#,
                "result.records",
            ),
            (
                r#"[{"page":1,"pages":1,"per_page":"50","total":2},[]]"#,
                "1",
            ),
            // A total with nothing next to it that speaks of pages is a figure.
            (r#"{"total":1500,"data":[]}"#, "data"),
            (r#"{"next":null,"data":[],"pages":1}"#, "data"),
            (r#"{"next":"","data":[],"has_more":false}"#, "data"),
            (r#"[{"count":700},{"count":800}]"#, ""),
        ] {
            assert_eq!(says(text, path, 2), "", "{text}");
        }
    }
}
