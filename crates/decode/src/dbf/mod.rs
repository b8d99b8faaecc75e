//! dBase and `FoxPro` tables: a header that lists fields, then records of fixed width.
//!
//! Rows that are marked as deleted are left out, as every program does that shows the table; row
//! numbers count them. A number that did not fit is written `****` in the file and stays so. A memo
//! field holds the number of its block: the texts lie in another file, which is not read. The code
//! page byte is often wrong, so a declared `encoding` comes first.

mod cell;
mod code_page;
mod header;

use super::{Reading, Record, Shape, Table, Undecodable, fault, too_many_cells};
use cell::DbfCell;
use code_page::CodePage;
use header::{DbfHeader, FieldDescriptor, bad};
use std::borrow::Cow;

/// The records of a file.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let file = reading.file_name;
    let Some(header) = DbfHeader::read(&bytes) else {
        return Err(Box::new(
            fault("truncated", file, 0, "the header is cut off").hint("fetch it again"),
        ));
    };
    let DbfHeader {
        count,
        length: begin,
        ..
    } = header;
    let page = CodePage::of(reading.layout.encoding, header.language);
    let (fields, at) = header.fields(file, &bytes, page)?;
    let held = bytes.len().saturating_sub(begin);
    let width = header
        .record_width(&fields, held)
        .filter(|_| !fields.is_empty() && begin >= at)
        .ok_or_else(|| bad(file, "the header does not describe a table"))?;
    if count.saturating_mul(fields.len()) > reading.max_cells {
        return Err(too_many_cells(file, reading.max_cells));
    }
    let held = held / width;
    if held < count {
        return Err(records_missing(file, held, count));
    }
    let columns = fields.iter().map(|f| f.name.clone()).collect();
    let decimal = reading.decimal;
    let records = (0..count).filter_map(move |i| {
        let raw = bytes.get(begin + i * width..begin + (i + 1) * width)?;
        let row = i as u64 + 1;
        (raw.first() != Some(&b'*')).then(|| {
            let cells = cells(file, row, raw, &fields).map(|cell| cell.text(page, decimal));
            Ok(Record {
                part: String::new(),
                row,
                cells: cells.collect::<Result<_, _>>()?,
            })
        })
    });
    Ok(Table {
        part: String::new(),
        shape: Shape::Rows { columns },
        records: Box::new(records),
    })
}

fn records_missing(file: &str, held: usize, stated: usize) -> Undecodable {
    let message = format!("the file holds {held} of the {stated} records that its header states");
    Box::new(
        fault("truncated", file, 0, message).hint("the file did not arrive whole: fetch it again"),
    )
}

/// The cells of a record, behind the mark of deletion.
fn cells<'r>(
    file: &'r str,
    row: u64,
    raw: &'r [u8],
    fields: &'r [FieldDescriptor],
) -> impl Iterator<Item = DbfCell<'r>> {
    let mut from = 1;
    fields.iter().map(move |field| {
        let begin = from;
        from += field.length;
        DbfCell {
            file,
            row,
            kind: field.kind,
            raw: raw.get(begin..from).unwrap_or_default(),
        }
    })
}
