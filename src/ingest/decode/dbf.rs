//! dBase and `FoxPro` tables: a header that lists fields, then records of fixed width.
//!
//! Rows that are marked as deleted are left out, as every program does that shows the table; row
//! numbers count them. A number that did not fit is written `****` in the file and stays so. A memo
//! field holds the number of its block: the texts lie in another file, which is not read. The code
//! page byte is often wrong, so a declared `encoding` comes first.

use super::{Reading, Record, Shape, Table, Undecodable, fault, letters, too_many_cells};
use crate::model::Encoding;
use std::borrow::Cow;

/// Code page 850, from byte 0x80 on.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// Code page 437, from byte 0x80 on.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// Most fields of a table (dBase VII allows 1024).
const MAX_FIELDS: usize = 2048;

struct Field {
    name: String,
    kind: u8,
    length: usize,
}

/// What turns bytes into letters.
#[derive(Clone, Copy)]
enum CodePage {
    Of(Option<Encoding>),
    Table(&'static str),
    Library(&'static encoding_rs::Encoding),
}

/// The records of a file.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let file = reading.file_name;
    let bad = |message: &str| -> Undecodable {
        Box::new(
            fault("unreadable", file, 0, message)
                .hint("this is no dBase table, or it is damaged: fetch it again"),
        )
    };
    let word = |at: usize| {
        bytes
            .get(at..at + 2)
            .and_then(|b| b.try_into().ok())
            .map(u16::from_le_bytes)
            .map(usize::from)
    };
    let count = bytes
        .get(4..8)
        .and_then(|b| b.try_into().ok())
        .map(u32::from_le_bytes)
        .and_then(|n| usize::try_from(n).ok());
    let (Some(count), Some(header), Some(width), Some(language)) =
        (count, word(8), word(10), bytes.get(29))
    else {
        return Err(Box::new(
            fault("truncated", file, 0, "the header is cut off").hint("fetch it again"),
        ));
    };
    let page = match (reading.layout.encoding, language) {
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
    };
    let mut fields = Vec::new();
    let mut at = 32;
    while bytes.get(at).is_some_and(|b| *b != 0x0D) && at + 32 <= header {
        let Some(field) = bytes.get(at..at + 32) else {
            return Err(bad("the list of fields is cut off"));
        };
        let name = field
            .iter()
            .take(11)
            .take_while(|b| **b != 0)
            .copied()
            .collect::<Vec<u8>>();
        let (kind, mut length) = (field[11], usize::from(field[16]));
        if kind == b'C' {
            // Long texts keep the upper half of their length where numbers keep their decimals.
            length += usize::from(field[17]) << 8;
        }
        fields.push(Field {
            name: letters_of(file, &name, page, 0)?.trim().to_owned(),
            kind,
            length,
        });
        at += 32;
        if fields.len() > MAX_FIELDS {
            return Err(bad("there are more fields than a table can have"));
        }
    }
    let sum = fields.iter().map(|f| f.length).sum::<usize>() + 1;
    // Some programs state a width that is too small for the fields; records then follow the fields.
    let fits = bytes.len().saturating_sub(header) >= count.saturating_mul(sum);
    if fields.is_empty() || header < at || width == 0 || (sum > width && !fits) {
        return Err(bad("the header does not describe a table"));
    }
    let width = width.max(sum);
    if count.saturating_mul(fields.len()) > reading.max_cells {
        return Err(too_many_cells(file, reading.max_cells));
    }
    let held = bytes.len().saturating_sub(header) / width;
    if held < count {
        let message =
            format!("the file holds {held} of the {count} records that its header states");
        return Err(Box::new(
            fault("truncated", file, 0, message)
                .hint("the file did not arrive whole: fetch it again"),
        ));
    }
    let columns = fields.iter().map(|f| f.name.clone()).collect();
    let decimal = reading.decimal;
    let records = (0..count).filter_map(move |i| {
        let record = bytes.get(header + i * width..header + (i + 1) * width)?;
        let row = i as u64 + 1;
        (record.first() != Some(&b'*')).then(|| {
            let mut from = 1;
            let mut cells = Vec::with_capacity(fields.len());
            for field in &fields {
                let raw = record.get(from..from + field.length).unwrap_or_default();
                from += field.length;
                cells.push(cell(file, raw, field.kind, page, row, decimal)?);
            }
            Ok(Record {
                part: String::new(),
                row,
                cells,
            })
        })
    });
    Ok(Table {
        part: String::new(),
        shape: Shape::Rows { columns },
        records: Box::new(records),
    })
}

fn cell(
    file: &str,
    raw: &[u8],
    kind: u8,
    page: CodePage,
    row: u64,
    decimal: char,
) -> Result<String, Undecodable> {
    let number = |text: String| {
        if decimal == '.' {
            text
        } else {
            text.replace('.', decimal.encode_utf8(&mut [0; 4]))
        }
    };
    Ok(match (kind, raw) {
        (b'I', raw) if let Ok(raw) = raw.try_into() => i32::from_le_bytes(raw).to_string(),
        (b'B' | b'O', raw) if let Ok(raw) = raw.try_into() => {
            number(super::workbook::number(f64::from_le_bytes(raw), '.'))
        }
        (b'Y', raw) if let Ok(raw) = raw.try_into() => {
            let n = i64::from_le_bytes(raw);
            number(format!(
                "{}{}.{:04}",
                if n < 0 { "-" } else { "" },
                n.unsigned_abs() / 10_000,
                n.unsigned_abs() % 10_000
            ))
        }
        (b'T', raw) if let ([day, time], []) = raw.as_chunks::<4>() => {
            moment(i32::from_le_bytes(*day), i32::from_le_bytes(*time))
        }
        (b'D', day) if day.len() == 8 && day.iter().all(u8::is_ascii_digit) => {
            let text = String::from_utf8_lossy(day);
            format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
        }
        (kind, raw) => {
            let raw: Vec<u8> = raw.iter().copied().filter(|b| *b != 0).collect();
            let text = letters_of(file, &raw, page, row)?.trim().to_owned();
            if matches!(kind, b'N' | b'F') {
                number(text)
            } else {
                text
            }
        }
    })
}

/// A Julian day and milliseconds of the day.
fn moment(day: i32, millis: i32) -> String {
    /// The Julian day of 1970-01-01.
    const EPOCH: i32 = 2_440_588;
    let seconds = i64::from(day.saturating_sub(EPOCH)) * 86_400 + i64::from(millis / 1000);
    match chrono::DateTime::from_timestamp(seconds, 0) {
        Some(t) if day != 0 => t.format("%Y-%m-%dT%H:%M:%S").to_string(),
        _ => String::new(),
    }
}

fn letters_of(file: &str, raw: &[u8], page: CodePage, row: u64) -> Result<String, Undecodable> {
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
