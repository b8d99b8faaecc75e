//! Words that cannot be guessed: tokens of persons, and the marks of those who have signed in.

use crate::app::cli::Failure;
use crate::store::sha256_hex;
use std::fmt::Write;
use subtle::ConstantTimeEq;

/// Bytes of a token.
const BYTES: usize = 32;

/// A new word of 64 hex digits.
///
/// # Errors
/// When the machine gives nothing random.
pub fn new_token() -> Result<String, Failure> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(std::io::Error::from)?;
    Ok(bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a `String` cannot fail.
        _ = write!(hex, "{byte:02x}");
        hex
    }))
}

/// What is kept of a word.
pub fn hash_of(word: &str) -> String {
    sha256_hex(word.as_bytes())
}

/// Whether two words are the same, in a time that does not depend on where they differ.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
