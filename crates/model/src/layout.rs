//! Where in a file a table stands and how it is written, as its source declares.

use super::encoding::Encoding;
use serde::{Deserialize, Serialize};

/// Where in a file the table stands and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Column separator of CSV.
    pub delimiter: u8,
    /// Dotted path of the list of records of JSON; empty when it is the whole file, or where a
    /// known service has it.
    pub records: String,
    /// Letters of a text file.
    pub encoding: Option<Encoding>,
    /// Language of the texts of a PX file; empty for that which the file is written in.
    pub language: String,
    /// File inside a zip archive; empty when the archive holds only one.
    pub member: String,
    /// Sheet of a workbook, or the number of a web page's table; empty for the only one.
    pub sheet: String,
    /// Row at which the header begins, as a person counts; `None` for the first row that is not
    /// empty.
    pub header_row: Option<u64>,
    /// Rows of the header, joined with ` / `.
    pub header_rows: u64,
    /// Last row of the table.
    pub last_row: Option<u64>,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout {
            delimiter: b',',
            records: String::new(),
            encoding: None,
            language: String::new(),
            member: String::new(),
            sheet: String::new(),
            header_row: None,
            header_rows: 1,
            last_row: None,
        }
    }
}
