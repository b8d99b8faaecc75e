//! How texts from files are made comparable: trimmed and composed (Unicode NFC), and nothing more.
//!
//! The same word arrives composed, decomposed and padded (`Triệu đồng` in NFD never equals itself
//! in NFC), so every comparison between a file and a declaration goes through [`tidy`]. Spelling is
//! not touched.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text without white space around it, in NFC.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_nfc(trimmed) {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(trimmed.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_and_padded_texts_become_equal() {
        assert_eq!(tidy("\u{a0}Trie\u{323}\u{302}u đồng "), "Triệu đồng");
        assert_eq!(tidy("2020"), "2020");
    }
}
