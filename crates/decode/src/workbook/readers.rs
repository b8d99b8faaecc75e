//! The sheets of each kind of workbook, as `calamine` reads them, with what the package says of
//! their cells.

use super::super::{Reading, Undecodable, part_name};
use super::about::{About, Sheet};
use super::broken::bad;
use super::grid::{CellPosition, Sheets};
use super::ods_content;
use super::xlsx_package;
use calamine::{
    Cell, Data, DataRef, DataType, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use std::borrow::Cow;
use std::io::Cursor;

/// Adds the sheets of an `.xls`.
pub(super) fn xls(
    reading: Reading<'_>,
    bytes: Cow<'_, [u8]>,
    sheets: &mut Sheets<'_>,
) -> Result<(), Undecodable> {
    let file = reading.file_name;
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
    for sheet in book.sheets_metadata().to_vec() {
        // Charts, dialogues and macros are no tables.
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let name = sheet.name;
        let range = book
            .worksheet_range(&name)
            .map_err(|e| bad(file, &name, &e.to_string()))?;
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let about = unsaved(book.worksheet_formula(&name).ok(), &range, sheet.visible);
        sheets.add(name, range_cells(&range), &merged, &about)?;
    }
    Ok(())
}

/// Adds the sheets of an `.xlsx`.
pub(super) fn xlsx(
    reading: Reading<'_>,
    bytes: Cow<'_, [u8]>,
    sheets: &mut Sheets<'_>,
) -> Result<(), Undecodable> {
    let file = reading.file_name;
    let wanted = reading.layout.sheet.as_str();
    let about = xlsx_package::sheets(file, &bytes, |name| {
        wanted.is_empty() || part_name::may_be(name, wanted)
    });
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
    for name in book.sheet_names() {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let failed = |e: calamine::XlsxError| bad(file, &name, &e.to_string());
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // A chart has no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(failed(e)),
        };
        let next = || {
            reader
                .next_cell()
                .map_err(failed)
                .map(|c| c.map(|cell| owned(&cell)))
        };
        sheets.add(
            name.clone(),
            Pull(next),
            &merged,
            about.get(&name).unwrap_or(&Sheet::default()),
        )?;
    }
    Ok(())
}

/// Adds the sheets of an `.xlsb`.
pub(super) fn xlsb(
    reading: Reading<'_>,
    bytes: Cow<'_, [u8]>,
    sheets: &mut Sheets<'_>,
) -> Result<(), Undecodable> {
    let file = reading.file_name;
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
    for sheet in book.sheets_metadata().to_vec() {
        let name = sheet.name;
        let failed = |e: calamine::XlsbError| bad(file, &name, &e.to_string());
        let about = Sheet {
            hidden: sheet.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            Err(_) if sheet.typ != SheetType::WorkSheet => continue,
            Err(e) => return Err(failed(e)),
        };
        let next = || {
            reader
                .next_cell()
                .map_err(failed)
                .map(|c| c.map(|cell| owned(&cell)))
        };
        sheets.add(name.clone(), Pull(next), &[], &about)?;
    }
    Ok(())
}

/// Adds the sheets of an `.ods`.
pub(super) fn ods(
    reading: Reading<'_>,
    bytes: Cow<'_, [u8]>,
    sheets: &mut Sheets<'_>,
) -> Result<(), Undecodable> {
    let file = reading.file_name;
    let mut about = ods_content::sheets(file, &bytes);
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
    for sheet in book.sheets_metadata().to_vec() {
        let name = sheet.name;
        let range = book
            .worksheet_range(&name)
            .map_err(|e| bad(file, &name, &e.to_string()))?;
        let (mut about, merged) = about.remove(&name).unwrap_or_default();
        about.hidden = sheet.visible != SheetVisible::Visible;
        sheets.add(name, range_cells(&range), &merged, &about)?;
    }
    Ok(())
}

/// Formulas without a value, where the reader tells formulas and values apart.
fn unsaved(formulas: Option<Range<String>>, values: &Range<Data>, visible: SheetVisible) -> Sheet {
    let mut sheet = Sheet {
        hidden: visible != SheetVisible::Visible,
        ..Sheet::default()
    };
    let Some(formulas) = formulas else {
        return sheet;
    };
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        let add = |start: u32, n: usize| start.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let at = (add(top, row), add(left, column));
        // Programs that do not compute save an empty text, and nothing in an `.xls` says so.
        let empty = values.get_value(at).is_none_or(|value| {
            value.is_empty() || value.as_string().is_some_and(|text| text.is_empty())
        });
        if empty {
            sheet
                .cells
                .insert(at, vec![About::Uncomputed(formula.clone())]);
        }
    }
    sheet
}

/// A reader of cells as an iterator.
struct Pull<F>(F);

impl<F: FnMut() -> Result<Option<CellPosition>, Undecodable>> Iterator for Pull<F> {
    type Item = Result<CellPosition, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.0)().transpose()
    }
}

fn range_cells(
    range: &Range<Data>,
) -> impl Iterator<Item = Result<CellPosition, Undecodable>> + '_ {
    let (top, left) = range.start().unwrap_or_default();
    let place = move |(row, col): (usize, usize)| {
        let add = |start: u32, n: usize| start.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        (add(top, row), add(left, col))
    };
    range
        .used_cells()
        .map(move |(row, col, data)| Ok((place((row, col)), data.clone())))
}

fn owned(cell: &Cell<DataRef<'_>>) -> CellPosition {
    let data = match cell.get_value() {
        DataRef::Int(n) => Data::Int(*n),
        DataRef::Float(n) => Data::Float(*n),
        DataRef::String(text) => Data::String(text.clone()),
        DataRef::SharedString(text) => Data::String((*text).to_owned()),
        DataRef::Bool(b) => Data::Bool(*b),
        DataRef::DateTime(t) => Data::DateTime(*t),
        DataRef::DateTimeIso(text) => Data::DateTimeIso(text.clone()),
        DataRef::DurationIso(text) => Data::DurationIso(text.clone()),
        DataRef::Error(e) => Data::Error(e.clone()),
        DataRef::Empty => Data::Empty,
    };
    (cell.get_position(), data)
}
