//! What an answer says of its own size, compared with the records that came: a part is never taken
//! for the whole.
//!
//! Looked at are the objects on the way to the list of records and those up to two levels below
//! them (`meta`, `meta.pagination`, `links`). Names are those of World Bank v2, CKAN, OGC API,
//! `OData`, JSON:API, Django REST, Spring, ORDS and `ArcGIS`, and of services that speak Spanish,
//! Portuguese and other languages, compared without case, accents, signs and namespaces.
//!
//! A flag that says that there is more is always believed. A count above what came is, too. A count
//! of all records that equals what came settles the rest (CKAN links to a next page from the last
//! one); a mere `count` settles nothing, for it may count the records of the page.

mod names;

use super::{Undecodable, fault};
use names::{
    COUNTS, LAST, MORE, NEXT, OF_PAGES, OF_TOTAL, PAGE_WORDS, PAGES, PAGING, PART_WORDS, TOTALS,
};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// What an answer says of its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedSize {
    /// A count of all records, by a name that means nothing else.
    pub total: Option<(String, u64)>,
    /// A count that may be of all records or of the page.
    pub count: Option<(String, u64)>,
    /// A number of pages.
    pub pages: Option<(String, u64)>,
    /// A flag that says that there is more, as `` `hasMore` is true ``.
    pub more: Option<String>,
    /// A way to a next page.
    pub next: Option<String>,
}

/// Compares a list of records with what the answer says of its size.
///
/// # Errors
/// `truncated`, when it says that there are more.
pub(super) fn whole(file: &str, root: &Value, path: &str, found: usize) -> Result<(), Undecodable> {
    judged(file, &said(root, path), found)
}

/// The same of what was said.
pub(super) fn judged(file: &str, said: &StatedSize, found: usize) -> Result<(), Undecodable> {
    let Some(why) = said.more_than(found as u64) else {
        return Ok(());
    };
    let message = format!("the answer holds {found} rows and says itself that there are {why}");
    let hint = "fetch all of it: declare `[source.http.paging]`, or save the answer without a \
        limit; the part that came is not the whole";
    Err(Box::new(fault("truncated", file, 0, message).hint(hint)))
}

impl StatedSize {
    /// What says that there are more records than were found: `5 (`total`)`, or ``more: `next` is
    /// 2``.
    #[must_use]
    pub fn more_than(&self, found: u64) -> Option<String> {
        let above = [&self.total, &self.count]
            .into_iter()
            .flatten()
            .find(|(_, n)| *n > found);
        if let Some((name, n)) = above {
            return Some(format!("{n} (`{name}`)"));
        }
        let pages = || {
            let (name, n) = self.pages.as_ref().filter(|(_, n)| *n > 1)?;
            Some(format!("`{name}` is {n}"))
        };
        let settled = self.total.is_some();
        let leads = || self.next.clone().or_else(pages).filter(|_| !settled);
        { self.more.clone() }
            .or_else(leads)
            .map(|said| format!("more: {said}"))
    }
}

/// What an answer says of the size of the list at a path; of several counts the largest.
#[must_use]
pub fn said(root: &Value, path: &str) -> StatedSize {
    let mut said = StatedSize::default();
    for object in objects(root, path) {
        let paged = object
            .keys()
            .any(|name| PAGING.contains(&plain(name).as_str()))
            || holds_list(root, object, path);
        for (name, value) in object {
            said.takes(name, value, paged);
        }
    }
    said
}

impl StatedSize {
    fn takes(&mut self, name: &str, value: &Value, paged: bool) {
        let key = plain(name);
        let key = key.as_str();
        if TOTALS.contains(&key)
            || is_total(key)
            || (key == "count" && local(name).len() < name.len())
            || (key == "total" && (paged || value.get("relation").is_some()))
        {
            larger(&mut self.total, name, count(value));
        } else if COUNTS.contains(&key) {
            larger(&mut self.count, name, count(value));
        } else if (PAGES.contains(&key) || counts_pages(key)) && !value.is_boolean() {
            larger(&mut self.pages, name, count(value));
        }
        let flag = flag(value);
        let more = match flag {
            Some(flag) if MORE.contains(&key) => flag,
            Some(flag) if LAST.contains(&key) => !flag,
            _ => false,
        };
        if more {
            self.more.get_or_insert_with(|| shown(name, value));
        }
        if matches!(key, "warning" | "warnings") && warns_of_a_part(value) {
            self.more.get_or_insert_with(|| shown(name, value));
        }
        let linked = || matches!(key, "link" | "links") && links_on(value);
        if (NEXT.contains(&key) && leads(value)) || linked() {
            self.next.get_or_insert_with(|| shown(name, value));
        }
    }
}

