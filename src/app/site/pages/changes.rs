//! What changed since the release before: a correction notice for every verdict that is another one.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::app::site::pages::correction_notices::{CorrectionNotice, correction_notices};
use crate::app::site::visit::Visit;
use crate::store::Lake;
use askama::Template;

/// Most notices that the page lists.
const MOST: usize = 1000;

#[derive(Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    frame: Frame,
    lang: Lang,
    notices: Vec<CorrectionNotice>,
    left_out: usize,
}

/// The page of what changed.
///
/// # Errors
/// When a release cannot be read.
pub fn changes(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let lang = visit.lang;
    let lake = Lake::open_read(&visit.project.lake)?;
    let found = correction_notices(&lake, (visit.address, lang), visit.status)?;
    let sentence = match &found {
        None => lang.say("site-first-release").to_owned(),
        Some(found) => found.sentence(lang),
    };
    let notices = found.map(|found| found.notices).unwrap_or_default();
    let page = ChangesPage {
        lang,
        left_out: notices.len().saturating_sub(MOST),
        notices: notices.into_iter().take(MOST).collect(),
        frame: Frame::of(visit, lang.say("site-changes").to_owned(), sentence),
    };
    Ok(Answer::page(200, &page))
}
