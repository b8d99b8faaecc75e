//! Fetches of sources one after the other: what is declared, asked of a service, in pages or at
//! once, to the bytes that are landed.

use super::attempts::{Data, GoodResponse};
use super::fetched::{Fetch, Fetched};
use super::further;
use super::hosts::RequestsByHost;
use super::paging::Pages;
use super::request::{self, Ask, conditions, declared, fingerprint};
use super::secrets::Guard;
use super::session::{Session, jitter};
use super::trouble::{NO_DATA, Trouble};
use super::{api, inspect, paging};
use crate::decode::json_path::at_path;
use crate::env::{Clock, Http};
use crate::model::{Finding, Format, HttpSource, Place, Source};
use crate::store::Transfer;
use std::path::Path;
use std::time::Duration;

/// Fetches sources one after the other, keeping its distance to each host.
pub struct Fetcher<'a> {
    net: &'a dyn Http,
    clock: &'a dyn Clock,
    root: &'a Path,
    /// Limit on bytes where a source names none of its own.
    max_file_bytes: u64,
    requests: RequestsByHost,
}

impl<'a> Fetcher<'a> {
    /// For a project in a folder; nothing is asked yet.
    #[must_use]
    pub fn new(
        net: &'a dyn Http,
        clock: &'a dyn Clock,
        root: &'a Path,
        max_file_bytes: u64,
    ) -> Fetcher<'a> {
        Fetcher {
            net,
            clock,
            root,
            max_file_bytes,
            requests: RequestsByHost::default(),
        }
    }

    /// Fetches a source; `held` is how what is held of it came.
    ///
    /// # Errors
    /// One finding with what was tried and the remedy. Rules: `secret_missing`, `secret_echoed`,
    /// `http_request`, `http_unreachable`, `http_timeout`, `http_status`, `http_truncated`,
    /// `http_encoding`, `http_redirect`, `wrong_type`, `too_large`, `too_small`, `no_records`,
    /// `unknown_label`, `unknown_variable`, `unknown_resource`, `api_refused`, `paging_repeated`,
    /// `paging_shortfall`, `paging_surplus`, `paging_changed`, `paging_total`,
    /// `paging_next`, `paging_limit`.
    pub fn fetch(
        &mut self,
        dataset: &str,
        source: &Source,
        http: &HttpSource,
        held: Option<&Transfer>,
    ) -> Result<Fetched, Box<Finding>> {
        match self.try_fetch(dataset, source, http, held, false) {
            Err(trouble) if trouble.rule == NO_DATA => Ok(Fetched::Nothing(Box::new(
                trouble.finding(dataset, &source.id, "http"),
            ))),
            fetched => {
                fetched.map_err(|trouble| Box::new(trouble.finding(dataset, &source.id, "http")))
            }
        }
    }

    /// Fetches an address of which nothing is declared yet, for looking at it: any answer will do
    /// that is whole and no error.
    ///
    /// # Errors
    /// As [`fetch`](Fetcher::fetch), at the address.
    pub fn look(&mut self, address: &str) -> Result<Fetch, Box<Finding>> {
        let (source, http) = (
            Source::new("preview", Format::Csv),
            HttpSource::get(address),
        );
        let shown = url::Url::parse(address)
            .map_or_else(|_| String::new(), |url| request::shown_place(&url));
        let place = || Place {
            file: shown.clone(),
            ..Place::default()
        };
        let fetched = self.try_fetch("preview", &source, &http, None, true);
        let finding = |trouble: Trouble| {
            // The address itself may hold a secret; the message says as much of it as may be said.
            let hint = match trouble.rule {
                "too_large" => "save it to a file, and look at that",
                "http_request" => "look at the address",
                _ => trouble.hint.as_str(),
            };
            Box::new(Finding::error(trouble.rule, place(), trouble.message.as_str()).hint(hint))
        };
        match fetched.map_err(finding)? {
            Fetched::New(fetch) => Ok(*fetch),
            Fetched::Nothing(finding) => Err(finding),
            Fetched::Unchanged => Err(Box::new(Finding::error(
                "http_status",
                place(),
                "the answer is 304 (not modified), which was not asked",
            ))),
        }
    }

    fn try_fetch(
        &mut self,
        dataset: &str,
        source: &Source,
        http: &HttpSource,
        held: Option<&Transfer>,
        undeclared: bool,
    ) -> Result<Fetched, Trouble> {
        let guard = Guard::open(http, self.root)?;
        let mut ask = declared(http, &guard)?;
        let conditions = conditions(http, held);
        let conditional = !conditions.is_empty();
        ask.headers.extend(conditions);
        let limit = |own: u64| if own == 0 { self.max_file_bytes } else { own };
        let room = limit(http.limits.max_decoded_bytes);
        let mut session = Session {
            net: self.net,
            clock: self.clock,
            root: self.root,
            source,
            http,
            undeclared,
            guard: &guard,
            requests: &mut self.requests,
            deadline: self
                .clock
                .elapsed()
                .saturating_add(Duration::from_millis(http.limits.total_ms)),
            max_bytes: limit(http.limits.max_bytes),
            jitter: jitter(http.retries.seed, dataset, &source.id),
        };
        let fetch = if let Some(pages) = in_pages(&mut session, &ask, room)? {
            pages
        } else {
            match session.ask(&ask, conditional, room)? {
                GoodResponse::Data(data) => {
                    if !undeclared {
                        is_all(&data, source, &guard)?;
                    }
                    at_once(&ask, *data, http, &guard)
                }
                GoodResponse::Unchanged => return Ok(Fetched::Unchanged),
            }
        };
        enough(fetch.bytes.len(), http.limits.min_bytes)?;
        Ok(Fetched::New(Box::new(fetch)))
    }
}

