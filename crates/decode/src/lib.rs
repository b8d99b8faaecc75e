//! Delivered bytes to text cells, a file or a folder a format. A decoder knows no contract: it
//! neither drops nor corrects anything.
//!
//! What cannot be read as a whole (a login page, a cut-off file, bytes that are no UTF-8) is
//! refused here with one [`Finding`]; a single bad row is passed on for `conform` to quarantine.
//! Records come one at a time, so a large file is never held twice.

mod answer;
mod archive;
mod blocks;
mod by_format;
pub mod cell;
mod csv;
mod dbf;
mod delivery;
mod fault;
mod grid;
mod guard;
mod header;
mod html;
mod json;
pub mod json_path;
mod json_stat;
mod letters;
mod packed;
mod pages;
mod parquet;
mod part_name;
mod plain;
mod px;
mod repeated_name;
mod sdmx_json;
mod sdmx_ml;
mod side_by_side;
pub mod size;
mod table;
pub mod text;
mod workbook;

pub use by_format::{table_stream, tables};
use chiso_model::Encoding;
pub use delivery::{Decoded, decode, decode_stream};
pub use fault::Undecodable;
pub use fault::is_html;
use fault::{fault, line_ends, line_of, looks_like_html, parse, too_many_cells};
pub use packed::is_packed;
pub use packed::{members, unpacked};
use table::{DeliveryPage, repeated};
pub use table::{MAX_CELLS, Reading, Record, Records, Shape, Table};
use text::tidy;

/// The letters of the beginning of a file, for looking at.
#[must_use]
pub fn sample(bytes: &[u8], encoding: Encoding) -> String {
    letters::sample(bytes, encoding)
}

/// Words with a letter beyond ASCII: how many are Vietnamese syllables, and how many there are.
#[must_use]
pub fn syllables(text: &str) -> (usize, usize) {
    letters::syllables(text)
}

/// Whether JSON is the answer of a known service, with a list of records.
///
/// # Errors
/// As [`decode`], when the answer tells of an error or is cut off.
pub fn answered(file_name: &str, root: serde_json::Value) -> Result<bool, Undecodable> {
    answer::records(file_name, root).map(|found| found.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{Format, Layout};
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
