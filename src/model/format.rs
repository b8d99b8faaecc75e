//! What files a source may deliver and how their tables are found: said in its declaration, never
//! guessed when data are read.

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
    /// Whether figures always have a decimal point and no grouping, so that a source declares no
    /// number format.
    #[must_use]
    pub const fn writes_plain_numbers(self) -> bool {
        matches!(
            self,
            Format::JsonStat
                | Format::Px
                | Format::SdmxMl
                | Format::SdmxCsv
                | Format::SdmxJson
                | Format::Json
        )
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
        matches!(
            self,
            Format::Csv | Format::SdmxCsv | Format::Xlsx | Format::Xls | Format::Ods | Format::Html
        )
    }
}

/// How the bytes of a text file stand for letters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
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
    /// Cyrillic of DOS.
    Ibm866,
    /// Central European.
    Iso8859_2,
    /// South European.
    Iso8859_3,
    /// North European.
    Iso8859_4,
    /// Cyrillic.
    Iso8859_5,
    /// Arabic.
    Iso8859_6,
    /// Greek.
    Iso8859_7,
    /// Hebrew.
    Iso8859_8,
    /// Nordic.
    Iso8859_10,
    /// Baltic.
    Iso8859_13,
    /// Celtic.
    Iso8859_14,
    /// South-Eastern European.
    Iso8859_16,
    /// Russian.
    Koi8R,
    /// Ukrainian.
    Koi8U,
    /// Western European of the Macintosh.
    Macintosh,
    /// Thai.
    Windows874,
    /// Central European of Windows.
    Windows1250,
    /// Greek of Windows.
    Windows1253,
    /// Turkish of Windows; ISO 8859-9 is read as it.
    Windows1254,
    /// Hebrew of Windows.
    Windows1255,
    /// Arabic of Windows.
    Windows1256,
    /// Baltic of Windows.
    Windows1257,
    /// Cyrillic of the Macintosh.
    XMacCyrillic,
    /// Simplified Chinese.
    Gbk,
    /// Chinese of the national standard.
    Gb18030,
    /// Traditional Chinese.
    Big5,
    /// Japanese of Unix.
    EucJp,
    /// Japanese.
    ShiftJis,
    /// Korean.
    EucKr,
}
words!(Encoding, "text encoding", {
    Utf8 => "utf-8", Utf16 => "utf-16", Utf16Be => "utf-16be", Windows1258 => "windows-1258", Windows1252 => "windows-1252",
    Windows1251 => "windows-1251", Iso8859_15 => "iso-8859-15", Tcvn3 => "tcvn3", Vni => "vni", Viscii => "viscii",
    Ibm866 => "ibm866", Iso8859_2 => "iso-8859-2", Iso8859_3 => "iso-8859-3", Iso8859_4 => "iso-8859-4", Iso8859_5 => "iso-8859-5", Iso8859_6 => "iso-8859-6", Iso8859_7 => "iso-8859-7", Iso8859_8 => "iso-8859-8", Iso8859_10 => "iso-8859-10", Iso8859_13 => "iso-8859-13", Iso8859_14 => "iso-8859-14", Iso8859_16 => "iso-8859-16", Koi8R => "koi8-r", Koi8U => "koi8-u", Macintosh => "macintosh", Windows874 => "windows-874", Windows1250 => "windows-1250", Windows1253 => "windows-1253", Windows1254 => "windows-1254", Windows1255 => "windows-1255", Windows1256 => "windows-1256", Windows1257 => "windows-1257", XMacCyrillic => "x-mac-cyrillic", Gbk => "gbk", Gb18030 => "gb18030", Big5 => "big5", EucJp => "euc-jp", ShiftJis => "shift_jis", EucKr => "euc-kr",
});

impl Encoding {
    /// The encoding of a name as files write it, by the labels of the WHATWG Encoding Standard;
    /// `None` when it is not known.
    #[must_use]
    pub fn named(name: &str) -> Option<Encoding> {
        let name = name.trim().to_ascii_lowercase();
        let alias = match name.as_str() {
            "latin-9" | "latin9" => "iso-8859-15",
            "utf8" => "utf-8",
            "ansi" | "latin1" | "latin-1" | "iso-8859-1" | "iso8859-1" | "us-ascii" | "ascii" => {
                "windows-1252"
            }
            other => other,
        };
        alias.parse().ok().or_else(|| {
            let known = encoding_rs::Encoding::for_label(alias.as_bytes())?;
            known.name().to_ascii_lowercase().parse().ok()
        })
    }
}

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
            member: String::new(),
            sheet: String::new(),
            header_row: None,
            header_rows: 1,
            last_row: None,
        }
    }
}
