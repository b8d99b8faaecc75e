//! The seam to the network: one request, one answer.

use std::time::Duration;

/// One request. Its address is signed, so it is never printed.
pub struct Request {
    /// `GET`, `PUT`, `POST` or `DELETE`.
    pub method: &'static str,
    /// Address in full, with its signature.
    pub url: String,
    /// Headers that the signature covers or that S3 reads without one.
    pub headers: Vec<(String, String)>,
    /// Body of a `PUT` or `POST`.
    pub body: Option<Vec<u8>>,
    /// Most bytes of an answer that are read.
    pub max_bytes: u64,
}

/// An answer, read to its end.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Sends requests.
pub trait Wire: Send + Sync {
    /// Sends one request and reads the answer to its end.
    ///
    /// # Errors
    /// When there is no whole answer; the text holds no address.
    fn send(&self, request: &Request) -> Result<Answer, String>;

    /// Waits before a request is repeated.
    fn wait(&self, time: Duration);
}
