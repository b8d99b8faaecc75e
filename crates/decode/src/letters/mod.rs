//! Bytes to letters. Everything after this is Unicode; what is not declared is UTF-8.
//!
//! TCVN3, VNI and VISCII are tables of our own, after TCVN 5712:1993 (VN3), the VNI keyboard
//! standard and RFC 1456: the libraries that know them may not be used here. Windows-1258 writes a
//! tone behind its letter, so texts are composed (NFC) after it. In TCVN3 the capital letters with
//! tones are a matter of the font and come out as small ones.

mod block_start;
mod charset;
mod mixed;
mod syllable;
mod unicode;
mod vietnamese;
mod vni;

use super::{Undecodable, fault, line_of};
pub(super) use block_start::BlockStart;
use charset::{in_charset, standard};
use chiso_model::Encoding;
pub(super) use mixed::{Held, judged};
use std::borrow::Cow;
pub(super) use syllable::syllables;
use unicode::{utf8, utf16};
use unicode_normalization::UnicodeNormalization;
#[cfg(test)]
use vietnamese::reread;
use vietnamese::{tcvn3, viscii};
use vni::vni;

/// The letters of a text file, without byte-order mark and without NUL bytes at its end.
///
/// # Errors
/// When bytes do not follow the encoding: rule `unreadable`, with the line.
pub(super) fn text<'a>(
    file: &str,
    bytes: Cow<'a, [u8]>,
    encoding: Option<Encoding>,
) -> Result<Cow<'a, str>, Undecodable> {
    let marked = byte_order_mark(&bytes);
    let text = plain(
        file,
        bytes,
        marked.or(encoding).unwrap_or_default(),
        BlockStart::default(),
    )?;
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(strip(text)),
        Cow::Owned(text) => Cow::Owned(if strip(&text).len() == text.len() {
            text
        } else {
            strip(&text).to_owned()
        }),
    };
    no_nul(file, &text, BlockStart::default())?;
    Ok(text)
}

/// The encoding that the XML declaration names, if it is not UTF-8.
pub(super) fn named_by_xml(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).to_lowercase();
    let (_, rest) = head.split_once("encoding=")?;
    let name = rest
        .trim_start_matches(['"', '\''])
        .split(['"', '\''])
        .next()
        .unwrap_or_default();
    // Without its mark UTF-16 would not have been read this far.
    Encoding::named(name)
        .filter(|e| !matches!(e, Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Be))
}

/// The letters of a later block of a text file.
pub(super) fn block(
    file: &str,
    bytes: Vec<u8>,
    encoding: Option<Encoding>,
    before: BlockStart,
) -> Result<String, Undecodable> {
    let mut text = plain(
        file,
        Cow::Owned(bytes),
        encoding.unwrap_or_default(),
        before,
    )?
    .into_owned();
    text.truncate(text.trim_end_matches('\0').len());
    no_nul(file, &text, before)?;
    Ok(text)
}

fn plain<'a>(
    file: &str,
    bytes: Cow<'a, [u8]>,
    encoding: Encoding,
    before: BlockStart,
) -> Result<Cow<'a, str>, Undecodable> {
    Ok(match encoding {
        Encoding::Utf8 => utf8(file, bytes, before)?,
        Encoding::Utf16 | Encoding::Utf16Be => {
            Cow::Owned(utf16(file, &bytes, encoding == Encoding::Utf16Be)?)
        }
        Encoding::Windows1258 => Cow::Owned(
            in_charset(encoding_rs::WINDOWS_1258, file, &bytes, before)?
                .nfc()
                .collect(),
        ),
        Encoding::Tcvn3 => Cow::Owned(bytes.iter().map(|b| tcvn3(char::from(*b))).collect()),
        Encoding::Viscii => Cow::Owned(bytes.iter().map(|b| viscii(*b)).collect()),
        Encoding::Vni => Cow::Owned(vni(&in_charset(
            encoding_rs::WINDOWS_1252,
            file,
            &bytes,
            before,
        )?)),
        other => Cow::Owned(in_charset(standard(other), file, &bytes, before)?),
    })
}

