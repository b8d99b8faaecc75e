//! The letters of a PX file: UTF-8 if the bytes are, else what `CODEPAGE` says.

use super::super::{Reading, Undecodable, fault, plain};
use chiso_model::{Encoding, Layout};
use std::borrow::Cow;

/// The letters of a file, by the declared encoding or its own.
pub(super) fn text<'a>(
    reading: Reading<'_>,
    bytes: Cow<'a, [u8]>,
) -> Result<Cow<'a, str>, Undecodable> {
    let encoding = match reading.layout.encoding {
        None => of_file(reading.file_name, &bytes)?,
        declared => declared,
    };
    let layout = Layout {
        encoding,
        ..reading.layout.clone()
    };
    plain::text(
        Reading {
            layout: &layout,
            ..reading
        },
        bytes,
    )
}

/// Bytes in which `CODEPAGE` is looked for. It may stand behind long notes.
const LONGEST_HEAD: usize = 1 << 20;

/// The page that the keyword names, in lower case.
fn code_page(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..LONGEST_HEAD).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let page = head.split("codepage").skip(1).find_map(|rest| {
        let value = rest.trim_start().strip_prefix('=')?;
        let (page, _) = value.trim_start().strip_prefix('"')?.split_once('"')?;
        Some(page.trim().to_owned())
    });
    page.filter(|page| !page.is_empty())
}

/// What CODEPAGE says, unless the bytes are UTF-8 after all.
fn of_file(file: &str, bytes: &[u8]) -> Result<Option<Encoding>, Undecodable> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    let Some(page) = code_page(bytes) else {
        return Ok(Some(Encoding::Windows1252));
    };
    let known = Encoding::named(&page).ok_or_else(|| {
        let finding = fault(
            "unreadable",
            file,
            0,
            format!("`CODEPAGE` is `{page}`, which is no text encoding that is known"),
        );
        Box::new(finding.hint(
            "ask the office which encoding it is, and declare it as `encoding` of the source",
        ))
    })?;
    Ok(Some(known))
}
