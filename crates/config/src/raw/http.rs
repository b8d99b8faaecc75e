//! Mirror of `[source.http]`: a source that is fetched.

use super::words;
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How the source is fetched, in place of `file`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Http {
    /// Address to ask, `https://` or `http://`. It may have a query, but no user name and no
    /// secret. `{name}` in its path stands for the value `name` of `path`.
    pub url: String,
    /// Name of a place in the path of `url` → its value, for a key that a service wants there.
    #[serde(default)]
    pub path: BTreeMap<String, HttpValue>,
    /// Method of the request. Default: `get`. A `post` is repeated after a failure, so it must only
    /// ask.
    #[schemars(extend("enum" = words(model::HttpMethod::ALL)))]
    pub method: Option<String>,
    /// Header → its value.
    #[serde(default)]
    pub headers: BTreeMap<String, HttpValue>,
    /// Query parameter → its value, added to those of the address.
    #[serde(default)]
    pub query: BTreeMap<String, HttpValue>,
    /// Body of a `post`.
    pub body: Option<HttpBody>,
    /// How long chiso waits.
    pub timeouts: Option<Timeouts>,
    /// Most bytes of one answer as they come over the wire. Default: `limits.max_file_bytes` of
    /// `chiso.toml`.
    #[schemars(range(min = 1))]
    pub max_bytes: Option<i64>,
    /// Most bytes of all answers together once they are decompressed. Default:
    /// `limits.max_file_bytes` of `chiso.toml`.
    #[schemars(range(min = 1))]
    pub max_decoded_bytes: Option<i64>,
    /// Fewest bytes of all answers together; fewer do not count as data. Default: 1.
    pub min_bytes: Option<i64>,
    /// How often and after what waits a failed request is repeated.
    pub retries: Option<Retries>,
    /// Most redirects of one request. Default: 5; 0 follows none.
    pub max_redirects: Option<i64>,
    /// Media types accepted, as in `["application/json"]`. Default: those that fit the format.
    pub content_types: Option<Vec<String>>,
    /// PEM file with further certificate authorities, relative to the project.
    pub ca_file: Option<String>,
    /// `system` for what the system says (the default), `none` for none, or the address of a proxy.
    pub proxy: Option<String>,
    /// Shortest time between two requests to the same host, as in `500ms` or `2s`. Default: none.
    pub min_interval: Option<String>,
    /// How the source comes in pages, if it does.
    pub paging: Option<Paging>,
    /// A service that chiso knows, and the table wanted of it. `url` is then the address of the
    /// service.
    pub api: Option<super::Api>,
}

/// A value: `text`, or a secret by the name of what holds it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpValue {
    /// The value itself, when it is no secret.
    pub text: Option<String>,
    /// Variable of the environment that holds a secret.
    pub env: Option<String>,
    /// File that holds a secret, relative to the project.
    pub file: Option<String>,
    /// What stands before the secret, such as `Bearer `.
    pub prefix: Option<String>,
}

/// Body of a POST: `json` or `form`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpBody {
    /// JSON text that is sent.
    pub json: Option<String>,
    /// Dotted path in the JSON → text that is set there, for secrets.
    #[serde(default)]
    pub fields: BTreeMap<String, HttpValue>,
    /// Field of a form → its value.
    #[serde(default)]
    pub form: BTreeMap<String, HttpValue>,
}

/// How long chiso waits.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Timeouts {
    /// Until a connection stands. Default: `10s`.
    pub connect: Option<String>,
    /// Between any two pieces of an answer, and until its first. Default: `60s`.
    pub idle: Option<String>,
    /// For all of it: attempts, waits, redirects and pages. Default: `10m`.
    pub total: Option<String>,
}

/// How a failed request is repeated.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retries {
    /// Attempts, the first included. Default: 4.
    pub attempts: Option<i64>,
    /// Wait after the first failure; doubled after each further one. Default: `1s`.
    pub first_delay: Option<String>,
    /// Longest wait that chiso chooses; a server may ask for a longer one. Default: `1m`.
    pub max_delay: Option<String>,
    /// Seed of the jitter of the waits. Default: 0.
    pub seed: Option<i64>,
}

/// How one page leads to the next.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// `page` numbers pages, `offset` counts records, `cursor` takes the next cursor from each
    /// page, `next` its address (with `parameter`: its token), `last` asks for what comes after the
    /// last record, `link` follows the header `Link`.
    #[schemars(extend("enum" = ["page", "offset", "cursor", "next", "last", "link"]))]
    pub kind: String,
    /// Parameter with the number, offset, cursor, token or key. Default: `page`, `offset`,
    /// `cursor`; `after` for `last`; none for `next`.
    pub parameter: Option<String>,
    /// Number of the first page, or offset of the first record. Default: 1 for `page`, 0 for
    /// `offset`.
    pub first: Option<i64>,
    /// Parameter with the size of a page, when one is sent.
    pub size_parameter: Option<String>,
    /// Records asked for per page.
    pub size: Option<i64>,
    /// Whether the parameters go into the `query` (the default) or the `body`.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["query", "body"]))]
    pub place: Option<String>,
    /// `empty`: a page without records comes after the last. `short`: a page with fewer than `size`
    /// is the last. Default: `empty`.
    #[schemars(extend("enum" = ["empty", "short"]))]
    pub until: Option<String>,
    /// Dotted path of the next cursor, address or token in a page; for `cursor` and `next`.
    pub next: Option<String>,
    /// Dotted path, within a record, of the key that leads on; for `last`.
    pub last: Option<String>,
    /// Dotted path of the server's count of all records, which is compared with what came.
    pub total: Option<String>,
    /// Dotted path of the server's count of pages; for `page`.
    pub pages: Option<String>,
    /// Most pages. Default: 10000.
    pub max_pages: Option<i64>,
}
