//! Answers of a service: asked for, kept, and reported in messages.

use super::super::inspect;
use super::super::paging::{Pages, receipt};
use super::super::request::{Ask, Expects};
use super::super::secrets::Guard;
use super::super::session::Session;
use super::super::trouble::Trouble;
use crate::store::PageReceipt;
use serde_json::Value;

/// What a service gave.
pub(in crate::ingest::fetch) struct Brought {
    /// Where it was read.
    pub address: String,
    /// The answers that are the delivery.
    pub pages: Pages,
    /// The answers that led to it.
    pub metadata: Vec<PageReceipt>,
}

/// Asks for JSON that describes something, and keeps its receipt.
pub(super) fn describe(
    session: &mut Session<'_>,
    ask: &Ask,
    room: u64,
    metadata: &mut Vec<PageReceipt>,
) -> Result<Value, Trouble> {
    let ask = ask.clone().expecting(Expects::Json);
    let data = session.data(&ask, room)?;
    metadata.push(receipt(&data, &ask, 0, session.guard));
    Ok(inspect::json(&data.body).unwrap_or_default())
}

/// A text of an answer as it may be shown: on one line, not too long, without secrets.
pub(super) fn said(text: &str, guard: &Guard) -> String {
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
pub(super) fn some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
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
