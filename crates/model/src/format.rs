//! What files a source may deliver: said in its declaration, never guessed when data are read.

use crate::words;
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
        match self {
            Format::JsonStat
            | Format::Px
            | Format::SdmxMl
            | Format::SdmxCsv
            | Format::SdmxJson
            | Format::Json => true,
            Format::Csv
            | Format::Xlsx
            | Format::Xls
            | Format::Ods
            | Format::Html
            | Format::Dbf
            | Format::Parquet => false,
        }
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
        match self {
            Format::Csv
            | Format::SdmxCsv
            | Format::Xlsx
            | Format::Xls
            | Format::Ods
            | Format::Html => true,
            Format::JsonStat
            | Format::Px
            | Format::SdmxMl
            | Format::SdmxJson
            | Format::Json
            | Format::Dbf
            | Format::Parquet => false,
        }
    }

    /// Whether a file may have several tables, so that a source may name the one it means.
    #[must_use]
    pub const fn has_sheets(self) -> bool {
        match self {
            Format::Xlsx | Format::Xls | Format::Ods | Format::Html | Format::JsonStat => true,
            Format::Csv
            | Format::Px
            | Format::SdmxMl
            | Format::SdmxCsv
            | Format::SdmxJson
            | Format::Json
            | Format::Dbf
            | Format::Parquet => false,
        }
    }
}
