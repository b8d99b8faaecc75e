//! What a request is made of.

use crate::words;
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
