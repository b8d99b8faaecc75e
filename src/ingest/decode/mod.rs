//! Delivered bytes to text cells, one file a format. A decoder knows no contract: it neither drops
//! nor mends anything.
//!
//! What cannot be read as a whole (a login page, a cut-off file, bytes that are no UTF-8) is
//! refused here with one [`Finding`]; a single bad row is passed on for `conform` to keep aside.
//! Records come one at a time, so a large file is never held twice.

mod answer;
mod archive;
mod blocks;
mod csv;
mod dbf;
mod fault;
mod grid;
mod guard;
mod html;
mod json;
mod json_stat;
mod letters;
mod parquet;
mod plain;
mod px;
mod sdmx_json;
mod sdmx_ml;
mod size;
mod table;
mod workbook;

use super::text::tidy;
use crate::model::{Encoding, Format, Layout};
pub use fault::Undecodable;
pub(super) use fault::is_html;
use fault::{fault, line_ends, line_of, looks_like_html, parse, too_many_cells};
use plain::text;
use std::borrow::Cow;
use std::io::Read;
use table::{DeliveryPage, repeated};
pub use table::{MAX_CELLS, Reading, Record, Records, Shape, Table};

/// A decoded delivery.
pub struct Decoded<'a> {
    /// Column names as they stood; no two are the same, apart from empty ones.
    pub columns: Vec<String>,
    /// Rows.
    pub records: Records<'a>,
    /// Names of the tables beside this one.
    pub beside: Vec<String>,
}

/// Decodes the one table that a source declares, from all pages of a delivery.
///
/// # Errors
/// Rules `html_page`, `unreadable`, `truncated`, `metadata_only`, `service_error`, `no_such_part`
/// and `no_records`: nothing of the file can be used.
pub fn decode<'a>(reading: Reading<'a>, bytes: &'a [u8]) -> Result<Decoded<'a>, Undecodable> {
    let pages = pages(reading, bytes)?;
    if reading.format == Format::Json {
        return json_pages(reading, pages).and_then(|table| columns(reading, table));
    }
    let mut names: Option<Vec<String>> = None;
    let mut records: Vec<Records<'a>> = Vec::new();
    let mut beside: Vec<String> = Vec::new();
    for DeliveryPage { name, content } in pages {
        let decoded = tables(reading, Cow::Borrowed(content))
            .and_then(|tables| {
                let all: Vec<String> = tables.iter().map(|t| t.part.clone()).collect();
                let table = grid::only(reading, tables)?;
                let others = all
                    .into_iter()
                    .filter(|part| *part != table.part && !beside.contains(part))
                    .collect::<Vec<_>>();
                beside.extend(others);
                columns(reading, table)
            })
            .map_err(|finding| on_page(finding, &name))?;
        if names.get_or_insert_with(|| decoded.columns.clone()) != &decoded.columns {
            let finding = fault(
                "unreadable",
                reading.file_name,
                0,
                "the columns of this page are not those of the first",
            );
            return Err(on_page(
                Box::new(finding.hint("ask the provider what has changed between the pages")),
                &name,
            ));
        }
        records.push(if name.is_empty() {
            decoded.records
        } else {
            Box::new(decoded.records.map(move |r| named(r, &name)))
        });
    }
    Ok(Decoded {
        columns: names.unwrap_or_default(),
        records: Box::new(records.into_iter().flatten()),
        beside,
    })
}

/// Decodes a file of delimited text without holding it; `None` when it has to be held, because of
/// its format or because it is packed or UTF-16.
///
/// # Errors
/// As [`decode`]; bytes that do not follow the encoding are told where the records come to them.
pub fn decode_stream<'a>(
    reading: Reading<'a>,
    file: impl Read + Send + 'a,
) -> Result<Option<Decoded<'a>>, Undecodable> {
    table_stream(reading, file)?
        .map(|table| columns(reading, table))
        .transpose()
}

/// The one table of a file of delimited text, as [`decode_stream`] reads it.
///
/// # Errors
/// As [`tables`].
pub fn table_stream<'a>(
    reading: Reading<'a>,
    file: impl Read + Send + 'a,
) -> Result<Option<Table<'a>>, Undecodable> {
    let Reading {
        file_name,
        format,
        layout,
        pages,
        ..
    } = reading;
    if !matches!(format, Format::Csv | Format::SdmxCsv)
        || !pages.is_empty()
        || !layout.member.is_empty()
    {
        return Ok(None);
    }
    let blocks = blocks::Blocks::new(file_name, Box::new(file), layout.encoding, blocks::BLOCK)?;
    blocks
        .map(|blocks| csv::table(reading, csv::TextSource::Blocks(blocks)))
        .transpose()
}

