//! The file of an archive that a source means.

use super::super::Undecodable;
use super::super::part_name::{self, Named};
use super::broken::{REFETCH, bad};
use super::limits::{DecompressionLimits, metered};
use super::zip_file::ZipFile;
use chiso_model::{Layout, nearest};

/// How a frame of zstd begins.
pub(super) const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// The file that a source means, and its name in the archive.
pub(crate) fn unpack(
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
    if bytes.starts_with(&ZSTD) {
        let mut reader = zstd::stream::read::Decoder::new(bytes).map_err(|e| {
            let message = format!("the packed file cannot be opened: {e}");
            bad(file, "", "unreadable", message, REFETCH)
        })?;
        return Ok((
            String::new(),
            metered(file, "", &mut reader, bytes.len() as u64, limits)?,
        ));
    }
    let mut zip = ZipFile::open(file, bytes, limits)?;
    let names = zip.names();
    let name = match layout.member.as_str() {
        "" => only(file, &names)?,
        wanted => named(file, &names, wanted)?,
    };
    Ok((name.to_owned(), zip.read(name)?))
}

/// The only file, where none is declared.
fn only<'n>(file: &str, names: &'n [String]) -> Result<&'n str, Undecodable> {
    match names {
        [name] => Ok(name),
        [] => Err(bad(
            file,
            "",
            "unreadable",
            "the archive is empty",
            "fetch it again",
        )),
        _ => {
            let message = format!(
                "the archive holds {} files, and none is declared",
                names.len()
            );
            let hint = format!("declare `member` as one of {}", listed(names));
            Err(bad(file, "", "no_such_part", message, &hint))
        }
    }
}

/// The file that is declared.
fn named<'n>(file: &str, names: &'n [String], wanted: &str) -> Result<&'n str, Undecodable> {
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    match part_name::named(&texts, wanted) {
        Named::One(at) => return Ok(texts[at]),
        Named::None => {}
        Named::Several(found) => {
            let found: Vec<String> = found.iter().map(|at| names[*at].clone()).collect();
            let message = format!(
                "{} files of the archive fit `{wanted}`: {}",
                found.len(),
                listed(&found)
            );
            let hint = "write `member` so that it fits one of them only";
            return Err(bad(file, "", "no_such_part", message, hint));
        }
    }
    let near = nearest(wanted, names.iter().map(String::as_str))
        .map_or_else(String::new, |n| format!("did you mean `{n}`? "));
    let hint = format!("{near}the archive has {}", listed(names));
    Err(bad(
        file,
        "",
        "no_such_part",
        format!("there is no file `{wanted}` in the archive"),
        &hint,
    ))
}

/// The first names, for a hint.
pub(crate) fn listed(names: &[String]) -> String {
    names
        .iter()
        .take(20)
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
