//! Pages: one after the other until the last, with a guard against every way in which records get
//! lost on the way.
//!
//! A [`Pager`] knows how a service leads from one page to the next and nothing else; the engine
//! asks, counts, and refuses the whole fetch when a page comes twice, the server's total is not
//! what came, or there is no end. A further service is a further `Pager`.

use super::attempts::{Data, GoodResponse};
use super::inspect;
use super::request::{Ask, PageRequest, Parameter, of_page};
use super::secrets::Guard;
use super::session::Session;
use super::trouble::Trouble;
use crate::ingest::json_path::at_path;
use crate::model::{Paging, PagingKind};
use crate::store::{PageReceipt, sha256_hex};
use serde_json::Value;
use std::collections::BTreeMap;

/// How a service leads from one page to the next.
pub(super) trait Pager {
    /// What to ask first.
    fn first(&mut self) -> PageRequest;
    /// What to ask after a page; nothing after the last.
    fn after(&mut self, page: &Page<'_>) -> Option<PageRequest>;
    /// Whether an answer is a page, before anything is counted.
    ///
    /// # Errors
    /// When it says that the request has failed, or that there are no figures.
    fn judge(&self, _answer: &Value, _guard: &Guard) -> Result<(), Trouble> {
        Ok(())
    }
}

/// A page as a pager sees it.
pub(super) struct Page<'a> {
    /// What came.
    pub value: &'a Value,
    /// Records in it.
    pub records: u64,
    /// Records so far, with these.
    pub so_far: u64,
    /// The server's count of all records.
    pub total: Option<u64>,
    /// Header `Link`.
    pub link: &'a str,
}

/// The pages of a delivery, one behind the other.
#[derive(Default)]
pub(super) struct Pages {
    pub bytes: Vec<u8>,
    pub receipts: Vec<PageReceipt>,
    pub content_type: String,
    pub content_encoding: String,
}

impl Pages {
    /// Takes an answer in behind the others.
    pub fn take(&mut self, data: &Data, asked: &Ask, records: u64, guard: &Guard) {
        if self.receipts.is_empty() {
            data.response
                .header("content-type")
                .unwrap_or_default()
                .clone_into(&mut self.content_type);
            data.response
                .header("content-encoding")
                .unwrap_or_default()
                .clone_into(&mut self.content_encoding);
        }
        self.receipts.push(receipt(data, asked, records, guard));
        self.bytes.extend_from_slice(&data.body);
    }
}

/// The receipt of one answer.
pub(super) fn receipt(data: &Data, asked: &Ask, records: u64, guard: &Guard) -> PageReceipt {
    let body = asked
        .body
        .as_deref()
        .map(|body| guard.clean(&String::from_utf8_lossy(body)))
        .unwrap_or_default();
    PageReceipt {
        url: asked.shown(guard),
        body,
        size: data.body.len() as u64,
        records,
        sha256: sha256_hex(&data.body),
    }
}

/// The pager of what is declared.
pub(super) fn pager(paging: &Paging) -> Box<dyn Pager> {
    let number = match paging.kind {
        PagingKind::Page { first } | PagingKind::Offset { first } => first,
        PagingKind::Cursor { .. } | PagingKind::Link => 0,
    };
    Box::new(DeclaredPaging {
        paging: paging.clone(),
        number,
    })
}

/// The four kinds that a configuration can declare.
struct DeclaredPaging {
    paging: Paging,
    /// Page number or offset of the page asked last.
    number: u64,
}

impl DeclaredPaging {
    fn step(&self, place: Option<Parameter>) -> PageRequest {
        let mut parameters: Vec<(String, Parameter)> = place
            .map(|p| (self.paging.parameter.clone(), p))
            .into_iter()
            .collect();
        if !self.paging.size_parameter.is_empty() {
            parameters.push((
                self.paging.size_parameter.clone(),
                Parameter::Number(self.paging.size),
            ));
        }
        if parameters.is_empty() {
            PageRequest::Declared
        } else {
            PageRequest::With(parameters)
        }
    }

    /// Whether this was the last of numbered pages.
    fn ended(&self, page: &Page<'_>) -> bool {
        let last = count(page.value, &self.paging.pages)
            .is_some_and(|pages| self.number.saturating_sub(first(&self.paging)) + 1 >= pages);
        page.records == 0
            || last
            || page.total.is_some_and(|total| page.so_far >= total)
            || (self.paging.short_is_last && page.records < self.paging.size)
    }
}

