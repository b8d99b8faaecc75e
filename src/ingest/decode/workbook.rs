//! Workbooks (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`): one grid a sheet, read with `calamine`.
//!
//! What the file is, its first bytes say, not its name: an `.xls` is often an `.xlsx`, a web page
//! or text. Numbers are written with the decimal sign that the source declares and fifteen digits,
//! which is all that a spreadsheet holds; a formula gives the value it had when the workbook was
//! saved; days are ISO 8601. Text of a merged cell stands in every cell that it covers, a number
//! only in the first. What a cell says beside its value goes with it as a remark: that it is
//! hidden, a formula never computed, shown otherwise than it is held, a text with digits
//! (`xlsx_parts`, `ods_parts`; of `.xls` formulas and hidden sheets, of `.xlsb` hidden sheets
//! only). Nothing but cells is kept in memory, so a sheet that claims a million rows costs what
//! stands in it.

use super::archive::{self, LIMITS};
use super::ods_parts;
use super::xlsx_parts::{self, About, CellFormat};
use super::{Reading, Record, Shape, Table, Undecodable, fault, letters, tidy, too_many_cells};
use crate::ingest::cell::{self, Remark};
use crate::model::{Encoding, Format};
use calamine::{
    Cell, CellErrorType, Data, DataRef, DataType, Dimensions, ExcelDateTime, Ods, Range, Reader,
    SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

/// The kinds of workbook, by their first bytes.
enum WorkbookKind {
    Xls,
    Xlsx,
    Xlsb,
    Ods,
}

/// Every sheet that holds a table, in the order of the workbook, hidden ones too.
pub(super) fn tables<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Vec<Table<'a>>, Undecodable> {
    let file = reading.file_name;
    let mut sheets = Sheets {
        reading,
        left: reading.max_cells,
        found: Vec::new(),
    };
    match kind(reading, &bytes)? {
        WorkbookKind::Xls => {
            let mut book =
                Xls::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
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
        }
        WorkbookKind::Xlsx => {
            let wanted = reading.layout.sheet.as_str();
            let about = xlsx_parts::sheets(file, &bytes, |name| {
                wanted.is_empty() || tidy(name) == tidy(wanted)
            });
            let mut book =
                Xlsx::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
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
                    about.get(&name).unwrap_or(&xlsx_parts::Sheet::default()),
                )?;
            }
        }
        WorkbookKind::Xlsb => {
            let mut book =
                Xlsb::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
            for sheet in book.sheets_metadata().to_vec() {
                let name = sheet.name;
                let failed = |e: calamine::XlsbError| bad(file, &name, &e.to_string());
                let about = xlsx_parts::Sheet {
                    hidden: sheet.visible != SheetVisible::Visible,
                    ..xlsx_parts::Sheet::default()
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
        }
        WorkbookKind::Ods => {
            let mut about = ods_parts::sheets(file, &bytes);
            let mut book =
                Ods::new(Cursor::new(bytes)).map_err(|e| bad(file, "", &e.to_string()))?;
            for sheet in book.sheets_metadata().to_vec() {
                let name = sheet.name;
                let range = book
                    .worksheet_range(&name)
                    .map_err(|e| bad(file, &name, &e.to_string()))?;
                let (mut about, merged) = about.remove(&name).unwrap_or_default();
                about.hidden = sheet.visible != SheetVisible::Visible;
                sheets.add(name, range_cells(&range), &merged, &about)?;
            }
        }
    }
    Ok(sheets.found)
}

