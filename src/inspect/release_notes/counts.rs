//! Rows and words of two releases counted side by side.

use crate::store::{Record, ReleaseRef, cell};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn rows(release: &ReleaseRef) -> BTreeMap<String, u64> {
    let tables = release.manifest.rows();
    tables.map(|(name, rows)| (name.to_owned(), rows)).collect()
}

/// How many rows have each word of a column that lists words.
pub(super) fn words(board: &[Record], column: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for word in board
        .iter()
        .flat_map(|row| cell(row, column).split(';'))
        .filter(|word| !word.is_empty())
    {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

pub(super) fn counted([before, after]: [BTreeMap<String, u64>; 2]) -> BTreeMap<String, [u64; 2]> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let count = |of: &BTreeMap<String, u64>, name: &String| of.get(name).copied().unwrap_or(0);
    names
        .into_iter()
        .map(|name| (name.clone(), [count(&before, name), count(&after, name)]))
        .collect()
}
