//! Looks at a file that is not packed: settles how it is read, and goes through its tables.

use super::seen::{Preview, TablePreview};
use super::sniff::{self, Because};
use super::table::look_at;
use super::warnings::warnings;
use crate::decode::{self, MAX_CELLS, Reading, Table, Undecodable};
use crate::model::{Finding, Format, Layout, Place};
use std::borrow::Cow;

/// A file that is not packed. `name` is its own name, `file_name` that under which faults are
/// reported.
pub(super) fn one(
    file_name: &str,
    name: &str,
    bytes: &[u8],
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    let sniffed = sniff::sniff(name, bytes, asked);
    let layout = sniffed.layout.clone();
    let reading = settled(file_name, name, sniffed, &layout, preview)?;
    let tables = decode::tables(reading, Cow::Borrowed(bytes))?;
    look_at_all(file_name, reading.format, tables, asked, preview)
}

/// What was guessed about a file goes into the preview; gives how it is to be read.
pub(super) fn settled<'a>(
    file_name: &'a str,
    name: &str,
    sniffed: sniff::Sniffed,
    layout: &'a Layout,
    preview: &mut Preview,
) -> Result<Reading<'a>, Undecodable> {
    preview.format = Some(sniffed.format);
    preview.guesses.extend(sniffed.guesses);
    let no_columns = preview
        .guesses
        .iter()
        .any(|g| g.about == "delimiter" && g.because == Because::NothingElse);
    if no_columns
        && [".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"]
            .iter()
            .any(|e| name.to_lowercase().ends_with(e))
    {
        let place = Place {
            file: file_name.to_owned(),
            ..Place::default()
        };
        let finding = Finding::error(
            "unreadable",
            place,
            "this is no workbook, whatever its name says, and no table of text",
        );
        return Err(Box::new(finding.hint(
            "open it in an editor: it may be an error message in place of the file; fetch it again",
        )));
    }
    preview.layout = Layout {
        member: preview.layout.member.clone(),
        ..layout.clone()
    };
    Ok(Reading {
        file_name,
        format: sniffed.format,
        layout,
        decimal: '.',
        pages: &[],
        max_cells: MAX_CELLS,
    })
}

/// Goes through the tables that are asked for.
pub(super) fn look_at_all(
    file_name: &str,
    format: Format,
    tables: Vec<Table<'_>>,
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    let is_book = matches!(format, Format::Xlsx | Format::Xls | Format::Ods);
    if is_book {
        preview.observations += tables.len() as u64;
    }
    let wanted = |t: &Table<'_>| asked.sheet.is_empty() || t.part == asked.sheet;
    if !tables.iter().any(wanted) && !asked.sheet.is_empty() {
        return Err(no_such_table(file_name, &tables, &asked.sheet));
    }
    for table in tables.into_iter().filter(wanted) {
        let (looked, fault) = look_at(table);
        if !is_book {
            preview.observations += looked.rows;
        }
        preview.findings.extend(warnings(file_name, &looked));
        let doubts = looked.doubts.iter().cloned();
        preview
            .findings
            .extend(doubts.map(|doubt| placed(doubt, file_name, &looked)));
        preview.tables.push(looked);
        preview.findings.extend(fault.map(|f| *f));
    }
    Ok(())
}

fn no_such_table(file_name: &str, tables: &[Table<'_>], sheet: &str) -> Undecodable {
    let place = Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    let names = tables
        .iter()
        .take(20)
        .map(|t| format!("`{}`", t.part))
        .collect::<Vec<_>>()
        .join(", ");
    let finding = Finding::error(
        "no_such_part",
        place,
        format!("there is no table `{sheet}`"),
    );
    Box::new(finding.hint(format!("the file has {names}")))
}

/// A doubt about a cell with the file, the table and the name of the column, where it has one.
fn placed(mut doubt: Finding, file_name: &str, looked: &TablePreview) -> Finding {
    file_name.clone_into(&mut doubt.place.file);
    doubt.place.part.clone_from(&looked.name);
    let named = doubt
        .place
        .col
        .parse::<usize>()
        .ok()
        .and_then(|n| looked.columns.get(n.checked_sub(1)?))
        .filter(|c| !c.is_empty());
    doubt.place.col = named.cloned().unwrap_or(doubt.place.col);
    doubt
}
