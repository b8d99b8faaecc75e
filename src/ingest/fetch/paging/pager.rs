//! What leads from one page to the next, and a page as it sees it.

use super::super::request::PageRequest;
use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use crate::decode::size::StatedSize;
use serde_json::Value;

/// How a service leads from one page to the next.
pub(in crate::ingest::fetch) trait Pager {
    /// What to ask first.
    fn first(&mut self) -> PageRequest;
    /// What to ask after a page; nothing after the last.
    ///
    /// # Errors
    /// When the page does not have what was declared to lead on.
    fn after(&mut self, page: &Page<'_>) -> Result<Option<PageRequest>, Trouble>;
    /// Whether an answer is a page, before anything is counted.
    ///
    /// # Errors
    /// When it says that the request has failed, or that there are no figures.
    fn judge(&self, _answer: &Value, _guard: &Guard) -> Result<(), Trouble> {
        Ok(())
    }
}

/// A page as a pager sees it.
pub(in crate::ingest::fetch) struct Page<'a> {
    /// What came.
    pub value: &'a Value,
    /// Records in it.
    pub records: u64,
    /// Records so far, with these.
    pub so_far: u64,
    /// The server's count of all records.
    pub total: Option<u64>,
    /// The records.
    pub list: &'a Value,
    /// Number of the page, from 1.
    pub number: u64,
    /// What it says of its size.
    pub said: &'a StatedSize,
    /// The next page by the header `Link`.
    pub link: Option<&'a str>,
}
