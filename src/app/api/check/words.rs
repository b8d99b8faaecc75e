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

/// Whether a word is one of a decline.
pub fn is_decline(word: &str) -> bool {
    is_one(word, |lang| lang.say("claim-words-decline"))
}

/// Whether what follows a word is what a figure is compared with.
pub fn is_compared(word: &str) -> bool {
    is_one(word, |lang| lang.say("claim-words-compared"))
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

/// What words are about: without those that say nothing, and those that mean the same as one.
pub fn topic<'w>(words: impl Iterator<Item = &'w str>) -> BTreeSet<String> {
    let (empty, change) = (
        phrases(|lang| lang.say("claim-words-empty")),
        phrases(|lang| lang.say("claim-words-change")),
    );
    let of = |list: &Phrases, word: &str| list.iter().any(|phrase| phrase.as_slice() == [word]);
    let said = words.filter(|word| !of(&empty, word) && word.chars().any(char::is_alphabetic));
    let same = said.map(|word| match word {
        word if of(&change, word) => CHANGE.to_owned(),
        word if word.is_ascii() && word.len() > 3 => word.trim_end_matches('s').to_owned(),
        word => word.to_owned(),
    });
    same.collect()
}

/// Whether a topic is a change.
pub fn is_change(topic: &BTreeSet<String>) -> bool {
    topic.contains(CHANGE)
}

/// How much two topics are alike, in thousandths: all of both in both is a thousand. A change and
/// what changes are never alike.
pub fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    if is_change(one) != is_change(other) {
        return 0;
    }
    let all = one.len() + other.len();
    let shared = one.intersection(other).count();
    (2_000 * shared).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_same_are_one() {
        let of = |text: &str| topic(fold(text).split_whitespace());
        let title = of("New enterprises, growth on previous year"
            .replace(',', "")
            .as_str());
        assert_eq!(alike(&of("new enterprises fell"), &title), 1_000);
        assert!(alike(&of("budget revenue rose"), &title) < 500);
        assert_eq!(
            alike(&of("new enterprises"), &title),
            0,
            "a level is no change"
        );
    }
}
