//! What of an answer is shown in messages.

use super::super::session::Session;
use crate::decode;

/// Most characters of an answer that are shown.
const SHOWN: usize = 160;

/// What is shown of a page for people.
pub(super) const WEB_PAGE: &str = "a web page";

/// The beginning of a body on one line, without secrets. Of a page for people only that it is one.
pub(super) fn shown(body: &[u8], session: &Session<'_>) -> String {
    if decode::is_html(body) {
        return WEB_PAGE.to_owned();
    }
    let text = session.guard.clean(&String::from_utf8_lossy(body));
    let line: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let line = line.join(" ").replace('`', "'");
    if line.chars().count() <= SHOWN {
        line
    } else {
        line.chars().take(SHOWN).chain(['…']).collect()
    }
}
