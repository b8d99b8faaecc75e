//! The letters of a dBase table, by the declared encoding or the byte of its header that names a
//! code page.

use super::super::{Undecodable, fault, letters};
use chiso_model::Encoding;
use std::borrow::Cow;

/// Code page 850, from byte 0x80 on.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Code page 437, from byte 0x80 on.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// What turns bytes into letters.
#[derive(Clone, Copy)]
pub(super) enum CodePage {
    Of(Option<Encoding>),
    Table(&'static str),
    Library(&'static encoding_rs::Encoding),
}

impl CodePage {
    /// The declared encoding comes first.
    pub(super) fn of(declared: Option<Encoding>, language: u8) -> CodePage {
        match (declared, language) {
            (Some(encoding), _) => CodePage::Of(Some(encoding)),
            (None, 0x03 | 0x58 | 0x59) => CodePage::Of(Some(Encoding::Windows1252)),
            (None, 0xC9) => CodePage::Of(Some(Encoding::Windows1251)),
            (None, 0x02) => CodePage::Table(CP850),
            (None, 0x01) => CodePage::Table(CP437),
            (None, 0x4D | 0x7A) => CodePage::Library(encoding_rs::GBK),
            (None, 0x4F | 0x78) => CodePage::Library(encoding_rs::BIG5),
            (None, 0x4E | 0x79) => CodePage::Library(encoding_rs::EUC_KR),
            (None, 0x13 | 0x7B) => CodePage::Library(encoding_rs::SHIFT_JIS),
            (None, 0x50 | 0x7C) => CodePage::Library(encoding_rs::WINDOWS_874),
            _ => CodePage::Of(None),
        }
    }
}

pub(super) fn letters_of(
    file: &str,
    raw: &[u8],
    page: CodePage,
    row: u64,
) -> Result<String, Undecodable> {
    let high = |table: &str, b: u8| {
        if b < 0x80 {
            char::from(b)
        } else {
            table
                .chars()
                .nth(usize::from(b - 0x80))
                .unwrap_or('\u{fffd}')
        }
    };
    let failed = |message: String| {
        let hint = "declare the `encoding` of the source, such as `tcvn3` or `windows-1258`";
        Box::new(fault("unreadable", file, row, message).hint(hint))
    };
    match page {
        CodePage::Of(encoding) => letters::text(file, Cow::Borrowed(raw), encoding)
            .map(Cow::into_owned)
            .map_err(|e| failed(e.message.clone())),
        CodePage::Table(table) => Ok(raw.iter().map(|b| high(table, *b)).collect()),
        CodePage::Library(encoding) => encoding
            .decode_without_bom_handling_and_without_replacement(raw)
            .map(Cow::into_owned)
            .ok_or_else(|| failed(format!("a text is not in {}", encoding.name()))),
    }
}
