//! Mirror of `access.toml`.

use chiso_model::SiteRole;
use schemars::JsonSchema;
use serde::Deserialize;

/// access.toml: who sees on the site what is not published, and who may decide and do what there. It is no
/// part of a release.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Access {
    /// The header in which a reverse proxy on this machine names the person it has let in, such as
    /// `X-Forwarded-User`. The proxy must remove the header from what it is sent. Default: none.
    pub user_header: Option<String>,
    /// The header in which a reverse proxy on this machine names the address of who asks, such as
    /// `X-Forwarded-For`, of which the last address counts. Default: none, and all who come by a proxy are
    /// one client.
    pub client_header: Option<String>,
    /// Pages and answers that one client may ask for within a minute. Default: 600 where other machines
    /// reach the site, and no limit where only this machine does.
    #[schemars(range(min = 1))]
    pub requests_per_minute: Option<i64>,
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
    /// `reader` sees releases that wait and the page of operations; so does every other role. `operator`
    /// may also run pipelines, pause them and repair cells, `approver` approve, reject and withdraw
    /// releases, and `admin` see who may sign in and shut persons out.
    #[schemars(extend("enum" = super::words(SiteRole::ALL)))]
    pub role: String,
    /// SHA-256 of the person's token: `chiso token` makes a token and says this. Left out for a
    /// person whom only the proxy lets in. `revoked`: the person may not sign in any more.
    pub token_sha256: Option<String>,
    /// The moment from which the person may sign in: a day, or a time as `2026-12-04T07:00:00+07:00`.
    /// Default: always.
    pub from: Option<String>,
    /// The moment from which the person may not sign in any more, written as `from`. Default: never.
    pub until: Option<String>,
}
