//! What files a source may deliver and how their tables are found: said in its declaration, never guessed when data are read.

use super::status::words;
use serde::{Deserialize, Serialize};

/// Format of a source's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Delimited text.
    Csv,
    /// JSON-stat 1.x and 2.0.
    JsonStat,
    /// PC-Axis.
    Px,
    /// Excel 2007 and later: `.xlsx`, `.xlsm`, `.xlsb`.
    Xlsx,
    /// Excel 5 to 2003.
    Xls,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// SDMX-ML 2.0 and 2.1, generic and structure-specific.
    SdmxMl,
    /// SDMX-CSV 1.0 and 2.0.
    SdmxCsv,
    /// SDMX-JSON 1.0 and 2.0.
    SdmxJson,
    /// Rows in a JSON answer: World Bank, CKAN, `PxWeb`, or a plain list of objects.
    Json,
    /// Tables of a web page.
    Html,
    /// dBase.
    Dbf,
    /// Apache Parquet.
    Parquet,
}
words!(Format, "format", {
    Csv => "csv", JsonStat => "json-stat", Px => "px", Xlsx => "xlsx", Xls => "xls", Ods => "ods", SdmxMl => "sdmx-ml",
    SdmxCsv => "sdmx-csv", SdmxJson => "sdmx-json", Json => "json", Html => "html", Dbf => "dbf", Parquet => "parquet",
});

impl Format {
    /// Whether figures always have a decimal point and no grouping, so that a source declares no number format.
    #[must_use]
    pub const fn writes_plain_numbers(self) -> bool {
        matches!(self, Format::JsonStat | Format::Px | Format::SdmxMl | Format::SdmxCsv | Format::SdmxJson | Format::Json)
    }

    /// How names of such files usually end, without the point.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Csv | Format::SdmxCsv => "csv",
            Format::JsonStat | Format::SdmxJson | Format::Json => "json",
            Format::Px => "px",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::SdmxMl => "xml",
            Format::Html => "html",
            Format::Dbf => "dbf",
            Format::Parquet => "parquet",
        }
    }

    /// Whether a table is a grid of cells in which somebody must say where the header stands.
    #[must_use]
    pub const fn is_grid(self) -> bool {
        matches!(self, Format::Csv | Format::SdmxCsv | Format::Xlsx | Format::Xls | Format::Ods | Format::Html)
    }
}

/// How the bytes of a text file stand for letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// Unicode; a byte-order mark of UTF-16 is followed.
    #[default]
    Utf8,
    /// UTF-16, little-endian unless its byte-order mark says otherwise.
    Utf16,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Vietnamese of Windows: letters and combining tones.
    Windows1258,
    /// Western European of Windows.
    Windows1252,
    /// Cyrillic of Windows.
    Windows1251,
    /// Western European with the euro sign.
    Iso8859_15,
    /// TCVN 5712:1993 VN3, of the `.VnTime` fonts.
    Tcvn3,
    /// VNI, of the `VNI-Times` fonts.
    Vni,
    /// RFC 1456.
    Viscii,
}
words!(Encoding, "text encoding", {
    Utf8 => "utf-8", Utf16 => "utf-16", Utf16Be => "utf-16be", Windows1258 => "windows-1258", Windows1252 => "windows-1252",
    Windows1251 => "windows-1251", Iso8859_15 => "iso-8859-15", Tcvn3 => "tcvn3", Vni => "vni", Viscii => "viscii",
});

/// Where in a file the table stands and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Column separator of CSV.
    pub delimiter: u8,
    /// Dotted path of the list of records of JSON; empty when it is the whole file, or where a known service has it.
    pub records: String,
    /// Letters of a text file.
    pub encoding: Option<Encoding>,
    /// File inside a zip archive; empty when the archive holds only one.
    pub member: String,
    /// Sheet of a workbook, or the number of a web page's table; empty for the only one.
    pub sheet: String,
    /// Row at which the header begins, as a person counts; `None` for the first row that is not empty.
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
            member: String::new(),
            sheet: String::new(),
            header_row: None,
            header_rows: 1,
            last_row: None,
        }
    }
}
