//! The seam to the network: one request, one answer, with limits on time and size. It follows no
//! redirect, repeats nothing and decompresses nothing: what is done about an answer is decided in
//! `ingest::fetch`, where a test can see it.

mod fake;
mod real;

use std::path::PathBuf;
use std::time::Duration;

pub use fake::{FakeHttp, Sent};
pub use real::RealHttp;

/// Most bytes that are read of an answer that is no success: enough to say what the server
/// complains about.
pub const MAX_ERROR_BODY: u64 = 64 * 1024;

/// Sends requests.
pub trait Http: Send + Sync {
    /// Sends one request and reads the answer to its end.
    ///
    /// # Errors
    /// When there is no answer at all. What went wrong after its head came stands in
    /// [`HttpResponse::fault`].
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpFault>;
}

/// One request. It may hold secrets, so it cannot be printed.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Address in full.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Option<Vec<u8>>,
    /// Until a connection stands.
    pub connect: Duration,
    /// Between any two pieces of the answer.
    pub idle: Duration,
    /// For all of it.
    pub total: Duration,
    /// Most bytes of the body as they come over the wire.
    pub max_bytes: u64,
    /// PEM file with further certificate authorities.
    pub ca_file: Option<PathBuf>,
    /// Proxy.
    pub proxy: Proxy,
}

/// The way out to the network.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proxy {
    /// What the system says.
    #[default]
    System,
    /// None.
    None,
    /// This one.
    Address(String),
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct HttpResponse {
    /// Status.
    pub status: u16,
    /// Headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// Body as it came over the wire, as far as it came.
    pub body: Vec<u8>,
    /// Why the body is not whole, if it is not.
    pub fault: Option<HttpFault>,
}

impl HttpResponse {
    /// The first header of a name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// What can go wrong on the way. Texts hold no address and no header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpFault {
    /// The request cannot be made as declared: a bad header, a CA file that cannot be read.
    Unusable(String),
    /// No connection: no such host, refused, no trust in its certificate.
    Unreachable(String),
    /// Took too long: what did, and for how long it was waited.
    Timeout(&'static str, Duration),
    /// The connection ended before the answer did.
    Broken(String),
    /// The body is larger than allowed.
    TooLarge(u64),
}