fn no_nul(file: &str, text: &str, before: BlockStart) -> Result<(), Undecodable> {
    let Some(at) = text.bytes().position(|b| b == 0) else {
        return Ok(());
    };
    let message = format!(
        "a NUL byte stands inside the text, at character {}",
        before.letters + text[..at].chars().count() + 1
    );
    let hint =
        "the file is damaged, or UTF-16: declare `encoding = \"utf-16\"`, or save it as UTF-8";
    Err(Box::new(
        fault(
            "unreadable",
            file,
            before.lines + line_of(text.as_bytes(), at),
            message,
        )
        .hint(hint),
    ))
}

/// The letters of the beginning of a file, for looking at: what does not follow the encoding is
/// shown as `\u{fffd}`.
pub(super) fn sample(bytes: &[u8], encoding: Encoding) -> String {
    let lossy =
        |e: &'static encoding_rs::Encoding| e.decode_without_bom_handling(bytes).0.into_owned();
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16 => lossy(encoding_rs::UTF_16LE),
        Encoding::Utf16Be => lossy(encoding_rs::UTF_16BE),
        Encoding::Windows1258 => lossy(encoding_rs::WINDOWS_1258).nfc().collect(),
        Encoding::Tcvn3 => bytes.iter().map(|b| tcvn3(char::from(*b))).collect(),
        Encoding::Viscii => bytes.iter().map(|b| viscii(*b)).collect(),
        Encoding::Vni => vni(&lossy(encoding_rs::WINDOWS_1252)),
        other => lossy(standard(other)),
    };
    strip(&text).to_owned()
}

/// The encoding that a byte-order mark names.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn strip(text: &str) -> &str {
    // Some programs write the mark before a text that has one already.
    text.trim_start_matches('\u{feff}').trim_end_matches('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Option<Encoding>) -> String {
        text("f", Cow::Borrowed(bytes), encoding).map_or_else(|e| e.to_string(), Cow::into_owned)
    }

    #[test]
    fn the_same_words_in_every_encoding() {
        let words = "Cộng hòa xã hội";
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(words.as_bytes(), None), words);
        assert_eq!(read(&utf16, Some(Encoding::Utf16)), words);
        assert_eq!(read(&[&[0xFF, 0xFE][..], &utf16].concat(), None), words);
        assert_eq!(read(&utf16be, Some(Encoding::Utf16Be)), words);
        assert_eq!(
            read(
                b"C\xf4\xf2ng ho\xcca xa\xde h\xf4\xf2i",
                Some(Encoding::Windows1258)
            ),
            words
        );
        assert_eq!(
            read(b"C\xe9ng h\xdfa x\xb7 h\xe9i", Some(Encoding::Tcvn3)),
            words
        );
        assert_eq!(
            read(b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i", Some(Encoding::Vni)),
            words
        );
        assert_eq!(
            read(b"C\xb5ng h\xf2a x\xe3 h\xb5i", Some(Encoding::Viscii)),
            words
        );
        assert_eq!(
            reread("C\u{e9}ng h\u{df}a x\u{b7} h\u{e9}i", Some(Encoding::Tcvn3)),
            words
        );
    }

    #[test]
    fn what_does_not_follow_its_encoding() {
        assert!(read(b"a\r\nb\rc\xff", None).starts_with(
            "error[unreadable]: f:3: byte 7 is not UTF-8\n  hint: declare the `encoding`"
        ));
        assert!(read(b"a\n1\x002\n", None).starts_with(
            "error[unreadable]: f:2: a NUL byte stands inside the text, at character 4"
        ));
        assert!(
            read(b"\xff\xfea", None)
                .starts_with("error[truncated]: f:1: the UTF-16 text ends within a character")
        );
        assert!(
            read(b"\x00\xd8a\x00", Some(Encoding::Utf16))
                .contains("`d800` is no character of UTF-16")
        );
    }
}
