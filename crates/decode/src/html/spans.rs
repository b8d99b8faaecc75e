//! Cells that span columns or rows, in each place that they cover.

use super::cell::HtmlCell;
use crate::cell::{self, Remark};
use std::collections::BTreeMap;

/// Texts that still cover rows below, by column, and how many.
type Hanging = BTreeMap<usize, (String, usize)>;

/// Rows with every cell in each place that it covers.
pub(super) fn spread(rows: Vec<Vec<HtmlCell>>, most: usize) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::with_capacity(rows.len());
    let mut hanging = Hanging::new();
    let mut left = most;
    for row in rows {
        let (line, next) = spread_row(row, hanging);
        hanging = next;
        left = left.saturating_sub(line.len());
        if left == 0 {
            break;
        }
        out.push(line);
    }
    out
}

/// The text of a cell where it stands in another that it covers.
fn covered(text: &str) -> String {
    let mut covered = text.to_owned();
    if !text.is_empty() {
        cell::push(&mut covered, Remark::Covered(""));
    }
    covered
}

/// A row with what hangs into it from above, and what hangs from it into the next.
fn spread_row(row: Vec<HtmlCell>, mut hanging: Hanging) -> (Vec<String>, Hanging) {
    let mut line: Vec<String> = Vec::new();
    let mut next = Hanging::new();
    let mut cells = row.into_iter();
    loop {
        if let Some((text, more)) = hanging.remove(&line.len()) {
            if more > 1 {
                next.insert(line.len(), (text.clone(), more - 1));
            }
            line.push(text);
            continue;
        }
        let Some(cell) = cells.next() else { break };
        let mut text = cell.finish();
        let spans = cell.wide > 1 || cell.high > 1;
        let covered = if spans { covered(&text) } else { String::new() };
        for nth in 0..cell.wide {
            if cell.high > 1 {
                next.insert(line.len(), (covered.clone(), cell.high - 1));
            }
            hanging.remove(&line.len());
            line.push(if nth == 0 {
                std::mem::take(&mut text)
            } else {
                covered.clone()
            });
        }
    }
    for (at, (text, more)) in hanging {
        line.resize(line.len().max(at), String::new());
        if more > 1 {
            next.insert(at, (text.clone(), more - 1));
        }
        line.push(text);
    }
    (line, next)
}
