//! Delivered bytes to text cells, one file a format. A decoder knows no contract: it neither drops nor mends anything.
//!
//! What cannot be read as a whole (a login page, a cut-off file, bytes that are no UTF-8) is refused here with one
//! [`Finding`]; a single bad row is passed on for `conform` to keep aside. Records come one at a time, so a large file is
//! never held twice.

mod csv;
mod json;
mod json_stat;

use super::text::tidy;
use crate::model::{Finding, Format, Place};

/// Most cells (rows times columns) of one delivery.
pub const MAX_CELLS: usize = 200_000_000;

/// One row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Sheet or member; empty when the file has no parts.
    pub part: String,
    /// CSV: physical line on which the record begins, the header's being 1. JSON-stat: index of the observation, from 1.
    /// JSON: index of the record in its page, from 1.
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
    /// Column separator of CSV.
    pub delimiter: u8,
    /// JSON: dotted path of the list of records.
    pub records: &'a str,
    /// Sizes of the pages that the bytes hold one behind the other; empty for a file in one piece.
    pub pages: &'a [u64],
    /// Most cells; [`MAX_CELLS`] unless a test wants fewer.
    pub max_cells: usize,
}

/// A page of a delivery, or all of it.
struct Page<'a> {
    /// `page 1` and so on; empty when it is all of it.
    name: String,
    text: &'a str,
}

/// Decodes a file.
///
/// # Errors
/// Rules `html_page`, `unreadable`, `truncated`, `metadata_only` and `no_records`: nothing of the file can be used.
pub fn decode<'a>(reading: Reading<'a>, bytes: &'a [u8]) -> Result<Decoded<'a>, Undecodable> {
    let pages = pages(reading, bytes)?;
    if reading.format == Format::Json {
        return json::decode(reading, pages);
    }
    let mut columns: Option<Vec<String>> = None;
    let mut records: Vec<Records<'a>> = Vec::new();
    for Page { name, text } in pages {
        let decoded = match reading.format {
            Format::Csv => csv::decode(reading, text),
            Format::JsonStat | Format::Json => json_stat::decode(reading, text),
        };
        let decoded = decoded.map_err(|finding| on_page(finding, &name))?;
        if columns.get_or_insert_with(|| decoded.columns.clone()) != &decoded.columns {
            let finding = fault("unreadable", reading.file_name, 0, "the columns of this page are not those of the first");
            return Err(on_page(Box::new(finding.hint("ask the provider what has changed between the pages")), &name));
        }
        records.push(if name.is_empty() { decoded.records } else { Box::new(decoded.records.map(move |r| named(r, &name))) });
    }
    Ok(Decoded { columns: columns.unwrap_or_default(), records: Box::new(records.into_iter().flatten()) })
}

/// The pages of a delivery as texts.
fn pages<'a>(reading: Reading<'a>, bytes: &'a [u8]) -> Result<Vec<Page<'a>>, Undecodable> {
    if reading.pages.is_empty() {
        return Ok(vec![Page { name: String::new(), text: utf8(reading.file_name, bytes)? }]);
    }
    let mut rest = bytes;
    let mut pages = Vec::with_capacity(reading.pages.len());
    for (i, size) in reading.pages.iter().enumerate() {
        let name = format!("page {}", i + 1);
        let split = usize::try_from(*size).ok().and_then(|size| rest.split_at_checked(size));
        let Some((page, after)) = split else {
            let finding = fault("unreadable", reading.file_name, 0, "the delivery is shorter than the pages in its receipt");
            return Err(on_page(Box::new(finding.hint("restore the delivery from a backup, or remove its folder and fetch it again")), &name));
        };
        rest = after;
        let text = utf8(reading.file_name, page).map_err(|finding| on_page(finding, &name))?;
        pages.push(Page { name, text });
    }
    Ok(pages)
}

fn named(record: Result<Record, Undecodable>, page: &str) -> Result<Record, Undecodable> {
    match record {
        Ok(record) if record.part.is_empty() => Ok(Record { part: page.to_owned(), ..record }),
        Ok(record) => Ok(Record { part: format!("{page}, {}", record.part), ..record }),
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

/// The JSON of a text.
fn parse(file: &str, part: &str, text: &str) -> Result<serde_json::Value, Undecodable> {
    serde_json::from_str(text).map_err(|e| {
        let line = u64::try_from(e.line()).unwrap_or(0);
        let cut = e.is_eof();
        let message = if cut { format!("the JSON is cut off: {e}") } else { format!("this is not JSON: {e}") };
        let mut finding = fault(if cut { "truncated" } else { "unreadable" }, file, line, message);
        part.clone_into(&mut finding.place.part);
        Box::new(finding.hint("fetch the file again"))
    })
}

/// The text of a file: UTF-8 without its byte-order mark and without NUL bytes at its end.
fn utf8<'a>(file_name: &str, bytes: &'a [u8]) -> Result<&'a str, Undecodable> {
    if is_html(bytes) {
        let finding = fault("html_page", file_name, 1, "this is a web page, not data");
        return Err(Box::new(
            finding.hint("it looks like a login or error page that was answered in place of the file: fetch it again, or save it by hand"),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let message = format!("byte {} is not UTF-8", at + 1);
        Box::new(fault("unreadable", file_name, line_of(bytes, at), message).hint("save the file as UTF-8 (in a spreadsheet: `CSV UTF-8`)"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_end_matches('\0');
    if let Some(at) = text.bytes().position(|b| b == 0) {
        let message = format!("a NUL byte stands inside the text, at character {}", text[..at].chars().count() + 1);
        return Err(Box::new(
            fault("unreadable", file_name, line_of(text.as_bytes(), at), message).hint("the file is damaged, or UTF-16: save it as UTF-8"),
        ));
    }
    Ok(text)
}

pub(super) fn is_html(bytes: &[u8]) -> bool {
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
        Reading { file_name: "f", format, delimiter, records: "", pages: &[], max_cells: 10_000 }
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
            for format in [Format::Csv, Format::JsonStat, Format::Json] {
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
