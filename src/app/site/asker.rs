//! Who asks: what a request says of its reader, before anybody knows whether they have signed in.

use crate::app::lang::Lang;
use axum::http::{HeaderMap, HeaderName, header};
use std::net::IpAddr;

/// The cookie of who has signed in.
const COOKIE: &str = "chiso_signed_in";

/// What a form of the site asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteForm {
    /// To sign in.
    SignIn,
    /// To sign out.
    SignOut,
    /// To decide about a release.
    Decide,
}

/// What a request says of its reader.
pub struct Asker {
    /// What the reader's program says of languages.
    pub prefers: String,
    /// The language of what is answered where an address says none.
    pub lang: Lang,
    /// Whether it comes from this machine.
    pub own: bool,
    /// What the cookie says.
    pub mark: Option<String>,
    headers: HeaderMap,
}

impl Asker {
    /// Of a request, by its headers and the language of its address.
    pub fn new(headers: HeaderMap, lang: Option<Lang>) -> Asker {
        let prefers = said(&headers, &header::ACCEPT_LANGUAGE);
        let cookies = headers.get_all(header::COOKIE).iter();
        let pairs = cookies
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'));
        let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
        let mark = named.find(|(name, _)| *name == COOKIE);
        Asker {
            lang: lang.unwrap_or_else(|| reader(&prefers)),
            own: is_of_this_machine(&headers),
            mark: mark.map(|(_, mark)| mark.to_owned()),
            prefers,
            headers,
        }
    }

    /// What a header says whose name is in lower case; nothing where it stands twice: of two nobody knows
    /// which is the proxy's.
    pub fn said(&self, name: &str) -> String {
        match name.parse::<HeaderName>() {
            Ok(name) if self.headers.get_all(&name).iter().count() == 1 => {
                said(&self.headers, &name)
            }
            _ => String::new(),
        }
    }

    /// The cookie that says who has signed in; no script reads it and no other site has it sent.
    pub fn cookie(&self, mark: &str) -> String {
        let secure = self.said("x-forwarded-proto").eq_ignore_ascii_case("https");
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={mark}; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800{secure}")
    }
}

/// Whether a request asks this machine by a name of its own, and no proxy passed it on. A page of
/// another site that has its own name lead here, and a proxy before the site, are told apart so.
fn is_of_this_machine(headers: &HeaderMap) -> bool {
    let host = said(headers, &header::HOST);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host.as_str(),
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let own = name.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let passed = [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-real-ip",
        "via",
    ];
    own && !passed.iter().any(|name| headers.contains_key(*name))
}

/// What a request says in a header; nothing where it says none.
pub fn said(headers: &HeaderMap, name: &HeaderName) -> String {
    let said = headers.get(name);
    said.and_then(|v| std::str::from_utf8(v.as_bytes()).ok())
        .unwrap_or_default()
        .to_owned()
}

/// The language of a reader whose address says none: Vietnamese where their program asks for it
/// before English.
pub fn reader(prefers: &str) -> Lang {
    let place = |code: &str| prefers.find(code).unwrap_or(usize::MAX);
    if place("vi") < place("en") {
        Lang::Vi
    } else {
        Lang::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_page_of_operations_is_for_this_machine_alone() {
        let of = |host: &'static str| {
            HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))])
        };
        for host in [
            "localhost:8431",
            "127.0.0.1:8431",
            "127.0.0.2",
            "[::1]:8431",
            "[::1]",
        ] {
            assert!(is_of_this_machine(&of(host)), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.5:8431",
            "",
        ] {
            assert!(!is_of_this_machine(&of(host)), "{host}");
        }
        let mut passed = of("localhost");
        passed.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.7"));
        assert!(!is_of_this_machine(&passed));
        assert!(!is_of_this_machine(&HeaderMap::new()));
    }
}
