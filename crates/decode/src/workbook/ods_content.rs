//! What an `OpenDocument` spreadsheet says of its cells in addition to their values: merged cells,
//! hidden rows and columns, percentages, what is shown of a number (ODF 1.3, part 3, section 9). `calamine` gives values
//! alone.

use super::super::archive::{LIMITS, ZipFile};
use super::about::{About, CellFormat, Sheet};
use super::part::{PartEvent, flag_text, get, walk};
use super::shown_text::ShownText;
use calamine::Dimensions;
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// Rows or columns that one element repeats which are believed to say something.
const REPEATED: u32 = 10_000;

/// What is said of each sheet, and its merged cells, by name.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> BTreeMap<String, (Sheet, Vec<Dimensions>)> {
    let content = ZipFile::open(file, bytes, LIMITS)
        .and_then(|mut zip| zip.read("content.xml"))
        .ok()
        .and_then(|content| String::from_utf8(content).ok());
    content.map(|xml| read(&xml)).unwrap_or_default()
}

fn read(xml: &str) -> BTreeMap<String, (Sheet, Vec<Dimensions>)> {
    let mut tables = OdsTables::default();
    walk(xml, |step| tables.see(&step));
    tables.found
}

/// A cell that holds a number, while it is read.
struct NumberCell {
    /// The first column that has it, and how many do.
    columns: (u32, u32),
    number: String,
    text: String,
}

/// The tables of a spreadsheet while they are read.
#[derive(Default)]
struct OdsTables {
    found: BTreeMap<String, (Sheet, Vec<Dimensions>)>,
    name: String,
    sheet: Sheet,
    merged: Vec<Dimensions>,
    row: u32,
    column: u32,
    /// Open tables: one within a cell is none of the grid.
    depth: u32,
    number: Option<NumberCell>,
    /// Open remarks on a cell, which are not what it shows.
    remarks: u32,
}

impl OdsTables {
    fn see(&mut self, step: &PartEvent<'_>) {
        match step {
            PartEvent::Start("table", e) => self.begin_table(e),
            PartEvent::End("table") => self.end_table(),
            _ if self.depth != 1 => {}
            PartEvent::Start("table-column", e) => self.columns(e),
            PartEvent::Start("table-row", e) => self.rows(e),
            PartEvent::End("table-row") => self.row = self.row.saturating_add(1),
            PartEvent::Start("table-cell" | "covered-table-cell", e) => self.cells(e),
            PartEvent::End("table-cell" | "covered-table-cell") => self.end_cells(),
            PartEvent::Start("annotation", _) => self.remarks += 1,
            PartEvent::End("annotation") => self.remarks = self.remarks.saturating_sub(1),
            PartEvent::Start("s", _) => self.shows(" "),
            PartEvent::Text(text) => self.shows(text),
            _ => {}
        }
    }

    fn begin_table(&mut self, e: &BytesStart<'_>) {
        self.depth += 1;
        if self.depth == 1 {
            self.name = get(e, "name").unwrap_or_default();
            (self.sheet, self.merged) = (Sheet::default(), Vec::new());
            (self.row, self.column) = (0, 0);
        }
    }

    fn end_table(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.found.insert(
                std::mem::take(&mut self.name),
                (
                    std::mem::take(&mut self.sheet),
                    std::mem::take(&mut self.merged),
                ),
            );
        }
    }

    fn columns(&mut self, e: &BytesStart<'_>) {
        let repeated = count(get(e, "number-columns-repeated"));
        if hides(get(e, "visibility")) {
            self.sheet
                .hidden_columns
                .push((self.column, self.column.saturating_add(repeated - 1)));
        }
        self.column = self.column.saturating_add(repeated);
    }

    fn rows(&mut self, e: &BytesStart<'_>) {
        self.column = 0;
        let repeated = count(get(e, "number-rows-repeated"));
        if hides(get(e, "visibility")) {
            self.sheet
                .hidden_rows
                .extend(self.row..self.row.saturating_add(repeated.min(REPEATED)));
        }
        self.row = self.row.saturating_add(repeated - 1);
    }

    fn cells(&mut self, e: &BytesStart<'_>) {
        let (row, column) = (self.row, self.column);
        let repeated = count(get(e, "number-columns-repeated"));
        let (high, wide) = (
            count(get(e, "number-rows-spanned")),
            count(get(e, "number-columns-spanned")),
        );
        if high > 1 || wide > 1 {
            self.merged.push(Dimensions {
                start: (row, column),
                end: (
                    row.saturating_add(high - 1),
                    column.saturating_add(wide - 1),
                ),
            });
        }
        if flag_text(e, "value-type", "percentage") {
            for at in column..column.saturating_add(repeated.min(REPEATED)) {
                self.sheet.cells.insert(
                    (row, at),
                    vec![About::Shown(CellFormat::Percent("percentage".to_owned()))],
                );
            }
        }
        if flag_text(e, "value-type", "float") || flag_text(e, "value-type", "currency") {
            self.number = Some(NumberCell {
                columns: (column, repeated.min(REPEATED)),
                number: get(e, "value").unwrap_or_default(),
                text: String::new(),
            });
        }
        self.column = column.saturating_add(repeated);
    }

    fn shows(&mut self, more: &str) {
        if let Some(cell) = self.number.as_mut().filter(|_| self.remarks == 0) {
            cell.text.push_str(more);
        }
    }

    fn end_cells(&mut self) {
        let Some(cell) = self.number.take() else {
            return;
        };
        let (first, repeated) = cell.columns;
        if let Some(shown) = ShownText::of(&cell.number, &cell.text) {
            for at in first..first.saturating_add(repeated) {
                let about = About::Shown(CellFormat::Text(shown.clone()));
                self.sheet.cells.insert((self.row, at), vec![about]);
            }
        }
    }
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
            <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/>\
            <table:table-cell office:value-type=\"float\" office:value=\"1\"><office:annotation><text:p>seen</text:p></office:annotation><text:p>Q1</text:p></table:table-cell>\
            <table:table-cell office:value-type=\"float\" office:value=\"2020\"><text:p>2,020</text:p></table:table-cell></table:table-row>\
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
        assert_eq!(sheet.cells.keys().collect::<Vec<_>>(), [&(0, 1), &(0, 2)]);
    }
}
