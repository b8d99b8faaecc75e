//! How names of areas are compared.

use unicode_normalization::UnicodeNormalization;

/// How names are compared: Unicode NFC, lower case, Ð (U+00D0) taken for Đ, hyphens for the plain
/// one, runs of white space as one space.
#[must_use]
pub fn fold_name(text: &str) -> String {
    let composed: String = text
        .nfc()
        .map(|c| match c {
            '\u{D0}' | '\u{F0}' => 'đ',
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        })
        .collect();
    composed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
