//! The header of a grid: where it stands and which names its rows give together.

use super::{Reading, Record, Records, Undecodable, cell, fault, tidy};
use chiso_model::{Block, fits};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The row of the header and its cells, one for each column, taken off the rows. Where there is no
/// header, each column is without a name, and the first row stays.
pub(super) fn header(
    reading: Reading<'_>,
    rows: &mut Records<'_>,
) -> Result<(u64, Vec<String>), Undecodable> {
    if reading.layout.header_rows == 0 {
        return none(reading, rows);
    }
    let first = if reading.layout.header.is_empty() {
        rows.next().transpose()?.ok_or_else(|| no_header(reading))?
    } else {
        found(reading, rows)?
    };
    let at = first.row;
    let mut header = vec![first.cells];
    for _ in 1..reading.layout.header_rows {
        let Some(next) = rows.next().transpose()? else {
            break;
        };
        header.push(next.cells);
    }
    header.iter_mut().flatten().for_each(cell::show);
    fill(
        &mut header,
        reading.layout.header_fill,
        &reading.layout.blocks,
    );
    let mut all = header.into_iter();
    let mut columns = all.next().unwrap_or_default();
    for below in all {
        if columns.len() < below.len() {
            columns.resize(below.len(), String::new());
        }
        join(&mut columns, &below);
    }
    Ok((at, columns))
}

/// The columns of a table without a header: as many as its first row has cells, or as are taken by
/// their places.
fn none(reading: Reading<'_>, rows: &mut Records<'_>) -> Result<(u64, Vec<String>), Undecodable> {
    let first = rows.next().transpose()?.ok_or_else(|| no_header(reading))?;
    let places = reading.layout.places.iter().copied();
    let width = places.max().unwrap_or_default().max(first.cells.len());
    let at = first.row;
    let others = std::mem::replace(rows, Box::new(std::iter::empty()));
    *rows = Box::new(std::iter::once(Ok(first)).chain(others));
    Ok((at, vec![String::new(); width]))
}

