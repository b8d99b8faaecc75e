//! Bytes to letters. Everything after this is Unicode; what is not declared is UTF-8.
//!
//! TCVN3, VNI and VISCII are tables of our own, after TCVN 5712:1993 (VN3), the VNI keyboard
//! standard and RFC 1456: the libraries that know them may not be used here. Windows-1258 writes a
//! tone behind its letter, so texts are composed (NFC) after it. In TCVN3 the capital letters with
//! tones are a matter of the font and come out as small ones.

use super::{Undecodable, fault, line_of};
use crate::model::Encoding;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

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

/// What of a file stands before a block of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BlockStart {
    pub(super) bytes: usize,
    pub(super) lines: u64,
    /// After the byte-order mark.
    pub(super) letters: usize,
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
            of(encoding_rs::WINDOWS_1258, file, &bytes, before)?
                .nfc()
                .collect(),
        ),
        Encoding::Tcvn3 => Cow::Owned(bytes.iter().map(|b| tcvn3(char::from(*b))).collect()),
        Encoding::Viscii => Cow::Owned(bytes.iter().map(|b| viscii(*b)).collect()),
        Encoding::Vni => Cow::Owned(vni(&of(encoding_rs::WINDOWS_1252, file, &bytes, before)?)),
        other => Cow::Owned(of(standard(other), file, &bytes, before)?),
    })
}

/// The encoding of the WHATWG Encoding Standard that has the name.
fn standard(encoding: Encoding) -> &'static encoding_rs::Encoding {
    encoding_rs::Encoding::for_label(encoding.as_str().as_bytes()).unwrap_or(encoding_rs::UTF_8)
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

/// Letters of a text that a workbook holds as Unicode though its bytes are those of an old
/// Vietnamese encoding.
pub(super) fn reread(text: &str, encoding: Option<Encoding>) -> Cow<'_, str> {
    match encoding {
        Some(Encoding::Tcvn3) => Cow::Owned(text.chars().map(tcvn3).collect()),
        Some(Encoding::Vni) => Cow::Owned(vni(text)),
        Some(Encoding::Viscii) => Cow::Owned(
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).map_or(c, viscii))
                .collect(),
        ),
        _ => Cow::Borrowed(text),
    }
}

/// The text that [`reread`] made this one of, as far as that can be known; the text itself where
/// nothing was read again.
pub(super) fn unread(text: &str, encoding: Encoding) -> String {
    let table: fn(char) -> char = match encoding {
        Encoding::Tcvn3 => tcvn3,
        Encoding::Viscii => |c| u8::try_from(u32::from(c)).map_or(c, viscii),
        _ => return text.to_owned(),
    };
    // A letter that stays what it is may have been so before.
    let before = |c: char| {
        if table(c) == c {
            c
        } else {
            (0x80..=0xff)
                .map(char::from)
                .find(|b| table(*b) == c)
                .unwrap_or(c)
        }
    };
    text.chars().map(before).collect()
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

fn utf8<'a>(
    file: &str,
    bytes: Cow<'a, [u8]>,
    before: BlockStart,
) -> Result<Cow<'a, str>, Undecodable> {
    let bad = |bytes: &[u8], at: usize| {
        let message = format!("byte {} is not UTF-8", before.bytes + at + 1);
        let hint = "declare the `encoding` of the source (`windows-1258`, `tcvn3`, …; `chiso preview` names its guess), \
                    or save the file as UTF-8 (in a spreadsheet: `CSV UTF-8`)";
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

fn utf16(file: &str, bytes: &[u8], big_endian: bool) -> Result<String, Undecodable> {
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

fn of(
    encoding: &'static encoding_rs::Encoding,
    file: &str,
    bytes: &[u8],
    before: BlockStart,
) -> Result<String, Undecodable> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
        .ok_or_else(|| {
            let bad = |b: &u8| {
                encoding
                    .decode_without_bom_handling_and_without_replacement(std::slice::from_ref(b))
                    .is_none()
            };
            let at = bytes.iter().position(bad).unwrap_or(0);
            let message = format!(
                "byte {} is no character of {}",
                before.bytes + at + 1,
                encoding.name().to_lowercase()
            );
            Box::new(
                fault(
                    "unreadable",
                    file,
                    before.lines + line_of(bytes, at),
                    message,
                )
                .hint("declare another `encoding`"),
            )
        })
}

/// TCVN 5712:1993, VN3.
fn tcvn3(c: char) -> char {
    const FROM_A1: [char; 14] = [
        'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ',
    ];
    /// From B5 on; `\0` where the standard has no letter.
    const FROM_B5: [char; 74] = [
        'à', 'ả', 'ã', 'á', 'ạ', '\0', 'ằ', 'ẳ', 'ẵ', 'ắ', '\0', '\0', '\0', '\0', '\0', '\0',
        '\0', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', '\0', 'ẻ', 'ẽ', 'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ',
        'ì', 'ỉ', '\0', '\0', '\0', 'ĩ', 'í', 'ị', 'ò', '\0', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ',
        'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', '\0', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự',
        'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ',
    ];
    let code = u32::from(c) as usize;
    let letter = match code {
        0xA1..=0xAE => FROM_A1.get(code - 0xA1),
        0xB5..=0xFE => FROM_B5.get(code - 0xB5),
        _ => None,
    };
    letter.copied().filter(|l| *l != '\0').unwrap_or(c)
}

/// RFC 1456.
fn viscii(byte: u8) -> char {
    const FROM_80: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";
    match byte {
        0x02 => 'Ẳ',
        0x05 => 'Ẵ',
        0x06 => 'Ẫ',
        0x14 => 'Ỷ',
        0x19 => 'Ỹ',
        0x1E => 'Ỵ',
        0x80.. => FROM_80
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}

/// VNI: a letter, and behind it a sign for what stands above or below it; eight letters have a sign
/// of their own.
fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let after = out.chars().next_back();
        let small = c.to_lowercase().next().unwrap_or(c);
        match vni_marks(small) {
            Some(marks) if after.is_some_and(|a| takes(a, small)) => out.push_str(marks),
            _ => out.push(vni_letter(c)),
        }
    }
    out.nfc().collect()
}

