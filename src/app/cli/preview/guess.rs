//! A guess about a file and its grounds, in words.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::ingest::preview::{Because, Guess};

pub fn guessed(lang: Lang, guess: &Guess) -> String {
    let about = match guess.about {
        "format" => lang.say("preview-format"),
        "encoding" => lang.say("preview-encoding"),
        "delimiter" => lang.say("preview-delimiter"),
        other => other,
    };
    let is = if guess.is == "\t" { "\\t" } else { &guess.is };
    format!("{about} `{is}` ({})", because(lang, &guess.because))
}

pub(super) fn because(lang: Lang, because: &Because) -> String {
    match because {
        Because::Asked => lang.say("preview-as-asked").to_owned(),
        Because::Signature => lang.say("preview-first-bytes").to_owned(),
        Because::Holds(what) => say!(lang, "preview-holds", text = what),
        Because::FileName(end) => say!(lang, "preview-name-ends", ending = end),
        Because::NothingElse => lang.say("preview-by-exclusion").to_owned(),
        Because::ByteOrderMark => lang.say("preview-byte-order-mark").to_owned(),
        Because::EverySecondByte => lang.say("preview-every-second-byte").to_owned(),
        Because::ValidUtf8 => lang.say("preview-valid-utf8").to_owned(),
        Because::VietnameseWords(good, all) => {
            say!(lang, "preview-vietnamese-words", good = good, all = all)
        }
        Because::Lines(good, all, columns) => {
            say!(
                lang,
                "preview-lines-agree",
                good = good,
                all = all,
                columns = columns
            )
        }
        Because::FirstFullRow => lang.say("preview-first-full-row").to_owned(),
    }
}
