//! `/healthz` and `/metrics`, for the machines that watch this one, the API, for programs, and the
//! site, for people. Nothing here changes anything. What tells of runs tells of releases before their time: it
//! is for this machine and for who sends a token.

use crate::app::api;
use crate::app::cli::Failure;
use crate::app::daemon::alerts::Level;
use crate::app::daemon::log::Log;
use crate::app::daemon::shared::Shared;
use crate::app::site::{Asker, Site, routes};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Answers until asked to stop.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(
    address: SocketAddr,
    (shared, site): (Arc<Shared>, Arc<Site>),
    end: oneshot::Receiver<()>,
    log: &Log,
) -> Result<JoinHandle<()>, Failure> {
    let failed = |e| {
        Failure::Usage(format!(
            "cannot listen on {address}: {e}; name another with `--listen`"
        ))
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    log.say(Level::Info, &format!("listening on http://{bound}"));
    let router = Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state((shared, Arc::clone(&site)))
        .merge(api::routes(Arc::clone(&site)))
        .merge(routes(site));
    let told = async { _ = end.await };
    Ok(tokio::spawn(async move {
        // An error of the listener ends the answers. Clients will notice; the schedules go on.
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        _ = axum::serve(listener, service)
            .with_graceful_shutdown(told)
            .await;
    }))
}

/// What the loop tells, and who may sign in.
type Watched = (Arc<Shared>, Arc<Site>);

/// Whether a request may be told more than that all is well.
fn may_watch(site: &Site, request: Request) -> bool {
    let (head, _) = request.into_parts();
    let asks = Asker::new(&head, None);
    asks.own
        || site
            .sent_by(&site.project(), &asks)
            .is_ok_and(|who| who.is_some())
}

async fn health(State((shared, site)): State<Watched>, request: Request) -> impl IntoResponse {
    let (status, mut body) = shared.health();
    if !may_watch(&site, request) {
        body = json!({ "status": body["status"] });
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        format!("{body}\n"),
    )
}

async fn metrics(State((shared, site)): State<Watched>, request: Request) -> impl IntoResponse {
    const TEXT: &str = "text/plain; charset=utf-8";
    if !may_watch(&site, request) {
        let said = "send the token of a person of access.toml: `Authorization: Bearer ...`\n";
        let headers = [
            (header::CONTENT_TYPE, TEXT),
            (header::WWW_AUTHENTICATE, "Bearer"),
        ];
        return (StatusCode::UNAUTHORIZED, headers, said.to_owned()).into_response();
    }
    match shared.metrics.text() {
        Ok(text) => (
            StatusCode::OK,
            [(
                header::CONTENT_TYPE,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
            )],
            text,
        )
            .into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(header::CONTENT_TYPE, TEXT)],
            error.to_string(),
        )
            .into_response(),
    }
}
