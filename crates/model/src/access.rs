//! Who sees on the site what is not published, and who may decide about it there.

use crate::words;

/// What a person may do on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteRole {
    /// See releases that wait, and the page of operations.
    Reader,
    /// The same, and approve, reject and withdraw releases.
    Approver,
}
words!(SiteRole, "role", { Reader => "reader", Approver => "approver" });

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePerson {
    /// The name that decisions are recorded under.
    pub name: String,
    /// What they may do.
    pub role: SiteRole,
    /// SHA-256 of their token, in lower-case hex; none for a person whom only a proxy lets in.
    pub token_sha256: Option<String>,
}

/// Who may sign in, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteAccess {
    /// All persons.
    pub persons: Vec<SitePerson>,
    /// The header in which a reverse proxy names the person it has let in, in lower case.
    pub user_header: Option<String>,
}
