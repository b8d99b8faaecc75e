//! Formats that their first bytes tell.

use super::guess::Because;
use crate::model::Format;

pub(super) fn binary(name: &str, bytes: &[u8]) -> Option<(Format, Because)> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some((Format::Xls, Because::Signature));
    }
    if bytes.starts_with(b"PAR1") {
        return Some((Format::Parquet, Because::Signature));
    }
    if bytes.starts_with(b"PK") {
        let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
        let is_ods = head.contains("application/vnd.oasis.opendocument.spreadsheet")
            || extension(name) == "ods";
        return Some((
            if is_ods { Format::Ods } else { Format::Xlsx },
            Because::Signature,
        ));
    }
    // BIFF 2 to 5 without a container begins with a record for the beginning of a file.
    if let [9, 0 | 2 | 4 | 8, 4..=8, 0, ..] = bytes {
        return Some((Format::Xls, Because::Signature));
    }
    let is_dbf = matches!(
        bytes.first(),
        Some(0x02 | 0x03 | 0x30 | 0x31 | 0x32 | 0x43 | 0x83 | 0x8B | 0xCB | 0xF5 | 0xFB)
    ) && bytes.get(2).is_some_and(|m| *m <= 12)
        && bytes.get(3).is_some_and(|d| *d <= 31)
        && bytes.len() > 32
        && bytes.get(32..).is_some_and(|b| {
            b.first()
                .is_some_and(|b| b.is_ascii_graphic() || *b == 0x0D)
        });
    is_dbf.then_some((Format::Dbf, Because::Signature))
}

pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase()
}
