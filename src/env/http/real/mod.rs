//! The network itself, by reqwest. Async inside, blocking outside; the runtime is made with the
//! first request, so who stays offline never has one.

mod exchange;
mod fault;

use super::{Http, HttpFault, HttpRequest, HttpResponse, Proxy};
use exchange::exchange;
use fault::{causes, unusable};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;
use tokio::runtime::Runtime;

/// What one client can serve: what differs here needs another.
type ClientKind = (Duration, Option<PathBuf>, Proxy);

/// Sends requests over the network.
#[derive(Default)]
pub struct RealHttp {
    runtime: OnceLock<Result<Runtime, String>>,
    clients: Mutex<BTreeMap<ClientKind, reqwest::Client>>,
}

impl RealHttp {
    /// Opens nothing yet.
    #[must_use]
    pub fn new() -> RealHttp {
        RealHttp::default()
    }

    fn client(&self, request: &HttpRequest) -> Result<reqwest::Client, HttpFault> {
        let kind = (
            request.connect,
            request.ca_file.clone(),
            request.proxy.clone(),
        );
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&kind) {
            return Ok(client.clone());
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(request.connect)
            .retry(reqwest::retry::never());
        builder = match &request.proxy {
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Address(url) => builder.proxy(
                reqwest::Proxy::all(url)
                    .map_err(|_| unusable("the address of the proxy cannot be used"))?,
            ),
        };
        if let Some(path) = &request.ca_file {
            builder = builder.tls_certs_merge(certificates(path)?);
        }
        let client = builder.build().map_err(|e| unusable(&causes(e)))?;
        clients.insert(kind, client.clone());
        Ok(client)
    }
}

/// The certificates in a file, of which there must be one.
fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, HttpFault> {
    let pem = std::fs::read(path).map_err(|e| {
        unusable(&format!(
            "the CA file `{}` cannot be read: {e}",
            path.display()
        ))
    })?;
    let certificates = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if certificates.is_empty() {
        return Err(unusable(&format!(
            "the CA file `{}` holds no certificate in PEM",
            path.display()
        )));
    }
    Ok(certificates)
}

impl Http for RealHttp {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpFault> {
        let runtime = self.runtime.get_or_init(|| {
            let mut builder = tokio::runtime::Builder::new_multi_thread();
            builder
                .worker_threads(1)
                .thread_name("http")
                .enable_all()
                .build()
                .map_err(|e| e.to_string())
        });
        let runtime = runtime.as_ref().map_err(|e| unusable(e))?;
        let _guard = runtime.enter();
        let client = self.client(request)?;
        let (answer, answered) = mpsc::channel();
        let request = request.clone();
        runtime.spawn(async move {
            // Nobody waits any more only when the caller is gone.
            let _ = answer.send(exchange(&client, request).await);
        });
        answered
            .recv()
            .unwrap_or_else(|_| Err(HttpFault::Broken("the request was given up".to_owned())))
    }
}
