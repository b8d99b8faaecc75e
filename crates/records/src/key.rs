//! The keys of records: their columns, and hashes that stand for them.

use crate::cells::Cells;
use crate::hash::{fold, fold_text};
use crate::reading::Reading;

/// Hashes of the keys of records.
pub(crate) fn key_hashes(reading: &Reading<'_>, columns: &[Cells]) -> Vec<u64> {
    let rows = columns.first().map_or(0, Cells::len);
    let mut hashes = vec![0; rows];
    for at in key_columns(reading) {
        fold_cells(&mut hashes, &columns[at]);
    }
    hashes
}

/// Where the columns of the key stand, the area counted first.
pub(crate) fn key_columns(reading: &Reading<'_>) -> Vec<usize> {
    let place = |name: &String| {
        let columns = &reading.layout.columns;
        columns
            .iter()
            .position(|c| c.name == *name)
            .map_or(0, |at| at + 1)
    };
    reading.layout.key.iter().map(place).collect()
}

/// Folds the cells of a column into the hashes of their rows.
fn fold_cells(hashes: &mut [u64], cells: &Cells) {
    match cells {
        Cells::Codes(all) => fold_all(hashes, all, u64::from),
        Cells::Numbers(all) => fold_all(hashes, all, i64::cast_unsigned),
        Cells::Days(all) => fold_all(hashes, all, |day| u64::from(day.cast_unsigned())),
        Cells::Flags(all) => fold_all(hashes, all, u64::from),
        Cells::Texts(all) => {
            for (row, hash) in hashes.iter_mut().enumerate() {
                *hash = fold_text(*hash, all.get(row));
            }
        }
    }
}

fn fold_all<T: Copy>(hashes: &mut [u64], all: &[T], word: impl Fn(T) -> u64) {
    for (hash, cell) in hashes.iter_mut().zip(all) {
        *hash = fold(*hash, word(*cell));
    }
}
