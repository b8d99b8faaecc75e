//! Delimited text. Hand-written, because a person must be able to find the row again: every record
//! knows the physical line it begins on, whether lines end in LF, CRLF or CR alone and whether
//! cells contain line ends, and a quote that is never closed is an error instead of one enormous
//! cell (both are beyond the `csv` crate).
//!
//! Quoting is RFC 4180; text after a closing quote is kept as it stands. An empty line is a row
//! without cells.

mod fixed;
mod labels;
mod scanner;

use super::blocks::Blocks;
use super::{Reading, Record, Shape, Table, Undecodable, fault, too_many_cells};
use chiso_model::Format;
use scanner::Scanner;
use std::borrow::Cow;

/// Where the letters come from.
pub(super) enum TextSource<'a> {
    /// All there is.
    Whole(Cow<'a, str>),
    /// One block after the other.
    Blocks(Blocks<'a>),
}

/// The rows of delimited text, empty lines as rows without cells.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    text: TextSource<'a>,
) -> Result<Table<'a>, Undecodable> {
    let Reading {
        file_name,
        max_cells,
        ..
    } = reading;
    if let (false, TextSource::Whole(text)) = (reading.layout.fixed.is_empty(), &text) {
        return fixed::table(reading, text);
    }
    let delimiter = reading.layout.delimiter;
    if !delimiter.is_ascii() || matches!(delimiter, b'"' | b'\r' | b'\n') {
        let message = format!("byte {delimiter} cannot separate columns");
        return Err(Box::new(
            fault("unreadable", file_name, 0, message)
                .hint("declare a `delimiter` such as `,` or `;`"),
        ));
    }
    let (text, more) = match text {
        TextSource::Whole(text) => (text, None),
        TextSource::Blocks(blocks) => (Cow::Owned(String::new()), Some(blocks)),
    };
    let rows = CsvRows {
        scanner: Scanner::new(file_name, reading.layout, text, more),
        widest: 0,
        cells_left: max_cells,
        max_cells,
        excel_text: reading.layout.excel_text,
        labels: (reading.format == Format::SdmxCsv).then_some(reading.layout.labels),
        ended: false,
    };
    Ok(Table {
        part: String::new(),
        shape: Shape::Grid { numbers: None },
        records: Box::new(rows),
    })
}

struct CsvRows<'a> {
    scanner: Scanner<'a>,
    /// Cells of the longest row so far.
    widest: usize,
    cells_left: usize,
    max_cells: usize,
    /// Whether texts are written as formulas.
    excel_text: bool,
    /// Of SDMX-CSV, whether names stand behind codes.
    labels: Option<bool>,
    ended: bool,
}

impl CsvRows<'_> {
    fn row(&mut self) -> Result<Option<Record>, Undecodable> {
        let Some((row, mut cells, closed)) = self.scanner.record()? else {
            return Ok(None);
        };
        if self.excel_text {
            cells.iter_mut().for_each(unwrap_formula);
        }
        match self.labels {
            Some(true) => cells.iter_mut().for_each(labels::leave_out),
            Some(false) if self.widest == 0 => {
                labels::undeclared(self.scanner.file_name, row, &cells)?;
            }
            _ => {}
        }
        if !closed && cells.len() < self.widest {
            let message = format!(
                "the last row is cut off: {} of {} cells, and no line end",
                cells.len(),
                self.widest
            );
            return Err(Box::new(
                fault("truncated", self.scanner.file_name, row, message)
                    .hint("the file did not arrive whole: fetch it again"),
            ));
        }
        self.widest = self.widest.max(cells.len());
        self.cells_left = self
            .cells_left
            .checked_sub(cells.len().max(1))
            .ok_or_else(|| too_many_cells(self.scanner.file_name, self.max_cells))?;
        Ok(Some(Record {
            part: String::new(),
            row,
            cells,
        }))
    }
}

/// `="01"`, as exporters write a text that a spreadsheet is to leave alone, is `01`.
fn unwrap_formula(cell: &mut String) {
    let inner = cell
        .trim()
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner {
        *cell = inner.replace("\"\"", "\"");
    }
}

