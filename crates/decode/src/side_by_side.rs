//! Blocks of columns that stand side by side and are one table below the other. Each row of a block
//! is a record of its own, whose part names the block: two figures of one row never have the same
//! place.

use super::header::names;
use super::{Reading, Record, Records, Undecodable, cell, fault, tidy};
use chiso_model::{Block, letters};

/// The columns, which all blocks have.
pub(super) fn columns(
    reading: Reading<'_>,
    row: u64,
    header: &[String],
) -> Result<Vec<String>, Undecodable> {
    let mut found: Option<(Block, Vec<String>)> = None;
    for block in &reading.layout.blocks {
        let mut own = names(cut(header, *block));
        own.resize((block.last + 1).saturating_sub(block.first), String::new());
        let Some((first, columns)) = &found else {
            found = Some((*block, own));
            continue;
        };
        let same =
            columns.len() == own.len() && columns.iter().zip(&own).all(|(a, b)| tidy(a) == tidy(b));
        if !same {
            let message = format!(
                "the columns of `{block}` are not those of `{first}`: {} and {}",
                quoted(&own),
                quoted(columns)
            );
            let finding = fault("unreadable", reading.file_name, row, message);
            return Err(Box::new(finding.hint(
                "declare blocks of the same columns, and a source for each other block",
            )));
        }
    }
    Ok(found.map(|(_, columns)| columns).unwrap_or_default())
}

/// Columns with a name that no block has.
pub(super) fn outside(reading: Reading<'_>, header: &[String]) -> Option<String> {
    let within = |column: usize| {
        let mut blocks = reading.layout.blocks.iter();
        blocks.any(|block| (block.first..=block.last).contains(&column))
    };
    let found: Vec<String> = header
        .iter()
        .zip(1_usize..)
        .filter(|(name, column)| !tidy(cell::text(name)).is_empty() && !within(*column))
        .map(|(_, column)| letters(column))
        .collect();
    (!found.is_empty()).then(|| format!("columns {}", found.join(", ")))
}

/// The rows of all blocks.
pub(super) fn rows<'a>(reading: Reading<'a>, rows: Records<'a>) -> Records<'a> {
    let blocks = &reading.layout.blocks;
    Box::new(rows.flat_map(move |row| {
        match row {
            Err(finding) => vec![Err(finding)],
            Ok(row) => blocks
                .iter()
                .filter_map(|block| of_block(&row, *block))
                .map(Ok)
                .collect(),
        }
    }))
}

/// What a row has in a block, if it has anything there.
fn of_block(row: &Record, block: Block) -> Option<Record> {
    let mut cells = cut(&row.cells, block).to_vec();
    cells.iter_mut().for_each(cell::repeat_covered);
    if cells.iter().all(|c| c.trim().is_empty()) {
        return None;
    }
    let part = if row.part.is_empty() {
        block.to_string()
    } else {
        format!("{}, {block}", row.part)
    };
    Some(Record {
        part,
        row: row.row,
        cells,
    })
}

fn cut(cells: &[String], block: Block) -> &[String] {
    let last = block.last.min(cells.len());
    cells
        .get(block.first.saturating_sub(1)..last)
        .unwrap_or_default()
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    names.join(", ")
}
