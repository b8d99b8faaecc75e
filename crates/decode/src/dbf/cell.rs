//! The text of one cell of a dBase table, by the kind of its field.

use super::super::{Undecodable, workbook};
use super::code_page::{CodePage, letters_of};

/// The bytes of a cell.
pub(super) struct DbfCell<'c> {
    pub(super) file: &'c str,
    pub(super) row: u64,
    /// Letter of the kind of field.
    pub(super) kind: u8,
    pub(super) raw: &'c [u8],
}

impl DbfCell<'_> {
    /// Numbers with the decimal sign that the source declares.
    pub(super) fn text(&self, page: CodePage, decimal: char) -> Result<String, Undecodable> {
        let number = |text: String| {
            if decimal == '.' {
                text
            } else {
                text.replace('.', decimal.encode_utf8(&mut [0; 4]))
            }
        };
        Ok(match (self.kind, self.raw) {
            (b'I', raw) if let Ok(raw) = raw.try_into() => i32::from_le_bytes(raw).to_string(),
            (b'B' | b'O', raw) if let Ok(raw) = raw.try_into() => {
                number(workbook::number(f64::from_le_bytes(raw), '.'))
            }
            (b'Y', raw) if let Ok(raw) = raw.try_into() => number(money(i64::from_le_bytes(raw))),
            (b'T', raw) if let ([day, time], []) = raw.as_chunks::<4>() => {
                moment(i32::from_le_bytes(*day), i32::from_le_bytes(*time))
            }
            (b'D', day) if day.len() == 8 && day.iter().all(u8::is_ascii_digit) => {
                let text = String::from_utf8_lossy(day);
                format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
            }
            (kind, raw) => {
                let raw: Vec<u8> = raw.iter().copied().filter(|b| *b != 0).collect();
                let text = letters_of(self.file, &raw, page, self.row)?
                    .trim()
                    .to_owned();
                if matches!(kind, b'N' | b'F') {
                    number(text)
                } else {
                    text
                }
            }
        })
    }
}

/// An amount that is held in ten-thousandths.
fn money(n: i64) -> String {
    format!(
        "{}{}.{:04}",
        if n < 0 { "-" } else { "" },
        n.unsigned_abs() / 10_000,
        n.unsigned_abs() % 10_000
    )
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
