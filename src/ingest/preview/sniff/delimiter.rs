//! The sign between the cells of delimited text.

use super::guess::{Because, HEAD};

/// The sign on which most lines agree.
pub(super) fn delimiter(head: &str) -> (u8, Because) {
    let mut lines: Vec<&str> = head
        .split(['\n', '\r'])
        .filter(|l| !l.trim().is_empty())
        .take(60)
        .collect();
    if lines.len() > 2 && head.len() >= HEAD / 2 {
        // The last line may be cut off.
        lines.pop();
    }
    let mut best = (0, 0, b',', Because::NothingElse);
    for delimiter in *b",;\t|" {
        let mut counts: Vec<usize> = lines
            .iter()
            .map(|l| count(l, delimiter))
            .filter(|n| *n > 0)
            .collect();
        counts.sort_unstable();
        let Some(common) = counts
            .chunk_by(|a, b| a == b)
            .max_by_key(|c| (c.len(), c.first().copied()))
            .and_then(|c| Some((c.len(), *c.first()?)))
        else {
            continue;
        };
        let score = (common.0, common.1);
        if score > (best.0, best.1) {
            best = (
                score.0,
                score.1,
                delimiter,
                Because::Lines(common.0, lines.len(), common.1 + 1),
            );
        }
    }
    (best.2, best.3)
}

/// How often a sign stands outside quotes.
fn count(line: &str, sign: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|b| {
            quoted ^= *b == b'"';
            *b == sign && !quoted
        })
        .count()
}
