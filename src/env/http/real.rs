//! The network itself, by reqwest. Async inside, blocking outside; the runtime is made with the
//! first request, so who stays offline never has one.

use super::{Http, HttpFault, HttpRequest, HttpResponse, MAX_ERROR_BODY, Proxy};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout_at};

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
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder.build().map_err(|e| unusable(&causes(e)))?;
        clients.insert(kind, client.clone());
        Ok(client)
    }
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
            let _ = answer.send(exchange(client, request).await);
        });
        answered
            .recv()
            .unwrap_or_else(|_| Err(HttpFault::Broken("the request was given up".to_owned())))
    }
}

async fn exchange(
    client: reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, HttpFault> {
    let HttpRequest {
        method,
        url,
        headers,
        body,
        connect,
        idle,
        total,
        max_bytes,
        ..
    } = request;
    let begun = Instant::now();
    let deadline = begun + total;
    let mut builder = if method == "POST" {
        client.post(url)
    } else {
        client.get(url)
    };
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    if let Some(body) = body {
        builder = builder.body(body);
    }
    let within = |after: Instant, limit: Duration| deadline.min(after + limit);
    let late = |what: &'static str, limit: Duration| {
        if Instant::now() >= deadline {
            HttpFault::Timeout("total", total)
        } else {
            HttpFault::Timeout(what, limit)
        }
    };
    let head = timeout_at(within(begun, connect + idle), builder.send()).await;
    let mut response = head
        .map_err(|_| late("idle", idle))?
        .map_err(|e| fault(e, connect))?;
    let status = response.status();
    let pairs = response.headers().iter();
    let headers = pairs
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let mut answer = HttpResponse {
        status: status.as_u16(),
        headers,
        ..HttpResponse::default()
    };
    if status.is_redirection() {
        return Ok(answer); // nobody reads what a redirect says
    }
    let limit = if status.is_success() {
        max_bytes
    } else {
        max_bytes.min(MAX_ERROR_BODY)
    };
    loop {
        match timeout_at(within(Instant::now(), idle), response.chunk()).await {
            Err(_) => answer.fault = Some(late("idle", idle)),
            Ok(Err(e)) => answer.fault = Some(fault(e, connect)),
            Ok(Ok(None)) => return Ok(answer),
            Ok(Ok(Some(piece))) => {
                answer.body.extend_from_slice(&piece);
                if answer.body.len() as u64 <= limit {
                    continue;
                }
                answer
                    .body
                    .truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                answer.fault = status.is_success().then_some(HttpFault::TooLarge(limit));
            }
        }
        return Ok(answer);
    }
}

fn unusable(message: &str) -> HttpFault {
    HttpFault::Unusable(message.to_owned())
}

fn fault(error: reqwest::Error, connect: Duration) -> HttpFault {
    if error.is_builder() {
        HttpFault::Unusable(causes(error))
    } else if error.is_connect() && error.is_timeout() {
        HttpFault::Timeout("connect", connect)
    } else if error.is_connect() {
        HttpFault::Unreachable(causes(error))
    } else {
        HttpFault::Broken(causes(error))
    }
}

/// What is behind an error, from the outside in, without the address.
fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut texts: Vec<String> = Vec::new();
    let mut cause: Option<&dyn Error> = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !texts.iter().any(|t| t.contains(&text)) {
            texts.push(text);
        }
        cause = inner.source();
    }
    if texts.is_empty() {
        error.to_string()
    } else {
        texts.join(": ")
    }
}
