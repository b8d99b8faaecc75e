//! `access.toml` while the site is served: looked at with every request, and edited when an admin takes a
//! token from somebody.

use super::{ACCESS, DIGITS, REVOKED, access, read};
use crate::files::one;
use chiso_model::{Finding, SiteAccess};
use chrono_tz::Tz;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// `access.toml` as it is at each request: looked at every time, read again when it is another text.
#[derive(Debug, Default)]
pub struct AccessFile(Mutex<Option<ReadAccess>>);

/// The text of the file, the zone of its days, and who may sign in by it.
type ReadAccess = (Option<String>, Tz, Arc<SiteAccess>);

impl AccessFile {
    /// Who may sign in now; nobody where the file has faults, which are given when they are news.
    pub fn now(&self, root: &Path, zone: Tz) -> (Arc<SiteAccess>, Vec<Finding>) {
        let mut faults = vec![];
        let text = one(root, ACCESS, &mut faults);
        // What cannot be read at all is told apart from a file that is not there.
        let text = text.or_else(|| faults.first().map(ToString::to_string));
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, of, access)) = held.as_ref()
            && (before, *of) == (&text, zone)
        {
            return (Arc::clone(access), vec![]);
        }
        let found = if faults.is_empty() {
            read(text.as_deref(), zone)
        } else {
            Err(faults)
        };
        let (access, faults) = match found {
            Ok(access) => (access, vec![]),
            Err(faults) => (SiteAccess::default(), faults),
        };
        let access = Arc::new(access);
        *held = Some((text, zone, Arc::clone(&access)));
        (access, faults)
    }
}

/// Where `access.toml` is, and its text without the token of a person, whom it then shuts out; nothing where
/// the person has no token, or that would change anything else.
#[must_use]
pub fn without_token(root: &Path, zone: Tz, name: &str) -> Option<(PathBuf, String)> {
    let before = access(root, zone).ok()?;
    let mut wanted = before.clone();
    let person = wanted.persons.iter_mut().find(|p| p.name == name)?;
    let hash = person.token_sha256.take()?;
    person.revoked = true;
    let text = one(root, ACCESS, &mut vec![])?;
    let at = text.to_ascii_lowercase().find(&hash)?;
    let edited = [&text[..at], REVOKED, &text[at + DIGITS..]].concat();
    { read(Some(&edited), zone) == Ok(wanted) }.then(|| (root.join(ACCESS), edited))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

    #[test]
    fn a_token_is_taken_from_one_person_and_nothing_else_changes() {
        let root = tempfile::tempdir().unwrap();
        let (first, second) = ("AB".repeat(32), "cd".repeat(32));
        let text = format!(
            "# who\n[[person]]\nname = \"A\"\nrole = \"admin\"\ntoken_sha256 = \"{first}\"\n\
             [[person]]\nname = \"B\"\nrole = \"reader\"\ntoken_sha256 = \"{second}\" # his\n"
        );
        std::fs::write(root.path().join(ACCESS), &text).unwrap();
        let file = AccessFile::default();
        assert_eq!(file.now(root.path(), ZONE).0.persons.len(), 2);
        assert_eq!(without_token(root.path(), ZONE, "C"), None);
        let (path, edited) = without_token(root.path(), ZONE, "A").unwrap();
        assert_eq!(edited, text.replace(&first, "revoked"));
        std::fs::write(path, edited).unwrap();
        let (now, faults) = file.now(root.path(), ZONE);
        assert!(faults.is_empty() && now.persons[0].revoked && !now.persons[1].revoked);
        assert_eq!(without_token(root.path(), ZONE, "A"), None, "once");
        // A hash that stands in a comment first is not the one that is meant.
        std::fs::write(root.path().join(ACCESS), format!("# {second}\n{text}")).unwrap();
        assert_eq!(without_token(root.path(), ZONE, "B"), None);
    }

    #[test]
    fn faults_are_told_once_and_let_nobody_in() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(ACCESS), "person = 1\n").unwrap();
        let file = AccessFile::default();
        let (access, faults) = file.now(root.path(), ZONE);
        assert!(access.persons.is_empty() && !faults.is_empty());
        assert!(file.now(root.path(), ZONE).1.is_empty(), "no news");
        std::fs::remove_file(root.path().join(ACCESS)).unwrap();
        assert_eq!(*file.now(root.path(), ZONE).0, SiteAccess::default());
    }
}
