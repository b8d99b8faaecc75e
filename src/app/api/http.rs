//! The API over HTTP: which requests it takes, and what it reads of their headers.

use crate::app::api::problem::Problem;
use crate::app::api::service::{ApiRequest, answer, lang, too_often};
use crate::app::lang::Lang;
use crate::app::site::{Asker, Site, made, reader, said};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, header};
use axum::routing::get;
use std::sync::Arc;

/// The addresses of the API, for a router that answers others too.
pub fn routes(site: Arc<Site>) -> Router {
    let answered = get(asked).fallback(not_allowed);
    Router::new()
        .route("/api", answered.clone())
        .route("/api/", answered.clone())
        .route("/api/{*path}", answered)
        .with_state(site)
}

async fn asked(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let (head, _) = request.into_parts();
    let request = ApiRequest {
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        accept: said(&head.headers, &header::ACCEPT),
        languages: said(&head.headers, &header::ACCEPT_LANGUAGE),
        has: said(&head.headers, &header::IF_NONE_MATCH),
    };
    let asks = Asker::new(&head, None);
    if let Err(seconds) = site.may_ask(&asks) {
        let too_often = too_often(lang(&request), seconds);
        return made(site, move |_| too_often).await;
    }
    made(site, move |site| answer(site, &request, Some(&asks))).await
}

async fn not_allowed(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response<Body> {
    let lang: Lang = reader(&said(&headers, &header::ACCEPT_LANGUAGE));
    let problem = Problem::new(405, "read_only", lang.say("api-read-only").to_owned());
    made(site, move |_| {
        problem.answer().with(header::ALLOW, "GET,HEAD".to_owned())
    })
    .await
}
