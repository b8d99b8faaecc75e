//! Bytes that are Unicode already: UTF-8 and UTF-16.

use super::super::{Undecodable, fault, line_of};
use super::block_start::BlockStart;
use std::borrow::Cow;

pub(super) fn utf8<'a>(
    file: &str,
    bytes: Cow<'a, [u8]>,
    before: BlockStart,
) -> Result<Cow<'a, str>, Undecodable> {
    let bad = |bytes: &[u8], at: usize| {
        let message = format!("byte {} is not UTF-8", before.bytes + at + 1);
        let hint = "declare the `encoding` of the source (`windows-1258`, `tcvn3`, …; `chiso preview` names its guess), \
                    or save the file as UTF-8 (in a spreadsheet: `CSV UTF-8`); if other lines of it are \
                    UTF-8, it is put together from two encodings and no `encoding` reads both: ask for \
                    it in one";
        Box::new(
            fault(
                "unreadable",
                file,
                before.lines + line_of(bytes, at),
                message,
            )
            .hint(hint),
        )
    };
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|e| bad(bytes, e.valid_up_to())),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|e| bad(e.as_bytes(), e.utf8_error().valid_up_to())),
    }
}

pub(super) fn utf16(file: &str, bytes: &[u8], big_endian: bool) -> Result<String, Undecodable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|p| {
        if big_endian {
            u16::from_be_bytes(*p)
        } else {
            u16::from_le_bytes(*p)
        }
    });
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        Ok(text) => {
            let line = line_of(text.as_bytes(), text.len());
            Err(Box::new(
                fault(
                    "truncated",
                    file,
                    line,
                    "the UTF-16 text ends within a character",
                )
                .hint("fetch the file again"),
            ))
        }
        Err(e) => {
            let message = format!("`{:04x}` is no character of UTF-16", e.unpaired_surrogate());
            Err(Box::new(fault("unreadable", file, 0, message).hint(
                "declare another `encoding`, or fetch the file again",
            )))
        }
    }
}
