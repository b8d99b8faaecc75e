//! Limits that a decompression bomb meets before the memory does.

use super::super::Undecodable;
use super::broken::{REFETCH, bad};
use std::io::Read;

/// Most files in an archive.
const MAX_ENTRIES: usize = 10_000;

/// Most bytes of all files of an archive together, decompressed.
const MAX_BYTES: u64 = 2 << 30;

/// Most bytes that a byte may become, once the whole is larger than [`FREE_BYTES`].
const MAX_RATIO: u64 = 200;

/// Bytes below which the ratio does not matter: short repetitive tables shrink well.
const FREE_BYTES: u64 = 64 << 20;

/// Limits of decompression, small in tests.
#[derive(Clone, Copy)]
pub(crate) struct DecompressionLimits {
    pub(super) entries: usize,
    pub(super) bytes: u64,
    pub(super) ratio: u64,
    pub(super) free: u64,
}

pub(crate) const LIMITS: DecompressionLimits = DecompressionLimits {
    entries: MAX_ENTRIES,
    bytes: MAX_BYTES,
    ratio: MAX_RATIO,
    free: FREE_BYTES,
};

/// Everything that a reader gives, within limits.
pub(super) fn metered(
    file: &str,
    part: &str,
    reader: &mut dyn Read,
    packed: u64,
    limits: DecompressionLimits,
) -> Result<Vec<u8>, Undecodable> {
    let mut out = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let n = reader.read(&mut chunk).map_err(|e| {
            bad(
                file,
                part,
                "truncated",
                format!("the packed file is cut off or damaged: {e}"),
                REFETCH,
            )
        })?;
        if n == 0 {
            return Ok(out);
        }
        out.extend_from_slice(chunk.get(..n).unwrap_or_default());
        within(file, part, out.len() as u64, packed, limits)?;
    }
}

/// Whether so many bytes may come of so few.
pub(crate) fn within(
    file: &str,
    part: &str,
    unpacked: u64,
    packed: u64,
    limits: DecompressionLimits,
) -> Result<(), Undecodable> {
    let fault = if unpacked > limits.bytes {
        format!("it unpacks to more than {} bytes", limits.bytes)
    } else if unpacked > limits.free && unpacked / limits.ratio > packed {
        format!(
            "{packed} bytes unpack to more than {unpacked}, beyond {} for one",
            limits.ratio
        )
    } else {
        return Ok(());
    };
    Err(bad(
        file,
        part,
        "archive_bomb",
        fault,
        "this looks like a decompression bomb: ask where the file comes from, and deliver it \
            unpacked",
    ))
}
