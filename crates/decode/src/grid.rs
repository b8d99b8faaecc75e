//! From a grid of cells to columns and rows: which table is meant, where its header stands and
//! where it ends.

use super::part_name::{self, Named};
use super::{Reading, Record, Records, Table, Undecodable, fault, tidy};
use crate::cell;
use chiso_model::{Format, nearest};

/// The table that a source declares: the one of that name or number, or the only one that there is.
pub(super) fn only<'a>(
    reading: Reading<'_>,
    mut tables: Vec<Table<'a>>,
) -> Result<Table<'a>, Undecodable> {
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

/// Column names and the rows below them. Rows without any text are no rows; blanks behind the
/// header's last name are cut off. Rows directly below the declared last one are given, too, up to
/// the first blank one: `conform` sees whether the table has grown.
pub(super) fn under_header<'a>(
    reading: Reading<'a>,
    records: Records<'a>,
) -> Result<(Vec<String>, Records<'a>), Undecodable> {
    let mut rows = of_table(reading, records);
    let Some(header) = rows.next().transpose()? else {
        return Err(no_header(reading));
    };
    let mut columns = header.cells;
    if let Some(last) = reading.layout.last_row.filter(|last| header.row > *last) {
        return Err(Box::new(fault(
            "unreadable",
            reading.file_name,
            header.row,
            format!("`last_row = {last}` stands above the header"),
        )));
    }
    for _ in 1..reading.layout.header_rows {
        let Some(next) = rows.next().transpose()? else {
            break;
        };
        if columns.len() < next.cells.len() {
            columns.resize(next.cells.len(), String::new());
        }
        join(&mut columns, &next.cells);
    }
    let columns = names(&columns);
    let width = columns.len();
    let rows = rows.map(move |row| {
        row.map(|mut row| {
            while row.cells.len() > width && row.cells.last().is_some_and(String::is_empty) {
                row.cells.pop();
            }
            row
        })
    });
    Ok((columns, Box::new(rows)))
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

fn no_header(reading: Reading<'_>) -> Undecodable {
    let message = reading.layout.header_row.map_or_else(
        || "the file is empty".to_owned(),
        |first| format!("the file ends before row {first}"),
    );
    Box::new(
        fault("unreadable", reading.file_name, 0, message)
            .hint("fetch it again, or correct `header_row`"),
    )
}

/// The names that header cells give: their texts, with what is set apart from them only where two
/// would be the same.
fn names(cells: &[String]) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<std::borrow::Cow<'_, str>, u32> =
        std::collections::BTreeMap::new();
    for name in cells {
        *counts.entry(tidy(cell::text(name))).or_default() += 1;
    }
    let several = |name: &str| counts.get(&tidy(name)).is_some_and(|n| *n > 1);
    cells
        .iter()
        .map(|c| {
            if several(cell::text(c)) {
                cell::joined(c).into_owned()
            } else {
                cell::text(c).to_owned()
            }
        })
        .collect()
}

/// Adds a second row of names below the first: `Thu` over `Tổng số` is `Thu / Tổng số`. A name that
/// stands twice because its cell spans both rows is written once.
fn join(columns: &mut [String], below: &[String]) {
    for (above, below) in columns.iter_mut().zip(below) {
        let below = cell::text(below).trim();
        if cell::text(above).trim().is_empty() {
            below.clone_into(above);
        } else if !below.is_empty() && tidy(cell::text(above)) != tidy(below) {
            *above = format!("{} / {below}", cell::text(above).trim());
        }
    }
}
