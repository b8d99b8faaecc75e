//! Zip and gzip: what is inside, within limits that a decompression bomb meets before the memory
//! does.
//!
//! Everything is decompressed through a meter, because the sizes that an archive states can be
//! lies.

use super::{Undecodable, fault};
use crate::model::{Layout, nearest};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files in an archive.
pub(super) const MAX_ENTRIES: usize = 10_000;
/// Most bytes of all files of an archive together, decompressed.
const MAX_BYTES: u64 = 2 << 30;
/// Most bytes that a byte may become, once the whole is larger than [`FREE_BYTES`].
const MAX_RATIO: u64 = 200;
/// Bytes below which the ratio does not matter: short repetitive tables shrink well.
const FREE_BYTES: u64 = 64 << 20;

/// Limits of decompression, small in tests.
#[derive(Clone, Copy)]
pub(super) struct DecompressionLimits {
    entries: usize,
    bytes: u64,
    ratio: u64,
    free: u64,
}

pub(super) const LIMITS: DecompressionLimits = DecompressionLimits {
    entries: MAX_ENTRIES,
    bytes: MAX_BYTES,
    ratio: MAX_RATIO,
    free: FREE_BYTES,
};

/// Whether the bytes are a zip archive or gzip.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(&[0x1F, 0x8B])
}

fn bad(
    file: &str,
    part: &str,
    rule: &'static str,
    message: impl Into<String>,
    hint: &str,
) -> Undecodable {
    let mut finding = fault(rule, file, 0, message);
    part.clone_into(&mut finding.place.part);
    Box::new(finding.hint(hint))
}

const REFETCH: &str = "the archive is damaged: fetch it again";

/// The file that a source means, and its name in the archive.
pub(super) fn unpack(
    file: &str,
    bytes: &[u8],
    layout: &Layout,
    limits: DecompressionLimits,
) -> Result<(String, Vec<u8>), Undecodable> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let mut reader = flate2::read::MultiGzDecoder::new(bytes);
        return Ok((
            String::new(),
            metered(file, "", &mut reader, bytes.len() as u64, limits)?,
        ));
    }
    let names = members(file, bytes, limits)?;
    let wanted = layout.member.as_str();
    let listed = || {
        names
            .iter()
            .take(20)
            .map(|n| format!("`{n}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let at = match (wanted.is_empty(), names.as_slice()) {
        (true, [_]) => Some(0),
        (true, []) => {
            return Err(bad(
                file,
                "",
                "unreadable",
                "the archive is empty",
                "fetch it again",
            ));
        }
        (true, _) => {
            let message = format!(
                "the archive holds {} files, and none is declared",
                names.len()
            );
            return Err(bad(
                file,
                "",
                "no_such_part",
                message,
                &format!("declare `member` as one of {}", listed()),
            ));
        }
        (false, _) => names.iter().position(|n| n == wanted),
    };
    let Some(name) = at.and_then(|at| names.get(at)) else {
        let near = nearest(wanted, names.iter().map(String::as_str))
            .map_or_else(String::new, |n| format!("did you mean `{n}`? "));
        let hint = format!("{near}the archive has {}", listed());
        return Err(bad(
            file,
            "",
            "no_such_part",
            format!("there is no file `{wanted}` in the archive"),
            &hint,
        ));
    };
    Ok((name.clone(), member(file, bytes, name, limits)?))
}

/// Names of the files in an archive, folders and what packing programs add left out, in its order.
pub(super) fn members(
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
pub(super) fn member(
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
pub(super) fn check(
    file: &str,
    bytes: &[u8],
    limits: DecompressionLimits,
) -> Result<(), Undecodable> {
    let mut archive = open(file, bytes, limits)?;
    let mut total: u64 = 0;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|e| {
            bad(
                file,
                "",
                "unreadable",
                format!("the archive cannot be unpacked: {e}"),
                REFETCH,
            )
        })?;
        let size = std::io::copy(
            &mut (&mut entry).take(limits.bytes.saturating_sub(total) + 1),
            &mut std::io::sink(),
        )
        .map_err(|e| {
            bad(
                file,
                "",
                "unreadable",
                format!("the archive cannot be unpacked: {e}"),
                REFETCH,
            )
        })?;
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

fn metered(
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
pub(super) fn within(
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const SMALL: DecompressionLimits = DecompressionLimits {
        entries: 3,
        bytes: 100_000,
        ratio: 10,
        free: 1000,
    };

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn show(bytes: &[u8], member: &str) -> String {
        let layout = Layout {
            member: member.into(),
            ..Layout::default()
        };
        unpack("a.zip", bytes, &layout, SMALL).map_or_else(
            |e| e.to_string(),
            |(name, bytes)| format!("{name}: {}", String::from_utf8_lossy(&bytes)),
        )
    }

    #[test]
    fn the_file_that_is_meant() {
        let two = pack(&[("năm/a.csv", b"1"), ("b.csv", b"2")]);
        assert_eq!(show(&pack(&[("a.csv", b"1")]), ""), "a.csv: 1");
        assert_eq!(show(&two, "năm/a.csv"), "năm/a.csv: 1");
        assert!(
            show(&two, "").contains(
                "2 files, and none is declared\n  hint: declare `member` as \
                one of `năm/a.csv`, `b.csv`"
            ),
            "{}",
            show(&two, "")
        );
        assert!(
            show(&two, "năm/b.csv").contains("did you mean `năm/a.csv`?"),
            "{}",
            show(&two, "năm/b.csv")
        );
        assert!(show(&pack(&[]), "").contains("the archive is empty"));
    }

    #[test]
    fn bombs_and_cut_archives_are_refused() {
        let bomb = pack(&[("a.csv", &vec![b'0'; 50_000])]);
        assert!(
            show(&bomb, "").starts_with("error[archive_bomb]: a.zip [a.csv]: "),
            "{}",
            show(&bomb, "")
        );
        assert!(check("a.xlsx", &bomb, SMALL).unwrap_err().rule == "archive_bomb");
        let many = pack(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
        assert!(show(&many, "a").contains("the archive holds 4 files, more than 3"));
        let noise: Vec<u8> = (0..60_000u32)
            .map(|i| u8::try_from(i.wrapping_mul(2_654_435_761) >> 24).unwrap())
            .collect();
        let large = pack(&[("a", &noise), ("b", &noise)]);
        assert!(
            check("a.xlsx", &large, SMALL)
                .unwrap_err()
                .message
                .contains("more than 100000 bytes")
        );
        assert!(
            show(&bomb[..bomb.len() / 2], "")
                .starts_with("error[unreadable]: a.zip: this zip archive cannot be opened")
        );
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(b"a,b\n1,2\n").unwrap();
        let gz = gz.finish().unwrap();
        assert_eq!(show(&gz, ""), ": a,b\n1,2\n");
        assert!(
            show(&gz[..gz.len() - 9], "")
                .starts_with("error[truncated]: a.zip: the packed file is cut off or damaged")
        );
    }
}
