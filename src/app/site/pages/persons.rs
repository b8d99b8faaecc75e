//! Who may sign in, for admins on the page of operations.

use crate::app::lang::{Lang, moment};
use crate::model::{SiteAccess, SitePerson};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// A person who may sign in.
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: &'static str,
    /// How they sign in, or that they may not any more.
    pub way: &'static str,
    /// From when until when.
    pub window: String,
    /// How many have signed in with their token now.
    pub here: usize,
    /// Whether there is a token that can be taken from them.
    pub has_token: bool,
}

/// All persons, in the order of `access.toml`.
pub fn persons(
    lang: Lang,
    (access, here): (&SiteAccess, &dyn Fn(&SitePerson) -> usize),
    zone: Tz,
) -> Vec<PersonLine> {
    let shown = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, |at| moment(at, zone));
    let line = |person: &SitePerson| PersonLine {
        name: person.name.clone(),
        role: lang.site_role(person.role),
        way: match (person.revoked, &person.token_sha256) {
            (true, _) => lang.say("site-shut-out"),
            (_, Some(_)) => lang.say("site-by-token"),
            (_, None) => lang.say("site-by-proxy"),
        },
        window: if person.from.is_none() && person.until.is_none() {
            String::new()
        } else {
            format!("{} – {}", shown(person.from), shown(person.until))
        },
        here: here(person),
        has_token: person.token_sha256.is_some(),
    };
    access.persons.iter().map(line).collect()
}
