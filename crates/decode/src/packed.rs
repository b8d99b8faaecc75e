//! Files that come in an archive: what is in it, and the file that a source means.

use super::archive;
use super::fault::{Undecodable, fault};
use super::part_name;
use super::table::Reading;
use chiso_model::{Format, Layout};
use std::borrow::Cow;

/// The bytes of the file itself, taken out of its archive.
pub(super) fn plain_bytes<'a>(
    reading: Reading<'_>,
    bytes: Cow<'a, [u8]>,
) -> Result<Cow<'a, [u8]>, Undecodable> {
    let packs_itself = packs_itself(reading.format);
    let named = !reading.layout.member.is_empty();
    if archive::is_packed(&bytes) && (named || !packs_itself) {
        let (name, inner) =
            archive::unpack(reading.file_name, &bytes, reading.layout, archive::LIMITS)?;
        if !packs_itself {
            not_packed(reading.file_name, &name, &inner)?;
        }
        return Ok(Cow::Owned(inner));
    }
    if named {
        let message = "`member` is declared, and this is no archive";
        return Err(Box::new(
            fault("no_such_part", reading.file_name, 0, message)
                .hint("leave out `member`, or fetch the archive"),
        ));
    }
    Ok(bytes)
}

/// The files of an archive that a source reads together.
pub(super) struct ArchiveFiles {
    /// Names and bytes, in the order of the archive.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Names of the files that are not read.
    pub(super) others: Vec<String>,
}

/// The files of an archive that a source reads together.
pub(super) fn files(reading: Reading<'_>, bytes: &[u8]) -> Result<ArchiveFiles, Undecodable> {
    let (file, wanted) = (reading.file_name, reading.layout.members.as_str());
    if !bytes.starts_with(b"PK") {
        let message = "`members` is declared, and this is no zip archive";
        return Err(Box::new(
            fault("no_such_part", file, 0, message)
                .hint("leave out `members`, or fetch the archive"),
        ));
    }
    let mut zip = archive::ZipFile::open(file, bytes, archive::LIMITS)?;
    let names = zip.names();
    let fits = |name: &String| part_name::may_be(name, wanted);
    let (fitting, others): (Vec<String>, Vec<String>) = names.into_iter().partition(fits);
    if fitting.is_empty() {
        let message = format!("no file of the archive fits `members = \"{wanted}\"`");
        let hint = format!(
            "correct `members`; the archive has {}",
            archive::listed(&others)
        );
        return Err(Box::new(fault("no_such_part", file, 0, message).hint(hint)));
    }
    let (mut files, mut total) = (Vec::new(), 0);
    for name in fitting {
        let unpacked = zip.read(&name)?;
        if !packs_itself(reading.format) {
            not_packed(file, &name, &unpacked)?;
        }
        total += unpacked.len() as u64;
        archive::within(file, &name, total, bytes.len() as u64, archive::LIMITS)?;
        files.push((name, unpacked));
    }
    Ok(ArchiveFiles { files, others })
}

/// Whether a file of a format may be an archive itself: `.xls` may be a renamed `.xlsx`.
const fn packs_itself(format: Format) -> bool {
    matches!(format, Format::Xlsx | Format::Xls | Format::Ods)
}

/// Refuses a file out of an archive that is packed itself: only one archive is opened.
fn not_packed(file: &str, name: &str, bytes: &[u8]) -> Result<(), Undecodable> {
    if !archive::is_packed(bytes) {
        return Ok(());
    }
    let name = if name.is_empty() {
        "what it holds"
    } else {
        name
    };
    let message =
        format!("`{name}` within this archive is packed itself, as an archive or a workbook is");
    let hint =
        format!("unpack the archive and declare `{name}` by itself as the `file` of the source");
    Err(Box::new(fault("unreadable", file, 0, message).hint(hint)))
}

/// Names of the files in a zip archive that is no workbook; `None` for any other file.
///
/// # Errors
/// When the archive is damaged or beyond the limits.
pub fn members(file_name: &str, bytes: &[u8]) -> Result<Option<Vec<String>>, Undecodable> {
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let names = archive::ZipFile::open(file_name, bytes, archive::LIMITS)?.names();
    let packs_workbook = names.iter().any(|n| {
        matches!(
            n.to_lowercase().as_str(),
            "content.xml" | "[content_types].xml"
        ) || n.starts_with("xl/")
    });
    Ok((!packs_workbook).then_some(names))
}

/// The bytes of a packed file and its name in the archive, which is empty for gzip and zstd; `None` when it
/// is not packed.
///
/// # Errors
/// When the archive is damaged or beyond the limits, or has no such member.
pub fn unpacked(
    file_name: &str,
    bytes: &[u8],
    layout: &Layout,
) -> Result<Option<(String, Vec<u8>)>, Undecodable> {
    if !archive::is_packed(bytes) {
        return Ok(None);
    }
    archive::unpack(file_name, bytes, layout, archive::LIMITS).map(Some)
}

/// Whether the bytes are a zip archive, as some workbooks are too, gzip or zstd.
#[must_use]
pub fn is_packed(bytes: &[u8]) -> bool {
    archive::is_packed(bytes)
}