/// Whether a list of links, each with what it leads to, leads to a next page.
fn links_on(value: &Value) -> bool {
    let next = |link: &Value| {
        let to = ["rel", "relation"].iter().find_map(|key| link.get(*key));
        let address = ["href", "url"].iter().find_map(|key| link.get(*key));
        to.and_then(Value::as_str) == Some("next") && address.is_some_and(leads)
    };
    value.as_array().is_some_and(|links| links.iter().any(next))
}

/// Whether warnings say that not all came.
fn warns_of_a_part(value: &Value) -> bool {
    let text = value.to_string().to_lowercase();
    PART_WORDS.iter().any(|word| text.contains(word))
}

/// Whether an object below the top holds the list itself. A `total` at the top may be a figure, and
/// so may one that is the sum of the records.
fn holds_list(root: &Value, object: &Map<String, Value>, path: &str) -> bool {
    let mut steps = path.rsplit('.');
    let list = steps
        .next()
        .and_then(|name| object.get(name))
        .and_then(Value::as_array);
    let below = root
        .as_object()
        .is_some_and(|top| !std::ptr::eq(top, object));
    let total = object.get("total").and_then(count);
    let is_sum = |list: &Vec<Value>| total.is_some_and(|total| is_sum(list, total));
    below && list.is_some_and(|list| !is_sum(list))
}

/// Whether some number of several records adds up to a total.
fn is_sum(list: &[Value], total: u64) -> bool {
    let names = list
        .first()
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys);
    let sum = |name: &String| {
        let mut numbers = list.iter().map(|record| record.get(name).and_then(count));
        numbers.try_fold(0_u64, |sum, number| sum.checked_add(number?))
    };
    let mut sums = names.map(sum);
    list.len() > 1 && sums.any(|sum| sum == Some(total))
}

/// Whether a name is `total` and words of records.
fn is_total(key: &str) -> bool {
    let around = key.split_once("total");
    key != "total" && around.is_some_and(|around| made_of(around, &OF_TOTAL))
}

/// Whether a name is a word for pages and words of counting.
fn counts_pages(key: &str) -> bool {
    let mut found = PAGE_WORDS.iter().filter_map(|word| key.split_once(word));
    found.any(|around| made_of(around, &OF_PAGES))
}

/// Whether what stands before and behind a word is made of such words.
fn made_of((before, behind): (&str, &str), words: &[&str]) -> bool {
    [before, behind].into_iter().all(|mut rest| {
        while !rest.is_empty() {
            let Some(left) = words.iter().find_map(|word| rest.strip_prefix(word)) else {
                return false;
            };
            rest = left;
        }
        true
    })
}

fn larger(held: &mut Option<(String, u64)>, name: &str, count: Option<u64>) {
    if let Some(n) = count.filter(|n| held.as_ref().is_none_or(|(_, before)| before < n)) {
        *held = Some((name.to_owned(), n));
    }
}

/// Whether the value of a `next` leads anywhere: `null`, an empty text and `false` are the end.
fn leads(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(n) => n.as_u64().is_some_and(|n| n > 0),
        Value::Bool(flag) => *flag,
        Value::Object(link) => {
            let address = ["href", "url", "uri"].iter().find_map(|key| link.get(*key));
            match address {
                Some(address) => leads(address),
                None => link.values().any(|v| !v.is_object() && leads(v)),
            }
        }
        Value::Null | Value::Array(_) => false,
    }
}

fn shown(name: &str, value: &Value) -> String {
    let shown: String = value.to_string().chars().take(80).collect();
    format!("`{name}` is {shown}")
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

/// A name without its namespace.
fn local(name: &str) -> &str {
    let by_dot = name.starts_with('@') || name.starts_with("odata.");
    let within = |c: char| c == ':' || (by_dot && c == '.');
    name.rsplit(within).next().unwrap_or(name)
}

/// A name without case, accents, signs and namespace (`@odata.count`, `hydra:next`).
fn plain(name: &str) -> String {
    local(name)
        .nfd()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Counts come as numbers, as texts, and as `{"value": 9, "relation": "eq"}`.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(n) => n.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Object(object) => object.get("value").and_then(Value::as_u64),
        _ => None,
    }
}

/// Flags come as such and as texts.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
