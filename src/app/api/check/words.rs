//! Words of claims in Vietnamese and English: those that say nothing of what a claim is about, those
//! that mean the same, and those that turn it round. The words stand with the messages, by language.

use crate::app::lang::Lang;
use crate::model::fold_name;
use std::collections::BTreeSet;

/// What all words of a change are taken for.
const CHANGE: &str = "growth";

/// Words, each of one or more, as the messages list them: in Vietnamese and in English.
pub type Phrases = Vec<Vec<&'static str>>;

/// The phrases of a message in both languages, the longer before the shorter.
pub fn phrases(say: impl Fn(Lang) -> &'static str) -> Phrases {
    let texts = [Lang::Vi, Lang::En].map(say);
    let listed = texts.iter().flat_map(|text| text.split(", "));
    let mut all: Phrases = listed.map(|phrase| phrase.split(' ').collect()).collect();
    all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    all
}

/// Whether a word is one of a message.
fn is_one(word: &str, say: impl Fn(Lang) -> &'static str) -> bool {
    phrases(say)
        .iter()
        .any(|phrase| phrase.as_slice() == [word])
}

/// A sentence as it is compared; apostrophes are of one kind.
pub fn fold(text: &str) -> String {
    fold_name(text).replace('\u{2019}', "'")
}

/// How many words of a message the words begin with; the longest phrase wins.
fn begins(words: &[&str], say: impl Fn(Lang) -> &'static str) -> usize {
    let all = phrases(say);
    let found = all.iter().find(|phrase| words.starts_with(phrase));
    found.map_or(0, Vec::len)
}

/// How many words of what introduces a period that is compared with stand at the end.
pub fn compared_before(words: &[&str]) -> usize {
    let all = phrases(|lang| lang.say("claim-words-compared"));
    let found = all.iter().find(|phrase| words.ends_with(phrase));
    found.map_or(0, Vec::len)
}

/// Whether a word turns a claim round.
pub fn is_negation(word: &str) -> bool {
    is_one(word, |lang| lang.say("claim-words-negation"))
}

/// Whether words without names are Vietnamese.
pub fn is_vietnamese(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| word.chars().any(|c| c.is_alphabetic() && !c.is_ascii()))
}

/// What words say of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidChange {
    /// That there is one.
    Any,
    /// That something rose.
    Rise,
    /// That something fell.
    Decline,
}

/// What words are about. Every word of a claim is here, apart from the few that say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The words; those of a change are one.
    pub words: BTreeSet<String>,
    /// What they say of changes, each time that they do.
    pub changes: Vec<SaidChange>,
    /// Whether they compare with the previous year.
    pub previous: bool,
}

impl Topic {
    /// What words are about.
    pub fn of(words: &[&str]) -> Topic {
        let mut topic = Topic::default();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let ahead = words.get(at..).unwrap_or_default();
            let any = begins(ahead, |lang| lang.say("claim-words-change"));
            let rise = begins(ahead, |lang| lang.say("claim-words-rise"));
            let decline = begins(ahead, |lang| lang.say("claim-words-decline"));
            let previous = begins(ahead, |lang| lang.say("claim-words-previous"));
            let empty = begins(ahead, |lang| lang.say("claim-words-empty"));
            let changes = any.max(rise).max(decline);
            let taken = changes.max(previous).max(empty);
            if taken == 0 {
                topic.words.extend(normal(word));
            } else if taken == changes {
                topic.words.insert(CHANGE.to_owned());
                topic.changes.push(match taken {
                    taken if taken == any => SaidChange::Any,
                    taken if taken == rise => SaidChange::Rise,
                    _ => SaidChange::Decline,
                });
            } else if taken == previous {
                topic.previous = true;
            }
            at += taken.max(1);
        }
        topic
    }

    /// Whether it is a change.
    pub fn is_change(&self) -> bool {
        self.words.contains(CHANGE)
    }

    /// Whether it says that something rose or fell.
    pub fn turns(&self) -> bool {
        self.changes.iter().any(|change| *change != SaidChange::Any)
    }

    /// The words that another topic does not have, for people.
    pub fn more_than(&self, other: &Topic) -> Vec<String> {
        let more = self.words.difference(&other.words);
        more.filter(|word| *word != CHANGE).cloned().collect()
    }

    /// How much two topics are alike, in thousandths: all of both in both is a thousand. A change and
    /// what changes are never alike.
    pub fn alike(&self, other: &Topic) -> usize {
        if self.is_change() != other.is_change() {
            return 0;
        }
        let all = self.words.len() + other.words.len();
        let shared = self.words.intersection(&other.words).count();
        (2_000 * shared).checked_div(all).unwrap_or(0)
    }
}

/// A word as it is compared: English ones without the ending of several. What was taken out of a
/// sentence left nothing.
pub fn normal(word: &str) -> Option<String> {
    let one = match word {
        word if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => word,
        word if word.is_ascii() && word.len() > 3 => word.strip_suffix('s').unwrap_or(word),
        word => word,
    };
    (!one.is_empty()).then(|| one.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_same_are_one() {
        let of = |text: &str| Topic::of(&fold(text).split_whitespace().collect::<Vec<_>>());
        let title = of("New enterprises growth on previous year");
        assert!(title.previous);
        assert_eq!(of("new enterprises fell by").alike(&title), 1_000);
        assert!(of("budget revenue rose").alike(&title) < 500);
        assert!(!of("new enterprises").is_change());
        assert_eq!(of("the new firms of").more_than(&title), ["firm"]);
        assert_eq!(of("fell by").changes, [SaidChange::Decline]);
        assert_eq!(of("tốc độ tăng").changes, [SaidChange::Any]);
        assert_eq!(of("not < -").words.len(), 3, "no word and no sign is lost");
    }
}
