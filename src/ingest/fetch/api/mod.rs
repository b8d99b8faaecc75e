//! Services that chiso knows: which requests a declared table needs, and whether an answer is what
//! was asked for.
//!
//! Each service is a file here: `pxweb`, `sdmx`, `ckan`, `worldbank`. A service whose answer may be
//! too large is asked in `parts`; one that counts records is asked by the engine of pages. What
//! comes is one delivery, read by the decoder of its format; descriptions that only led to it stand
//! in the receipt by their hash.

mod ckan;
mod parts;
mod pxweb;
mod sdmx;
mod variables;
mod worldbank;

use super::inspect;
use super::paging::{Pages, receipt};
use super::request::{Ask, Expects};
use super::secrets::Guard;
use super::session::{Answer, Data, Session};
use super::trouble::Trouble;
use crate::model::Api;
use crate::store::PageReceipt;
use serde_json::Value;

/// What a service gave.
pub(super) struct Brought {
    /// Where it was read.
    pub address: String,
    /// The answers that are the delivery.
    pub pages: Pages,
    /// The answers that led to it.
    pub metadata: Vec<PageReceipt>,
}

/// Fetches what is declared of a service. `declared` asks the address of the service itself.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    api: &Api,
    room: u64,
) -> Result<Brought, Trouble> {
    match api {
        Api::Pxweb(table) => pxweb::fetch(session, declared, table, room),
        Api::Sdmx(query) => sdmx::fetch(session, declared, query, room),
        Api::Ckan(resource) => ckan::fetch(session, declared, resource, room),
        Api::WorldBank(query) => worldbank::fetch(session, declared, query, room),
    }
}

/// Asks for JSON that describes something, and keeps its receipt.
fn describe(
    session: &mut Session<'_>,
    ask: &Ask,
    room: u64,
    metadata: &mut Vec<PageReceipt>,
) -> Result<Value, Trouble> {
    let ask = ask.clone().expecting(Expects::Json);
    let data = data(session, &ask, room)?;
    metadata.push(receipt(&data, &ask, 0, session.guard));
    Ok(inspect::json(&data.body).unwrap_or_default())
}

/// An answer with data.
fn data(session: &mut Session<'_>, ask: &Ask, room: u64) -> Result<Box<Data>, Trouble> {
    match session.ask(ask, false, room)? {
        Answer::Data(data) => Ok(data),
        // Only what is asked on a condition is answered so; `session` refuses a 304 that was not
        // asked for.
        Answer::Unchanged => Err(Trouble::new(
            "http_status",
            "the answer is 304 (not modified), which was not asked",
            "tell the provider",
        )),
    }
}

/// A text of an answer as it may be shown: on one line, not too long, without secrets.
fn said(text: &str, guard: &Guard) -> String {
    const SHOWN: usize = 200;
    let clean = guard.clean(text);
    let line = clean
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('`', "'");
    if line.chars().count() <= SHOWN {
        line
    } else {
        line.chars().take(SHOWN).chain(['…']).collect()
    }
}

/// Names for a message: the first few, each in backticks.
fn some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    let list = names
        .iter()
        .take(SHOWN)
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        format!("{list} and {} more", names.len() - SHOWN)
    } else {
        list
    }
}

#[cfg(test)]
mod tests {
    use super::some;

    #[test]
    fn long_lists_are_told_in_part() {
        assert_eq!(some(["a", "b"]), "`a`, `b`");
        let names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert!(some(names.iter().map(String::as_str)).ends_with("`7` and 2 more"));
    }
}
