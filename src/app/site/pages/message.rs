//! A page that says why there is none.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::answer::Answer;
use askama::Template;
use axum::http::header;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'p> {
    lang: Lang,
    title: &'p str,
    sentence: &'p str,
    home: String,
}

/// A page that says why there is none.
pub fn message(lang: Lang, status: u16, sentence: &str) -> Answer {
    titled(lang, status, (lang.say("site-not-here"), sentence))
}

/// A page that says why what a form asks for was not done.
pub fn refused(lang: Lang, status: u16, sentence: &str) -> Answer {
    titled(lang, status, (lang.say("site-not-done"), sentence))
}

/// A page that says that somebody asks too often, and when they may ask again.
pub fn too_often(lang: Lang, seconds: u64) -> Answer {
    let said = say!(lang, "site-too-often", seconds = seconds);
    let page = titled(lang, 429, (lang.say("site-not-here"), &said));
    page.with(header::RETRY_AFTER, seconds.to_string())
}

fn titled(lang: Lang, status: u16, (title, sentence): (&str, &str)) -> Answer {
    let page = MessagePage {
        lang,
        title,
        sentence,
        home: format!("/latest/?lang={}", lang.code()),
    };
    Answer::page(status, &page)
}
