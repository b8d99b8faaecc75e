//! Columns by ranges: blocks that stand side by side, and the places of characters on a line.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Block, Finding, FixedColumn};

/// Columns that a spreadsheet may have, and more.
const COLUMNS: usize = 100_000;
/// Characters that a line may have.
const PLACES: std::ops::RangeInclusive<i64> = 1..=1_000_000;

/// Ranges such as `A:C`, none over another.
pub(super) fn blocks(at: &ConfigNode<'_>, raw: &[String], faults: &mut Vec<Finding>) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    for (i, text) in raw.iter().enumerate() {
        let Some(block) = block(text) else {
            faults.push(
                at.item(i)
                    .error(rule::BAD_VALUE, format!("`{text}` is no range of columns"))
                    .hint("write the first and the last column, as in `A:C`"),
            );
            continue;
        };
        if let Some(other) = found
            .iter()
            .find(|b| b.first <= block.last && block.first <= b.last)
        {
            faults.push(
                at.item(i)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{block}` and `{other}` have columns in common"),
                    )
                    .hint("give each column to one block"),
            );
        }
        found.push(block);
    }
    found
}

fn block(text: &str) -> Option<Block> {
    let (first, last) = text.split_once(':')?;
    let (first, last) = (column(first)?, column(last)?);
    (first <= last).then_some(Block { first, last })
}

/// A column by its letters, from 1.
fn column(letters: &str) -> Option<usize> {
    let letters = letters.trim();
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    letters.bytes().try_fold(0_usize, |so_far, letter| {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        Some(so_far * 26 + digit).filter(|column| *column <= COLUMNS)
    })
}

/// Columns by the places of their characters, in the order of the line.
pub(super) fn fixed(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    faults: &mut Vec<Finding>,
) -> Vec<FixedColumn> {
    let at = at.key("fixed");
    let names: Vec<String> = raw.fixed.iter().map(|column| column.name.clone()).collect();
    value::repeated(&at, &names, faults);
    let mut end = 0;
    value::each(&at, &raw.fixed, |at, raw| {
        let name = value::text(&at.key("name"), &raw.name, faults);
        let from = value::whole(&at.key("from"), raw.from, PLACES, faults)?;
        let to: usize = value::whole(&at.key("to"), raw.to, PLACES, faults)?;
        if from <= end || to < from {
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    format!("`{name}` does not stand behind the column before it"),
                )
                .hint("write the columns in the order of the line, `from` not behind `to`"),
            );
            return None;
        }
        end = to;
        Some(FixedColumn { name, from, to })
    })
}
