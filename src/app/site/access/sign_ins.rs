//! Those who have signed in. They are kept in memory: who serves again lets everybody sign in anew.

use crate::app::cli::Failure;
use crate::app::site::access::per_minute::PerMinute;
use crate::app::site::access::token::{hash_of, new_token, same};
use crate::model::{SiteAccess, SitePerson};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// How long one stays signed in.
const LASTS: Duration = Duration::hours(8);

/// Tokens of a client that may be wrong within a minute before it may not try for the rest of it.
const MOST_REFUSED: u32 = 10;

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
    /// The person may not be here at this moment.
    NotNow,
    /// Too many tokens were wrong.
    TooMany,
}

impl Refusal {
    /// The HTTP status of an answer to a person.
    pub const fn status(self) -> u16 {
        match self {
            Refusal::Unknown | Refusal::NotNow => 403,
            Refusal::TooMany => 429,
        }
    }
}

/// Those who have signed in, and the tokens that were wrong lately.
#[derive(Default)]
pub struct SignIns {
    /// Hash of the mark in the cookie, that of the person's token and since when.
    held: Mutex<BTreeMap<String, (String, DateTime<Utc>)>>,
    refused: PerMinute,
    /// What the words of forms are made with; made when it is first needed.
    secret: Mutex<Option<String>>,
}

impl SignIns {
    /// Lets in the person whose token it is. Gives the mark for their cookie, and their name.
    ///
    /// # Errors
    /// When the machine gives nothing random.
    pub fn sign_in(
        &self,
        access: &SiteAccess,
        (token, client): (&str, IpAddr),
        now: DateTime<Utc>,
    ) -> Result<Result<(String, String), Refusal>, Failure> {
        let person = match self.of_token(access, (token, client), now) {
            Ok(person) => person,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mark = new_token()?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (_, since)| now - *since < LASTS);
        held.insert(hash_of(&mark), (hash_of(token.trim()), now));
        Ok(Ok((mark, person.name.clone())))
    }

