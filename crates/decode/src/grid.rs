//! From a grid of cells to columns and rows: which table is meant, where its header stands and
//! where it ends.

use super::header::{header, names};
use super::part_name::{self, Named};
use super::{
    Reading, Record, Records, Table, Undecodable, cell, fault, side_by_side as blocks, tidy,
};
use chiso_model::{Format, fits, nearest};

/// The tables that a source declares: all whose name fits, or the only one.
pub(super) fn declared<'a>(
    reading: Reading<'_>,
    tables: Vec<Table<'a>>,
) -> Result<Vec<Table<'a>>, Undecodable> {
    let wanted = reading.layout.sheets.as_str();
    if wanted.is_empty() {
        return only(reading, tables).map(|table| vec![table]);
    }
    let names: Vec<String> = tables.iter().map(|t| t.part.clone()).collect();
    let fitting: Vec<Table<'a>> = tables
        .into_iter()
        .filter(|t| fits(&tidy(wanted), &tidy(&t.part)))
        .collect();
    if fitting.is_empty() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let message = format!("no table fits `sheets = \"{wanted}\"`");
        let finding = fault("no_such_part", reading.file_name, 0, message);
        return Err(Box::new(
            finding.hint(format!("the file has {}", quoted(&names))),
        ));
    }
    Ok(fitting)
}

/// The table that a source declares: the one of that name or number, or the only one that there is.
fn only<'a>(reading: Reading<'_>, mut tables: Vec<Table<'a>>) -> Result<Table<'a>, Undecodable> {
    let wanted = reading.layout.sheet.as_str();
    let names: Vec<&str> = tables.iter().map(|t| t.part.as_str()).collect();
    let bad = |message: String, hint: String| {
        Box::new(fault("no_such_part", reading.file_name, 0, message).hint(hint))
    };
    if wanted.is_empty() {
        return match tables.len() {
            1 => Ok(tables.remove(0)),
            0 => Err(no_table(reading.file_name)),
            n => Err(bad(
                format!("the file holds {n} tables, and none is declared"),
                format!("declare `sheet` as one of {}", quoted(&names)),
            )),
        };
    }
    match part_name::named(&names, wanted) {
        Named::One(at) => return Ok(tables.swap_remove(at)),
        Named::None => {}
        Named::Several(found) => {
            let found: Vec<&str> = found.iter().map(|at| names[*at]).collect();
            return Err(bad(
                format!("{} tables fit `{wanted}`: {}", found.len(), quoted(&found)),
                "write `sheet` so that it fits one of them only".to_owned(),
            ));
        }
    }
    let near = nearest(wanted, names.iter().copied())
        .map_or_else(String::new, |n| format!("did you mean `{n}`? "));
    Err(bad(
        format!("there is no table `{wanted}`"),
        format!("{near}the file has {}", quoted(&names)),
    ))
}

fn no_table(file: &str) -> Undecodable {
    Box::new(
        fault("unreadable", file, 0, "there is no table in this file")
            .hint("look at it with `chiso preview`"),
    )
}

fn quoted(names: &[&str]) -> String {
    const SHOWN: usize = 20;
    let mut list = names
        .iter()
        .take(SHOWN)
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        list.push_str(", …");
    }
    list
}

/// What stands under a header.
pub(super) struct UnderHeader<'a> {
    /// The row of the header, from 1.
    pub(super) row: u64,
    pub(super) columns: Vec<String>,
    /// Columns with a name that no block has, in words.
    pub(super) outside: Option<String>,
    pub(super) records: Records<'a>,
}

/// Column names and the rows below them. Rows without any text are no rows; blanks behind the
/// header's last name are cut off. Rows directly below the declared last one are given, too, up to
/// the first blank one: `conform` sees whether the table has grown.
pub(super) fn under_header<'a>(
    reading: Reading<'a>,
    records: Records<'a>,
) -> Result<UnderHeader<'a>, Undecodable> {
    let mut rows = of_table(reading, records);
    let (at, header) = header(reading, &mut rows)?;
    if let Some(last) = reading.layout.last_row.filter(|last| at > *last) {
        return Err(Box::new(fault(
            "unreadable",
            reading.file_name,
            at,
            format!("`last_row = {last}` stands above the header"),
        )));
    }
    if !reading.layout.blocks.is_empty() {
        let columns = blocks::columns(reading, at, &header)?;
        return Ok(UnderHeader {
            row: at,
            columns,
            outside: blocks::outside(reading, &header),
            records: blocks::rows(reading, rows),
        });
    }
    let columns = names(&header);
    let width = columns.len();
    let rows = rows.map(move |row| {
        row.map(|mut row| {
            row.cells.iter_mut().for_each(cell::repeat_covered);
            while row.cells.len() > width && row.cells.last().is_some_and(String::is_empty) {
                row.cells.pop();
            }
            row
        })
    });
    Ok(UnderHeader {
        row: at,
        columns,
        outside: None,
        records: Box::new(rows),
    })
}

/// The rows from the header on that have any text, up to the first blank one below the last.
fn of_table<'a>(reading: Reading<'a>, records: Records<'a>) -> Records<'a> {
    let first = reading.layout.header_row.unwrap_or(1);
    let last = reading.layout.last_row.unwrap_or(u64::MAX);
    let written =
        |record: &Record| record.cells.len() > 1 || record.cells.iter().any(|c| !c.is_empty());
    let skips_blanks = matches!(reading.format, Format::Xlsx | Format::Xls | Format::Ods);
    let (mut next, mut open) = (last.saturating_add(1), true);
    Box::new(records.filter(move |r| {
        let Ok(r) = r else { return true };
        if r.row > last {
            open = open && written(r) && (!skips_blanks || r.row == next);
            next = next.saturating_add(1);
            return open;
        }
        r.row >= first && written(r)
    }))
}
