//! One file there and back, in pieces, so that no file is held whole.

use crate::bucket::{Bucket, Condition};
use crate::fault::{Fault, local};
use crate::folder::Folder;
use crate::head::Stored;
use crate::kept::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};

/// What is sent or fetched at once. S3 takes parts from 5 MiB on and at most 10,000 of them: files
/// up to 160 GB.
pub(crate) const PIECE: u64 = 16 << 20;

/// Sends a file as it was seen. One that changes meanwhile is a fault: nothing writes to a lake while
/// its lock is held.
pub(crate) fn send(
    bucket: &Bucket,
    folder: &dyn Folder,
    path: &str,
    as_seen: &Stored,
) -> Result<(), Fault> {
    let place = folder.root().join(path);
    let mut file = File::open(&place).map_err(local(&place))?;
    let mut hash = Sha256::new();
    let mut piece = || {
        let mut bytes = Vec::new();
        let read = Read::by_ref(&mut file).take(PIECE).read_to_end(&mut bytes);
        read.map(|_| {
            hash.update(&bytes);
            bytes
        })
    };
    if as_seen.bytes <= PIECE {
        bucket.put(path, &piece().map_err(local(&place))?, &Condition::Any)?;
    } else {
        let upload = bucket.begin_parts(path)?;
        let mut etags = Vec::new();
        for number in 1..=u16::MAX {
            let bytes = piece().map_err(local(&place))?;
            if bytes.is_empty() {
                break;
            }
            etags.push(bucket.send_part(path, &upload, number, bytes)?);
        }
        bucket.end_parts(path, &upload, &etags)?;
    }
    if hex(&hash.finalize()) == as_seen.sha256 {
        return Ok(());
    }
    let changed = io::Error::other("it changed while it was sent to the object storage");
    Err(local(&place)(changed))
}

/// Brings a file, and keeps it only when it is what the head says.
pub(crate) fn bring(
    bucket: &Bucket,
    folder: &dyn Folder,
    path: &str,
    stored: &Stored,
) -> Result<(), Fault> {
    let place = folder.root().join(path);
    let mut fault = None;
    let written = folder.write(&place, &mut |file| {
        fill(bucket, path, stored, file).map_err(|e| {
            let cause = match &e {
                Fault::Local { cause, .. } => io::Error::from(cause.kind()),
                _ => io::Error::other("not brought"),
            };
            fault = Some(e);
            cause
        })
    });
    match (fault, written) {
        (Some(fault), _) => Err(fault),
        (None, written) => written.map_err(local(&place)),
    }
}

fn fill(bucket: &Bucket, path: &str, stored: &Stored, file: &mut dyn Write) -> Result<(), Fault> {
    let (mut hash, mut from) = (Sha256::new(), 0);
    while from < stored.bytes {
        let bytes = bucket.part(path, from, PIECE.min(stored.bytes - from))?;
        hash.update(&bytes);
        file.write_all(&bytes).map_err(local(path.as_ref()))?;
        from += bytes.len() as u64;
    }
    if hex(&hash.finalize()) == stored.sha256 {
        return Ok(());
    }
    Err(Fault::Damaged {
        key: path.to_owned(),
        how: "has other bytes than its head says".to_owned(),
    })
}
