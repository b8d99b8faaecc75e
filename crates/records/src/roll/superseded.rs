//! Records whose key stands in another data file again: in a later one, which took their place, or
//! in one that became known at the same moment, so that nobody knows which of the two counts.

use super::columns::{DataFile, named};
use crate::error::RecordsError;
use crate::hash::{fold, fold_text};
use crate::schema::FAULTY;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Date32Type, Int32Type};
use chiso_model::RecordLayout;
use std::collections::BTreeSet;

/// What stands for records that nothing supersedes.
pub(super) const NEVER: u32 = u32::MAX;

/// A record whose key stands in another file again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Again {
    /// Its place in its file.
    pub(super) row: u32,
    /// The file that superseded it, or [`NEVER`].
    pub(super) by: u32,
    /// A file that became known at the same moment has it too.
    pub(super) conflict: bool,
}

/// Such records of a data file, ascending.
pub(super) type Superseded = Vec<Again>;

/// Two hashes of a key, of different seeds: together they stand for it.
pub(super) type KeyPrint = (u64, u64);

/// The superseded records of each file; files of one rank became known at one moment. Files whose
/// keys cannot meet are not read.
pub(super) fn superseded(
    files: &[DataFile<'_>],
    ranks: &[usize],
    layout: &RecordLayout,
) -> Result<Vec<Superseded>, RecordsError> {
    let mut found: Vec<Superseded> = vec![Vec::new(); files.len()];
    let meeting = meeting(files, layout);
    if meeting.is_empty() {
        return Ok(found);
    }
    let mut all: Vec<(KeyPrint, u32, u32)> = Vec::new();
    for at in meeting {
        prints(&files[at], layout, small(at), &mut all)?;
    }
    all.sort_unstable();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for (_, file, row) in same {
            let rank = ranks[*file as usize];
            let of = |other: u32| ranks[other as usize];
            let later = same.iter().find(|(_, other, _)| of(*other) > rank);
            let again = Again {
                row: *row,
                by: later.map_or(NEVER, |(_, other, _)| *other),
                conflict: same.iter().any(|(_, o, _)| o != file && of(*o) == rank),
            };
            if again.by != NEVER || again.conflict {
                found[*file as usize].push(again);
            }
        }
    }
    for of_file in &mut found {
        of_file.sort_unstable();
    }
    Ok(found)
}

/// The files of which keys may stand in another file too, by the bounds of the first column of the
/// key that the files tell.
pub(super) fn meeting(files: &[DataFile<'_>], layout: &RecordLayout) -> Vec<usize> {
    let text = |name: &&String| {
        let kind = layout.column(name).map(|c| c.kind);
        matches!(
            kind,
            Some(chiso_model::RecordType::Text | chiso_model::RecordType::Code)
        )
    };
    let Some(column) = layout.key.iter().find(text) else {
        return if files.len() > 1 {
            (0..files.len()).collect()
        } else {
            Vec::new()
        };
    };
    let bounds: Vec<_> = files.iter().map(|file| file.bounds(column)).collect();
    let apart = |one: usize, other: usize| match (&bounds[one], &bounds[other]) {
        (Some((a, b)), Some((c, d))) => b < c || d < a,
        _ => false,
    };
    let meets = |one: &usize| (0..files.len()).any(|other| other != *one && !apart(*one, other));
    (0..files.len()).filter(meets).collect()
}

/// The keys of the records of a file that are not in quarantine, with its number and their places.
pub(super) fn prints(
    file: &DataFile<'_>,
    layout: &RecordLayout,
    number: u32,
    into: &mut Vec<(KeyPrint, u32, u32)>,
) -> Result<(), RecordsError> {
    let mut columns: BTreeSet<&str> = layout.key.iter().map(String::as_str).collect();
    columns.insert(FAULTY);
    for row_group in 0..file.row_groups() {
        let mut first = file.first_row(row_group);
        for batch in file.read(row_group, &columns)? {
            let batch = batch.map_err(RecordsError::columns)?;
            let mut keys = vec![(1, 2); batch.num_rows()];
            for name in &layout.key {
                fold_column(&mut keys, named(&batch, name)?);
            }
            let faulty = named(&batch, FAULTY)?.as_boolean();
            let sound = keys
                .into_iter()
                .enumerate()
                .filter(|(row, _)| !faulty.value(*row));
            into.extend(sound.map(|(row, key)| (key, number, small(first + row))));
            first += batch.num_rows();
        }
    }
    Ok(())
}

fn fold_column(keys: &mut [KeyPrint], column: &ArrayRef) {
    let number = |key: &mut KeyPrint, n: u64| *key = (fold(key.0, n), fold(key.1, n));
    let text = |key: &mut KeyPrint, t: &[u8]| *key = (fold_text(key.0, t), fold_text(key.1, t));
    if let Some(texts) = column.as_string_opt::<i32>() {
        for (key, t) in keys.iter_mut().zip(texts) {
            text(key, t.unwrap_or_default().as_bytes());
        }
    } else if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
        let texts = dictionary.values().as_string::<i32>();
        for (key, code) in keys.iter_mut().zip(dictionary.keys()) {
            let at = code.and_then(|code| usize::try_from(code).ok());
            text(key, at.map_or("", |at| texts.value(at)).as_bytes());
        }
    } else if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        for (key, day) in keys.iter_mut().zip(days.values()) {
            number(key, u64::from(day.cast_unsigned()));
        }
    } else if let Some(all) = super::columns::numbers(column) {
        for (key, n) in keys.iter_mut().zip(all) {
            number(key, n.cast_unsigned());
        }
    } else if let Some(flags) = column.as_boolean_opt() {
        for (row, key) in keys.iter_mut().enumerate() {
            number(key, u64::from(flags.is_valid(row) && flags.value(row)));
        }
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