/// That as many bytes came as can be the data.
fn enough(came: usize, least: u64) -> Result<(), Trouble> {
    if (came as u64) < least {
        return Err(Trouble::new(
            "too_small",
            format!("{came} bytes came, fewer than the {least} that the data must have"),
            "look at what was sent; if it is right, lower `min_bytes`",
        ));
    }
    Ok(())
}

/// What a service or a source in pages gives; `None` when the source is neither.
fn in_pages(session: &mut Session<'_>, ask: &Ask, room: u64) -> Result<Option<Fetch>, Trouble> {
    let (http, guard) = (session.http, session.guard);
    let mut transfer = Transfer {
        request: fingerprint(http),
        ..Transfer::default()
    };
    let mut address = ask.shown(guard);
    let pages: Pages = if let Some(api) = &http.api {
        let brought = api::fetch(session, ask, api, room)?;
        (address, transfer.metadata) = (brought.address, brought.metadata);
        brought.pages
    } else if let Some(paging) = &http.paging {
        let records = &session.source.layout.records;
        let mut pager = paging::pager(paging);
        paging::all(session, ask, paging, records, &mut *pager, room)?
    } else {
        return Ok(None);
    };
    transfer.content_type = guard.clean(&pages.content_type);
    transfer.content_encoding = guard.clean(&pages.content_encoding);
    transfer.pages = pages.receipts;
    if let ([only], Some(_)) = (transfer.pages.as_mut_slice(), &http.api) {
        // In one piece: an ordinary file, whose request stands in the receipt all the same.
        address = std::mem::take(&mut only.url);
        transfer.body = std::mem::take(&mut only.body);
        transfer.pages.clear();
    }
    Ok(Some(Fetch {
        address,
        bytes: pages.bytes,
        transfer,
    }))
}

/// That the headers of an answer do not speak of more than it holds.
fn is_all(data: &Data, source: &Source, guard: &Guard) -> Result<(), Trouble> {
    let value = (source.format == Format::Json)
        .then(|| inspect::json(&data.body).ok())
        .flatten();
    let list = value
        .as_ref()
        .and_then(|value| at_path(value, &source.layout.records));
    further::is_all(&data.response, source.format, list).map_err(|trouble| Trouble {
        message: guard.clean(&trouble.message),
        ..trouble
    })
}

/// What one answer gives.
fn at_once(ask: &Ask, data: Data, http: &HttpSource, guard: &Guard) -> Fetch {
    let header = |name: &str| data.response.header(name).unwrap_or_default();
    // A validator goes back as it came or not at all.
    let validator = |name: &str| {
        Some(header(name))
            .filter(|v| guard.clean(v) == **v && v.bytes().all(|b| (32..127).contains(&b)))
            .unwrap_or_default()
            .to_owned()
    };
    let transfer = Transfer {
        request: fingerprint(http),
        etag: validator("etag"),
        last_modified: validator("last-modified"),
        content_type: guard.clean(header("content-type")),
        content_encoding: guard.clean(header("content-encoding")),
        ..Transfer::default()
    };
    Fetch {
        address: ask.shown(guard),
        bytes: data.body,
        transfer,
    }
}
