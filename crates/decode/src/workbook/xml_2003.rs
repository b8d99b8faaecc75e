//! Workbooks written as one XML file (`SpreadsheetML` of Excel 2003), often under the name of an
//! `.xls`. Statistical databases and old reporting programs give them.
//!
//! An element says the place of the next cell where cells before it are empty (`Index`). A remark
//! (`Comment`) has a text of its own, which is none of the cell's.

use super::super::{Reading, Undecodable, fault, letters};
use super::about::{About, CellFormat, Sheet};
use super::grid::{CellPosition, Sheets};
use super::number_format::named;
use super::part::{PartEvent, flag, get, walk};
use calamine::{Data, Dimensions};
use quick_xml::events::BytesStart;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Rows and columns that a sheet may have.
const MOST: (u32, u32) = (1_048_576, 16_384);

/// Adds the sheets of a workbook.
pub(super) fn sheets(
    reading: Reading<'_>,
    bytes: Cow<'_, [u8]>,
    sheets: &mut Sheets<'_>,
) -> Result<(), Undecodable> {
    let file = reading.file_name;
    // The `encoding` of the source is that of its texts; the file names its own.
    let encoding = letters::named_by_xml(&bytes);
    let xml = letters::text(file, bytes, encoding)?;
    let mut book = Book::default();
    walk(&xml, |step| book.see(&step));
    if !book.whole {
        let message = "the workbook ends before its last element, or is no XML there";
        return Err(Box::new(
            fault("truncated", file, 0, message).hint("fetch it again"),
        ));
    }
    if book.beyond {
        let message = "a cell stands beyond the last row or column that a sheet can have";
        return Err(Box::new(
            fault("unreadable", file, 0, message).hint("fetch it again"),
        ));
    }
    for grid in book.found {
        let cells = grid.cells.into_iter().map(Ok);
        sheets.add(grid.name, cells, &grid.merged, &grid.about)?;
    }
    Ok(())
}

/// A sheet that has been read.
#[derive(Default)]
struct SheetCells {
    name: String,
    cells: Vec<CellPosition>,
    merged: Vec<Dimensions>,
    about: Sheet,
}

/// A cell while it is read.
#[derive(Default)]
struct OpenCell {
    at: (u32, u32),
    style: Option<String>,
    formula: Option<String>,
    kind: String,
    text: String,
    /// What is raised, lowered or struck out.
    apart: String,
}

/// The element whose text is read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    /// What a cell holds.
    Data,
    /// A remark on a cell, which is not what it holds.
    Comment,
    /// Whether a sheet is shown.
    Visible,
}

/// A workbook while it is read.
#[derive(Default)]
struct Book {
    found: Vec<SheetCells>,
    /// What the number format of a style changes.
    formats: BTreeMap<String, Vec<CellFormat>>,
    style: String,
    sheet: SheetCells,
    row: u32,
    column: u32,
    /// Styles of the row and of columns, for cells that have none.
    row_style: Option<String>,
    column_styles: Vec<((u32, u32), String)>,
    cell: Option<OpenCell>,
    inside: Inside,
    /// How deep within what is set apart from the text of a cell.
    apart: u32,
    beyond: bool,
    whole: bool,
}

impl Book {
    fn see(&mut self, step: &PartEvent<'_>) {
        match step {
            PartEvent::Start("Style", e) => self.begin_style(e),
            PartEvent::Start("NumberFormat", e) => {
                if let Some(format) = get(e, "Format") {
                    self.formats.insert(self.style.clone(), named(&format));
                }
            }
            PartEvent::Start("Worksheet", e) => {
                self.sheet.name = get(e, "Name").unwrap_or_default();
                (self.row, self.column) = (0, 0);
                self.column_styles.clear();
            }
            PartEvent::End("Worksheet") => self.found.push(std::mem::take(&mut self.sheet)),
            PartEvent::Start("Visible", _) => self.inside = Inside::Visible,
            PartEvent::End("Visible") => self.inside = Inside::Other,
            PartEvent::Text(text) if self.inside == Inside::Visible => {
                self.sheet.about.hidden |= text.contains("Hidden");
            }
            PartEvent::Start("Column", e) => self.columns(e),
            PartEvent::Start("Row", e) => self.begin_row(e),
            PartEvent::End("Row") => self.row = self.row.saturating_add(1),
            PartEvent::End("Workbook") => self.whole = true,
            _ => self.see_cell(step),
        }
    }

