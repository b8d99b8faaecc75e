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
    let waits = Waits::begin(&request);
    let max_bytes = request.max_bytes;
    let begun = waits.begun;
    let sent = timeout_at(
        waits.until(begun, waits.connect + waits.idle),
        prepared(&client, request).send(),
    );
    let response = sent
        .await
        .map_err(|_| waits.late())?
        .map_err(|e| fault(e, waits.connect))?;
    let status = response.status();
    let answer = HttpResponse {
        status: status.as_u16(),
        headers: headers(&response),
        ..HttpResponse::default()
    };
    if status.is_redirection() {
        return Ok(answer); // nobody reads what a redirect says
    }
    Ok(read_body(response, answer, max_bytes, &waits).await)
}

/// How long one exchange may take, and its parts.
struct Waits {
    begun: Instant,
    connect: Duration,
    idle: Duration,
    total: Duration,
}

impl Waits {
    fn begin(request: &HttpRequest) -> Waits {
        Waits {
            begun: Instant::now(),
            connect: request.connect,
            idle: request.idle,
            total: request.total,
        }
    }

    fn deadline(&self) -> Instant {
        self.begun + self.total
    }

    /// So long after an instant, and within the time for all of it.
    fn until(&self, after: Instant, limit: Duration) -> Instant {
        self.deadline().min(after + limit)
    }

    /// What took too long.
    fn late(&self) -> HttpFault {
        if Instant::now() >= self.deadline() {
            HttpFault::Timeout("total", self.total)
        } else {
            HttpFault::Timeout("idle", self.idle)
        }
    }
}

fn prepared(client: &reqwest::Client, request: HttpRequest) -> reqwest::RequestBuilder {
    let mut builder = if request.method == "POST" {
        client.post(request.url)
    } else {
        client.get(request.url)
    };
    for (name, value) in request.headers {
        builder = builder.header(name, value);
    }
    match request.body {
        Some(body) => builder.body(body),
        None => builder,
    }
}

fn headers(response: &reqwest::Response) -> Vec<(String, String)> {
    let pairs = response.headers().iter();
    pairs
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect()
}

/// Reads the body into the answer, as far as it comes and is allowed.
async fn read_body(
    mut response: reqwest::Response,
    mut answer: HttpResponse,
    max_bytes: u64,
    waits: &Waits,
) -> HttpResponse {
    let success = response.status().is_success();
    let limit = if success {
        max_bytes
    } else {
        max_bytes.min(MAX_ERROR_BODY)
    };
    loop {
        match timeout_at(waits.until(Instant::now(), waits.idle), response.chunk()).await {
            Err(_) => answer.fault = Some(waits.late()),
            Ok(Err(e)) => answer.fault = Some(fault(e, waits.connect)),
            Ok(Ok(None)) => {}
            Ok(Ok(Some(piece))) => {
                answer.body.extend_from_slice(&piece);
                if answer.body.len() as u64 <= limit {
                    continue;
                }
                answer
                    .body
                    .truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                answer.fault = success.then_some(HttpFault::TooLarge(limit));
            }
        }
        return answer;
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
