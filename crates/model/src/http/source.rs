//! A source over HTTP.

use super::limits::{HttpLimits, HttpRetries};
use super::paging::Paging;
use super::request::{HttpBody, HttpMethod, HttpProxy, HttpValue};
use crate::api::Api;
use std::collections::BTreeMap;

/// A source over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSource {
    /// Address, with the part of its query that is no secret; `{name}` in its path stands for a
    /// value of `path`.
    pub url: String,
    /// Values within the path, by name.
    pub path: BTreeMap<String, HttpValue>,
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
            path: BTreeMap::new(),
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
            .chain(self.path.values())
            .chain(self.query.values())
            .chain(self.body.values().map(|(_, v)| v));
        all.into_iter()
            .any(|v| matches!(v, HttpValue::Secret { .. }))
    }
}