    fn see_cell(&mut self, step: &PartEvent<'_>) {
        let in_data = self.inside == Inside::Data;
        match (step, &mut self.cell) {
            (PartEvent::Start("Cell", e), _) => self.begin_cell(e),
            (PartEvent::End("Cell"), Some(_)) => self.end_cell(),
            (PartEvent::Start("Comment", _), _) => self.inside = Inside::Comment,
            (PartEvent::End("Comment"), _) => self.inside = Inside::Other,
            (PartEvent::Start("Data", e), Some(cell)) if self.inside == Inside::Other => {
                cell.kind = get(e, "Type").unwrap_or_default();
                self.inside = Inside::Data;
            }
            (PartEvent::End("Data"), _) if in_data => {
                (self.inside, self.apart) = (Inside::Other, 0);
            }
            (PartEvent::Start("Sup" | "Sub" | "S", _), _) if in_data => self.apart += 1,
            (PartEvent::End("Sup" | "Sub" | "S"), _) if in_data => {
                self.apart = self.apart.saturating_sub(1);
            }
            (PartEvent::Text(text), Some(cell)) if in_data => {
                if self.apart > 0 {
                    &mut cell.apart
                } else {
                    &mut cell.text
                }
                .push_str(text);
            }
            _ => {}
        }
    }

    /// A style has what its parent has, until it says otherwise.
    fn begin_style(&mut self, e: &BytesStart<'_>) {
        self.style = get(e, "ID").unwrap_or_default();
        let parent = get(e, "Parent").and_then(|parent| self.formats.get(&parent).cloned());
        if let Some(format) = parent {
            self.formats.insert(self.style.clone(), format);
        }
    }

    fn columns(&mut self, e: &BytesStart<'_>) {
        let first = number(e, "Index").map_or(self.column, |n| n.saturating_sub(1));
        let last = first.saturating_add(number(e, "Span").unwrap_or(0));
        self.column = last.saturating_add(1);
        if flag(e, "Hidden") {
            self.sheet.about.hidden_columns.push((first, last));
        }
        if let Some(style) = get(e, "StyleID") {
            self.column_styles.push(((first, last), style));
        }
    }

    fn begin_row(&mut self, e: &BytesStart<'_>) {
        self.row = number(e, "Index").map_or(self.row, |n| n.saturating_sub(1));
        self.column = 0;
        self.row_style = get(e, "StyleID");
        let last = self.row.saturating_add(number(e, "Span").unwrap_or(0));
        if flag(e, "Hidden") {
            let rows = self.row..=last.min(MOST.0);
            self.sheet.about.hidden_rows.extend(rows);
        }
        // Rows that one element repeats have no cells of their own.
        self.row = last;
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) {
        let column = number(e, "Index").map_or(self.column, |n| n.saturating_sub(1));
        let (across, down) = (number(e, "MergeAcross"), number(e, "MergeDown"));
        let end = (
            self.row.saturating_add(down.unwrap_or(0)),
            column.saturating_add(across.unwrap_or(0)),
        );
        let at = (self.row, column);
        self.beyond |= at.0 >= MOST.0 || at.1 >= MOST.1;
        if end != at {
            self.sheet.merged.push(Dimensions { start: at, end });
        }
        self.column = end.1.saturating_add(1);
        let of_column = || {
            let mut styles = self.column_styles.iter();
            let own = styles.find(|((first, last), _)| (first..=last).contains(&&column));
            own.map(|(_, style)| style.clone())
        };
        self.cell = Some(OpenCell {
            at,
            style: get(e, "StyleID")
                .or_else(|| self.row_style.clone())
                .or_else(of_column),
            formula: get(e, "Formula"),
            ..OpenCell::default()
        });
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let mut about = Vec::new();
        // A formula that gives an empty text has a value.
        let valued = cell.kind == "String" || !cell.text.trim().is_empty();
        if let Some(formula) = cell.formula.filter(|_| !valued) {
            about.push(About::Uncomputed(formula));
        }
        let format = cell.style.and_then(|style| self.formats.get(&style));
        about.extend(format.into_iter().flatten().cloned().map(About::Shown));
        let apart = cell.apart.trim();
        let text = if cell.text.trim().is_empty() {
            apart
        } else {
            if !apart.is_empty() {
                let own = cell.text.trim().to_owned();
                about.push(About::Apart(own, apart.to_owned()));
            }
            cell.text.as_str()
        };
        if !about.is_empty() {
            self.sheet.about.cells.insert(cell.at, about);
        }
        self.sheet.cells.push((cell.at, data(&cell.kind, text)));
    }
}

fn number(e: &BytesStart<'_>, key: &str) -> Option<u32> {
    get(e, key)?.trim().parse().ok()
}

