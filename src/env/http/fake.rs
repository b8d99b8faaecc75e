//! A network that says what a test has written down, and remembers what it was asked.

use super::{Http, HttpFault, HttpRequest, HttpResponse, MAX_ERROR_BODY};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Address in full.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body as text.
    pub body: String,
}

/// Answers in the order they were written down; when there are no more, nothing can be reached.
#[derive(Debug, Default)]
pub struct FakeHttp {
    script: Mutex<VecDeque<Result<HttpResponse, HttpFault>>>,
    sent: Mutex<Vec<Sent>>,
}

impl FakeHttp {
    /// With these answers.
    #[must_use]
    pub fn new(script: impl IntoIterator<Item = Result<HttpResponse, HttpFault>>) -> FakeHttp {
        FakeHttp {
            script: Mutex::new(script.into_iter().collect()),
            sent: Mutex::default(),
        }
    }

    /// What was asked so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Http for FakeHttp {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpFault> {
        let body = request
            .body
            .as_deref()
            .map(|b| String::from_utf8_lossy(b).into_owned())
            .unwrap_or_default();
        let sent = Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body,
        };
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(sent);
        let next = self
            .script
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let mut answer = next.unwrap_or_else(|| {
            Err(HttpFault::Unreachable(
                "the script is at its end".to_owned(),
            ))
        })?;
        let success = (200..300).contains(&answer.status);
        let limit = if success {
            request.max_bytes
        } else {
            request.max_bytes.min(MAX_ERROR_BODY)
        };
        if answer.body.len() as u64 > limit {
            answer
                .body
                .truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            answer.fault = success.then_some(HttpFault::TooLarge(limit));
        }
        Ok(answer)
    }
}