fn first(paging: &Paging) -> u64 {
    if let PagingKind::Page { first } = paging.kind {
        first
    } else {
        0
    }
}

impl Pager for DeclaredPaging {
    fn first(&mut self) -> PageRequest {
        match self.paging.kind {
            PagingKind::Page { .. } | PagingKind::Offset { .. } => {
                self.step(Some(Parameter::Number(self.number)))
            }
            PagingKind::Cursor { .. } | PagingKind::Link => self.step(None),
        }
    }

    fn after(&mut self, page: &Page<'_>) -> Option<PageRequest> {
        match &self.paging.kind {
            PagingKind::Page { .. } | PagingKind::Offset { .. } if self.ended(page) => None,
            PagingKind::Page { .. } => {
                self.number += 1;
                Some(self.step(Some(Parameter::Number(self.number))))
            }
            // By what came, not by what was asked for: a server that gives fewer than asked loses
            // none.
            PagingKind::Offset { .. } => {
                self.number += page.records;
                Some(self.step(Some(Parameter::Number(self.number))))
            }
            PagingKind::Cursor { next } => match at_path(page.value, next)? {
                Value::String(text) if !text.is_empty() => {
                    Some(self.step(Some(Parameter::Text(text.clone()))))
                }
                Value::Number(number) => Some(self.step(Some(Parameter::Text(number.to_string())))),
                _ => None,
            },
            PagingKind::Link => next_link(page.link).map(PageRequest::Address),
        }
    }
}

/// The address of `rel=next` in a header `Link` (RFC 8288).
fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (address, parameters) = after.split_once('>')?;
        // Parameters reach to the next `<`, for a comma may stand in quotes.
        let own = parameters.split('<').next().unwrap_or_default();
        let is_next =
            own.split([';', ','])
                .filter_map(|p| p.split_once('='))
                .any(|(name, value)| {
                    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                    name.trim().eq_ignore_ascii_case("rel")
                        && relations.any(|r| r.eq_ignore_ascii_case("next"))
                });
        if is_next {
            return Some(address.trim().to_owned());
        }
        rest = parameters;
    }
    None
}