impl Iterator for CsvRows<'_> {
    type Item = Result<Record, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, decode, decode_stream};
    use super::{Blocks, TextSource};
    use chiso_model::{Encoding, Format, Layout};
    use proptest::prelude::*;

    /// `columns | row:cells | …`, or the error.
    fn show(text: &str, delimiter: u8) -> String {
        let layout = Layout {
            delimiter,
            ..Layout::default()
        };
        show_as(text, &layout)
    }

    fn show_as(text: &str, layout: &Layout) -> String {
        let run = || -> Result<String, super::Undecodable> {
            let reading = Reading {
                file_name: "f.csv",
                format: Format::Csv,
                layout,
                decimal: '.',
                pages: &[],
                max_cells: 12,
            };
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let mut out = vec![columns.join("~")];
            for record in records {
                let record = record?;
                out.push(format!("{}:{}", record.row, record.cells.join("~")));
            }
            Ok(out.join(" | "))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn rows_know_their_physical_line() {
        for (text, want) in [
            ("a,b\n1,2\n3,4\n", "a~b | 2:1~2 | 3:3~4"),
            ("\u{feff}a,b\r\n1,2\r\n\r\n3,4", "a~b | 2:1~2 | 4:3~4"),
            ("a,b\r1,2\r3,4\r", "a~b | 2:1~2 | 3:3~4"),
            ("a,b\n\"x\r\ny\",2\n3,4\n", "a~b | 2:x\r\ny~2 | 4:3~4"),
            (
                "a,b\n\"say \"\"đồng\"\"\", \"2\" \n",
                "a~b | 2:say \"đồng\"~2",
            ),
            // Spaces before quotes; quotes within a text are its own.
            ("\"a\", \"b\"\n\"1\",  \"x, y\" \n", "a~b | 2:1~x, y"),
            ("a,b\n1, \"x\" y\n2, \"\n", "a~b | 2:1~ \"x\" y | 3:2~ \""),
            ("a,b\n,\n", "a~b | 2:~"),
            ("a,b\n1\n1,2,3\n4,5\n", "a~b | 2:1 | 3:1~2~3 | 4:4~5"),
            ("a,,\n1,2,3\n", "a~~ | 2:1~2~3"),
        ] {
            assert_eq!(show(text, b','), want);
        }
        assert_eq!(show("a;b\n1,5;2\n", b';'), "a~b | 2:1,5~2");
        // A cell with spaces before its quotes ends on its line, whatever a backslash stands before.
        let escaped = Layout {
            escape: Some('\\'),
            ..Layout::default()
        };
        let shown = show_as("a,b\n1, \"x\\\"\"\n2, \"x\\\ny\"\n3,4\n", &escaped);
        assert_eq!(shown, "a~b | 2:1~x\" | 3:2~ \"x\\ | 4:y\" | 5:3~4");
    }

    proptest! {
        #[test]
        fn blocks_of_a_file_give_what_the_whole_gives(text in "(x[a\"đ,\r\n ]{0,60}\n){0,3}", at_once in 4usize..40) {
            let layout = Layout::default();
            let reading = Reading { file_name: "f", format: Format::Csv, layout: &layout, decimal: '.', pages: &[], max_cells: 1 << 30 };
            let all = |text: TextSource<'_>| -> Vec<_> {
                super::table(reading, text).unwrap().records.map(|r| r.map_err(|f| f.to_string())).collect()
            };
            let whole = all(TextSource::Whole(text.as_str().into()));
            let blocks = Blocks::new("f", Box::new(text.as_bytes()), None, at_once).unwrap().unwrap();
            prop_assert_eq!(whole, all(TextSource::Blocks(blocks)));
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_line_and_byte_whether_held_or_not() {
        let filler = "1,2\n".repeat(1 << 19);
        for (bytes, encoding) in [
            ([filler.as_bytes(), b"3,\xff\n4,5\n"].concat(), None),
            ([filler.as_bytes(), b"3,\0\n4,5\n"].concat(), None),
            (
                [filler.as_bytes(), b"3,\x81\n4,5\n"].concat(),
                Some(Encoding::Windows1251),
            ),
            ([filler.as_bytes(), b"3,4\n\0\0"].concat(), None),
            (
                [b"\xef\xbb\xbfa,b\n", filler.as_bytes(), b"3,\xe0"].concat(),
                Some(Encoding::Tcvn3),
            ),
        ] {
            let layout = Layout {
                encoding,
                ..Layout::default()
            };
            let reading = Reading {
                file_name: "f",
                format: Format::Csv,
                layout: &layout,
                decimal: '.',
                pages: &[],
                max_cells: 1 << 30,
            };
            let last = |decoded: Decoded<'_>| {
                decoded
                    .records
                    .last()
                    .map(|r| r.map(|r| r.row).map_err(|f| f.to_string()))
            };
            let whole = match decode(reading, &bytes) {
                Ok(decoded) => last(decoded),
                Err(finding) => Some(Err(finding.to_string())),
            };
            assert_eq!(
                last(decode_stream(reading, bytes.as_slice()).unwrap().unwrap()),
                whole
            );
        }
    }

    #[test]
    fn what_cannot_be_read_as_a_whole() {
        for (text, start) in [
            ("", "error[unreadable]: f.csv: the file is empty"),
            ("\n\r\n", "error[unreadable]: f.csv: the file is empty"),
            (
                "a,b, a\n",
                "error[unreadable]: f.csv:1: two columns are named ` a`",
            ),
            (
                "a,b\n1,2\n3",
                "error[truncated]: f.csv:3: the last row is cut off: 1 of 2 cells, and no line end",
            ),
            (
                "a,b\n1,\"2\n3,4\n",
                "error[truncated]: f.csv:2: a quote is opened on this line and never closed",
            ),
            (
                "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n",
                "error[unreadable]: f.csv: there are more than 12 cells",
            ),
        ] {
            assert!(show(text, b',').starts_with(start), "{}", show(text, b','));
        }
        assert!(show("a", 0xC4).contains("cannot separate columns"));
    }
}