/// The first row that has all texts by which the header is declared.
fn found(reading: Reading<'_>, rows: &mut Records<'_>) -> Result<Record, Undecodable> {
    let wanted = &reading.layout.header;
    let mut nearest: Option<(usize, u64, String)> = None;
    for row in rows {
        let row = row?;
        let has = |text: &String| {
            let text = tidy(text);
            row.cells
                .iter()
                .any(|c| fits(&text, &tidy(cell::of_header(c))))
        };
        let Some(missing) = wanted.iter().find(|text| !has(text)) else {
            return Ok(row);
        };
        let count = wanted.iter().filter(|text| has(text)).count();
        if count > nearest.as_ref().map_or(0, |(most, ..)| *most) {
            nearest = Some((count, row.row, missing.clone()));
        }
    }
    let texts = wanted
        .iter()
        .map(|text| format!("`{text}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!("no row has all texts of the `header` that is declared: {texts}");
    let hint = nearest.map_or_else(
        || "write texts of the header in `header` as the file has them".to_owned(),
        |(_, row, missing)| {
            format!("row {row} is nearest and has no `{missing}`: correct `header`")
        },
    );
    Err(Box::new(
        fault("no_header", reading.file_name, 0, message).hint(hint),
    ))
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

/// Fills blanks in the upper rows of a header: with the number of the merged cell that covers them,
/// and where it is declared with the text to their left. A column without a text below is a column
/// without a name and stays one. A block of columns begins anew, and so does what stands behind it.
fn fill(header: &mut [Vec<String>], right: bool, blocks: &[Block]) {
    let width = header.iter().map(Vec::len).max().unwrap_or_default();
    let Some(last) = header.len().checked_sub(1) else {
        return;
    };
    // Columns at which a row further up begins anew: what stands left of it is of another group.
    let borders = |col: usize| { blocks.iter() }.any(|b| col + 1 == b.first || col == b.last);
    let mut begins: Vec<bool> = (0..width).map(borders).collect();
    for at in 0..last {
        let (upper, lower) = header.split_at_mut(at + 1);
        let Some(row) = upper.last_mut() else { return };
        row.resize(width, String::new());
        let named = |col: usize| {
            lower
                .iter()
                .any(|below| below.get(col).is_some_and(|c| !blank(cell::text(c))))
        };
        for col in 0..width {
            let own = cell::of_header(&row[col]);
            let written = !blank(cell::text(&row[col]));
            let covered = cell::text(&row[col]).is_empty() && !own.is_empty();
            let repeats = right && col > 0 && blank(own) && named(col) && !begins[col];
            let filled = match (covered, repeats) {
                (true, _) => Some(own),
                (false, true) => Some(cell::text(&row[col - 1])),
                (false, false) => None,
            };
            if let Some(filled) = filled.map(str::to_owned) {
                row[col] = filled;
            }
            begins[col] |= written;
        }
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The names that header cells give: their texts, with what is set apart from them only where two
/// would be the same.
pub(super) fn names(cells: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<Cow<'_, str>, u32> = BTreeMap::new();
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

#[cfg(test)]
mod tests {
    use super::super::{Decoded, decode};
    use super::*;
    use chiso_model::{Format, Layout};

    /// `columns | part row:cells | …`, or the error.
    fn show(layout: &Layout, text: &str) -> String {
        let reading = Reading {
            file_name: "f.csv",
            format: Format::Csv,
            layout,
            decimal: '.',
            pages: &[],
            max_cells: 1000,
        };
        let run = || -> Result<String, Undecodable> {
            let Decoded {
                columns,
                records,
                other_tables,
                ..
            } = decode(reading, text.as_bytes())?;
            let mut out = vec![columns.join("~")];
            for record in records {
                let Record { part, row, cells } = record?;
                out.push(format!("{part} {row}:{}", cells.join("~")));
            }
            out.extend(other_tables.iter().map(|name| format!("unread: {name}")));
            Ok(out.join(" | "))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn a_header_is_found_by_its_texts_wherever_it_stands() {
        let layout = Layout {
            header: vec!["Area".to_owned(), "Value*".to_owned()],
            ..Layout::default()
        };
        for (text, want) in [
            ("Area,Value\nA,1\n", "Area~Value |  2:A~1"),
            (
                "Figures of the counties\nAs of: June\nRevised\nArea,Period,Value (rev.)\nA,2020,1\n",
                "Area~Period~Value (rev.) |  5:A~2020~1",
            ),
            ("Area,x\n\nArea,Value\nA,1\n", "Area~Value |  4:A~1"),
            (
                "Area,Period\nA,2020\n",
                "error[no_header]: f.csv: no row has all texts of the `header` that is declared: \
                    `Area`, `Value*`\n  hint: row 1 is nearest and has no `Value*`: correct `header`",
            ),
            (
                "a,b\n",
                "error[no_header]: f.csv: no row has all texts of the `header` that is declared: \
                    `Area`, `Value*`\n  hint: write texts of the header in `header` as the file has \
                    them",
            ),
        ] {
            assert_eq!(show(&layout, text), want, "{text}");
        }
    }

    #[test]
    fn a_table_without_a_header_is_as_wide_as_its_first_row_or_its_places() {
        let bare = |places: &[usize]| Layout {
            header_rows: 0,
            places: places.to_vec(),
            ..Layout::default()
        };
        assert_eq!(show(&bare(&[1]), "\nA,1\nB,2\n"), "[A]~ |  2:A~1 |  3:B~2");
        assert_eq!(show(&bare(&[1, 3]), "A,1\n"), "[A]~~[C] |  1:A~1");
        assert!(show(&bare(&[1]), "\n").contains("the file is empty"));
    }

    #[test]
    fn blanks_of_an_upper_header_row_repeat_what_stands_to_their_left_where_declared() {
        let filled = Layout {
            header_rows: 2,
            header_fill: true,
            ..Layout::default()
        };
        let text = "Area,2020,,2021,,\n,Men,Women,Men,Women,\nA,1,2,3,4,n\n";
        assert_eq!(
            show(&filled, text),
            "Area~2020 / Men~2020 / Women~2021 / Men~2021 / Women~ |  3:A~1~2~3~4~n"
        );
        let plain = Layout {
            header_fill: false,
            ..filled.clone()
        };
        assert!(show(&plain, text).contains("two columns are named `Women`"));
        // A row that ends early has blanks there, too.
        assert_eq!(
            show(&filled, "Area,2020\n,Men,Women\nA,1,2\n"),
            "Area~2020 / Men~2020 / Women |  3:A~1~2"
        );
        // Three rows: each upper one is filled by itself.
        let three = Layout {
            header_rows: 3,
            ..filled
        };
        assert_eq!(
            show(
                &three,
                "Area,2020,,,\n,Men,,Women,\n,new,all,new,all\nA,1,2,3,4\n"
            ),
            "Area~2020 / Men / new~2020 / Men / all~2020 / Women / new~2020 / Women / all |  \
                4:A~1~2~3~4"
        );
    }

    #[test]
    fn the_header_of_each_block_is_filled_by_itself() {
        let block = |first, last| Block { first, last };
        let layout = Layout {
            header_rows: 2,
            header_fill: true,
            blocks: vec![block(1, 3), block(4, 6)],
            ..Layout::default()
        };
        assert_eq!(
            show(
                &layout,
                ",2020,,,2020,,\nArea,M,F,Area,M,F,Note\nA,1,2,B,3,4,n\n"
            ),
            "Area~2020 / M~2020 / F | A:C 3:A~1~2 | D:F 3:B~3~4 | unread: columns G"
        );
    }

    #[test]
    fn blocks_side_by_side_are_tables_below_each_other() {
        let block = |first, last| Block { first, last };
        let layout = Layout {
            blocks: vec![block(1, 2), block(4, 5)],
            ..Layout::default()
        };
        for (text, want) in [
            (
                "Area,Value,,Area,Value\nA,1,,C,3\nB,2,,,\n",
                "Area~Value | A:B 2:A~1 | D:E 2:C~3 | A:B 3:B~2",
            ),
            (
                "Area,Value,Note,Area,Value,,More\nA,1,,C,3\n",
                "Area~Value | A:B 2:A~1 | D:E 2:C~3 | unread: columns C, G",
            ),
            // A broken line stays one.
            (
                "Area,Value,,Area,Value\nA,1,,C\n",
                "Area~Value | A:B 2:A~1 | D:E 2:C",
            ),
            (
                "Area,Value,,Area,Figure\nA,1,,C,3\n",
                "error[unreadable]: f.csv:1: the columns of `D:E` are not those of `A:B`: `Area`, \
                    `Figure` and `Area`, `Value`\n  hint: declare blocks of the same columns, and a \
                    source for each other block",
            ),
        ] {
            assert_eq!(show(&layout, text), want, "{text}");
        }
    }
}