    /// The person whose token a client has.
    fn of_token<'a>(
        &self,
        access: &'a SiteAccess,
        (token, client): (&str, IpAddr),
        now: DateTime<Utc>,
    ) -> Result<&'a SitePerson, Refusal> {
        if self.refused.is_full(client, MOST_REFUSED, now) {
            return Err(Refusal::TooMany);
        }
        let hash = hash_of(token.trim());
        // All are looked at, so that the time tells nothing.
        let mut found = None;
        for person in &access.persons {
            let held = person.token_sha256.as_ref();
            if held.is_some_and(|held| same(held, &hash)) {
                found = Some(person);
            }
        }
        match found {
            Some(person) if person.may_enter(now) => Ok(person),
            Some(_) => Err(Refusal::NotNow),
            None => {
                _ = self.refused.count(client, MOST_REFUSED, now);
                Err(Refusal::Unknown)
            }
        }
    }

    /// The person whose token a program sends with each request.
    ///
    /// # Errors
    /// When the token lets nobody in.
    pub fn of_program(
        &self,
        access: &SiteAccess,
        (token, client): (&str, IpAddr),
        now: DateTime<Utc>,
    ) -> Result<SignedIn, Refusal> {
        let person = self.of_token(access, (token, client), now)?;
        self.signed_in(person, token, false).ok_or(Refusal::Unknown)
    }

    /// How many have signed in with the token of a person.
    pub fn count_of(&self, person: &SitePerson, now: DateTime<Utc>) -> usize {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |token: &String| person.token_sha256.as_ref() == Some(token);
        let lasts = |since: DateTime<Utc>| now - since < LASTS && person.may_enter(now);
        { held.values() }
            .filter(|(token, since)| of(token) && lasts(*since))
            .count()
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
        { person.may_enter(now) }.then(|| self.signed_in(person, mark, true))?
    }

    /// The person whom a proxy names: by the very letters of the name.
    pub fn named(&self, access: &SiteAccess, name: &str, now: DateTime<Utc>) -> Option<SignedIn> {
        let letters = |text: &str| text.trim().nfc().collect::<String>();
        let mut persons = access.persons.iter();
        let found = persons.find(|p| letters(&p.name) == letters(name))?;
        { found.may_enter(now) }.then(|| self.signed_in(found, &found.name, false))?
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
            revoked: false,
            from: None,
            until: None,
        };
        SiteAccess {
            persons: vec![person("An", Some("one")), person("Bình", None)],
            ..SiteAccess::default()
        }
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minutes)
    }

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn entered(all: &SignIns, access: &SiteAccess, token: &str, minutes: i64) -> String {
        let tried = all.sign_in(access, (token, CLIENT), at(minutes));
        tried.unwrap().unwrap().0
    }

    #[test]
    fn a_token_lets_its_person_in_for_eight_hours() {
        let (all, access) = (SignIns::default(), access());
        let mark = entered(&all, &access, " one\n", 0);
        let found = all.find(&access, &mark, at(479)).unwrap();
        assert_eq!(found.person.name, "An");
        assert!(found.sent(&found.form_word) && !found.sent(""));
        assert_eq!(all.count_of(&access.persons[0], at(479)), 1);
        assert_eq!(all.count_of(&access.persons[1], at(479)), 0);
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
    fn a_person_is_let_in_within_their_window_only_however_they_come() {
        let (all, mut access) = (SignIns::default(), access());
        let mark = entered(&all, &access, "one", 0);
        (access.persons[0].from, access.persons[0].until) = (Some(at(10)), Some(at(20)));
        let ways = |minutes| {
            let now = at(minutes);
            [
                all.find(&access, &mark, now).is_some(),
                all.named(&access, "An", now).is_some(),
                all.of_program(&access, ("one", CLIENT), now).is_ok(),
            ]
        };
        assert_eq!(
            [9, 10, 19, 20].map(ways),
            [[false; 3], [true; 3], [true; 3], [false; 3]]
        );
        let early = all.sign_in(&access, ("one", CLIENT), at(9)).unwrap();
        assert_eq!(early, Err(Refusal::NotNow));
        access.persons[0] = SitePerson {
            revoked: true,
            token_sha256: None,
            ..access.persons[0].clone()
        };
        assert!(all.named(&access, "An", at(15)).is_none(), "shut out");
    }

    #[test]
    fn two_persons_have_two_words_for_forms() {
        let (all, access) = (SignIns::default(), access());
        let word = |name: &str| all.named(&access, name, at(0)).unwrap().form_word;
        assert_ne!(word("An"), word("Bình"));
        assert_eq!(word("An"), word("An"));
        // Chi, and An in capitals, with a Cyrillic letter, with a space that has no width.
        for other in ["Chi", "AN", "\u{410}n", "An\u{200b}", ""] {
            assert!(all.named(&access, other, at(0)).is_none(), "{other}");
        }
        let others = SignIns::default();
        let other = others.named(&access, "An", at(0)).unwrap().form_word;
        assert_ne!(word("An"), other);
    }

    #[test]
    fn a_client_may_not_try_tokens_without_end_and_keeps_nobody_else_out() {
        let (all, access) = (SignIns::default(), access());
        let tried = |token, client, when| all.of_program(&access, (token, client), when).err();
        for _ in 0..MOST_REFUSED {
            assert_eq!(tried("guess", CLIENT, at(0)), Some(Refusal::Unknown));
        }
        assert_eq!(tried("one", CLIENT, at(0)), Some(Refusal::TooMany));
        let another = "192.0.2.7".parse().unwrap();
        assert_eq!(tried("one", another, at(0)), None);
        assert_eq!(tried("one", CLIENT, at(1)), None);
    }

    #[test]
    fn a_person_without_a_token_cannot_sign_in_with_nothing() {
        let tried = SignIns::default().sign_in(&access(), ("", CLIENT), at(0));
        assert_eq!(tried.unwrap(), Err(Refusal::Unknown));
    }
}
