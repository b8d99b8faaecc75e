//! The files in a zip archive, which is opened once however many of them are read.
//!
//! An archive that lists two files under one name is refused: which of them is meant nobody knows.

use super::super::Undecodable;
use super::broken::{REFETCH, bad};
use super::limits::{DecompressionLimits, metered, within};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An open zip archive.
pub(crate) struct ZipFile<'a> {
    file: &'a str,
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: DecompressionLimits,
}

impl<'a> ZipFile<'a> {
    /// Opens it.
    pub(crate) fn open(
        file: &'a str,
        bytes: &'a [u8],
        limits: DecompressionLimits,
    ) -> Result<ZipFile<'a>, Undecodable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| {
            let message = format!("this zip archive cannot be opened: {e}");
            bad(file, "", "unreadable", message, REFETCH)
        })?;
        let count = archive.len();
        if count > limits.entries {
            let message = format!(
                "the archive holds {count} files, more than {}",
                limits.entries
            );
            let hint = "deliver the file that is meant";
            return Err(bad(file, "", "archive_bomb", message, hint));
        }
        if archive.has_duplicate_names() {
            let start = usize::try_from(archive.central_directory_start()).ok();
            let listed = start.and_then(|start| bytes.get(start..));
            let name = listed.and_then(twice).unwrap_or_default();
            let message =
                "the archive holds two files under one name, and nothing says which is meant";
            let hint = "ask the provider for an archive in which each name stands once";
            return Err(bad(file, &name, "ambiguous_member", message, hint));
        }
        Ok(ZipFile {
            file,
            bytes,
            archive,
            limits,
        })
    }

    /// Names of its files, folders and what packing programs add left out, in its order.
    pub(crate) fn names(&self) -> Vec<String> {
        let all = (0..self.archive.len()).filter_map(|at| self.archive.name_for_index(at)?.ok());
        let is_file = |name: &str| {
            !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store")
        };
        all.filter(|name| is_file(name))
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    /// One of its files.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>, Undecodable> {
        let mut entry = self.archive.by_name(name).map_err(|e| {
            let message = format!("the file cannot be unpacked: {e}");
            bad(self.file, name, "unreadable", message, REFETCH)
        })?;
        let packed = entry.compressed_size().min(self.bytes.len() as u64);
        metered(self.file, name, &mut entry, packed, self.limits)
    }

    /// Unpacks every file to nowhere, so that a reader that trusts the archive (a workbook's) can be
    /// let loose on it.
    pub(crate) fn check(&mut self) -> Result<(), Undecodable> {
        let (file, limits) = (self.file, self.limits);
        let broken = |e: &dyn std::fmt::Display| {
            let message = format!("the archive cannot be unpacked: {e}");
            bad(file, "", "unreadable", message, REFETCH)
        };
        let mut total: u64 = 0;
        for at in 0..self.archive.len() {
            let mut entry = self.archive.by_index(at).map_err(|e| broken(&e))?;
            let size = std::io::copy(
                &mut (&mut entry).take(limits.bytes.saturating_sub(total) + 1),
                &mut std::io::sink(),
            )
            .map_err(|e| broken(&e))?;
            total += size;
            within(file, "", total, self.bytes.len() as u64, limits)?;
        }
        Ok(())
    }
}

/// The first name that a list of the files of an archive has twice (APPNOTE 4.3.12).
fn twice(mut listed: &[u8]) -> Option<String> {
    let mut seen = BTreeSet::new();
    while listed.starts_with(b"PK\x01\x02") {
        let length = |at: usize| {
            let two = listed.get(at..)?.first_chunk::<2>()?;
            Some(usize::from(u16::from_le_bytes(*two)))
        };
        let (name, more) = (length(28)?, length(30)? + length(32)?);
        let own = listed.get(46..46 + name)?;
        if !seen.insert(own) {
            return Some(String::from_utf8_lossy(own).into_owned());
        }
        listed = listed.get(46 + name + more..)?;
    }
    None
}
