//! `/healthz` and `/metrics`, for the machines that watch this one, the API, for programs, and the
//! site, for people. Nothing here changes anything.

use crate::app::api;
use crate::app::cli::Failure;
use crate::app::daemon::alerts::Level;
use crate::app::daemon::log::Log;
use crate::app::daemon::shared::Shared;
use crate::app::site::{Site, routes};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
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
        .with_state(shared)
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

async fn health(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let (status, body) = shared.health();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        format!("{body}\n"),
    )
}

async fn metrics(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    match shared.metrics.text() {
        Ok(text) => (
            StatusCode::OK,
            [(
                header::CONTENT_TYPE,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
            )],
            text,
        ),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            error.to_string(),
        ),
    }
}
