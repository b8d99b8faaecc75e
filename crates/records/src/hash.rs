//! Hashes within one build of the program: quick, of good spread, and never part of a table.

use std::hash::{BuildHasherDefault, Hasher};

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Folds a word into a hash: the halves of a product of 128 bits.
pub(crate) fn fold(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word ^ MULTIPLIER) * u128::from(MULTIPLIER.rotate_left(23));
    let [low, high] = [product & u128::from(u64::MAX), product >> 64];
    u64::try_from(low ^ high).unwrap_or_default()
}

/// Folds the bytes of a text into a hash, with its length.
pub(crate) fn fold_text(mut hash: u64, text: &[u8]) -> u64 {
    let mut words = text.chunks_exact(8);
    for word in &mut words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        hash = fold(hash, u64::from_le_bytes(eight));
    }
    let rest = words.remainder();
    let mut eight = [0; 8];
    eight[..rest.len()].copy_from_slice(rest);
    fold(
        fold(hash, u64::from_le_bytes(eight)),
        text.len() as u64 ^ MULTIPLIER,
    )
}

/// A hasher for maps that are never walked through.
#[derive(Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = fold_text(self.0, bytes);
    }

    fn write_u8(&mut self, n: u8) {
        self.0 = fold(self.0, u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = fold(self.0, u64::from(n));
    }

    fn write_i32(&mut self, n: i32) {
        self.0 = fold(self.0, u64::from(n.cast_unsigned()));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = fold(self.0, n);
    }

    fn write_usize(&mut self, n: usize) {
        self.0 = fold(self.0, n as u64);
    }
}

/// A map by quick hashes.
pub(crate) type QuickMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;
