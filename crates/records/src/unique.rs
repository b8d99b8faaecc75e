//! Keys that stand twice: hashes are set apart by their first bits, so that each part can be sorted
//! in memory, and records of equal hashes are compared in full.

use crate::error::RecordsError;
use crate::scratch::Scratch;
use crate::shared_out::shared_out;
use std::io;

/// Parts that hashes are set apart into.
const PARTS: usize = 256;
/// Bytes of a hash with the place of its record.
const WIDTH: usize = 16;
/// Bytes of a part that are held before they are put by.
const HELD: usize = 1 << 15;

/// Where a record stands: its piece, and its place there.
pub(crate) type RecordPlace = (u32, u32);

/// Hashes of keys with the places of their records.
pub(crate) struct KeyHashes {
    held: Vec<Vec<u8>>,
    put: Vec<Vec<(u64, usize)>>,
}

impl KeyHashes {
    pub(crate) fn new() -> KeyHashes {
        KeyHashes {
            held: vec![Vec::new(); PARTS],
            put: vec![Vec::new(); PARTS],
        }
    }

    /// Takes in the hashes of a piece.
    pub(crate) fn add(
        &mut self,
        piece: u32,
        hashes: impl Iterator<Item = (u32, u64)>,
        scratch: &mut Scratch<'_>,
    ) -> io::Result<()> {
        for (place, hash) in hashes {
            let part = usize::try_from(hash >> 56).unwrap_or_default();
            let (Some(held), Some(put)) = (self.held.get_mut(part), self.put.get_mut(part)) else {
                continue;
            };
            held.extend_from_slice(&hash.to_ne_bytes());
            held.extend_from_slice(&piece.to_ne_bytes());
            held.extend_from_slice(&place.to_ne_bytes());
            if held.len() >= HELD {
                put.push((scratch.put(held)?, held.len()));
                held.clear();
            }
        }
        Ok(())
    }

    /// The places of records whose hashes are equal, several in each list.
    pub(crate) fn equal(
        &self,
        scratch: &Scratch<'_>,
    ) -> Result<Vec<Vec<RecordPlace>>, RecordsError> {
        let parts = self.held.iter().zip(&self.put);
        let equal = |(held, put): (&Vec<u8>, &Vec<_>)| equal_of_part(held, put, scratch);
        Ok(shared_out(parts, equal)?.into_iter().flatten().collect())
    }
}

/// The places of records of one part whose hashes are equal.
fn equal_of_part(
    held: &[u8],
    put: &[(u64, usize)],
    scratch: &Scratch<'_>,
) -> Result<Vec<Vec<RecordPlace>>, RecordsError> {
    let mut bytes = held.to_vec();
    for (at, length) in put {
        scratch.read(*at, *length, &mut bytes)?;
    }
    let mut all: Vec<(u64, RecordPlace)> = bytes.chunks_exact(WIDTH).map(entry).collect();
    drop(bytes);
    all.sort_unstable();
    let several = all
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1);
    let places = |same: &[(u64, RecordPlace)]| same.iter().map(|(_, place)| *place).collect();
    Ok(several.map(places).collect())
}

fn entry(bytes: &[u8]) -> (u64, RecordPlace) {
    let mut hash = [0; 8];
    hash.copy_from_slice(&bytes[..8]);
    let word = |at: usize| {
        let mut word = [0; 4];
        word.copy_from_slice(&bytes[at..at + 4]);
        u32::from_ne_bytes(word)
    };
    (u64::from_ne_bytes(hash), (word(8), word(12)))
}
