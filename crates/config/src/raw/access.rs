//! Mirror of `access.toml`.

use chiso_model::SiteRole;
use schemars::JsonSchema;
use serde::Deserialize;

/// access.toml: who sees on the site what is not published, and who may decide about it there. It is no
/// part of a release.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Access {
    /// The header in which a reverse proxy on this machine names the person it has let in, such as
    /// `X-Forwarded-User`. The proxy must remove the header from what it is sent. Default: none.
    pub user_header: Option<String>,
    /// The persons who may sign in.
    #[serde(default)]
    pub person: Vec<Person>,
}

/// A person who may sign in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// The name that decisions are recorded under.
    pub name: String,
    /// `reader` sees releases that wait and the page of operations; `approver` may also approve,
    /// reject and withdraw releases.
    #[schemars(extend("enum" = super::words(SiteRole::ALL)))]
    pub role: String,
    /// SHA-256 of the person's token: `chiso token` makes a token and says this. Left out for a
    /// person whom only the proxy lets in.
    pub token_sha256: Option<String>,
}
