//! Texts and sets of identifiers that many figures have in common: of measures, units, sources,
//! deliveries. They are held once, as long as figures do not differ in them.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text that may be held in many places at once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SharedText(Arc<str>);

/// A set of identifiers that may be held in many places at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SharedIds(Arc<BTreeSet<String>>);

impl SharedText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SharedIds {
    /// Takes in another.
    pub fn add(&mut self, id: &str) {
        if !self.0.contains(id) {
            Arc::make_mut(&mut self.0).insert(id.to_owned());
        }
    }

    /// Takes in others.
    pub fn merge(&mut self, other: &SharedIds) {
        if Arc::ptr_eq(&self.0, &other.0) || other.0.is_subset(&self.0) {
            return;
        }
        if self.0.is_subset(&other.0) {
            *self = other.clone();
        } else {
            Arc::make_mut(&mut self.0).extend(other.0.iter().cloned());
        }
    }
}

impl Default for SharedText {
    fn default() -> SharedText {
        SharedText::from("")
    }
}

impl Deref for SharedText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SharedText {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> SharedText {
        SharedText(text.into())
    }
}

impl From<&String> for SharedText {
    fn from(text: &String) -> SharedText {
        SharedText(text.as_str().into())
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> SharedText {
        SharedText(text.into())
    }
}

impl PartialEq<str> for SharedText {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for SharedText {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl PartialEq<String> for SharedText {
    fn eq(&self, other: &String) -> bool {
        *self.0 == **other
    }
}

impl PartialEq<SharedText> for String {
    fn eq(&self, other: &SharedText) -> bool {
        **self == *other.0
    }
}

impl PartialEq<SharedText> for &str {
    fn eq(&self, other: &SharedText) -> bool {
        **self == *other.0
    }
}

impl PartialEq<SharedText> for str {
    fn eq(&self, other: &SharedText) -> bool {
        *self == *other.0
    }
}

impl Deref for SharedIds {
    type Target = BTreeSet<String>;
    fn deref(&self) -> &BTreeSet<String> {
        &self.0
    }
}

impl From<BTreeSet<String>> for SharedIds {
    fn from(ids: BTreeSet<String>) -> SharedIds {
        SharedIds(Arc::new(ids))
    }
}

impl FromIterator<String> for SharedIds {
    fn from_iter<I: IntoIterator<Item = String>>(ids: I) -> SharedIds {
        SharedIds::from(BTreeSet::from_iter(ids))
    }
}

impl<'i> IntoIterator for &'i SharedIds {
    type Item = &'i String;
    type IntoIter = std::collections::btree_set::Iter<'i, String>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(all: &[&str]) -> SharedIds {
        all.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn sets_are_shared_until_they_differ() {
        let (one, mut sum) = (ids(&["a", "b"]), ids(&["a"]));
        sum.merge(&one);
        let same = Arc::ptr_eq(&sum.0, &one.0);
        assert!(same, "what holds all is taken as it is");
        sum.add("a");
        sum.merge(&ids(&["c"]));
        assert_eq!((sum, one), (ids(&["a", "b", "c"]), ids(&["a", "b"])));
    }
}
