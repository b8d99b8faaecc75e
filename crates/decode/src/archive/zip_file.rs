//! The files in a zip archive.

use super::super::Undecodable;
use super::broken::{REFETCH, bad};
use super::limits::{DecompressionLimits, metered, within};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Names of the files in an archive, folders and what packing programs add left out, in its order.
pub(crate) fn members(
    file: &str,
    bytes: &[u8],
    limits: DecompressionLimits,
) -> Result<Vec<String>, Undecodable> {
    let archive = open(file, bytes, limits)?;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        if let Some(Ok(name)) = archive.name_for_index(at)
            && !name.ends_with('/')
            && !name.starts_with("__MACOSX/")
            && !name.ends_with(".DS_Store")
        {
            names.push(name.into_owned());
        }
    }
    Ok(names)
}

/// One file of an archive.
pub(crate) fn member(
    file: &str,
    bytes: &[u8],
    name: &str,
    limits: DecompressionLimits,
) -> Result<Vec<u8>, Undecodable> {
    let mut archive = open(file, bytes, limits)?;
    let broken = |e: zip::result::ZipError| {
        bad(
            file,
            name,
            "unreadable",
            format!("the file cannot be unpacked: {e}"),
            REFETCH,
        )
    };
    let mut entry = archive.by_name(name).map_err(broken)?;
    let packed = entry.compressed_size().min(bytes.len() as u64);
    metered(file, name, &mut entry, packed, limits)
}

/// Unpacks every file of an archive to nowhere, so that a reader that trusts it (a workbook's) can
/// be let loose on it.
pub(crate) fn check(
    file: &str,
    bytes: &[u8],
    limits: DecompressionLimits,
) -> Result<(), Undecodable> {
    let broken = |e: &dyn std::fmt::Display| {
        bad(
            file,
            "",
            "unreadable",
            format!("the archive cannot be unpacked: {e}"),
            REFETCH,
        )
    };
    let mut archive = open(file, bytes, limits)?;
    let mut total: u64 = 0;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|e| broken(&e))?;
        let size = std::io::copy(
            &mut (&mut entry).take(limits.bytes.saturating_sub(total) + 1),
            &mut std::io::sink(),
        )
        .map_err(|e| broken(&e))?;
        total += size;
        within(file, "", total, bytes.len() as u64, limits)?;
    }
    Ok(())
}

fn open<'a>(
    file: &str,
    bytes: &'a [u8],
    limits: DecompressionLimits,
) -> Result<ZipArchive<Cursor<Cow<'a, [u8]>>>, Undecodable> {
    let archive = ZipArchive::new(Cursor::new(Cow::Borrowed(bytes))).map_err(|e| {
        bad(
            file,
            "",
            "unreadable",
            format!("this zip archive cannot be opened: {e}"),
            REFETCH,
        )
    })?;
    if archive.len() > limits.entries {
        let message = format!(
            "the archive holds {} files, more than {}",
            archive.len(),
            limits.entries
        );
        return Err(bad(
            file,
            "",
            "archive_bomb",
            message,
            "deliver the file that is meant",
        ));
    }
    Ok(archive)
}