/// A table under its column names.
fn columns<'a>(reading: Reading<'a>, table: Table<'a>) -> Result<Decoded<'a>, Undecodable> {
    let (columns, records) = match table.shape {
        Shape::Grid { .. } => grid::under_header(reading, table.records)?,
        Shape::Rows { columns } | Shape::Figures { columns, .. } => (columns, table.records),
    };
    if let Some(name) = repeated(&columns) {
        let message = format!("two columns are named `{name}`");
        let row = reading
            .layout
            .header_row
            .unwrap_or(u64::from(reading.format.is_grid()));
        return Err(Box::new(
            fault("unreadable", reading.file_name, row, message)
                .hint("give every column a name of its own"),
        ));
    }
    Ok(Decoded {
        columns,
        records,
        beside: Vec::new(),
    })
}

/// Every table of a file that does not come in pages.
///
/// # Errors
/// As [`decode`]; a fault behind the beginning of a table comes from its records.
pub fn tables<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Vec<Table<'a>>, Undecodable> {
    let bytes = plain_bytes(reading, bytes)?;
    match reading.format {
        Format::Csv | Format::SdmxCsv => Ok(vec![csv::table(
            reading,
            csv::TextSource::Whole(text(reading, bytes)?),
        )?]),
        Format::JsonStat => json_stat::tables(reading, &text(reading, bytes)?),
        Format::Px => Ok(vec![px::table(reading, bytes)?]),
        Format::SdmxJson => Ok(vec![sdmx_json::table(reading, &text(reading, bytes)?)?]),
        Format::Json => Ok(vec![json::table(
            reading,
            vec![DeliveryPage {
                name: String::new(),
                content: text(reading, bytes)?,
            }],
        )?]),
        Format::Html => html::tables(
            reading,
            &letters::text(reading.file_name, bytes, reading.layout.encoding)?,
        ),
        Format::Dbf => Ok(vec![dbf::table(reading, bytes)?]),
        Format::Parquet => Ok(vec![parquet::table(reading, bytes)?]),
        Format::SdmxMl => Ok(vec![sdmx_ml::table(reading, bytes)?]),
        Format::Xlsx | Format::Xls | Format::Ods => {
            guard::guarded(reading.file_name, || workbook::tables(reading, bytes))
        }
    }
}

/// The records of all pages of JSON as one table: a page may lack a column that another has.
fn json_pages<'a>(
    reading: Reading<'a>,
    pages: Vec<DeliveryPage<&'a [u8]>>,
) -> Result<Table<'a>, Undecodable> {
    let read = |DeliveryPage { name, content }: DeliveryPage<&'a [u8]>| {
        let text =
            plain_bytes(reading, Cow::Borrowed(content)).and_then(|bytes| text(reading, bytes));
        text.map_err(|finding| on_page(finding, &name))
            .map(|content| DeliveryPage { name, content })
    };
    json::table(
        reading,
        pages.into_iter().map(read).collect::<Result<_, _>>()?,
    )
}

/// The bytes of the file itself, taken out of its archive.
fn plain_bytes<'a>(
    reading: Reading<'_>,
    bytes: Cow<'a, [u8]>,
) -> Result<Cow<'a, [u8]>, Undecodable> {
    let packs_itself = matches!(reading.format, Format::Xlsx | Format::Xls | Format::Ods);
    let named = !reading.layout.member.is_empty();
    if archive::is_packed(&bytes) && (named || !packs_itself) {
        return Ok(Cow::Owned(
            archive::unpack(reading.file_name, &bytes, reading.layout, archive::LIMITS)?.1,
        ));
    }
    if named {
        let message = "`member` is declared, and this is no archive";
        return Err(Box::new(
            fault("no_such_part", reading.file_name, 0, message)
                .hint("leave out `member`, or fetch the archive"),
        ));
    }
    Ok(bytes)
}

/// The pages of a delivery.
fn pages<'a>(
    reading: Reading<'_>,
    bytes: &'a [u8],
) -> Result<Vec<DeliveryPage<&'a [u8]>>, Undecodable> {
    if reading.pages.is_empty() {
        return Ok(vec![DeliveryPage {
            name: String::new(),
            content: bytes,
        }]);
    }
    let mut rest = bytes;
    let mut pages = Vec::with_capacity(reading.pages.len());
    for (i, size) in reading.pages.iter().enumerate() {
        let name = format!("page {}", i + 1);
        let split = usize::try_from(*size)
            .ok()
            .and_then(|size| rest.split_at_checked(size));
        let Some((content, after)) = split else {
            let finding = fault(
                "unreadable",
                reading.file_name,
                0,
                "the delivery is shorter than the pages in its receipt",
            );
            return Err(on_page(
                Box::new(finding.hint(
                    "restore the delivery from a backup, or remove its folder and fetch it again",
                )),
                &name,
            ));
        };
        rest = after;
        pages.push(DeliveryPage { name, content });
    }
    Ok(pages)
}

