//! Delivered bytes to text cells, one file a format. A decoder knows no contract: it neither drops nor mends anything.
//!
//! What cannot be read as a whole (a login page, a cut-off file, bytes that are no UTF-8) is refused here with one
//! [`Finding`]; a single bad row is passed on for `conform` to keep aside. Records come one at a time, so a large file is
//! never held twice.

mod archive;
mod csv;
mod dbf;
mod grid;
mod html;
mod json;
mod json_stat;
mod letters;
mod parquet;
mod px;
mod sdmx_json;
mod sdmx_ml;
mod workbook;

use super::text::tidy;
use crate::model::{Encoding, Finding, Format, Layout, Place};
use std::borrow::Cow;

/// Most cells (rows times columns) of one delivery.
pub const MAX_CELLS: usize = 200_000_000;

/// One row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Sheet or member; empty when the file has no parts.
    pub part: String,
    /// Grids: the row or physical line on which the record begins, counted from 1 as a person does. Otherwise the number of the observation, from 1.
    pub row: u64,
    /// Texts as they stood. As many as there are columns, unless the row is ragged.
    pub cells: Vec<String>,
}

/// Why a delivery cannot be read as a whole.
pub type Undecodable = Box<Finding>;

/// The records of a file, in its order. After an error there are no more.
pub type Records<'a> = Box<dyn Iterator<Item = Result<Record, Undecodable>> + 'a>;

/// A decoded delivery.
pub struct Decoded<'a> {
    /// Column names as they stood; no two are the same, apart from empty ones.
    pub columns: Vec<String>,
    /// Rows.
    pub records: Records<'a>,
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Name for places.
    pub file_name: &'a str,
    /// Format.
    pub format: Format,
    /// Where the table stands.
    pub layout: &'a Layout,
    /// Decimal sign in which cells are written that a file holds as numbers and not as texts.
    pub decimal: char,
    /// Most cells; [`MAX_CELLS`] unless a test wants fewer.
    pub max_cells: usize,
}

/// A table found in a file, before anyone has said what it means.
pub struct Table<'a> {
    /// Sheet, member or cube; empty when the file has no parts.
    pub part: String,
    /// What its records are.
    pub shape: Shape,
    /// Rows.
    pub records: Records<'a>,
}

/// What the records of a table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rows of cells as they stand, the header somewhere among them.
    Grid {
        /// Cells that the file holds as numbers, if it tells numbers from texts.
        numbers: Option<Vec<String>>,
    },
    /// Rows under column names.
    Rows {
        /// Names.
        columns: Vec<String>,
    },
    /// One figure a record.
    Figures {
        /// Names of all columns.
        columns: Vec<String>,
        /// Names of the dimensions among them.
        dimensions: Vec<String>,
        /// Which column holds the figure.
        value: usize,
    },
}

/// Decodes the one table of a file that a source declares.
///
/// # Errors
/// Rules `html_page`, `unreadable`, `truncated`, `metadata_only` and `no_such_part`: nothing of the file can be used.
pub fn decode<'a>(reading: Reading<'a>, bytes: &'a [u8]) -> Result<Decoded<'a>, Undecodable> {
    let table = grid::only(reading, tables(reading, Cow::Borrowed(bytes))?)?;
    let (columns, records) = match table.shape {
        Shape::Grid { .. } => grid::under_header(reading, table.records)?,
        Shape::Rows { columns } | Shape::Figures { columns, .. } => (columns, table.records),
    };
    if let Some(name) = repeated(&columns) {
        let message = format!("two columns are named `{name}`");
        let row = reading.layout.header_row.unwrap_or(u64::from(reading.format.is_grid()));
        return Err(Box::new(fault("unreadable", reading.file_name, row, message).hint("give every column a name of its own")));
    }
    Ok(Decoded { columns, records })
}

/// Every table of a file.
///
/// # Errors
/// As [`decode`]; a fault behind the beginning of a table comes from its records.
pub fn tables<'a>(reading: Reading<'a>, bytes: Cow<'a, [u8]>) -> Result<Vec<Table<'a>>, Undecodable> {
    let packs_itself = matches!(reading.format, Format::Xlsx | Format::Xls | Format::Ods);
    let named = !reading.layout.member.is_empty();
    let bytes = if archive::is_packed(&bytes) && (named || !packs_itself) {
        Cow::Owned(archive::unpack(reading.file_name, &bytes, reading.layout, archive::LIMITS)?.1)
    } else if named {
        let message = "`member` is declared, and this is no archive";
        return Err(Box::new(fault("no_such_part", reading.file_name, 0, message).hint("leave out `member`, or fetch the archive")));
    } else {
        bytes
    };
    match reading.format {
        Format::Csv | Format::SdmxCsv => Ok(vec![csv::table(reading, text(reading, bytes)?)?]),
        Format::JsonStat => json_stat::tables(reading, &text(reading, bytes)?),
        Format::Px => Ok(vec![px::table(reading, bytes)?]),
        Format::SdmxJson => Ok(vec![sdmx_json::table(reading, &text(reading, bytes)?)?]),
        Format::Json => Ok(vec![json::table(reading, &text(reading, bytes)?)?]),
        Format::Html => html::tables(reading, &letters::text(reading.file_name, bytes, reading.layout.encoding)?),
        Format::Dbf => Ok(vec![dbf::table(reading, bytes)?]),
        Format::Parquet => Ok(vec![parquet::table(reading, bytes)?]),
        Format::SdmxMl => Ok(vec![sdmx_ml::table(reading, bytes)?]),
        Format::Xlsx | Format::Xls | Format::Ods => workbook::tables(reading, bytes),
    }
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
    let packs_workbook = names.iter().any(|n| matches!(n.to_lowercase().as_str(), "content.xml" | "[content_types].xml") || n.starts_with("xl/"));
    Ok((!packs_workbook).then_some(names))
}

