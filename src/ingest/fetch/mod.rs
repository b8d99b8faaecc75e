//! Sources over HTTP and queries of databases: from a declaration to the bytes that are landed, or
//! to one finding that says what was tried.
//!
//! `request` makes what is asked, `session` asks, `attempts` repeats and follows, `inspect` says
//! whether an answer is what was declared, `encoding` unpacks it, `paging` puts pages together,
//! `api` knows particular services, `postgres` asks databases, `secrets` keeps secrets out of
//! everything that is said. Nothing is landed here and nothing is decided about figures: whoever
//! calls has either whole bytes or a finding.

mod api;
mod attempts;
mod encoding;
mod inspect;
mod paging;
mod postgres;
mod request;
mod secrets;
mod session;
#[cfg(test)]
mod tests;
mod trouble;

use crate::env::{Clock, Http};
use crate::model::{Finding, Format, HttpSource, Place, Source};
use crate::store::Transfer;
use attempts::GoodResponse;
pub use postgres::{Asking, query};
use request::{conditions, declared, fingerprint};
use secrets::Guard;
pub use secrets::{missing_password, missing_secrets};
use session::{Session, jitter};
use std::path::Path;
use std::time::Duration;
use trouble::{NO_DATA, Trouble};

/// What a fetch gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// What is held is what the source says now.
    Unchanged,
    /// Bytes.
    New(Box<Fetch>),
    /// The source answers that it has no figure for what is asked: a remark, no failure.
    Nothing(Box<Finding>),
}

/// Bytes to be landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The address declared, without secrets.
    pub address: String,
    /// The bytes as received, behind the compression of the transfer; pages one behind the other.
    pub bytes: Vec<u8>,
    /// How they came, for the receipt.
    pub transfer: Transfer,
}

/// Fetches sources one after the other, keeping its distance to each host.
pub struct Fetcher<'a> {
    net: &'a dyn Http,
    clock: &'a dyn Clock,
    root: &'a Path,
    /// Limit on bytes where a source names none of its own.
    max_file_bytes: u64,
    asked: session::Asked,
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
            asked: session::Asked::new(),
        }
    }

    /// Fetches a source; `held` is how what is held of it came.
    ///
    /// # Errors
    /// One finding with what was tried and the remedy. Rules: `secret_missing`, `secret_echoed`,
    /// `http_request`, `http_unreachable`, `http_timeout`, `http_status`, `http_truncated`,
    /// `http_encoding`, `http_redirect`, `wrong_type`, `too_large`, `too_small`, `no_records`,
    /// `unknown_label`, `unknown_variable`, `unknown_resource`, `api_refused`, `paging_repeated`,
    /// `paging_shortfall`, `paging_surplus`, `paging_changed`, `paging_total`, `paging_limit`.
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
        let told = |trouble: Trouble| {
            // The address itself may hold a secret; the message says as much of it as may be said.
            let hint = match trouble.rule {
                "too_large" => "save it to a file, and look at that",
                "http_request" => "look at the address",
                _ => trouble.hint.as_str(),
            };
            Box::new(Finding::error(trouble.rule, place(), trouble.message.as_str()).hint(hint))
        };
        match fetched.map_err(told)? {
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
            asked: &mut self.asked,
            deadline: self
                .clock
                .elapsed()
                .saturating_add(Duration::from_millis(http.limits.total_ms)),
            max_bytes: limit(http.limits.max_bytes),
            jitter: jitter(http.retries.seed, dataset, &source.id),
        };
        let mut transfer = Transfer {
            request: fingerprint(http),
            ..Transfer::default()
        };
        let mut address = ask.shown(&guard);
        let bytes = if http.api.is_some() || http.paging.is_some() {
            let pages = if let Some(api) = &http.api {
                let brought = api::fetch(&mut session, &ask, api, room)?;
                (address, transfer.metadata) = (brought.address, brought.metadata);
                brought.pages
            } else if let Some(paging) = &http.paging {
                paging::all(
                    &mut session,
                    &ask,
                    paging,
                    &source.layout.records,
                    &mut *paging::pager(paging),
                    room,
                )?
            } else {
                paging::Pages::default()
            };
            (transfer.content_type, transfer.content_encoding) = (
                guard.clean(&pages.content_type),
                guard.clean(&pages.content_encoding),
            );
            transfer.pages = pages.receipts;
            if let ([only], Some(_)) = (transfer.pages.as_mut_slice(), &http.api) {
                // In one piece: an ordinary file, whose request stands in the receipt all the same.
                address = std::mem::take(&mut only.url);
                transfer.body = std::mem::take(&mut only.body);
                transfer.pages.clear();
            }
            pages.bytes
        } else {
            let GoodResponse::Data(data) = session.ask(&ask, conditional, room)? else {
                return Ok(Fetched::Unchanged);
            };
            let header = |name: &str| data.response.header(name).unwrap_or_default();
            // A validator goes back as it came or not at all.
            let validator = |name: &str| {
                Some(header(name))
                    .filter(|v| guard.clean(v) == **v && v.bytes().all(|b| (32..127).contains(&b)))
            };
            validator("etag")
                .unwrap_or_default()
                .clone_into(&mut transfer.etag);
            validator("last-modified")
                .unwrap_or_default()
                .clone_into(&mut transfer.last_modified);
            transfer.content_type = guard.clean(header("content-type"));
            transfer.content_encoding = guard.clean(header("content-encoding"));
            data.body
        };
        if (bytes.len() as u64) < http.limits.min_bytes {
            let message = format!(
                "{} bytes came, and {} are the least that can be the data",
                bytes.len(),
                http.limits.min_bytes
            );
            return Err(Trouble::new(
                "too_small",
                message,
                "look at what was sent; if it is right, lower `min_bytes`",
            ));
        }
        Ok(Fetched::New(Box::new(Fetch {
            address,
            bytes,
            transfer,
        })))
    }
}
