//! Who sees on the site what is not published, and who may decide and do what there.

use crate::words;
use chrono::{DateTime, Utc};

/// What a person may do on the site. Every role sees what a reader sees, and none includes another: who
/// repairs a cell does not approve what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteRole {
    /// See releases that wait, and the page of operations.
    Reader,
    /// The same, and run pipelines now, pause and resume them, and repair cells.
    Operator,
    /// The same as a reader, and approve, reject and withdraw releases.
    Approver,
    /// The same as a reader, and see who may sign in and shut persons out.
    Admin,
}
words!(SiteRole, "role", {
    Reader => "reader", Operator => "operator", Approver => "approver", Admin => "admin",
});

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePerson {
    /// The name that decisions are recorded under.
    pub name: String,
    /// What they may do.
    pub role: SiteRole,
    /// SHA-256 of their token, in lower-case hex; none for a person whom only a proxy lets in.
    pub token_sha256: Option<String>,
    /// Whether an admin has shut them out.
    pub revoked: bool,
    /// The first moment at which they may be here.
    pub from: Option<DateTime<Utc>>,
    /// The first moment at which they may not be here any more.
    pub until: Option<DateTime<Utc>>,
}

impl SitePerson {
    /// Whether they may be here at a moment, whoever says that it is them.
    #[must_use]
    pub fn may_enter(&self, now: DateTime<Utc>) -> bool {
        let begun = self.from.is_none_or(|from| from <= now);
        !self.revoked && begun && self.until.is_none_or(|until| now < until)
    }
}

/// Who may sign in, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteAccess {
    /// All persons.
    pub persons: Vec<SitePerson>,
    /// The header in which a reverse proxy names the person it has let in, in lower case.
    pub user_header: Option<String>,
    /// The header in which a reverse proxy names the address of who asks, in lower case.
    pub client_header: Option<String>,
    /// What one client may ask for within a minute, where that is said.
    pub requests_per_minute: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_here_from_a_moment_until_another_and_not_when_shut_out() {
        let at = |hour: u32| {
            format!("2026-12-04T{hour:02}:00:00Z")
                .parse::<DateTime<Utc>>()
                .unwrap()
        };
        let person = SitePerson {
            name: "An".to_owned(),
            role: SiteRole::Reader,
            token_sha256: None,
            revoked: false,
            from: Some(at(7)),
            until: Some(at(8)),
        };
        let here: Vec<u32> = (5..10).filter(|h| person.may_enter(at(*h))).collect();
        assert_eq!(here, [7], "from seven, until eight");
        let open = SitePerson {
            from: None,
            until: None,
            ..person.clone()
        };
        assert!(open.may_enter(DateTime::<Utc>::MIN_UTC) && open.may_enter(at(9)));
        let revoked = SitePerson {
            revoked: true,
            ..open
        };
        assert!(!revoked.may_enter(at(7)));
    }
}