/// The value of a cell by its type. What is not of its type stays the text that it is.
fn data(kind: &str, text: &str) -> Data {
    let text = text.trim();
    let as_text = || Data::String(text.to_owned());
    match kind {
        _ if text.is_empty() => Data::Empty,
        "Number" => text.parse().map_or_else(|_| as_text(), Data::Float),
        "Boolean" => match text {
            "0" | "1" => Data::Bool(text == "1"),
            _ => as_text(),
        },
        // A day is the midnight with which it begins; 31 December 1899 stands for a time alone.
        "DateTime" => {
            let day = text
                .split_once("T00:00:00")
                .filter(|(_, behind)| behind.trim_start_matches('.').bytes().all(|b| b == b'0'));
            Data::DateTimeIso(day.map_or(text, |(day, _)| day).to_owned())
        }
        _ => as_text(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, decode};
    use crate::Reading;
    use crate::cell;
    use chiso_model::{Format, Layout};

    /// `columns | row:cells | …` with the first remark of a cell behind `!`, or the error.
    fn show(sheets: &str) -> String {
        let book = format!(
            "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
                <Styles><Style ss:ID=\"p\"><NumberFormat ss:Format=\"Percent\"/></Style></Styles>{sheets}"
        );
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.xls",
            format: Format::Xls,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 1000,
        };
        let Decoded {
            columns, records, ..
        } = match decode(reading, book.as_bytes()) {
            Ok(decoded) => decoded,
            Err(finding) => return finding.to_string(),
        };
        let mut out = vec![columns.join("~")];
        for record in records.flatten() {
            let cells = record.cells.iter().map(|c| {
                let said = cell::remarks(c).next().map(|_| "!").unwrap_or_default();
                format!("{}{said}", cell::text(c))
            });
            out.push(format!(
                "{}:{}",
                record.row,
                cells.collect::<Vec<_>>().join("~")
            ));
        }
        out.join(" | ")
    }

    fn sheet(rows: &str) -> String {
        format!("<Worksheet ss:Name=\"T\"><Table>{rows}</Table></Worksheet></Workbook>")
    }

    fn cell(keys: &str, kind: &str, text: &str) -> String {
        format!("<Cell {keys}><Data ss:Type=\"{kind}\">{text}</Data></Cell>")
    }

    #[test]
    fn cells_stand_where_the_workbook_says() {
        let header = ["a", "p", "v"]
            .map(|name| cell("", "String", name))
            .concat();
        let first = [
            cell("", "String", "Núi &amp; Vàng"),
            cell("", "DateTime", "2020-01-01T00:00:00.000"),
            cell("", "Number", "1234.5"),
        ];
        let comment = "<Comment><ss:Data>seen</ss:Data></Comment></Cell>";
        let third = [
            cell("", "String", "B<Sup>1</Sup>"),
            cell("", "Number", "2021").replace("</Cell>", comment),
            cell("ss:StyleID=\"p\"", "Number", "0.5"),
        ];
        let rows = format!(
            "<Row>{header}</Row><Row>{}</Row><Row ss:Index=\"4\">{}</Row><Row>{}</Row>",
            first.concat(),
            third.concat(),
            cell("ss:Index=\"3\"", "Number", "1E+2"),
        );
        assert_eq!(
            show(&sheet(&rows)),
            "a~p~v | 2:Núi & Vàng~2020-01-01~1234.5 | 4:B!~2021~0.5! | 5:~~100"
        );
        let merged = format!(
            "<Row>{header}</Row><Row>{}{}{}</Row><Row>{}</Row>",
            cell("ss:MergeDown=\"1\"", "String", "A"),
            cell("", "Number", "2020"),
            cell("", "Number", "1"),
            cell("ss:Index=\"2\"", "Number", "2021") + "<Cell ss:Formula=\"=R[-1]C\"/>"
        );
        let shown = show(&sheet(&merged));
        assert!(shown.starts_with("a~p~v | 2:A~2020~1 | 3:A"), "{shown}");
        assert!(shown.ends_with("~2021~!"), "{shown}");
        // A formula that gives an empty text has a value.
        let blank = format!(
            "<Row>{header}</Row><Row>{}{}{}</Row>",
            cell("", "String", "A"),
            cell("", "Number", "2020"),
            cell("ss:Formula=\"=RC[1]\"", "String", ""),
        );
        let shown = show(&sheet(&blank));
        assert!(
            shown.contains("2:A~2020") && !shown.contains('!'),
            "{shown}"
        );
    }

    #[test]
    fn what_is_no_whole_workbook_is_refused() {
        let row = format!("<Row>{}</Row>", cell("", "String", "a"));
        let cut = sheet(&row).replace("</Workbook>", "");
        assert!(show(&cut).starts_with("error[truncated]: f.xls: the workbook ends before"));
        let far = format!(
            "<Row>{}</Row>",
            cell("ss:Index=\"4000000000\"", "String", "a")
        );
        assert!(show(&sheet(&far)).contains("beyond the last row or column"));
        assert!(show("</Workbook>").contains("there is no table in this file"));
    }
}
