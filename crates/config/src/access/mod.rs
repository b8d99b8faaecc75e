//! Checks `access.toml`: who may sign in to the site, and what they may do there. The file is no part of
//! the plan: a person who comes or leaves makes no other release.

use super::document::{ConfigNode, Document};
use super::files::one;
use super::schema::schema_of;
use super::{raw, rule, value};
use chiso_model::{Finding, SiteAccess, SitePerson, as_latin, fold_name, unseen};
use chrono_tz::Tz;
use std::path::Path;

mod file;

pub use file::{AccessFile, without_token};

/// The file of those who may sign in.
const ACCESS: &str = "access.toml";

/// Hex digits of a SHA-256.
const DIGITS: usize = 64;

/// What stands in place of the hash of a token that an admin has taken from somebody.
const REVOKED: &str = "revoked";

/// Most letters of a name.
const LONGEST: usize = 200;

/// Who may sign in to the site of the project in a folder, days being those of a zone; nobody where there
/// is no `access.toml`.
///
/// # Errors
/// Every fault of the file.
pub fn access(root: &Path, zone: Tz) -> Result<SiteAccess, Vec<Finding>> {
    let mut faults = vec![];
    let text = one(root, ACCESS, &mut faults);
    if faults.is_empty() {
        read(text.as_deref(), zone)
    } else {
        Err(faults)
    }
}

fn read(text: Option<&str>, zone: Tz) -> Result<SiteAccess, Vec<Finding>> {
    let mut faults = vec![];
    let found = text.and_then(|text| {
        let document = Document::parse(ACCESS, text, &mut faults);
        let raw = document.read::<raw::Access>(&schema_of::<raw::Access>(ACCESS), &mut faults)?;
        Some(check(&document.root(), &raw, zone, &mut faults))
    });
    if faults.is_empty() {
        Ok(found.unwrap_or_default())
    } else {
        Err(faults)
    }
}

fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Access,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> SiteAccess {
    let list = at.key("person");
    let mut persons: Vec<SitePerson> = vec![];
    for (i, raw) in raw.person.iter().enumerate() {
        let at = list.item(i);
        let Some(person) = person(&at, raw, zone, faults) else {
            continue;
        };
        let same = |held: &SitePerson| {
            let token = held.token_sha256.is_some() && held.token_sha256 == person.token_sha256;
            token || folded(&held.name) == folded(&person.name)
        };
        if let Some(held) = persons.iter().find(|held| same(held)) {
            let message = format!("`{}` has this name or this token already", held.name);
            let hint = "give each person one entry and a token of their own";
            faults.push(at.error(rule::DUPLICATE, message).hint(hint));
        } else {
            persons.push(person);
        }
    }
    let mut header_of =
        |key: &str, name: Option<&String>| name.map(|name| header(&at.key(key), name, faults));
    let user_header = header_of("user_header", raw.user_header.as_ref());
    let client_header = header_of("client_header", raw.client_header.as_ref());
    let most = raw.requests_per_minute;
    let requests_per_minute = most.and_then(|most| {
        let bounds = 1..=i64::from(u32::MAX);
        value::whole(&at.key("requests_per_minute"), most, bounds, faults)
    });
    for (i, person) in persons.iter().enumerate() {
        if person.token_sha256.is_none() && user_header.is_none() && !person.revoked {
            let message = format!("`{}` has no way to sign in", person.name);
            let hint = "run `chiso token` and add the `token_sha256` that it says";
            faults.push(list.item(i).error(rule::MISSING_KEY, message).hint(hint));
        }
    }
    SiteAccess {
        persons,
        user_header,
        client_header,
        requests_per_minute,
    }
}

/// One person is one for approvals, whether the name is in large or small letters, or in letters of
/// another script that look the same.
fn folded(name: &str) -> String {
    fold_name(&as_latin(name))
}

fn person(
    at: &ConfigNode<'_>,
    raw: &raw::Person,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<SitePerson> {
    let name = value::text(&at.key("name"), &raw.name, faults);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST || name.chars().any(|c| c.is_control() || unseen(c)) {
        let message = "this is no name: it is too long, or has signs that cannot be seen";
        let hint = format!("write at most {LONGEST} letters, digits, spaces and signs");
        faults.push({ at.key("name").error(rule::BAD_VALUE, message) }.hint(hint));
    }
    let role = value::word(&at.key("role"), &raw.role, faults);
    let token = raw.token_sha256.as_deref();
    let revoked = token == Some(REVOKED);
    let token = token.filter(|_| !revoked);
    let token_sha256 = token.map(|hex| hash(&at.key("token_sha256"), hex, faults));
    let mut moment = |key: &str, text: Option<&String>| {
        text.and_then(|text| value::instant(&at.key(key), text, zone, faults))
    };
    let from = moment("from", raw.from.as_ref());
    let until = moment("until", raw.until.as_ref());
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        let message = "the person may never sign in: this is not after `from`";
        let hint = "write a later moment, or leave it out";
        faults.push({ at.key("until").error(rule::BAD_VALUE, message) }.hint(hint));
    }
    Some(SitePerson {
        name,
        role: role?,
        token_sha256,
        revoked,
        from,
        until,
    })
}

