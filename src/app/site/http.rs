//! Requests and answers over HTTP: methods, headers, and the threads on which pages are made.

use crate::app::site::address::Query;
use crate::app::site::answer::Answer;
use crate::app::site::asker::{Asker, SiteForm};
use crate::app::site::pages::{refused, too_often};
use crate::app::site::service::Site;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
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

/// Most bytes of a form that is sent.
const LONGEST_FORM: usize = 16 << 10;

/// The pages and forms, for a router that answers other addresses too.
pub fn routes(site: Arc<Site>) -> Router {
    let form = |form: SiteForm| {
        get(page).post(move |site: State<Arc<Site>>, request: Request| sent(site, request, form))
    };
    Router::new()
        .route("/sign-in", form(SiteForm::SignIn))
        .route("/sign-out", form(SiteForm::SignOut))
        .route("/decide", form(SiteForm::Act))
        .fallback(get(page))
        .with_state(site)
}

async fn page(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let (head, _) = request.into_parts();
    let asks = Asker::new(&head, None);
    if let Err(seconds) = site.may_ask(&asks) {
        return response(too_often(asks.lang, seconds));
    }
    made(site, move |site| {
        site.answer(head.uri.path(), head.uri.query(), &asks)
    })
    .await
}

/// What a form sends is taken from a page of this site alone.
async fn sent(State(site): State<Arc<Site>>, request: Request, form: SiteForm) -> Response<Body> {
    let (head, body) = request.into_parts();
    let query = Query::read(head.uri.query().unwrap_or_default());
    let lang = query.text("lang").and_then(|word| word.parse().ok());
    let asks = Asker::new(&head, lang);
    let Ok(bytes) = to_bytes(body, LONGEST_FORM).await else {
        return response(refused(asks.lang, 413, asks.lang.say("site-form-long")));
    };
    let fields = Query::read(&String::from_utf8_lossy(&bytes));
    made(site, move |site| site.take(form, &asks, &fields)).await
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
