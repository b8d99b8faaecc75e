//! How texts from files are made comparable: trimmed, composed (Unicode NFC) and without signs that
//! cannot be seen, and nothing more.
//!
//! The same word arrives composed, decomposed and padded (`Triệu đồng` in NFD never equals itself
//! in NFC), with a no-break space or a byte-order mark, so every comparison between a file and a
//! declaration goes through [`tidy`]. Spelling is not touched.

use crate::lookalike::as_seen;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text without white space around it, in NFC, as it is seen.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if trimmed.is_ascii() {
        return Cow::Borrowed(trimmed);
    }
    let seen = match as_seen(trimmed) {
        Cow::Borrowed(text) => Cow::Borrowed(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if is_nfc(&seen) {
        seen
    } else {
        Cow::Owned(seen.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_and_padded_texts_become_equal() {
        assert_eq!(tidy("\u{a0}Trie\u{323}\u{302}u đồng "), "Triệu đồng");
        assert_eq!(tidy("2020"), "2020");
        assert_eq!(
            tidy("\u{feff}\u{200b} Trie\u{ad}\u{323}\u{302}u\u{2028}đồng\u{200e}"),
            "Triệu đồng"
        );
    }
}
