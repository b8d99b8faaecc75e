//! A page that says why there is none.

use crate::app::lang::Lang;
use crate::app::site::answer::Answer;
use askama::Template;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'p> {
    lang: Lang,
    sentence: &'p str,
    home: String,
}

/// A page that says why there is none.
pub fn message(lang: Lang, status: u16, sentence: &str) -> Answer {
    let page = MessagePage {
        lang,
        sentence,
        home: format!("/latest/?lang={}", lang.code()),
    };
    Answer::page(status, &page)
}
