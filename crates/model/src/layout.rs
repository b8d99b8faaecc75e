//! Where in a file a table stands and how it is written, as its source declares.

use super::encoding::Encoding;
use serde::{Deserialize, Serialize};

/// Where in a file the table stands and how it is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they answer unrelated questions, each by its own name"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Column separator of CSV.
    pub delimiter: u8,
    /// The sign within quotes of CSV that takes the one behind it as it is: a backslash.
    pub escape: Option<char>,
    /// Columns of a text by the places of their signs; empty where a separator stands between them.
    pub fixed: Vec<FixedColumn>,
    /// Whether JSON is one record a line.
    pub lines: bool,
    /// Names of what JSON objects within each other are keyed by; empty for a list of records.
    pub keys: Vec<String>,
    /// Dotted path of the list of records of JSON; empty when it is the whole file, or where a
    /// known service has it.
    pub records: String,
    /// Letters of a text file.
    pub encoding: Option<Encoding>,
    /// Language of the texts of a PX file; empty for that which the file is written in.
    pub language: String,
    /// File inside a zip archive; empty when the archive holds only one.
    pub member: String,
    /// Files inside a zip archive that are read together, by a name in which `*` stands for any
    /// text; empty for one.
    pub members: String,
    /// Sheet of a workbook, or the number of a web page's table; empty for the only one.
    pub sheet: String,
    /// Sheets that are read together, by a name in which `*` stands for any text; empty for one.
    pub sheets: String,
    /// Row at which the header begins, as a person counts; `None` for the first row that is not
    /// empty.
    pub header_row: Option<u64>,
    /// Texts by which the header is found in place of a row: the first row that has all of them;
    /// `*` stands for any text.
    pub header: Vec<String>,
    /// Rows of the header, joined with ` / `.
    pub header_rows: u64,
    /// Whether a blank cell in an upper row of the header repeats the one to its left.
    pub header_fill: bool,
    /// Whether a CSV file writes texts as formulas for a spreadsheet: `="01"` is `01`.
    pub excel_text: bool,
    /// Whether SDMX-CSV writes the name behind each code: `C1: Goldmark` is `C1`.
    pub labels: bool,
    /// Last row of the table.
    pub last_row: Option<u64>,
    /// Ranges of columns that are tables of their own, side by side; empty for one table as wide as
    /// the file.
    pub blocks: Vec<Block>,
    /// Columns that the source takes by their place, from 1. Then columns may have the same name,
    /// and each of those is named with its letter: `Value [C]`.
    pub places: Vec<usize>,
}

/// A column of a text in which every column has its places on the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedColumn {
    /// Its name.
    pub name: String,
    /// Place of its first sign, from 1.
    pub from: usize,
    /// Place of its last sign.
    pub to: usize,
}

/// A range of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its first column, from 1.
    pub first: usize,
    /// Its last one.
    pub last: usize,
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", letters(self.first), letters(self.last))
    }
}

/// A column as a spreadsheet names it, from 1.
#[must_use]
pub fn letters(column: usize) -> String {
    let (mut rest, mut name) = (column, Vec::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

impl Default for Layout {
    fn default() -> Layout {
        Layout {
            delimiter: b',',
            escape: None,
            fixed: Vec::new(),
            lines: false,
            keys: Vec::new(),
            records: String::new(),
            encoding: None,
            language: String::new(),
            member: String::new(),
            members: String::new(),
            sheet: String::new(),
            sheets: String::new(),
            header_row: None,
            header: Vec::new(),
            header_rows: 1,
            header_fill: false,
            excel_text: false,
            labels: false,
            last_row: None,
            blocks: Vec::new(),
            places: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (first, last, want) in [(1, 3, "A:C"), (26, 27, "Z:AA"), (702, 703, "ZZ:AAA")] {
            assert_eq!(Block { first, last }.to_string(), want);
        }
    }
}