fn hash(at: &ConfigNode<'_>, hex: &str, faults: &mut Vec<Finding>) -> String {
    let hex = hex.to_ascii_lowercase();
    if hex.len() != DIGITS || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        let message = "this is not a SHA-256 of 64 hex digits";
        let hint = "write what `chiso token` says, never the token itself";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    hex
}

fn header(at: &ConfigNode<'_>, name: &str, faults: &mut Vec<Finding>) -> String {
    let token = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if name.is_empty() || !name.bytes().all(token) {
        let message = format!("`{name}` is not the name of a header");
        let hint = "write letters, digits and `-`, as in `X-Forwarded-User`";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::SiteRole;

    fn read(text: &str) -> Result<SiteAccess, String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(ACCESS), text).unwrap();
        access(root.path(), ZONE).map_err(|faults| crate::sample::render(&faults))
    }

    const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

    #[test]
    fn nobody_signs_in_where_nothing_is_said() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(access(root.path(), ZONE).unwrap(), SiteAccess::default());
        assert_eq!(read(""), Ok(SiteAccess::default()));
    }

    #[test]
    fn a_person_has_a_name_a_role_and_the_hash_of_a_token() {
        let hash = "AB".repeat(32);
        let text = format!(
            "[[person]]\nname = \" Nguyễn  Văn A\"\nrole = \"approver\"\ntoken_sha256 = \"{hash}\"\n"
        );
        let person = &read(&text).unwrap().persons[0];
        assert_eq!(
            (person.name.as_str(), person.role),
            ("Nguyễn Văn A", SiteRole::Approver)
        );
        assert_eq!(person.token_sha256, Some(hash.to_lowercase()));
    }

    #[test]
    fn faults_of_access_toml() {
        let one = "[[person]]\nname = \"A\"\nrole = \"reader\"\n";
        let fault = |text: &str, wanted: &str| {
            let faults = read(text).unwrap_err();
            assert!(faults.contains(wanted), "{faults}");
        };
        fault(one, "`A` has no way to sign in");
        fault(&one.replace("reader", "boss"), "`boss` is not a role");
        fault(
            &format!("{one}token_sha256 = \"secret\"\n"),
            "this is not a SHA-256 of 64 hex digits",
        );
        for other in ["a", "\u{410}"] {
            let proxy = format!("user_header = \"X-User\"\n{one}{}", one.replace('A', other));
            fault(&proxy, "`A` has this name or this token already");
        }
        fault(
            &format!("user_header = \"X User\"\n{one}"),
            "`X User` is not the name of a header",
        );
        let known = format!("user_header = \"X-User\"\nclient_header = \"X-From\"\n{one}");
        let known = read(&known).unwrap();
        assert_eq!(known.user_header.as_deref(), Some("x-user"));
        assert_eq!(known.client_header.as_deref(), Some("x-from"));
        fault("requests_per_minute = 0\n", "requests_per_minute");
        for name in ["Ho\\u202Eang", &"A".repeat(201), "A\\u0000"] {
            let with = one.replace("\"A\"", &format!("\"{name}\""));
            fault(
                &format!("user_header = \"X-User\"\n{with}"),
                "this is no name",
            );
        }
    }

    #[test]
    fn a_window_is_from_a_moment_until_another_in_the_zone_of_the_project() {
        let with = |keys: &str| {
            let person = "[[person]]\nname = \"A\"\nrole = \"reader\"\n";
            read(&format!("user_header = \"X-User\"\n{person}{keys}"))
        };
        let person = with("from = \"2026-12-04\"\nuntil = \"2026-12-04T08:00:00+07:00\"\n");
        let person = &person.unwrap().persons[0];
        let shown = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.to_rfc3339());
        let (from, until) = (shown(person.from), shown(person.until));
        assert_eq!(from.as_deref(), Some("2026-12-03T17:00:00+00:00"));
        assert_eq!(until.as_deref(), Some("2026-12-04T01:00:00+00:00"));
        let never = with("from = \"2026-12-04\"\nuntil = \"2026-12-04\"\n").unwrap_err();
        assert!(never.contains("the person may never sign in"), "{never}");
    }
}