fn named(record: Result<Record, Undecodable>, page: &str) -> Result<Record, Undecodable> {
    match record {
        Ok(record) if record.part.is_empty() => Ok(Record {
            part: page.to_owned(),
            ..record
        }),
        Ok(record) => Ok(Record {
            part: format!("{page}, {}", record.part),
            ..record
        }),
        Err(finding) => Err(on_page(finding, page)),
    }
}

fn on_page(mut finding: Undecodable, page: &str) -> Undecodable {
    let part = &mut finding.place.part;
    if part.is_empty() {
        page.clone_into(part);
    } else if !page.is_empty() {
        *part = format!("{page}, {part}");
    }
    finding
}

/// What a workbook held before its texts were read again as an old encoding.
pub(super) fn unread(text: &str, encoding: Encoding) -> String {
    letters::unread(text, encoding)
}

/// The letters of the beginning of a file, for looking at.
pub(super) fn sample(bytes: &[u8], encoding: Encoding) -> String {
    letters::sample(bytes, encoding)
}

/// Names of the files in a zip archive that is no workbook; `None` for any other file.
///
/// # Errors
/// When the archive is damaged or beyond the limits.
pub fn members(file_name: &str, bytes: &[u8]) -> Result<Option<Vec<String>>, Undecodable> {
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let names = archive::members(file_name, bytes, archive::LIMITS)?;
    let packs_workbook = names.iter().any(|n| {
        matches!(
            n.to_lowercase().as_str(),
            "content.xml" | "[content_types].xml"
        ) || n.starts_with("xl/")
    });
    Ok((!packs_workbook).then_some(names))
}

/// The bytes of a packed file and its name in the archive, which is empty for gzip; `None` when it
/// is not packed.
///
/// # Errors
/// When the archive is damaged or beyond the limits, or has no such member.
pub fn unpacked(
    file_name: &str,
    bytes: &[u8],
    layout: &Layout,
) -> Result<Option<(String, Vec<u8>)>, Undecodable> {
    if !archive::is_packed(bytes) {
        return Ok(None);
    }
    archive::unpack(file_name, bytes, layout, archive::LIMITS).map(Some)
}

/// Whether the bytes are a zip archive, as some workbooks are too, or gzip.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    archive::is_packed(bytes)
}

/// Whether JSON is the answer of a known service, with a list of records.
///
/// # Errors
/// As [`decode`], when the answer tells of an error or is cut off.
pub(super) fn answered(file_name: &str, root: serde_json::Value) -> Result<bool, Undecodable> {
    answer::records(file_name, root).map(|found| found.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(format: Format, delimiter: u8, bytes: &[u8]) -> Result<(), Undecodable> {
        let layout = Layout {
            delimiter,
            ..Layout::default()
        };
        let reading = Reading {
            file_name: "f",
            format,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 10_000,
        };
        let decoded = decode(reading, bytes)?;
        decoded.records.for_each(drop);
        Ok(())
    }

    fn rule(bytes: &[u8]) -> String {
        match read(Format::Csv, b',', bytes) {
            Ok(()) => "readable".to_owned(),
            Err(finding) => finding.to_string(),
        }
    }

    #[test]
    fn what_is_not_text_at_all() {
        for (bytes, start) in [
            (
                &b"\xef\xbb\xbf \r\n<!DOCTYPE html><p>"[..],
                "error[html_page]: f:1: this is a web page, not data\n  hint: it looks like a login",
            ),
            (b"<HTML>", "error[html_page]"),
            (
                b"a\r\nb\rc\xff",
                "error[unreadable]: f:3: byte 7 is not UTF-8\n  hint: declare the `encoding` of \
                    the source (`windows-1258`, `tcvn3`, …;",
            ),
            (
                b"a\n1\x002\n",
                "error[unreadable]: f:2: a NUL byte stands inside the text, at character 4",
            ),
            (b"a\n1\n\0\0", "readable"),
        ] {
            assert!(rule(bytes).starts_with(start), "{}", rule(bytes));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), delimiter in any::<u8>()) {
            for format in Format::ALL {
                let _ = read(*format, delimiter, &bytes);
            }
        }

        #[test]
        fn nor_does_text_that_is_almost_csv(text in "[ab,;\"\r\n\u{feff}đ\0]{0,60}") {
            let _ = read(Format::Csv, b',', text.as_bytes());
        }
    }
}
