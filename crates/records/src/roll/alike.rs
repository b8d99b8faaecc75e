//! What files that became known at one moment say word for word alike: that is no conflict, and it
//! counts once.

use super::columns::{DataFile, days};
use super::prints::{KeyPrint, fold_column};
use crate::day::month;
use crate::error::RecordsError;
use crate::hash::fold;
use crate::schema::{ROW, record_schema};
use arrow::array::Array;
use chiso_model::RecordLayout;
use std::collections::{BTreeMap, BTreeSet};

/// Which files have each month.
pub(super) type FilesOfMonths = BTreeMap<u32, BTreeSet<usize>>;

/// What each record of a file says, all columns of it together, with its day.
fn whole_records(
    file: &DataFile<'_>,
    layout: &RecordLayout,
    mut each: impl FnMut(usize, KeyPrint, i32),
) -> Result<(), RecordsError> {
    let schema = record_schema(layout);
    let columns = schema.fields().iter().map(|field| field.name().as_str());
    let columns: BTreeSet<&str> = columns.filter(|name| *name != ROW).collect();
    for row_group in 0..file.row_groups() {
        let mut first = file.first_row(row_group);
        for batch in file.read(row_group, &columns)? {
            let batch = batch.map_err(RecordsError::columns)?;
            let mut all: Vec<KeyPrint> = vec![(3, 4); batch.num_rows()];
            for column in batch.columns() {
                fold_column(&mut all, column);
                for (row, print) in all.iter_mut().enumerate() {
                    let valid = u64::from(column.is_valid(row));
                    *print = (fold(print.0, valid), fold(print.1, valid));
                }
            }
            let days = days(&batch, &layout.date)?.values();
            for ((row, print), day) in all.into_iter().enumerate().zip(days) {
                each(first + row, print, *day);
            }
            first += batch.num_rows();
        }
    }
    Ok(())
}

/// What records at some places say, by file and place.
pub(super) fn said_at(
    files: &[DataFile<'_>],
    layout: &RecordLayout,
    places: &BTreeSet<(usize, usize)>,
) -> Result<BTreeMap<(usize, usize), KeyPrint>, RecordsError> {
    let mut found = BTreeMap::new();
    let numbers: BTreeSet<usize> = places.iter().map(|(file, _)| *file).collect();
    for number in numbers {
        whole_records(&files[number], layout, |row, print, _| {
            if places.contains(&(number, row)) {
                found.insert((number, row), print);
            }
        })?;
    }
    Ok(found)
}

/// The months of which all files of one moment that have them say the same, by file: each with the
/// records that the others have, in whatever order.
pub(super) fn months_alike(
    (files, ranks): (&[DataFile<'_>], &[usize]),
    layout: &RecordLayout,
    months: &FilesOfMonths,
) -> Result<BTreeSet<(u32, usize)>, RecordsError> {
    let mut at_once: BTreeMap<(u32, usize), Vec<usize>> = BTreeMap::new();
    for (month, files) in months {
        for file in files {
            let of_rank = at_once.entry((*month, ranks[*file])).or_default();
            of_rank.push(*file);
        }
    }
    at_once.retain(|_, files| files.len() > 1);
    let asked: BTreeSet<usize> = at_once.values().flatten().copied().collect();
    let mut said: BTreeMap<(u32, usize), (u64, u64, u64)> = BTreeMap::new();
    for number in asked {
        whole_records(&files[number], layout, |_, print, day| {
            let of = said.entry((month(day), number)).or_default();
            *of = (
                of.0.wrapping_add(print.0),
                of.1.wrapping_add(print.1),
                of.2 + 1,
            );
        })?;
    }
    let mut alike = BTreeSet::new();
    for ((month, _), files) in at_once {
        let of = |file: &usize| said.get(&(month, *file));
        if files.windows(2).all(|two| of(&two[0]) == of(&two[1])) {
            alike.extend(files.into_iter().map(|file| (month, file)));
        }
    }
    Ok(alike)
}
