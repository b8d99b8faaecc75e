//! What an office declares about a source that is fetched over HTTP: the request, its limits, its
//! pages.
//!
//! A secret is a name here, never a text: its text is looked up when the request is made and exists
//! nowhere else.

use crate::model::api::Api;
use crate::model::status::words;
use std::collections::BTreeMap;

/// Method of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpMethod {
    /// Asks for what the address names.
    #[default]
    Get,
    /// Asks with a body, as services of tables do. It is repeated after a failure like a GET, so it
    /// must only ask.
    Post,
}
words!(HttpMethod, "method", { Get => "get", Post => "post" });

/// Where the text of a header, a query parameter or a field of the body comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpValue {
    /// It is no secret and stands in the configuration.
    Text(String),
    /// A secret.
    Secret {
        /// What stands before it, such as `Bearer `.
        prefix: String,
        /// Where its text is kept.
        from: SecretFrom,
    },
}

/// Where the text of a secret is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretFrom {
    /// A variable of the environment.
    Env(String),
    /// A file, relative to the project, without the line end at its end.
    File(String),
}

/// Body of a POST.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HttpBody {
    /// None.
    #[default]
    None,
    /// A JSON text, in which `fields` (dotted path → text) are set.
    Json {
        /// The JSON.
        text: String,
        /// Dotted path → what is set there, as text.
        fields: BTreeMap<String, HttpValue>,
    },
    /// Fields of a form, URL-encoded.
    Form(BTreeMap<String, HttpValue>),
}

impl HttpBody {
    /// Its values by name.
    pub fn values(&self) -> impl Iterator<Item = (&String, &HttpValue)> {
        let fields = match self {
            HttpBody::None => None,
            HttpBody::Json { fields, .. } | HttpBody::Form(fields) => Some(fields),
        };
        fields.into_iter().flatten()
    }
}

/// The way out to the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HttpProxy {
    /// What the system says (`HTTPS_PROXY`, `NO_PROXY` and so on).
    #[default]
    System,
    /// Straight to the server.
    None,
    /// By this proxy.
    Address(String),
}

/// Limits of one fetch. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// Until a connection stands, name and TLS included.
    pub connect_ms: u64,
    /// Between any two pieces of an answer, and until its first.
    pub idle_ms: u64,
    /// For all of it: attempts, waits, redirects, pages.
    pub total_ms: u64,
    /// Most bytes of one answer as they come over the wire.
    pub max_bytes: u64,
    /// Most bytes of all answers together once they are decompressed.
    pub max_decoded_bytes: u64,
    /// Fewest bytes of all answers together; fewer are no data.
    pub min_bytes: u64,
    /// Most redirects of one request.
    pub max_redirects: u32,
    /// Shortest time between two requests to the same host.
    pub min_interval_ms: u64,
}

impl Default for HttpLimits {
    /// What holds where a source names none; 0 bytes stand for the project's limit.
    fn default() -> HttpLimits {
        HttpLimits {
            connect_ms: 10_000,
            idle_ms: 60_000,
            total_ms: 600_000,
            max_bytes: 0,
            max_decoded_bytes: 0,
            min_bytes: 1,
            max_redirects: 5,
            min_interval_ms: 0,
        }
    }
}

/// How a request is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRetries {
    /// Attempts, the first included.
    pub attempts: u32,
    /// Wait after the first failure; doubled after each further one.
    pub first_delay_ms: u64,
    /// Longest wait of our own choice. A server's `Retry-After` may ask for more.
    pub max_delay_ms: u64,
    /// Seed of the jitter.
    pub seed: u64,
}

impl Default for HttpRetries {
    fn default() -> HttpRetries {
        HttpRetries {
            attempts: 4,
            first_delay_ms: 1_000,
            max_delay_ms: 60_000,
            seed: 0,
        }
    }
}

/// A source over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSource {
    /// Address, with the part of its query that is no secret.
    pub url: String,
    /// Method.
    pub method: HttpMethod,
    /// Headers.
    pub headers: BTreeMap<String, HttpValue>,
    /// Query parameters, added to those of the address.
    pub query: BTreeMap<String, HttpValue>,
    /// Body.
    pub body: HttpBody,
    /// Limits.
    pub limits: HttpLimits,
    /// Retries.
    pub retries: HttpRetries,
    /// Media types accepted, lower-case; `*+json` stands for every type that ends so.
    pub content_types: Vec<String>,
    /// PEM file with further certificate authorities, relative to the project; empty for none.
    pub ca_file: String,
    /// Proxy.
    pub proxy: HttpProxy,
    /// How it comes in pages, if it does.
    pub paging: Option<Paging>,
    /// What is asked of a service that chiso knows; `url` is then the address of the service.
    pub api: Option<Api>,
}

impl HttpSource {
    /// A plain request for an address; any media type will do.
    #[must_use]
    pub fn get(url: &str) -> HttpSource {
        HttpSource {
            url: url.split('#').next().unwrap_or_default().to_owned(),
            method: HttpMethod::Get,
            headers: BTreeMap::new(),
            query: BTreeMap::new(),
            body: HttpBody::None,
            limits: HttpLimits::default(),
            retries: HttpRetries::default(),
            content_types: Vec::new(),
            ca_file: String::new(),
            proxy: HttpProxy::System,
            paging: None,
            api: None,
        }
    }

    /// Whether some value of it is a secret.
    #[must_use]
    pub fn has_secrets(&self) -> bool {
        let all = self
            .headers
            .values()
            .chain(self.query.values())
            .chain(self.body.values().map(|(_, v)| v));
        all.into_iter()
            .any(|v| matches!(v, HttpValue::Secret { .. }))
    }
}

/// How one page leads to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagingKind {
    /// A page number goes up by one.
    Page {
        /// Number of the first page.
        first: u64,
    },
    /// An offset goes up by as many records as came.
    Offset {
        /// Offset of the first page.
        first: u64,
    },
    /// Each page says what to ask the next with.
    Cursor {
        /// Dotted path of the next cursor; absent, null or empty at the end.
        next: String,
    },
    /// Each answer names the next by a header `Link: <…>; rel="next"`.
    Link,
}

/// Pages of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How one page leads to the next.
    pub kind: PagingKind,
    /// Parameter with the number, offset or cursor.
    pub parameter: String,
    /// Parameter with the size of a page; empty when none is sent.
    pub size_parameter: String,
    /// Records asked for per page; 0 when none are.
    pub size: u64,
    /// Parameters go into the body, not into the query.
    pub in_body: bool,
    /// A page with fewer records than `size` is the last.
    pub short_is_last: bool,
    /// Dotted path of the server's count of all records; empty when it gives none.
    pub total: String,
    /// Dotted path of the server's count of pages; empty when it gives none.
    pub pages: String,
    /// Most pages.
    pub max_pages: u64,
}
