//! Asking until there is an answer that can be used: attempts, waits and redirects.

use super::inspect;
use super::request::{Ask, shown_place};
use super::session::Session;
use super::trouble::Trouble;
use crate::env::HttpResponse;
use rand_chacha::rand_core::RngCore;
use std::collections::BTreeSet;
use std::time::Duration;

/// A good answer.
pub(super) enum GoodResponse {
    /// Nothing has changed since what is held.
    Unchanged,
    /// Data.
    Data(Box<Data>),
}

/// A good answer with data.
pub(super) struct Data {
    /// The body, decompressed.
    pub body: Vec<u8>,
    pub response: HttpResponse,
    /// The address that answered, after redirects.
    pub ask: Ask,
}

impl Session<'_> {
    /// Asks until there is an answer that can be used, or no attempt or time is left.
    pub fn ask(
        &mut self,
        ask: &Ask,
        conditional: bool,
        room: u64,
    ) -> Result<GoodResponse, Trouble> {
        let mut tried: Vec<String> = Vec::new();
        loop {
            let trouble = match self.once(ask, conditional, room) {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            tried.push(trouble.short.to_string());
            let attempts = u32::try_from(tried.len()).unwrap_or(u32::MAX);
            if !trouble.again || attempts >= self.http.retries.attempts {
                return Err(with_attempts(trouble, &tried, ""));
            }
            let own = self.delay(attempts);
            let asked_for = trouble.wait.or_else(|| {
                if trouble.status == 429 {
                    self.window(ask)
                } else {
                    None
                }
            });
            let wait = asked_for.map_or(own, |asked| asked.max(own));
            if self.clock.elapsed().saturating_add(wait) >= self.deadline {
                let said = match trouble.wait {
                    Some(asked) => format!(
                        "; the server asks to wait {} s, and that is beyond the total limit",
                        asked.as_secs()
                    ),
                    None => "; the total limit leaves no time for more".to_owned(),
                };
                return Err(with_attempts(trouble, &tried, &said));
            }
            self.clock.sleep(wait);
        }
    }

    /// Asks without a condition, for an answer with data.
    pub fn data(&mut self, ask: &Ask, room: u64) -> Result<Box<Data>, Trouble> {
        match self.ask(ask, false, room)? {
            GoodResponse::Data(data) => Ok(data),
            // Only what is asked on a condition is answered so; a 304 that was not asked for is
            // refused before.
            GoodResponse::Unchanged => Err(Trouble::new(
                "http_status",
                "the answer is 304 (not modified), which was not asked",
                "tell the provider",
            )),
        }
    }

    /// The wait after so many failures: doubled each time up to the longest, of which a random part
    /// up to a half is left out.
    fn delay(&mut self, failures: u32) -> Duration {
        let retries = &self.http.retries;
        let doubled = retries.first_delay_ms.saturating_mul(
            1_u64
                .checked_shl(failures.saturating_sub(1))
                .unwrap_or(u64::MAX),
        );
        let most = doubled.min(retries.max_delay_ms);
        Duration::from_millis(most - self.jitter.next_u64() % (most / 2 + 1))
    }

    /// One attempt with its redirects.
    fn once(&mut self, ask: &Ask, conditional: bool, room: u64) -> Result<GoodResponse, Trouble> {
        let mut ask = ask.clone();
        let mut visited = BTreeSet::from([ask.url.to_string()]);
        let mut redirects = 0;
        loop {
            let response = self.send(&ask)?;
            if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
                if response.status == 304 && conditional {
                    return Ok(GoodResponse::Unchanged);
                }
                let body = inspect::accepted(&response, &ask, self, room)?;
                return Ok(GoodResponse::Data(Box::new(Data {
                    body,
                    response: HttpResponse {
                        body: Vec::new(),
                        ..response
                    },
                    ask,
                })));
            }
            redirects += 1;
            let from = self.guard.clean(&shown_place(&ask.url));
            if redirects > self.http.limits.max_redirects {
                return Err(refused(
                    format!(
                        "`{from}` redirects on after {} redirects",
                        self.http.limits.max_redirects
                    ),
                    "declare the address at which the data are, or raise `max_redirects`",
                ));
            }
            self.follow(&mut ask, &response, &from)?;
            if !visited.insert(ask.url.to_string()) {
                let to = self.guard.clean(&shown_place(&ask.url));
                return Err(refused(
                    format!("`{from}` redirects in a circle: `{to}` was asked before"),
                    "look at the address in a browser: it may want a login",
                ));
            }
        }
    }

    /// Turns to where an answer leads.
    fn follow(&self, ask: &mut Ask, response: &HttpResponse, from: &str) -> Result<(), Trouble> {
        let Some(next) = response
            .header("location")
            .and_then(|l| ask.url.join(l).ok())
        else {
            return Err(refused(
                format!(
                    "`{from}` answers {} and does not say where to",
                    response.status
                ),
                "declare the address at which the data are",
            ));
        };
        if response.status == 303 || (ask.post && matches!(response.status, 301 | 302)) {
            (ask.post, ask.body) = (false, None);
            ask.headers
                .retain(|h| !h.name.eq_ignore_ascii_case("content-type"));
        }
        ask.go_to(
            next,
            self.guard,
            &format!("`{from}` redirects, and its target"),
        )
    }
}

fn refused(message: String, hint: &str) -> Trouble {
    Trouble::new("http_redirect", message, hint)
}

/// With what was tried.
fn with_attempts(mut trouble: Trouble, tried: &[String], why_no_more: &str) -> Trouble {
    if tried.len() > 1 {
        trouble.message = format!(
            "{}; tried {} times: {}",
            trouble.message,
            tried.len(),
            tried.join(", ")
        );
    }
    trouble.message.push_str(why_no_more);
    trouble
}
