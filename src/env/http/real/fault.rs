//! What went wrong on the way, from the errors of the library.

use crate::env::http::HttpFault;
use std::error::Error;
use std::time::Duration;

/// A request that cannot be made as declared.
pub(super) fn unusable(message: &str) -> HttpFault {
    HttpFault::Unusable(message.to_owned())
}

/// An error of a request that was made; `connect` is how long it was tried to connect.
pub(super) fn fault(error: reqwest::Error, connect: Duration) -> HttpFault {
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
pub(super) fn causes(error: reqwest::Error) -> String {
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
