//! The page on which a person of the office signs in.

use crate::app::lang::Lang;
use crate::app::site::access::SignedIn;
use crate::app::site::address::{Address, Page};
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::config::Project;
use askama::Template;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'p> {
    frame: Frame,
    lang: Lang,
    /// Why the last try failed.
    refused: Option<&'static str>,
    signed_in: Option<&'p SignedIn>,
    operations: String,
}

/// The form; for who has signed in, their name and the way out.
pub fn sign_in(
    (address, lang): (&Address, Lang),
    project: &Project,
    signed_in: Option<&SignedIn>,
    (status, refused): (u16, Option<&'static str>),
) -> Answer {
    let title = lang.say("site-sign-in").to_owned();
    let sentence = lang.say("site-sign-in-sentence").to_owned();
    let page = SignInPage {
        lang,
        refused,
        signed_in,
        operations: address.to(Page::Operations).href(),
        frame: Frame::of_project(project, (address, lang), title, sentence),
    };
    Answer::page(status, &page)
}