/// Whether a letter is written with a sign behind it.
fn takes(letter: char, sign: char) -> bool {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    match sign {
        'ø' | 'ù' | 'û' | 'õ' | 'ï' => {
            matches!(letter, 'a' | 'e' | 'o' | 'ơ' | 'u' | 'ư' | 'y')
        }
        'ê' | 'è' | 'é' | 'ú' | 'ü' | 'ë' => letter == 'a',
        _ => matches!(letter, 'a' | 'e' | 'o'),
    }
}

fn vni_marks(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ø' => "\u{300}",
        'ù' => "\u{301}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'ê' => "\u{306}",
        'è' => "\u{306}\u{300}",
        'é' => "\u{306}\u{301}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{306}\u{323}",
        'â' => "\u{302}",
        'à' => "\u{302}\u{300}",
        'á' => "\u{302}\u{301}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{302}\u{323}",
        _ => return None,
    })
}

fn vni_letter(c: char) -> char {
    match c {
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        other => other,
    }
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
    fn every_vietnamese_letter_stands_once_in_a_table() {
        // A byte to which TCVN3 gives no letter stays what it is in Latin-1, which may be one of
        // these letters too; only ý is the same in both.
        let assigned = (0..=255u8)
            .map(char::from)
            .filter(|c| tcvn3(*c) != *c || *c == 'ý');
        let tables: [Vec<char>; 2] = [
            (0..=255).map(viscii).collect(),
            assigned.map(tcvn3).collect(),
        ];
        let lower = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";
        for (table, capitals) in tables.iter().zip([true, false]) {
            for letter in lower.chars() {
                assert_eq!(
                    table.iter().filter(|c| **c == letter).count(),
                    1,
                    "{letter}"
                );
                let capital = letter.to_uppercase().next().unwrap();
                assert!(
                    !capitals || table.iter().filter(|c| **c == capital).count() == 1,
                    "{capital}"
                );
            }
        }
    }

    #[test]
    fn vni_signs_belong_to_their_letter() {
        for (vni_text, want) in [
            ("Ñaø Naüng", "Đà Nẵng"),
            ("ÑAÉK LAÉK", "ĐẮK LẮK"),
            ("Thöøa Thieân Hueá", "Thừa Thiên Huế"),
            ("Quaûng Ngaõi", "Quảng Ngãi"),
            ("Bình Ñònh, Kieân Giang", "Bình Định, Kiên Giang"),
            ("Laâm Ñoàng", "Lâm Đồng"),
            ("Haø Tónh", "Hà Tĩnh"),
            ("2.000,5", "2.000,5"),
        ] {
            assert_eq!(vni(vni_text), want);
        }
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