/// The bytes of a packed file and its name in the archive, which is empty for gzip; `None` when it is not packed.
///
/// # Errors
/// When the archive is damaged or beyond the limits, or has no such member.
pub fn unpacked(file_name: &str, bytes: &[u8], layout: &Layout) -> Result<Option<(String, Vec<u8>)>, Undecodable> {
    if !archive::is_packed(bytes) {
        return Ok(None);
    }
    archive::unpack(file_name, bytes, layout, archive::LIMITS).map(Some)
}

/// The letters of a text file that is not a web page.
fn text<'a>(reading: Reading<'_>, bytes: Cow<'a, [u8]>) -> Result<Cow<'a, str>, Undecodable> {
    if is_html(&bytes) {
        let finding = fault("html_page", reading.file_name, 1, "this is a web page, not data");
        return Err(Box::new(
            finding.hint("it looks like a login or error page that was answered in place of the file: fetch it again, or save it by hand"),
        ));
    }
    letters::text(reading.file_name, bytes, reading.layout.encoding)
}

fn is_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype"[..], b"<html"].iter().any(|tag| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}

/// Line on which a byte stands, from 1; LF, CRLF and CR each end a line.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + line_ends(&bytes[..at])
}

/// How many line ends there are: LF, CRLF or CR alone.
fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut after_cr = false;
    for b in bytes {
        count += u64::from(*b == b'\r' || (*b == b'\n' && !after_cr));
        after_cr = *b == b'\r';
    }
    count
}

fn fault(rule: &'static str, file_name: &str, row: u64, message: impl Into<String>) -> Finding {
    Finding::error(rule, Place { file: file_name.to_owned(), row, ..Place::default() }, message)
}

fn too_many_cells(file_name: &str, max_cells: usize) -> Undecodable {
    let message = format!("there are more than {max_cells} cells");
    Box::new(fault("unreadable", file_name, 0, message).hint("deliver the file in parts, by year or by area"))
}

/// The first column name that stands twice, compared as declarations are: trimmed and composed.
fn repeated(columns: &[String]) -> Option<&str> {
    let mut seen = std::collections::BTreeSet::new();
    columns.iter().find(|c| !tidy(c).is_empty() && !seen.insert(tidy(c))).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) fn reading(format: Format, delimiter: u8) -> Reading<'static> {
        Reading { file_name: "f", format, delimiter, max_cells: 10_000 }
    }

    fn rule(bytes: &[u8]) -> String {
        match decode(reading(Format::Csv, b','), bytes) {
            Ok(_) => "readable".to_owned(),
            Err(finding) => finding.to_string(),
        }
    }

    #[test]
    fn what_is_not_text_at_all() {
        for (bytes, start) in [
            (&b"\xef\xbb\xbf \r\n<!DOCTYPE html><p>"[..], "error[html_page]: f:1: this is a web page, not data\n  hint: it looks like a login"),
            (b"<HTML>", "error[html_page]"),
            (b"a\r\nb\rc\xff", "error[unreadable]: f:3: byte 7 is not UTF-8\n  hint: save the file as UTF-8"),
            (b"a\n1\x002\n", "error[unreadable]: f:2: a NUL byte stands inside the text, at character 4"),
            (b"a\n1\n\0\0", "readable"),
        ] {
            assert!(rule(bytes).starts_with(start), "{}", rule(bytes));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), delimiter in any::<u8>()) {
            for format in [Format::Csv, Format::JsonStat] {
                if let Ok(decoded) = decode(reading(format, delimiter), &bytes) {
                    decoded.records.for_each(drop);
                }
            }
        }

        #[test]
        fn nor_does_text_that_is_almost_csv(text in "[ab,;\"\r\n\u{feff}đ\0]{0,60}") {
            if let Ok(decoded) = decode(reading(Format::Csv, b','), text.as_bytes()) {
                decoded.records.for_each(drop);
            }
        }
    }
}
