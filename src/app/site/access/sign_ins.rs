//! Those who have signed in. They are kept in memory: who serves again lets everybody sign in anew.

use crate::app::cli::Failure;
use crate::app::site::access::token::{hash_of, new_token, same};
use crate::model::{SiteAccess, SitePerson};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// How long one stays signed in.
const LASTS: Duration = Duration::hours(8);

/// Tokens that may be wrong within a minute before nobody may try for the rest of it.
const MOST_REFUSED: usize = 10;

/// A person who has signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is.
    pub person: SitePerson,
    /// The word that a form must have.
    pub form_word: String,
    /// They may sign out here: no proxy let them in.
    pub may_sign_out: bool,
}

impl SignedIn {
    /// Whether a form has the word that this person was given.
    pub fn sent(&self, word: &str) -> bool {
        same(&self.form_word, word)
    }
}

/// Why nobody is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The token is nobody's.
    Unknown,
    /// Too many tokens were wrong.
    TooMany,
}

/// Those who have signed in, and the tokens that were wrong lately.
#[derive(Default)]
pub struct SignIns {
    /// Hash of the mark in the cookie, that of the person's token and since when.
    held: Mutex<BTreeMap<String, (String, DateTime<Utc>)>>,
    refused: Mutex<Vec<DateTime<Utc>>>,
    /// What the words of forms are made with; made when it is first needed.
    secret: Mutex<Option<String>>,
}

impl SignIns {
    /// Lets in the person whose token it is. Gives the mark for their cookie.
    ///
    /// # Errors
    /// When the machine gives nothing random.
    pub fn sign_in(
        &self,
        access: &SiteAccess,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Result<String, Refusal>, Failure> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.retain(|at| now - *at < Duration::minutes(1));
        if refused.len() >= MOST_REFUSED {
            return Ok(Err(Refusal::TooMany));
        }
        let hash = hash_of(token.trim());
        // All are looked at, so that the time tells nothing.
        let is_of = |person: &SitePerson| {
            { person.token_sha256.as_ref() }.is_some_and(|held| same(held, &hash))
        };
        let known = access.persons.iter().filter(|person| is_of(person)).count();
        if known == 0 {
            refused.push(now);
            return Ok(Err(Refusal::Unknown));
        }
        let mark = new_token()?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (_, since)| now - *since < LASTS);
        held.insert(hash_of(&mark), (hash, now));
        Ok(Ok(mark))
    }

    /// The mark in the cookie counts no more.
    pub fn sign_out(&self, mark: &str) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&hash_of(mark));
    }

    /// The person of a mark, as long as they have the token with which they signed in.
    pub fn find(&self, access: &SiteAccess, mark: &str, now: DateTime<Utc>) -> Option<SignedIn> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, since) = held.get(&hash_of(mark))?;
        if now - *since >= LASTS {
            return None;
        }
        let mut persons = access.persons.iter();
        let person = persons.find(|p| p.token_sha256.as_ref() == Some(token))?;
        self.signed_in(person, mark, true)
    }

    /// The person whom a proxy names: by the very letters of the name.
    pub fn named(&self, access: &SiteAccess, name: &str) -> Option<SignedIn> {
        let letters = |text: &str| text.trim().nfc().collect::<String>();
        let mut persons = access.persons.iter();
        let found = persons.find(|p| letters(&p.name) == letters(name))?;
        self.signed_in(found, &found.name, false)
    }

    fn signed_in(&self, person: &SitePerson, mark: &str, may_sign_out: bool) -> Option<SignedIn> {
        let mut secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.is_none() {
            *secret = Some(new_token().ok()?);
        }
        let secret = secret.as_deref()?;
        Some(SignedIn {
            person: person.clone(),
            form_word: hash_of(&format!("{secret} {} {mark}", person.name)),
            may_sign_out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteRole;

    fn access() -> SiteAccess {
        let person = |name: &str, token: Option<&str>| SitePerson {
            name: name.to_owned(),
            role: SiteRole::Reader,
            token_sha256: token.map(hash_of),
        };
        SiteAccess {
            persons: vec![person("An", Some("one")), person("Bình", None)],
            user_header: None,
        }
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minutes)
    }

    #[test]
    fn a_token_lets_its_person_in_for_eight_hours() {
        let (all, access) = (SignIns::default(), access());
        let mark = all.sign_in(&access, " one\n", at(0)).unwrap().unwrap();
        let found = all.find(&access, &mark, at(479)).unwrap();
        assert_eq!(found.person.name, "An");
        assert!(found.sent(&found.form_word) && !found.sent(""));
        assert!(all.find(&access, &mark, at(480)).is_none());
        assert!(all.find(&access, "one", at(1)).is_none(), "no mark");
        assert!(all.find(&SiteAccess::default(), &mark, at(1)).is_none());
        let mut other = access.clone();
        other.persons[0].token_sha256 = Some(hash_of("another one"));
        assert!(all.find(&other, &mark, at(1)).is_none(), "a new token");
        all.sign_out(&mark);
        assert!(all.find(&access, &mark, at(1)).is_none());
    }

    #[test]
    fn two_persons_have_two_words_for_forms() {
        let (all, access) = (SignIns::default(), access());
        let word = |name: &str| all.named(&access, name).unwrap().form_word;
        assert_ne!(word("An"), word("Bình"));
        assert_eq!(word("An"), word("An"));
        // Chi, and An in capitals, with a Cyrillic letter, with a space that has no width.
        for other in ["Chi", "AN", "\u{410}n", "An\u{200b}", ""] {
            assert!(all.named(&access, other).is_none(), "{other}");
        }
        assert_ne!(
            word("An"),
            SignIns::default().named(&access, "An").unwrap().form_word
        );
    }

    #[test]
    fn nobody_may_try_tokens_without_end() {
        let (all, access) = (SignIns::default(), access());
        for _ in 0..MOST_REFUSED {
            let tried = all.sign_in(&access, "guess", at(0)).unwrap();
            assert_eq!(tried, Err(Refusal::Unknown));
        }
        let tried = |token, when| all.sign_in(&access, token, when).unwrap();
        assert_eq!(tried("one", at(0)), Err(Refusal::TooMany));
        assert!(tried("one", at(1)).is_ok());
    }

    #[test]
    fn a_person_without_a_token_cannot_sign_in_with_nothing() {
        let tried = SignIns::default().sign_in(&access(), "", at(0)).unwrap();
        assert_eq!(tried, Err(Refusal::Unknown));
    }
}
