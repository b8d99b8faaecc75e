//! What came so far, compared with what the server says: no record is lost on the way, and none
//! comes twice.

use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use super::count::count;
use crate::decode::json_path::at_path;
use crate::decode::size::StatedSize;
use crate::model::Paging;
use crate::store::sha256_hex;
use serde_json::Value;
use std::collections::BTreeMap;

/// What came so far, compared with what the server says.
pub(super) struct Account<'p> {
    paging: &'p Paging,
    /// Number of the page, from 1.
    page: u64,
    pub(super) so_far: u64,
    pub(super) total: Option<u64>,
    /// Page by request, and by content.
    asked: BTreeMap<String, u64>,
    seen: BTreeMap<String, u64>,
    empty: Option<u64>,
}

impl<'p> Account<'p> {
    pub(super) fn new(paging: &'p Paging) -> Account<'p> {
        Account {
            paging,
            page: 0,
            so_far: 0,
            total: None,
            asked: BTreeMap::new(),
            seen: BTreeMap::new(),
            empty: None,
        }
    }

    /// Before a page is asked for.
    pub(super) fn asks(&mut self, url: &str, body: Option<&[u8]>) -> Result<(), Trouble> {
        self.page += 1;
        if self.page > self.paging.max_pages {
            let message = format!("there is no end after {} pages", self.paging.max_pages);
            return Err(Trouble::new(
                "paging_limit",
                message,
                "look at how the service ends its pages, or raise `max_pages`",
            ));
        }
        let request = sha256_hex(&[url.as_bytes(), &[0], body.unwrap_or_default()].concat());
        match self.asked.insert(request, self.page) {
            Some(before) => {
                let message = format!("page {} leads back to page {before}", self.page - 1);
                Err(Trouble::new(
                    "paging_repeated",
                    message,
                    "look at how the service names its next page; nothing of the fetch was landed",
                ))
            }
            None => Ok(()),
        }
    }

    /// Takes a page in.
    pub(super) fn takes(
        &mut self,
        value: &Value,
        records: &Value,
        number: u64,
        guard: &Guard,
    ) -> Result<(), Trouble> {
        self.so_far += number;
        if number == 0 {
            self.empty.get_or_insert(self.page);
        } else if let Some(before) = self
            .seen
            .insert(sha256_hex(records.to_string().as_bytes()), self.page)
        {
            let message = format!("page {} holds the same records as page {before}", self.page);
            let hint = "see whether the service knows the parameter of pages; if it repeats its \
                last page, declare `total` or `until = \"short\"`";
            return Err(Trouble::new("paging_repeated", message, hint));
        }
        if self.paging.total.is_empty() {
            return Ok(());
        }
        self.takes_total(value, guard)
    }

    /// Takes in what a page says of the number of all records.
    fn takes_total(&mut self, value: &Value, guard: &Guard) -> Result<(), Trouble> {
        match (self.total, count(value, &self.paging.total)) {
            (None, None) => {
                let said = at_path(value, &self.paging.total)
                    .map_or_else(|| "nothing".to_owned(), |v| guard.clean(&v.to_string()));
                let message = format!(
                    "page {} gives no count of records at `{}`, but {said}",
                    self.page, self.paging.total
                );
                Err(Trouble::new(
                    "paging_total",
                    message,
                    "look at the answer, and correct `total`",
                ))
            }
            (Some(before), Some(now)) if before != now => {
                let message = format!(
                    "the server's count of records changed from {before} to {now} on page {}",
                    self.page
                );
                Err(Trouble::new(
                    "paging_changed",
                    message,
                    "the data changed while they were fetched: run again",
                ))
            }
            (before, now) => {
                self.total = before.or(now);
                Ok(())
            }
        }
    }

    /// That the last page does not say that there is more. A declared count of all decides by
    /// itself; a page without records is the end, whatever it links to.
    pub(super) fn says_no_more(
        &self,
        said: &StatedSize,
        header: Option<(String, u64)>,
        link: Option<String>,
        records: u64,
    ) -> Result<(), Trouble> {
        if self.total.is_some() {
            return Ok(());
        }
        let mut said = said.clone();
        // Pages that came are no more pages.
        let pages = self.page - u64::from(records == 0);
        said.pages = said.pages.filter(|(_, n)| *n > pages);
        said.next = said.next.or_else(|| Some(format!("`link` is {}", link?)));
        said.total = said.total.max(header);
        if records == 0 {
            said.next = None;
        }
        let Some(why) = said.more_than(self.so_far) else {
            return Ok(());
        };
        let message = format!(
            "{} records came on {} pages, and the last page says that there are {why}",
            self.so_far, self.page
        );
        let hint = "look at how the service leads to its next page, and correct `paging`; nothing \
            of the fetch was landed";
        Err(Trouble::new("paging_shortfall", message, hint))
    }

    /// After the last page.
    pub(super) fn ends(&self) -> Result<(), Trouble> {
        let hint = "some pages are lost on the way: ask for smaller pages, and look at how the \
            service counts; nothing of the fetch was landed";
        match self.total {
            Some(total) if self.so_far < total => {
                let empty = self
                    .empty
                    .map_or_else(String::new, |page| format!("; page {page} is empty"));
                Err(Trouble::new(
                    "paging_shortfall",
                    format!(
                        "the server counts {total} records, and {} came on {} pages{empty}",
                        self.so_far, self.page
                    ),
                    hint,
                ))
            }
            Some(total) if self.so_far > total => Err(Trouble::new(
                "paging_surplus",
                format!(
                    "the server counts {total} records, and {} came on {} pages",
                    self.so_far, self.page
                ),
                hint,
            )),
            _ if self.so_far == 0 => Err(Trouble::new(
                "no_records",
                "the pages hold no record",
                "ask the provider whether the figures have moved",
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn on_page(&self, trouble: Trouble) -> Trouble {
        Trouble {
            message: format!("page {}: {}", self.page, trouble.message),
            ..trouble
        }
    }

    /// The first page needs no number.
    pub(super) fn on_later_page(&self, trouble: Trouble) -> Trouble {
        if self.page == 1 {
            trouble
        } else {
            self.on_page(trouble)
        }
    }
}
