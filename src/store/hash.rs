//! Hashes as the lake writes them: SHA-256 in lower-case hex, and the first 12 digits of it where a name must be short.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of bytes, 64 lower-case hex digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

/// The first 12 digits of a hash: how deliveries and contracts are named.
#[must_use]
pub fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_everyone_else_computes() {
        assert_eq!(short(&sha256_hex(b"abc")), "ba7816bf8f01");
        assert_eq!(sha256_hex(b"").len(), 64);
    }
}
