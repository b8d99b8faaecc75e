//! Where the table stands in a file and how its text is written.

use super::no_header::without_header;
use super::ranges::{blocks, fixed};
use super::records::records;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Format, Layout, NameOf};

/// Rows of a header, which may have none.
const HEADER_ROWS: std::ops::RangeInclusive<i64> = 0..=1_000_000_000;

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
    words(at, raw, faults);
    apart(at, raw, faults);
    without_header(at, raw, faults);
    let mut row = |key: &str, raw: Option<i64>, rows| -> Option<u64> {
        raw.and_then(|n| value::whole(&at.key(key), n, rows, faults))
    };
    let (header_row, header_rows, last_row) = (
        row("header_row", raw.header_row, ROWS),
        row("header_rows", raw.header_rows, HEADER_ROWS),
        row("last_row", raw.last_row, ROWS),
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
        escape: raw.escape.is_some().then_some('\\'),
        fixed: fixed(at, raw, faults),
        lines: raw.lines == Some(true),
        keys: value::listed(&at.key("keys"), &raw.keys, faults),
        sheets: raw.sheets.clone().unwrap_or_default(),
        header: value::listed(&at.key("header"), &raw.header, faults),
        header_fill: raw.header_fill.is_some(),
        blocks: blocks(&at.key("blocks"), &raw.blocks, faults),
        places: places(raw),
        language: raw.language.clone().unwrap_or_default(),
        member: raw.member.clone().unwrap_or_default(),
        members: raw.members.clone().unwrap_or_default(),
        sheet: raw.sheet.clone().unwrap_or_default(),
        header_row,
        header_rows: header_rows.unwrap_or(1),
        excel_text: raw.excel_text.unwrap_or(false),
        labels: raw.labels.is_some(),
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
    let is = |wanted: Format| format.is_none_or(|format| format == wanted);
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
            "excel_text",
            raw.excel_text.is_some(),
            format.is_none_or(|f| f == Format::Csv),
            "only a source of format `csv` has texts written as formulas",
        ),
        (
            "labels",
            raw.labels.is_some(),
            is(Format::SdmxCsv),
            "only a source of format `sdmx-csv` has labels behind its codes",
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
        (
            "sheets",
            raw.sheets.is_some(),
            several,
            "only a workbook, a web page or a JSON-stat bundle has sheets",
        ),
        (
            "header",
            !raw.header.is_empty(),
            grid,
            "only a table of cells has a header row",
        ),
        (
            "ends",
            raw.ends.is_some(),
            grid,
            "only a table of cells has an end of its own",
        ),
        (
            "blocks",
            !raw.blocks.is_empty(),
            grid,
            "only a table of cells has blocks",
        ),
        (
            "escape",
            raw.escape.is_some(),
            is(Format::Csv),
            "only a source of format `csv` has quotes with an escape",
        ),
        (
            "fixed",
            !raw.fixed.is_empty(),
            is(Format::Csv),
            "only a source of format `csv` has columns by places",
        ),
        (
            "lines",
            raw.lines.is_some(),
            is(Format::Json),
            "only a source of format `json` has a record on each line",
        ),
        (
            "keys",
            !raw.keys.is_empty(),
            is(Format::Json),
            "only a source of format `json` has keyed objects",
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

/// Keys that have one word.
fn words(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    for (key, text, word) in [
        ("header_fill", raw.header_fill.as_deref(), "right"),
        ("labels", raw.labels.as_deref(), "both"),
        ("escape", raw.escape.as_deref(), "\\"),
    ] {
        if let Some(text) = text.filter(|text| *text != word) {
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, format!("`{text}` means nothing here"))
                    .hint(format!("write `{word}`, or leave it out")),
            );
        }
    }
}

/// Keys of which one makes the other meaningless.
fn apart(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    let several_rows = raw.header_rows.is_some_and(|rows| rows > 1);
    let fixed = !raw.fixed.is_empty();
    let of_member = |origin: &raw::Origin| origin.from.as_deref() == Some(NameOf::Member.as_str());
    let of_member = raw.origins().any(of_member);
    for (key, wrong, message, hint) in [
        (
            "header",
            !raw.header.is_empty() && raw.header_row.is_some(),
            "the header is declared by its texts and by its row",
            "leave out `header` or `header_row`",
        ),
        (
            "sheets",
            raw.sheets.is_some() && raw.sheet.is_some(),
            "the source has both `sheet` and `sheets`",
            "give one of the two",
        ),
        (
            "members",
            of_member && raw.members.is_none(),
            "a text comes from the names of files in an archive, and nothing says which these are",
            "write `members = \"*\"`, or more of their names",
        ),
        (
            "members",
            raw.members.is_some() && raw.member.is_some(),
            "the source has both `member` and `members`",
            "give one of the two",
        ),
        (
            "ends",
            raw.ends.is_some() && raw.last_row.is_some(),
            "the source has both `ends` and `last_row`",
            "give one of the two",
        ),
        (
            "header_fill",
            raw.header_fill.is_some() && !several_rows,
            "only the upper rows of a header are filled, and it has one row",
            "declare `header_rows`, or leave this out",
        ),
        (
            "fixed",
            fixed && (raw.delimiter.is_some() || raw.escape.is_some()),
            "columns are declared by their places and by a separator",
            "leave out `fixed`, or `delimiter` and `escape`",
        ),
        (
            "fixed",
            fixed && (!raw.header.is_empty() || !raw.blocks.is_empty()),
            "columns by places have their names from the declaration",
            "leave out `header` and `blocks`",
        ),
    ] {
        if wrong {
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

/// The columns that are taken by their place.
fn places(raw: &raw::Source) -> Vec<usize> {
    raw.origins()
        .filter_map(|origin| usize::try_from(origin.place?).ok())
        .collect()
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
