//! The header of a dBase table: how many records, how wide, of which fields.

use super::super::{Undecodable, fault};
use super::code_page::{CodePage, letters_of};

/// Most fields of a table (dBase VII allows 1024).
const MAX_FIELDS: usize = 2048;

pub(super) struct FieldDescriptor {
    pub(super) name: String,
    pub(super) kind: u8,
    pub(super) length: usize,
}

/// The fixed part of a header.
pub(super) struct DbfHeader {
    /// Records.
    pub(super) count: usize,
    /// Bytes of the whole header.
    pub(super) length: usize,
    /// Bytes of a record.
    pub(super) width: usize,
    /// Byte that names the code page.
    pub(super) language: u8,
}

impl DbfHeader {
    /// `None` when the file ends within it.
    pub(super) fn read(bytes: &[u8]) -> Option<DbfHeader> {
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
            .map(u32::from_le_bytes)?;
        Some(DbfHeader {
            count: usize::try_from(count).ok()?,
            length: word(8)?,
            width: word(10)?,
            language: *bytes.get(29)?,
        })
    }

    /// The fields that follow, and where their list ends.
    pub(super) fn fields(
        &self,
        file: &str,
        bytes: &[u8],
        page: CodePage,
    ) -> Result<(Vec<FieldDescriptor>, usize), Undecodable> {
        let mut fields = Vec::new();
        let mut at = 32;
        while bytes.get(at).is_some_and(|b| *b != 0x0D) && at + 32 <= self.length {
            let Some(described) = bytes.get(at..at + 32) else {
                return Err(bad(file, "the list of fields is cut off"));
            };
            fields.push(field(file, described, page)?);
            at += 32;
            if fields.len() > MAX_FIELDS {
                return Err(bad(file, "there are more fields than a table can have"));
            }
        }
        Ok((fields, at))
    }

    /// Bytes of a record, when so many are held behind the header. Some programs state a width that
    /// is too small for the fields; records then follow the fields.
    pub(super) fn record_width(&self, fields: &[FieldDescriptor], held: usize) -> Option<usize> {
        let sum = fields.iter().map(|f| f.length).sum::<usize>() + 1;
        let fits = held >= self.count.saturating_mul(sum);
        (self.width > 0 && (sum <= self.width || fits)).then(|| self.width.max(sum))
    }
}

fn field(file: &str, described: &[u8], page: CodePage) -> Result<FieldDescriptor, Undecodable> {
    let name = described
        .iter()
        .take(11)
        .take_while(|b| **b != 0)
        .copied()
        .collect::<Vec<u8>>();
    let (kind, mut length) = (described[11], usize::from(described[16]));
    if kind == b'C' {
        // Long texts keep the upper half of their length where numbers keep their decimals.
        length += usize::from(described[17]) << 8;
    }
    Ok(FieldDescriptor {
        name: letters_of(file, &name, page, 0)?.trim().to_owned(),
        kind,
        length,
    })
}

pub(super) fn bad(file: &str, message: &str) -> Undecodable {
    Box::new(
        fault("unreadable", file, 0, message)
            .hint("this is no dBase table, or it is damaged: fetch it again"),
    )
}
