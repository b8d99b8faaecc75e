//! Records whose key stands in another data file again: in a later one, which took their place, or
//! in one that became known at the same moment. Where the two differ, nobody knows which of them
//! counts; where they are the same, one of them does. A record at fault takes part in this as any other
//! where its key can be read: a later delivery that has it right mends it, and one that has it wrong
//! leaves nothing of what was said before.

use super::alike::said_at;
use super::columns::{DataFile, named};
use super::prints::{KeyPrint, fold_column};
use crate::error::RecordsError;
use crate::schema::FAULTY;
use arrow::array::{Array, AsArray};
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
    /// A file that became known at the same moment says something else of it.
    pub(super) conflict: bool,
}

/// Such records of a data file, ascending.
pub(super) type Superseded = Vec<Again>;

/// A key with its file and the place of its record there.
pub(super) type KeyAt = (KeyPrint, u32, u32);

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
    let mut all: Vec<KeyAt> = Vec::new();
    for at in meeting {
        prints((&files[at], small(at)), layout, AtFault::WithAKey, &mut all)?;
    }
    all.sort_unstable();
    let at_once = |same: &&[KeyAt]| {
        let rank = |at: &KeyAt| ranks[at.1 as usize];
        same.windows(2).any(|two| rank(&two[0]) == rank(&two[1]))
    };
    let places = |(_, file, row): &KeyAt| (*file as usize, *row as usize);
    let twins = all.chunk_by(|a, b| a.0 == b.0).filter(at_once).flatten();
    let said = said_at(files, layout, &twins.map(places).collect())?;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for own in same {
            let (_, file, row) = own;
            let rank = ranks[*file as usize];
            let of = |other: u32| ranks[other as usize];
            let at_once = || { same.iter() }.filter(|(_, other, _)| of(*other) == rank);
            let twins = || at_once().filter(|(_, other, _)| other != file);
            // A file may have several records at fault of one key.
            let other = |twin: &KeyAt| said.get(&places(twin)) != said.get(&places(own));
            let conflict = twins().next().is_some() && at_once().any(other);
            // What is said twice at one moment counts in the last file that has it.
            let twin = twins().find(|(_, other, _)| other > file && !conflict);
            let later = same.iter().find(|(_, other, _)| of(*other) > rank);
            let again = Again {
                row: *row,
                by: twin.or(later).map_or(NEVER, |(_, other, _)| *other),
                conflict,
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
    let bounds: Option<Vec<_>> = files.iter().map(|file| file.bounds(column)).collect();
    match bounds {
        Some(bounds) => overlapping(&bounds),
        // Of a file that tells none, any key may stand in any other.
        None if files.len() > 1 => (0..files.len()).collect(),
        None => Vec::new(),
    }
}

/// The stretches that have something in common with another one, ascending: in the order of where they
/// begin, each with one before it that reaches farthest, or with the next.
fn overlapping(stretches: &[(Vec<u8>, Vec<u8>)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_by_key(|at| &stretches[*at].0);
    let mut found = Vec::new();
    let mut farthest: Option<&[u8]> = None;
    for (nth, at) in order.iter().enumerate() {
        let (first, last) = &stretches[*at];
        let before = farthest.is_some_and(|farthest| farthest >= first.as_slice());
        let next = order.get(nth + 1).map(|next| &stretches[*next].0);
        if before || next.is_some_and(|next| next <= last) {
            found.push(*at);
        }
        farthest = farthest.max(Some(last));
    }
    found.sort_unstable();
    found
}

/// Which records at fault are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AtFault {
    /// None of them.
    Not,
    /// Those of which the whole key could be read.
    WithAKey,
}

/// The keys of the records of a file, with its number and their places.
pub(super) fn prints(
    (file, number): (&DataFile<'_>, u32),
    layout: &RecordLayout,
    at_fault: AtFault,
    into: &mut Vec<KeyAt>,
) -> Result<(), RecordsError> {
    let mut columns: BTreeSet<&str> = layout.key.iter().map(String::as_str).collect();
    columns.insert(FAULTY);
    for row_group in 0..file.row_groups() {
        let mut first = file.first_row(row_group);
        for batch in file.read(row_group, &columns)? {
            let batch = batch.map_err(RecordsError::columns)?;
            let mut keys = vec![(1, 2); batch.num_rows()];
            let key = layout.key.iter().map(|name| named(&batch, name));
            let key: Vec<_> = key.collect::<Result<_, _>>()?;
            for column in &key {
                fold_column(&mut keys, column);
            }
            let faulty = named(&batch, FAULTY)?.as_boolean();
            let read = |row: usize| key.iter().all(|column| column.is_valid(row));
            let looked_at =
                |row: usize| !faulty.value(row) || at_fault == AtFault::WithAKey && read(row);
            let keys = keys.into_iter().enumerate();
            let keys = keys.filter(|(row, _)| looked_at(*row));
            into.extend(keys.map(|(row, key)| (key, number, small(first + row))));
            first += batch.num_rows();
        }
    }
    Ok(())
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_overlap_are_those_that_overlap_two_by_two() {
        // All sets of four stretches among five places.
        let all: Vec<(u8, u8)> = (0..5).flat_map(|a| (a..5).map(move |b| (a, b))).collect();
        let bytes = |(a, b): (u8, u8)| (vec![a], vec![b]);
        for places in 0..all.len().pow(4) {
            let of = |nth: u32| all[places / all.len().pow(nth) % all.len()];
            let four = [0, 1, 2, 3].map(of);
            let apart = |(a, b): (u8, u8), (c, d): (u8, u8)| b < c || d < a;
            let meets = |one: &usize| {
                let mut others = (0..4).filter(|other| other != one);
                others.any(|other| !apart(four[*one], four[other]))
            };
            let two_by_two: Vec<usize> = (0..4).filter(meets).collect();
            assert_eq!(overlapping(&four.map(bytes)), two_by_two, "{four:?}");
        }
    }
}
