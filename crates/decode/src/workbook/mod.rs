//! Workbooks (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`): one grid a sheet, read with `calamine`;
//! those written as one XML file, by `xml_2003`.
//!
//! What the file is, its first bytes say, not its name: an `.xls` is often an `.xlsx`, a web page
//! or text. Numbers are written with the decimal sign that the source declares and fifteen digits,
//! which is all that a spreadsheet holds; a formula gives the value it had when the workbook was
//! saved; days are ISO 8601. What a merged cell holds stands in every cell that it covers, with a
//! remark. What a cell says in addition to its value goes with it as a remark, too: that it is
//! hidden, a formula never computed, shown otherwise than it is held, a text with digits
//! (`xlsx_sheet`, `ods_content`; of `.xls` formulas and hidden sheets, of `.xlsb` hidden sheets
//! only). Nothing but cells is kept in memory, so a sheet that claims a million rows costs what
//! stands in it.

mod about;
mod broken;
mod cell;
mod format_section;
mod format_sections;
mod grid;
mod held;
mod kind;
mod number_format;
mod ods_content;
mod part;
mod readers;
mod rich_text;
mod shown_text;
mod xlsx_package;
mod xlsx_sheet;
mod xml_2003;

use super::{Reading, Table, Undecodable};
pub(super) use cell::number;
use grid::Sheets;
use kind::{WorkbookKind, kind};
use std::borrow::Cow;

/// Every sheet that holds a table, in the order of the workbook, hidden ones too.
pub(super) fn tables<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Vec<Table<'a>>, Undecodable> {
    let mut sheets = Sheets::new(reading);
    match kind(reading, &bytes)? {
        WorkbookKind::Xls => readers::xls(reading, bytes, &mut sheets)?,
        WorkbookKind::Xlsx => readers::xlsx(reading, bytes, &mut sheets)?,
        WorkbookKind::Xlsb => readers::xlsb(reading, bytes, &mut sheets)?,
        WorkbookKind::Ods => readers::ods(reading, bytes, &mut sheets)?,
        WorkbookKind::Xml2003 => xml_2003::sheets(reading, bytes, &mut sheets)?,
    }
    Ok(sheets.found)
}
