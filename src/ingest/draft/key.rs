//! Which columns tell figures of one area and period apart: as few as are needed.

use super::columns::Columns;
use std::collections::BTreeMap;

/// What was found.
pub(super) struct KeyProposal {
    pub(super) dimensions: Vec<usize>,
    /// Places of two rows that nothing tells apart.
    pub(super) same: Option<(u64, u64)>,
}

/// Adds candidates in order, each only if it tells more rows apart, until none are alike; then
/// takes out those that others make needless.
pub(super) fn of(columns: &Columns, fixed: &[usize], candidates: &[usize]) -> KeyProposal {
    let mut chosen: Vec<usize> = Vec::new();
    let (mut apart, mut same) = distinct(columns, fixed, &chosen);
    for at in candidates {
        if same.is_none() {
            break;
        }
        chosen.push(*at);
        let (with, left) = distinct(columns, fixed, &chosen);
        if with > apart {
            (apart, same) = (with, left);
        } else {
            chosen.pop();
        }
    }
    let mut i = 0;
    while i < chosen.len() {
        let without: Vec<usize> = chosen
            .iter()
            .copied()
            .filter(|at| *at != chosen[i])
            .collect();
        if distinct(columns, fixed, &without).0 == apart {
            chosen = without;
        } else {
            i += 1;
        }
    }
    KeyProposal {
        dimensions: chosen,
        same,
    }
}

/// How many different keys there are, and the first two rows of the same.
fn distinct(
    columns: &Columns,
    fixed: &[usize],
    dimensions: &[usize],
) -> (usize, Option<(u64, u64)>) {
    let mut seen: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    let mut same = None;
    for (row, line) in columns.lines.iter().enumerate() {
        let key: Vec<u32> = fixed
            .iter()
            .chain(dimensions)
            .map(|at| columns.cell(*at, row))
            .collect();
        if let Some(first) = seen.get(&key) {
            same = same.or(Some((*first, *line)));
        } else {
            seen.insert(key, *line);
        }
    }
    (seen.len(), same)
}
