//! Requests and answers over HTTP: methods, headers, and the threads on which pages are made.

use crate::app::site::answer::Answer;
use crate::app::site::service::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use std::net::IpAddr;
use std::sync::Arc;

/// What every answer says: nothing is loaded from elsewhere, and no other site may frame a page.
const SAFE: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// The pages, for a router that answers other addresses too.
pub fn routes(site: Arc<Site>) -> Router {
    Router::new().fallback(get(page)).with_state(site)
}

async fn page(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().map(str::to_owned);
    let prefers = said(request.headers(), &header::ACCEPT_LANGUAGE);
    let office = is_of_this_machine(request.headers());
    made(site, move |site| {
        site.answer(&path, query.as_deref(), (&prefers, office))
    })
    .await
}

/// An answer, made on a thread of its own: as many at once as the machine has processors; the others
/// wait their turn.
pub async fn made(
    site: Arc<Site>,
    make: impl FnOnce(&Site) -> Answer + Send + 'static,
) -> Response<Body> {
    let answer = match site.turn().await {
        // The turn lasts as long as the answer is made, also when the reader has gone.
        Ok(turn) => {
            let make = move || {
                let answer = make(&site);
                drop(turn);
                answer
            };
            tokio::task::spawn_blocking(make).await.ok()
        }
        Err(_) => None,
    };
    response(answer.unwrap_or_else(Answer::broken))
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
    let passed = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"];
    own && !passed.iter().any(|name| headers.contains_key(*name))
}

/// What a request says in a header; nothing where it says none.
pub fn said(headers: &HeaderMap, name: &HeaderName) -> String {
    let said = headers.get(name);
    said.and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn response(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in SAFE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

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