/// A count at a dotted path: a whole number, or its text.
fn count(value: &Value, path: &str) -> Option<u64> {
    if path.is_empty() {
        return None;
    }
    match at_path(value, path)? {
        Value::Number(n) => n.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Fetches all pages.
pub(super) fn all(
    session: &mut Session<'_>,
    declared: &Ask,
    paging: &Paging,
    records: &str,
    service: &mut dyn Pager,
    room: u64,
) -> Result<Pages, Trouble> {
    let mut step = service.first();
    let mut account = Account::new(paging);
    let mut pages = Pages::default();
    let mut from = declared.url.clone();
    loop {
        let ask = of_page(declared, paging.in_body, &step, session.guard, &from)?;
        account.asks(ask.url.as_str(), ask.body.as_deref())?;
        let left = room.saturating_sub(pages.bytes.len() as u64);
        let GoodResponse::Data(data) = session
            .ask(&ask, false, left)
            .map_err(|t| account.on_page(t))?
        else {
            return Err(account.on_page(refused(
                "http_status",
                "the answer is 304 (not modified), which was not asked",
                "tell the provider",
            )));
        };
        let value = inspect::json(&data.body).unwrap_or_default();
        service.judge(&value, session.guard).map_err(|t| {
            if account.page == 1 {
                t
            } else {
                account.on_page(t)
            }
        })?;
        let list = match at_path(&value, records) {
            Some(list @ Value::Array(_)) => list,
            _ => &Value::Null,
        };
        let number = list.as_array().map_or(0, |list| list.len() as u64);
        if list.is_null() && pages.receipts.is_empty() {
            let message = format!("the first page has no list of records at `{records}`");
            return Err(refused(
                "wrong_type",
                message,
                "look at the answer in a browser, and at `records`",
            ));
        }
        account.takes(&value, list, number, session.guard)?;
        pages.take(&data, &ask, number, session.guard);
        let link = data
            .response
            .headers
            .iter()
            .filter(|(n, _)| n == "link")
            .map(|(_, v)| v.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        let page = Page {
            value: &value,
            records: number,
            so_far: account.so_far,
            total: account.total,
            link: &link,
        };
        let Some(next) = service.after(&page) else {
            break;
        };
        (step, from) = (next, data.ask.url.clone());
    }
    account.ends()?;
    Ok(pages)
}

fn refused(rule: &'static str, message: impl Into<String>, hint: &str) -> Trouble {
    Trouble::new(rule, message, hint)
}

/// What came so far, held against what the server says.
struct Account<'p> {
    paging: &'p Paging,
    /// Number of the page, from 1.
    page: u64,
    so_far: u64,
    total: Option<u64>,
    /// Page by request, and by content.
    asked: BTreeMap<String, u64>,
    seen: BTreeMap<String, u64>,
    empty: Option<u64>,
}

impl<'p> Account<'p> {
    fn new(paging: &'p Paging) -> Account<'p> {
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
    fn asks(&mut self, url: &str, body: Option<&[u8]>) -> Result<(), Trouble> {
        self.page += 1;
        if self.page > self.paging.max_pages {
            let message = format!("there is no end after {} pages", self.paging.max_pages);
            return Err(refused(
                "paging_limit",
                message,
                "look at how the service ends its pages, or raise `max_pages`",
            ));
        }
        let request = sha256_hex(&[url.as_bytes(), &[0], body.unwrap_or_default()].concat());
        match self.asked.insert(request, self.page) {
            Some(before) => {
                let message = format!("page {} leads back to page {before}", self.page - 1);
                Err(refused(
                    "paging_repeated",
                    message,
                    "look at how the service names its next page; nothing of the fetch was landed",
                ))
            }
            None => Ok(()),
        }
    }

    /// Takes a page in.
    fn takes(
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
            let message = format!("page {} holds the very records of page {before}", self.page);
            let hint = "see whether the service knows the parameter of pages; if it repeats its \
                last page, declare `total` or `until = \"short\"`";
            return Err(refused("paging_repeated", message, hint));
        }
        if self.paging.total.is_empty() {
            return Ok(());
        }
        match (self.total, count(value, &self.paging.total)) {
            (None, None) => {
                let said = at_path(value, &self.paging.total)
                    .map_or_else(|| "nothing".to_owned(), |v| guard.clean(&v.to_string()));
                let message = format!(
                    "page {} gives no count of records at `{}`, but {said}",
                    self.page, self.paging.total
                );
                Err(refused(
                    "paging_total",
                    message,
                    "look at the answer, and mend `total`",
                ))
            }
            (Some(before), Some(now)) if before != now => {
                let message = format!(
                    "the server's count of records changed from {before} to {now} on page {}",
                    self.page
                );
                Err(refused(
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

    /// After the last page.
    fn ends(&self) -> Result<(), Trouble> {
        let hint = "some pages are lost on the way: ask for smaller pages, and look at how the \
            service counts; nothing of the fetch was landed";
        match self.total {
            Some(total) if self.so_far < total => {
                let empty = self
                    .empty
                    .map_or_else(String::new, |page| format!("; page {page} is empty"));
                Err(refused(
                    "paging_shortfall",
                    format!(
                        "the server counts {total} records, and {} came on {} pages{empty}",
                        self.so_far, self.page
                    ),
                    hint,
                ))
            }
            Some(total) if self.so_far > total => Err(refused(
                "paging_surplus",
                format!(
                    "the server counts {total} records, and {} came on {} pages",
                    self.so_far, self.page
                ),
                hint,
            )),
            _ if self.so_far == 0 => Err(refused(
                "no_records",
                "the pages hold no record",
                "ask the provider whether the figures have moved",
            )),
            _ => Ok(()),
        }
    }

    fn on_page(&self, trouble: Trouble) -> Trouble {
        Trouble {
            message: format!("page {}: {}", self.page, trouble.message),
            ..trouble
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_of_a_link_header() {
        for (header, want) in [
            (
                r#"<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last""#,
                Some("https://x/?page=2"),
            ),
            (
                r#"</a?p=1,2>; rel=prev, </a?p=3,4>; title="x, y"; rel="last next""#,
                Some("/a?p=3,4"),
            ),
            ("<https://x/?page=9>; REL=Next", Some("https://x/?page=9")),
            (r#"<https://x/?page=9>; rel="last""#, None),
            ("", None),
            ("<unclosed", None),
        ] {
            assert_eq!(next_link(header).as_deref(), want, "{header}");
        }
    }
}
