//! Where the table stands in a file and how its text is written.

use super::records::records;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Format, Layout};

/// Rows of a table.
const ROWS: std::ops::RangeInclusive<i64> = 1..=1_000_000_000;

/// Where the table stands.
pub(super) fn layout(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Layout {
    foreign_keys(at, raw, format, faults);
    let mut row = |key: &str, raw: Option<i64>| -> Option<u64> {
        raw.and_then(|n| value::whole(&at.key(key), n, ROWS, faults))
    };
    let (header_row, header_rows, last_row) = (
        row("header_row", raw.header_row),
        row("header_rows", raw.header_rows),
        row("last_row", raw.last_row),
    );
    Layout {
        records: records(&at.key("records"), raw, format, faults),
        delimiter: delimiter(
            &at.key("delimiter"),
            raw.delimiter.as_deref(),
            format,
            faults,
        ),
        encoding: value::optional(
            &at.key("encoding"),
            raw.encoding.as_ref(),
            value::word,
            faults,
        ),
        language: raw.language.clone().unwrap_or_default(),
        member: raw.member.clone().unwrap_or_default(),
        sheet: raw.sheet.clone().unwrap_or_default(),
        header_row,
        header_rows: header_rows.unwrap_or(1),
        last_row,
    }
}

/// What makes no sense for the format is a fault, so that nobody believes it is heeded.
fn foreign_keys(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    let grid = format.is_none_or(Format::is_grid);
    let several = format.is_none_or(Format::has_sheets);
    for (key, present, fits, what) in [
        (
            "language",
            raw.language.is_some(),
            format.is_none_or(|f| f == Format::Px),
            "only a PX file has its texts in several languages",
        ),
        (
            "sheet",
            raw.sheet.is_some(),
            several,
            "only a workbook, a web page or a JSON-stat bundle has a sheet",
        ),
        (
            "header_row",
            raw.header_row.is_some(),
            grid,
            "only a table of cells has a header row",
        ),
        (
            "header_rows",
            raw.header_rows.is_some(),
            grid,
            "only a table of cells has header rows",
        ),
        (
            "last_row",
            raw.last_row.is_some(),
            grid,
            "only a table of cells has a last row",
        ),
    ] {
        if present && !fits {
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, what)
                    .hint("leave it out"),
            );
        }
    }
}

fn delimiter(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> u8 {
    let Some(raw) = raw else { return b',' };
    if format.is_some_and(|f| !matches!(f, Format::Csv | Format::SdmxCsv)) {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "only a source of format `csv` has a delimiter",
            )
            .hint("leave it out"),
        );
    }
    match raw.as_bytes() {
        [byte]
            if byte.is_ascii()
                && !byte.is_ascii_alphanumeric()
                && !matches!(byte, b'"' | b'\n' | b'\r') =>
        {
            *byte
        }
        _ => {
            let hint = "write one ASCII sign, as in `;`, or `\\t` for a tab";
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{raw}` is not a delimiter"))
                    .hint(hint),
            );
            b','
        }
    }
}
