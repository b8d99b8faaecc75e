//! Text in which every column has its places on the line. Whatever stands outside the declared
//! places is refused: a figure would be cut off there.

use super::super::{Reading, Record, Shape, Table, Undecodable, fault, too_many_cells};
use chiso_model::{FixedColumn, unseen};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The rows of such a text.
pub(super) fn table<'a>(reading: Reading<'a>, text: &str) -> Result<Table<'a>, Undecodable> {
    let layout = reading.layout;
    let columns = &layout.fixed;
    // Without a word about a header every line is a row.
    let header = layout
        .header_row
        .map_or(0, |row| row.saturating_add(layout.header_rows) - 1);
    let mut left = reading.max_cells;
    let mut rows = Vec::new();
    for (line, row) in text.lines().zip(1_u64..) {
        if row <= header || line.trim().is_empty() {
            continue;
        }
        left = left
            .checked_sub(columns.len())
            .ok_or_else(|| too_many_cells(reading.file_name, reading.max_cells))?;
        let composed: String = line.nfc().collect();
        let line: Vec<char> = composed.chars().collect();
        if let Some(sign) = line.iter().find(|sign| shifts(**sign)) {
            return Err(shifted(reading, row, *sign));
        }
        let past = layout.last_row.is_some_and(|last| row > last);
        if let Some(outside) = outside(&line, columns).filter(|_| !past) {
            return Err(beyond(reading, row, &outside));
        }
        let cell = |column: &FixedColumn| -> String {
            let last = column.to.min(line.len());
            let cell = line.get(column.from - 1..last).unwrap_or_default();
            cell.iter().collect::<String>().trim().to_owned()
        };
        rows.push(Record {
            part: String::new(),
            row,
            cells: columns.iter().map(cell).collect(),
        });
    }
    Ok(Table {
        part: String::new(),
        shape: Shape::Rows {
            columns: columns.iter().map(|column| column.name.clone()).collect(),
        },
        records: Box::new(rows.into_iter().map(Ok)),
    })
}

/// Whether a sign moves the places behind it: it has none of its own, or several.
fn shifts(sign: char) -> bool {
    sign == '\t' || unseen(sign) || is_combining_mark(sign)
}

fn shifted(reading: Reading<'_>, row: u64, sign: char) -> Undecodable {
    let message = format!(
        "the sign U+{:04X} stands on this line, and nobody can say how many places it takes",
        u32::from(sign)
    );
    Box::new(
        fault("unreadable", reading.file_name, row, message)
            .hint("ask for a text with a separator, or take the sign out of the file"),
    )
}

/// The first text outside the places of all columns.
fn outside(line: &[char], columns: &[FixedColumn]) -> Option<String> {
    let is_outside = |(i, sign): (usize, &char)| {
        let place = i + 1;
        !sign.is_whitespace() && !columns.iter().any(|c| (c.from..=c.to).contains(&place))
    };
    let at = line.iter().enumerate().position(is_outside)?;
    let begin = line[..at]
        .iter()
        .rposition(|c| c.is_whitespace())
        .map_or(0, |i| i + 1);
    Some(
        line[begin..]
            .iter()
            .take_while(|c| !c.is_whitespace())
            .collect(),
    )
}

fn beyond(reading: Reading<'_>, row: u64, text: &str) -> Undecodable {
    let message = format!("`{text}` stands outside the places of the declared columns");
    Box::new(fault("unreadable", reading.file_name, row, message).hint(
        "correct `from` and `to` in `fixed`, declare a column for it, or end the table above it \
                with `last_row`",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, decode};
    use super::*;
    use chiso_model::{Format, Layout};

    fn show(header_row: Option<u64>, text: &str) -> String {
        let column = |name: &str, from, to| FixedColumn {
            name: name.to_owned(),
            from,
            to,
        };
        let layout = Layout {
            fixed: vec![column("area", 1, 10), column("n", 12, 16)],
            header_row,
            ..Layout::default()
        };
        let reading = Reading {
            file_name: "f.txt",
            format: Format::Csv,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 100,
        };
        let run = || -> Result<String, Undecodable> {
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let rows: Vec<String> = records
                .map(|r| r.map(|r| format!("{}:{}", r.row, r.cells.join("~"))))
                .collect::<Result<_, _>>()?;
            Ok(format!("{} | {}", columns.join("~"), rows.join(" | ")))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn columns_have_their_places_on_the_line() {
        for (header, text, want) in [
            (
                Some(1),
                "AREA          N\nSuối Bạc    100\n\nGoldmark     50\n",
                "area~n | 2:Suối Bạc~100 | 4:Goldmark~50",
            ),
            (None, "Goldmark\n", "area~n | 1:Goldmark~"),
            // Letters written in two parts take one place.
            (
                None,
                "Ha\u{300} No\u{302}\u{323}i       12\n",
                "area~n | 1:Hà Nội~12",
            ),
            (
                None,
                "Ha\u{200b} Noi       12\n",
                "error[unreadable]: f.txt:1: the sign U+200B stands on this line, and nobody can say \
                    how many places it takes\n  hint: ask for a text with a separator, or take the \
                    sign out of the file",
            ),
            (
                None,
                "Goldmark   123456\n",
                "error[unreadable]: f.txt:1: `123456` stands outside the places of the declared \
                    columns\n  hint: correct `from` and `to` in `fixed`, declare a column for it, or \
                    end the table above it with `last_row`",
            ),
            (
                None,
                "Goldmarkfield 50\n",
                "error[unreadable]: f.txt:1: `Goldmarkfield` stands outside the places of the \
                    declared columns\n  hint: correct `from` and `to` in `fixed`, declare a column \
                    for it, or end the table above it with `last_row`",
            ),
        ] {
            assert_eq!(show(header, text), want, "{text}");
        }
    }
}
