//! The words of the published tables and what each means: verdicts, reasons, flags, statuses.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::app::site::visit::Visit;
use crate::model::{Flag, Reason, Status, Verdict};
use askama::Template;

#[derive(Template)]
#[template(path = "words.html")]
struct WordsPage {
    frame: Frame,
    lang: Lang,
    lists: Vec<WordList>,
}

/// A list of words with its heading: each as published, and what it means.
struct WordList {
    title: &'static str,
    words: Vec<(&'static str, &'static str)>,
}

/// The page of words.
pub fn words(visit: &Visit<'_>) -> Answer {
    let lang = visit.lang;
    let verdicts = Verdict::ALL.iter().map(|w| (w.as_str(), lang.verdict(*w)));
    let reasons = Reason::ALL.iter().map(|w| (w.as_str(), lang.reason(*w)));
    let flags = Flag::ALL.iter().map(|w| (w.as_str(), lang.flag(*w)));
    let statuses = Status::ALL.iter().map(|w| (w.as_str(), lang.status(*w)));
    let lists = vec![
        list(lang.say("site-verdict"), verdicts),
        list(lang.say("site-reasons"), reasons),
        list(lang.say("site-flags"), flags),
        list(lang.say("site-status"), statuses),
    ];
    let count: usize = lists.iter().map(|list| list.words.len()).sum();
    let sentence = say!(lang, "site-words-sentence", count = count);
    let frame = Frame::of(visit, lang.say("site-words").to_owned(), sentence);
    Answer::page(200, &WordsPage { frame, lang, lists })
}

fn list(
    title: &'static str,
    words: impl Iterator<Item = (&'static str, &'static str)>,
) -> WordList {
    WordList {
        title,
        words: words.collect(),
    }
}
