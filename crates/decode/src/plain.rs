//! Text files that are no web page.

use super::fault::{Undecodable, is_html, looks_like_html};
use super::letters;
use super::table::Reading;
use std::borrow::Cow;

/// The letters of a text file that is not a web page.
pub(super) fn text<'a>(
    reading: Reading<'_>,
    bytes: Cow<'a, [u8]>,
) -> Result<Cow<'a, str>, Undecodable> {
    if is_html(&bytes) {
        return Err(looks_like_html(reading.file_name));
    }
    letters::text(reading.file_name, bytes, reading.layout.encoding)
}
