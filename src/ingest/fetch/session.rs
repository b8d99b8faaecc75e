//! One fetch of one source: what it works with, the distance it keeps to its host, and the time
//! that is left for all its attempts together.

use super::hosts::RequestsByHost;
use super::request::{Ask, same_origin, shown_place};
use super::secrets::Guard;
use super::trouble::Trouble;
use crate::env::{Clock, Http, HttpFault, HttpRequest, HttpResponse, Proxy};
use crate::model::{HttpProxy, HttpSource, Source};
use crate::store::sha256_hex;
use chrono::DateTime;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::path::Path;
use std::time::Duration;

/// What a fetch works with.
pub(super) struct Session<'a> {
    pub net: &'a dyn Http,
    pub clock: &'a dyn Clock,
    pub root: &'a Path,
    pub source: &'a Source,
    pub http: &'a HttpSource,
    /// Whether any whole answer will do, because nobody has declared yet what belongs there.
    pub undeclared: bool,
    pub guard: &'a Guard,
    pub requests: &'a mut RequestsByHost,
    /// By [`Clock::elapsed`].
    pub deadline: Duration,
    pub max_bytes: u64,
    pub jitter: ChaCha8Rng,
}

/// A generator of jitter for a source: the same in every run, and not the same for two sources.
pub(super) fn jitter(seed: u64, dataset: &str, source: &str) -> ChaCha8Rng {
    let hash = sha256_hex(format!("{dataset}\0{source}").as_bytes());
    ChaCha8Rng::seed_from_u64(seed ^ u64::from_str_radix(&hash[..16], 16).unwrap_or_default())
}

impl Session<'_> {
    /// Sends one request within the time left.
    pub fn send(&mut self, ask: &Ask) -> Result<HttpResponse, Trouble> {
        self.keep_distance(ask)?;
        let limits = &self.http.limits;
        let left = self.deadline.saturating_sub(self.clock.elapsed());
        if left.is_zero() {
            return Err(self.late("total", Duration::from_millis(limits.total_ms)));
        }
        let request = HttpRequest {
            method: if ask.post { "POST" } else { "GET" },
            url: ask.url.to_string(),
            headers: ask
                .headers
                .iter()
                .map(|h| (h.name.clone(), h.value.clone()))
                .collect(),
            body: ask.body.clone(),
            connect: Duration::from_millis(limits.connect_ms),
            idle: Duration::from_millis(limits.idle_ms),
            total: left,
            max_bytes: self.max_bytes,
            ca_file: (!self.http.ca_file.is_empty()).then(|| self.root.join(&self.http.ca_file)),
            proxy: match &self.http.proxy {
                HttpProxy::System => Proxy::System,
                HttpProxy::None => Proxy::None,
                HttpProxy::Address(address) => Proxy::Address(address.clone()),
            },
        };
        self.net
            .send(&request)
            .map_err(|fault| self.trouble(&fault, ask))
    }

    /// Waits until the host may be asked again.
    fn keep_distance(&mut self, ask: &Ask) -> Result<(), Trouble> {
        let interval = Duration::from_millis(self.http.limits.min_interval_ms);
        let now = self.clock.elapsed();
        let wait = self.requests.host(ask).next(interval).saturating_sub(now);
        if now.saturating_add(wait) >= self.deadline {
            return Err(self.late("total", Duration::from_millis(self.http.limits.total_ms)));
        }
        if !wait.is_zero() {
            self.clock.sleep(wait);
        }
        self.requests.host(ask).sent(self.clock.elapsed());
        Ok(())
    }

    /// Keeps to a number of requests within a time from now on, as a host wants it.
    pub fn keep_to(&mut self, ask: &Ask, most: u64, window: Duration) {
        self.requests.host(ask).keep_to(most, window);
    }

    /// How long a host counts requests, when it has said so.
    pub fn window(&self, ask: &Ask) -> Option<Duration> {
        self.requests.window(ask)
    }

    /// What a fault on the way means.
    pub fn trouble(&self, fault: &HttpFault, ask: &Ask) -> Trouble {
        let place = self.guard.clean(&shown_place(&ask.url));
        let clean = |why: &str| self.guard.clean(why);
        match fault {
            HttpFault::Unusable(why) => Trouble::new(
                "http_request",
                format!("the request to `{place}` cannot be made: {}", clean(why)),
                "correct `[source.http]`",
            ),
            HttpFault::Unreachable(why) => {
                let message = format!("`{place}` cannot be reached: {}", clean(why));
                Trouble::new(
                    "http_unreachable",
                    message,
                    "look at the address, the network and the proxy; run again later",
                )
                .passing("unreachable")
            }
            HttpFault::Timeout(what, time) => self.late(what, *time),
            HttpFault::Broken(why) => {
                let message = format!("the answer of `{place}` broke off: {}", clean(why));
                Trouble::new(
                    "http_truncated",
                    message,
                    "run again later; if it stays, ask the provider",
                )
                .passing("broken off")
            }
            HttpFault::TooLarge(limit) => {
                let message = format!("the answer of `{place}` has more than {limit} bytes");
                Trouble::new(
                    "too_large",
                    message,
                    "look at what is sent; if it is right, raise `max_bytes`",
                )
            }
        }
    }

    fn late(&self, what: &str, time: Duration) -> Trouble {
        let place = self.guard.clean(&self.http.url);
        let time = format!("{} ms", time.as_millis());
        let (message, hint) = match what {
            "connect" => (
                format!("no connection to `{place}` within {time}"),
                "look at the network and the proxy, or raise `timeouts.connect`",
            ),
            "idle" => (
                format!("`{place}` sent nothing for {time}"),
                "run again later, or raise `timeouts.idle`",
            ),
            _ => {
                let total = self.http.limits.total_ms;
                let message = format!("the fetch from `{place}` was not done within {total} ms");
                return Trouble {
                    short: "out of time".into(),
                    ..Trouble::new(
                        "http_timeout",
                        message,
                        "run again later, or raise `timeouts.total`",
                    )
                };
            }
        };
        Trouble::new("http_timeout", message, hint).passing("timeout")
    }

    /// `` after a redirect to `…`, without credentials ``, when that is what happened.
    pub fn detour(&self, ask: &Ask) -> String {
        let declared = url::Url::parse(&self.http.url).ok();
        match declared {
            Some(declared) if !same_origin(&declared, &ask.url) => {
                " (after a redirect to another server, which gets no credentials)".to_owned()
            }
            _ => String::new(),
        }
    }

    /// How long a `Retry-After` asks to wait: a number of seconds, or until a date.
    pub fn retry_after(&self, text: &str) -> Option<Duration> {
        let text = text.trim();
        if let Ok(seconds) = text.parse::<u32>() {
            return Some(Duration::from_secs(u64::from(seconds)));
        }
        let at = DateTime::parse_from_rfc2822(text).ok()?.to_utc();
        Some((at - self.clock.now()).to_std().unwrap_or_default())
    }
}
