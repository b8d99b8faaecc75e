//! Who asks: what a request says of its reader, before anybody knows whether they have signed in.

use crate::app::lang::Lang;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The cookie of who has signed in.
const COOKIE: &str = "chiso_signed_in";

/// What a form of the site asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteForm {
    /// To sign in.
    SignIn,
    /// To sign out.
    SignOut,
    /// To decide or do something.
    Act,
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
    /// The token that a program sends.
    pub token: Option<String>,
    /// The machine that asks: the reader's, or that of a proxy.
    peer: IpAddr,
    headers: HeaderMap,
}

impl Asker {
    /// Of a request, by its head and the language of its address.
    pub fn new(head: &Parts, lang: Option<Lang>) -> Asker {
        let headers = head.headers.clone();
        let from = head.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = from.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(from)| from.ip());
        let prefers = said(&headers, &header::ACCEPT_LANGUAGE);
        let cookies = headers.get_all(header::COOKIE).iter();
        let pairs = cookies
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'));
        let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
        let mark = named.find(|(name, _)| *name == COOKIE);
        Asker {
            lang: lang.unwrap_or_else(|| reader(&prefers)),
            own: peer.to_canonical().is_loopback() && is_of_this_machine(&headers),
            mark: mark.map(|(_, mark)| mark.to_owned()),
            token: token(&headers),
            peer: peer.to_canonical(),
            prefers,
            headers,
        }
    }

    /// The address that asks: that of the machine, or, where a proxy on this one says it in a header, the
    /// last that the header names. All before it is what the proxy was told.
    pub fn client(&self, said_in: Option<&str>) -> IpAddr {
        let name = said_in.and_then(|name| name.parse::<HeaderName>().ok());
        let Some(name) = name.filter(|_| self.peer.is_loopback()) else {
            return self.peer;
        };
        let last = self.headers.get_all(&name).iter().next_back();
        let last = last.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        let last = last.unwrap_or_default().trim();
        let with_port = || last.parse::<SocketAddr>().ok().map(|from| from.ip());
        last.parse().ok().or_else(with_port).unwrap_or(self.peer)
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

    /// Whether a browser says that a page of another site sends this.
    pub fn of_another_site(&self) -> bool {
        let from = self.said("sec-fetch-site");
        !matches!(from.as_str(), "" | "same-origin" | "none")
    }

    /// The cookie that says who has signed in; no script reads it and no other site has it sent.
    pub fn cookie(&self, mark: &str) -> String {
        let secure = self.said("x-forwarded-proto").eq_ignore_ascii_case("https");
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={mark}; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800{secure}")
    }
}

/// The token of a request, `Authorization: Bearer …`; none where the header stands twice.
fn token(headers: &HeaderMap) -> Option<String> {
    let mut said = headers.get_all(header::AUTHORIZATION).iter();
    let (said, None) = (said.next()?.to_str().ok()?, said.next()) else {
        return Some(String::new());
    };
    let (scheme, token) = said.split_once(' ')?;
    { scheme.eq_ignore_ascii_case("bearer") }.then(|| token.trim().to_owned())
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

    fn asker(peer: &str, headers: &[(&'static str, &'static str)]) -> Asker {
        let mut request = axum::http::Request::new(());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for (name, value) in headers {
            let value = HeaderValue::from_static(value);
            request.headers_mut().append(*name, value);
        }
        Asker::new(&request.into_parts().0, None)
    }

    #[test]
    fn a_header_says_the_client_only_where_it_is_declared_and_a_proxy_here_says_it() {
        const NAMES: Option<&str> = Some("x-forwarded-for");
        let client = |peer: &str, said: &'static str, name| {
            let client = asker(peer, &[("x-forwarded-for", said)]).client(name);
            client.to_string()
        };
        let here = "127.0.0.1:5000";
        assert_eq!(client(here, "203.0.113.7", NAMES), "203.0.113.7");
        assert_eq!(client(here, "203.0.113.7", None), "127.0.0.1");
        assert_eq!(client("192.0.2.1:5000", "203.0.113.7", NAMES), "192.0.2.1");
        // What a client writes itself stands before what the proxy adds.
        assert_eq!(
            client(here, "198.51.100.1, 203.0.113.7", NAMES),
            "203.0.113.7"
        );
        assert_eq!(client(here, "[2001:db8::1]:77", NAMES), "2001:db8::1");
        assert_eq!(client(here, "unknown", NAMES), "127.0.0.1");
        assert_eq!(
            client("[::ffff:127.0.0.1]:1", "203.0.113.7", NAMES),
            "203.0.113.7"
        );
        let twice = [
            ("x-forwarded-for", "198.51.100.1"),
            ("x-forwarded-for", "203.0.113.7"),
        ];
        assert_eq!(asker(here, &twice).client(NAMES).to_string(), "203.0.113.7");
    }

    #[test]
    fn a_program_sends_its_token_as_bearer() {
        let token = |said: &'static str| asker("127.0.0.1:1", &[("authorization", said)]).token;
        assert_eq!(token("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(token("bearer  abc ").as_deref(), Some("abc"));
        assert_eq!(token("Basic abc"), None);
        assert_eq!(asker("127.0.0.1:1", &[]).token, None);
        let twice = [("authorization", "Bearer a"), ("authorization", "Bearer b")];
        assert_eq!(
            asker("127.0.0.1:1", &twice).token.as_deref(),
            Some(""),
            "nobody's"
        );
    }
}
