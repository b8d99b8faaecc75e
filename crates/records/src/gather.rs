//! The records of a file gathered: pieces read side by side, put by in order, and compared by key.

use crate::chunk::Chunks;
use crate::error::RecordsError;
use crate::gathered::Gathered;
use crate::parse::Parser;
use crate::reading::Reading;
use crate::scratch::{MakeFile, Scratch};
use crate::side_by_side::side_by_side;
use crate::unique::KeyHashes;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Bytes of a piece.
const PIECE: usize = 4 << 20;

/// Gathers the records of a file, behind the line of the header, in so much memory; a file is asked
/// for where that does not do.
///
/// # Errors
/// When the file cannot be read as delimited text, or the disk is full.
pub fn gather<'a>(
    reading: &'a Reading<'a>,
    file: impl Read + Send,
    (first, room): (u64, usize),
    make: MakeFile<'a>,
) -> Result<Gathered<'a>, RecordsError> {
    let mut gathered = Gathered {
        reading,
        scratch: Scratch::new(room, make),
        runs: Vec::new(),
        groups: BTreeMap::new(),
        repeated: BTreeSet::new(),
        contradicted: BTreeSet::new(),
        faults: Vec::new(),
        doubts: Vec::new(),
        end: None,
        read: 0,
        days: None,
    };
    let chunks = Chunks::new(file, PIECE, reading.delimiter)?;
    let mut hashes = KeyHashes::new();
    let parser = || Parser::new(reading, first);
    side_by_side(chunks, parser, |piece| gathered.put(piece, &mut hashes))?;
    let equal = hashes.equal(&gathered.scratch)?;
    gathered.compare(&equal)?;
    gathered.faults.sort_by_key(|fault| fault.row);
    Ok(gathered)
}