/// Formulas without a value, where the reader tells formulas and values apart.
fn unsaved(
    formulas: Option<Range<String>>,
    values: &Range<Data>,
    visible: SheetVisible,
) -> xlsx_parts::Sheet {
    let mut sheet = xlsx_parts::Sheet {
        hidden: visible != SheetVisible::Visible,
        ..xlsx_parts::Sheet::default()
    };
    let Some(formulas) = formulas else {
        return sheet;
    };
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        let add = |start: u32, n: usize| start.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let at = (add(top, row), add(left, column));
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

fn bad(file: &str, sheet: &str, message: &str) -> Undecodable {
    let mut finding = fault(
        "unreadable",
        file,
        0,
        format!("the workbook cannot be read: {message}"),
    );
    sheet.clone_into(&mut finding.place.part);
    Box::new(
        finding.hint(
            "fetch it again, or open it in a spreadsheet and save it again without a password",
        ),
    )
}

/// What the first bytes say it is; an archive is unpacked to nowhere first.
fn kind(reading: Reading<'_>, bytes: &[u8]) -> Result<WorkbookKind, Undecodable> {
    let file = reading.file_name;
    // The container of Office before 2007, or a bare stream of its records.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(WorkbookKind::Xls);
    }
    if bytes.starts_with(&[0x09]) && reading.format == Format::Xls {
        return Ok(WorkbookKind::Xls);
    }
    let head = String::from_utf8_lossy(bytes.get(..2000).unwrap_or(bytes)).to_lowercase();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet")
        || head.contains("progid=\"excel.sheet\"")
    {
        let hint =
            "open it in a spreadsheet program and save it as `.xlsx`, or ask the provider to";
        return Err(Box::new(
            fault(
                "unreadable",
                file,
                0,
                "this is a workbook written as XML (Excel 2003), which is not read",
            )
            .hint(hint),
        ));
    }
    if !bytes.starts_with(b"PK") {
        let hint = "look at it with `chiso preview` and declare the format that it has";
        return Err(Box::new(
            fault(
                "unreadable",
                file,
                0,
                "this is no workbook, whatever its name says",
            )
            .hint(hint),
        ));
    }
    archive::check(file, bytes, LIMITS)?;
    let names = archive::members(file, bytes, LIMITS)?;
    let has = |name: &str| {
        names
            .iter()
            .any(|n| n.replace('\\', "/").eq_ignore_ascii_case(name))
    };
    match () {
        () if has("content.xml") => Ok(WorkbookKind::Ods),
        () if has("xl/workbook.bin") => Ok(WorkbookKind::Xlsb),
        () if names.iter().any(|n| n.to_lowercase().contains("workbook"))
            || has("[content_types].xml") =>
        {
            Ok(WorkbookKind::Xlsx)
        }
        () => Err(Box::new(
            fault("unreadable", file, 0, "this is an archive, but no workbook")
                .hint("declare the format of the file in it"),
        )),
    }
}

/// A cell with its row and column from zero.
type CellPosition = ((u32, u32), Data);

/// A reader of cells as an iterator.
struct Pull<F>(F);

impl<F: FnMut() -> Result<Option<CellPosition>, Undecodable>> Iterator for Pull<F> {
    type Item = Result<CellPosition, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.0)().transpose()
    }
}

fn range_cells(
    range: &calamine::Range<Data>,
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

struct Sheets<'a> {
    reading: Reading<'a>,
    /// Cells that may still be read.
    left: usize,
    found: Vec<Table<'a>>,
}

impl Sheets<'_> {
    fn add(
        &mut self,
        name: String,
        cells: impl Iterator<Item = Result<CellPosition, Undecodable>>,
        merged: &[Dimensions],
        about: &xlsx_parts::Sheet,
    ) -> Result<(), Undecodable> {
        let encoding = self.reading.layout.encoding;
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut numbers = Vec::new();
        let mut texts: BTreeMap<(u32, u32), String> = BTreeMap::new();
        let heads: std::collections::BTreeSet<(u32, u32)> =
            merged.iter().map(|m| m.start).collect();
        for cell in cells {
            let ((row, col), data) = cell?;
            if data.is_empty() {
                continue;
            }
            self.take(1)?;
            if let Data::Int(_) | Data::Float(_) = data {
                numbers.push(text(&data, '.', encoding));
            }
            let cell = remarked(
                text(&data, self.reading.decimal, encoding),
                &data,
                (row, col),
                about,
                encoding,
            );
            if heads.contains(&(row, col)) && !matches!(data, Data::Int(_) | Data::Float(_)) {
                texts.insert((row, col), cell.clone());
            }
            rows.entry(row).or_default().insert(col, cell);
        }
        for (at, said) in &about.cells {
            let formula = said.iter().find_map(|a| {
                if let About::Uncomputed(formula) = a {
                    Some(formula)
                } else {
                    None
                }
            });
            if let Some(formula) = formula {
                let cell = rows.entry(at.0).or_default().entry(at.1).or_default();
                if cell.is_empty() {
                    self.left = self.left.saturating_sub(1);
                    cell::push(cell, Remark::Uncomputed(formula));
                }
            }
        }
        // A merge may reach to the end of the sheet; beyond what is written it covers nothing.
        let bottom = rows.keys().next_back().copied().unwrap_or_default();
        let right = rows
            .values()
            .filter_map(|cells| cells.keys().next_back())
            .max()
            .copied()
            .unwrap_or_default();
        for Dimensions { start, end } in merged {
            let Some(text) = texts.get(start) else {
                continue;
            };
            let end = (end.0.min(bottom), end.1.min(right));
            let high = usize::try_from(end.0.saturating_sub(start.0))
                .unwrap_or(usize::MAX)
                .saturating_add(1);
            let wide = usize::try_from(end.1.saturating_sub(start.1))
                .unwrap_or(usize::MAX)
                .saturating_add(1);
            self.take(high.saturating_mul(wide))?;
            for row in start.0..=end.0 {
                for col in start.1..=end.1 {
                    rows.entry(row)
                        .or_default()
                        .entry(col)
                        .or_insert_with(|| text.clone());
                }
            }
        }
        let part = name.clone();
        let records = rows.into_iter().map(move |(row, cells)| {
            let width = cells.keys().next_back().map_or(0, |last| {
                usize::try_from(*last)
                    .unwrap_or(usize::MAX)
                    .saturating_add(1)
            });
            let mut line = vec![String::new(); width];
            for (col, text) in cells {
                if let Some(cell) = usize::try_from(col).ok().and_then(|col| line.get_mut(col)) {
                    *cell = text;
                }
            }
            Ok(Record {
                part: part.clone(),
                row: u64::from(row) + 1,
                cells: line,
            })
        });
        self.found.push(Table {
            part: name,
            shape: Shape::Grid {
                numbers: Some(numbers),
            },
            records: Box::new(records),
        });
        Ok(())
    }

    fn take(&mut self, cells: usize) -> Result<(), Undecodable> {
        let Reading {
            file_name,
            max_cells,
            ..
        } = self.reading;
        self.left = self
            .left
            .checked_sub(cells)
            .ok_or_else(|| too_many_cells(file_name, max_cells))?;
        Ok(())
    }
}

