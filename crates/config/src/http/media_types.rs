//! Media types that an answer may have: those declared, or those usual for the format.

use crate::document::ConfigNode;
use crate::{api, raw, rule};
use chiso_model::{Finding, Format};

/// Media types of JSON.
const JSON_TYPES: [&str; 3] = ["application/json", "text/json", "*+json"];
/// Media types of CSV as servers name them.
const CSV_TYPES: [&str; 6] = [
    "text/csv",
    "application/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/octet-stream",
    "application/vnd.ms-excel",
];

/// Media types in which services send files of a format.
const fn usual_types(format: Format) -> &'static [&'static str] {
    match format {
        Format::Csv | Format::SdmxCsv => &CSV_TYPES,
        Format::Json | Format::JsonStat | Format::SdmxJson => &JSON_TYPES,
        Format::SdmxMl => &["application/xml", "text/xml", "*+xml"],
        Format::Html => &["text/html", "application/xhtml+xml"],
        Format::Px => &[
            "text/plain",
            "text/x-pcaxis",
            "application/x-pc-axis",
            "application/px",
            "application/octet-stream",
        ],
        Format::Xlsx => &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/octet-stream",
        ],
        Format::Xls => &["application/vnd.ms-excel", "application/octet-stream"],
        Format::Ods => &[
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/octet-stream",
        ],
        Format::Dbf => &[
            "application/x-dbf",
            "application/dbase",
            "application/octet-stream",
        ],
        Format::Parquet => &["application/vnd.apache.parquet", "application/octet-stream"],
    }
}

/// The media types that are accepted.
pub(super) fn content_types(
    at: &ConfigNode<'_>,
    http: &raw::Http,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    let Some(raw) = &http.content_types else {
        if let Some(types) = api::content_types(http.api.as_ref(), format) {
            return types;
        }
        return usual_types(format.unwrap_or(Format::Json))
            .iter()
            .map(|t| (*t).to_owned())
            .collect();
    };
    for (i, text) in raw.iter().enumerate() {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b";,".contains(&b));
        if !plain || !(text.contains('/') || text.starts_with("*+")) {
            let hint =
                "write type and subtype without parameters, as in `application/json`, or `*+json`";
            faults.push(
                at.item(i)
                    .error(rule::BAD_VALUE, format!("`{text}` is not a media type"))
                    .hint(hint),
            );
        }
    }
    if raw.is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "no media type is accepted")
                .hint("name one, or leave it out"),
        );
    }
    raw.iter().map(|t| t.to_ascii_lowercase()).collect()
}
