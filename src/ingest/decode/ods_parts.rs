//! What an `OpenDocument` spreadsheet says of its cells beside their values: merged cells, hidden
//! rows and columns, percentages (ODF 1.3, part 3, section 9). `calamine` gives values alone.

use super::archive::{self, LIMITS};
use super::xlsx_parts::{About, CellFormat, PartEvent, Sheet, flag_text, get, walk};
use calamine::Dimensions;
use std::collections::BTreeMap;

/// Rows or columns that one element repeats which are believed to say something.
const REPEATED: u32 = 10_000;

/// What is said of each sheet, and its merged cells, by name.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> BTreeMap<String, (Sheet, Vec<Dimensions>)> {
    let content = archive::member(file, bytes, "content.xml", LIMITS)
        .ok()
        .and_then(|content| String::from_utf8(content).ok());
    content.map(|xml| read(&xml)).unwrap_or_default()
}

fn read(xml: &str) -> BTreeMap<String, (Sheet, Vec<Dimensions>)> {
    let mut found = BTreeMap::new();
    let mut name = String::new();
    let (mut sheet, mut merged) = (Sheet::default(), Vec::new());
    let (mut row, mut column, mut depth) = (0_u32, 0_u32, 0_u32);
    walk(xml, |step| match step {
        PartEvent::Start("table", e) => {
            depth += 1;
            if depth == 1 {
                name = get(e, "name").unwrap_or_default();
                (sheet, merged) = (Sheet::default(), Vec::new());
                (row, column) = (0, 0);
            }
        }
        PartEvent::End("table") => {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                found.insert(
                    std::mem::take(&mut name),
                    (std::mem::take(&mut sheet), std::mem::take(&mut merged)),
                );
            }
        }
        // A table within a cell is none of the grid.
        _ if depth != 1 => {}
        PartEvent::Start("table-column", e) => {
            let repeated = count(get(e, "number-columns-repeated"));
            if hides(get(e, "visibility")) {
                sheet
                    .hidden_columns
                    .push((column, column.saturating_add(repeated - 1)));
            }
            column = column.saturating_add(repeated);
        }
        PartEvent::Start("table-row", e) => {
            column = 0;
            let repeated = count(get(e, "number-rows-repeated"));
            if hides(get(e, "visibility")) {
                sheet
                    .hidden_rows
                    .extend(row..row.saturating_add(repeated.min(REPEATED)));
            }
            row = row.saturating_add(repeated - 1);
        }
        PartEvent::End("table-row") => row = row.saturating_add(1),
        PartEvent::Start("table-cell" | "covered-table-cell", e) => {
            let repeated = count(get(e, "number-columns-repeated"));
            let (high, wide) = (
                count(get(e, "number-rows-spanned")),
                count(get(e, "number-columns-spanned")),
            );
            if high > 1 || wide > 1 {
                merged.push(Dimensions {
                    start: (row, column),
                    end: (
                        row.saturating_add(high - 1),
                        column.saturating_add(wide - 1),
                    ),
                });
            }
            if flag_text(e, "value-type", "percentage") {
                for at in column..column.saturating_add(repeated.min(REPEATED)) {
                    sheet.cells.insert(
                        (row, at),
                        vec![About::Shown(CellFormat::Percent("percentage".to_owned()))],
                    );
                }
            }
            column = column.saturating_add(repeated);
        }
        _ => {}
    });
    found
}

/// A number of repetitions, at least 1.
fn count(text: Option<String>) -> u32 {
    text.and_then(|n| n.trim().parse().ok()).unwrap_or(1).max(1)
}

fn hides(visibility: Option<String>) -> bool {
    visibility.is_some_and(|v| v == "collapse" || v == "filter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_and_hidden_cells() {
        let xml = "<office:spreadsheet><table:table table:name=\"A\"><table:table-column/><table:table-column table:visibility=\"collapse\" \
            table:number-columns-repeated=\"2\"/><table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>x</text:p></table:table-cell>\
            <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/></table:table-row>\
            <table:table-row table:visibility=\"filter\"><table:covered-table-cell/></table:table-row></table:table></office:spreadsheet>";
        let found = read(xml);
        let (sheet, merged) = &found["A"];
        assert_eq!(
            merged.iter().map(|m| (m.start, m.end)).collect::<Vec<_>>(),
            [((0, 0), (1, 0))]
        );
        assert_eq!(
            (
                sheet.hidden_rows.contains(&1),
                sheet.hidden_columns.as_slice()
            ),
            (true, &[(1, 2)][..])
        );
        assert_eq!(sheet.cells.keys().collect::<Vec<_>>(), [&(0, 1)]);
    }
}