/// A cell's text with what is said of it.
fn remarked(
    text: String,
    data: &Data,
    at: (u32, u32),
    about: &xlsx_parts::Sheet,
    encoding: Option<Encoding>,
) -> String {
    let mut cell = text;
    let is_number = matches!(data, Data::Int(_) | Data::Float(_));
    let digits = matches!(data, Data::String(_)) && cell.bytes().any(|b| b.is_ascii_digit());
    for said in about.cells.get(&at).into_iter().flatten() {
        match said {
            About::Stale(formula) => cell::push(&mut cell, Remark::Stale(formula)),
            About::Shown(CellFormat::Percent(format)) if is_number => {
                cell::push(&mut cell, Remark::Percent(format));
            }
            About::Shown(CellFormat::Scaled(format)) if is_number => {
                cell::push(&mut cell, Remark::Scaled(format));
            }
            About::Shown(CellFormat::Padded(width))
                if is_number && cell.bytes().all(|b| b.is_ascii_digit()) =>
            {
                let shown = format!("{:0>width$}", cell::text(&cell));
                cell::push(&mut cell, Remark::Padded(&shown));
            }
            About::Apart(own, apart) if matches!(data, Data::String(_)) => {
                cell = letters::reread(own.trim(), encoding).into_owned();
                cell::push(&mut cell, Remark::Apart(&letters::reread(apart, encoding)));
            }
            _ => {}
        }
    }
    if digits {
        cell::push(&mut cell, Remark::Typed);
    }
    let column = about
        .hidden_columns
        .iter()
        .any(|(first, last)| (first..=last).contains(&&at.1));
    let hidden = [
        (about.hidden, "sheet"),
        (about.hidden_rows.contains(&at.0), "row"),
        (column, "column"),
    ];
    if let Some((_, what)) = hidden.into_iter().find(|(hidden, _)| *hidden) {
        cell::push(&mut cell, Remark::Hidden(what));
    }
    cell
}

fn text(data: &Data, decimal: char, encoding: Option<Encoding>) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number(*n, decimal),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            letters::reread(text, encoding).into_owned()
        }
        Data::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(t) => moment(*t),
        Data::Error(e) => error(e).to_owned(),
    }
}

/// Fifteen significant digits, as a spreadsheet shows them at most, without an exponent.
pub(super) fn number(n: f64, decimal: char) -> String {
    let rounded = format!("{n:.14e}").parse::<f64>().unwrap_or(n);
    let plain = rounded.to_string();
    if decimal == '.' {
        plain
    } else {
        plain.replace('.', decimal.encode_utf8(&mut [0; 4]))
    }
}

/// `2024-03-31`, with the time if there is one; a time alone or a span of time is a number of days.
fn moment(t: ExcelDateTime) -> String {
    if t.is_duration() || t.as_f64() < 1.0 {
        return number(t.as_f64(), '.');
    }
    let (year, month, day, hour, minute, second, _) = t.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

const fn error(e: &CellErrorType) -> &'static str {
    match e {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#ERROR!",
    }
}
