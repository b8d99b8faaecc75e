//! One request and its answer, within the times and sizes that are allowed.

use super::fault::fault;
use crate::env::http::{HttpFault, HttpRequest, HttpResponse, MAX_ERROR_BODY};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Sends the request and reads the answer to its end.
pub(super) async fn exchange(
    client: &reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, HttpFault> {
    let max_bytes = request.max_bytes;
    let waits = Waits::begin(&request);
    let head = waits.until(waits.begun, waits.connect + waits.idle);
    let response = timeout_at(head, prepared(client, request).send())
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
    let mut builder = match request.method {
        "POST" => client.post(request.url),
        "PUT" => client.put(request.url),
        "DELETE" => client.delete(request.url),
        _ => client.get(request.url),
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
