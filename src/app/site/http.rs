//! Requests and answers over HTTP: methods, headers, and the threads on which pages are made.

use crate::app::site::answer::Answer;
use crate::app::site::service::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
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
    made(site, move |site| {
        site.answer(&path, query.as_deref(), &prefers)
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
