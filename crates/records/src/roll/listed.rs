//! The records in force, one by one, for whoever wants to see them.

use super::alike::{FilesOfMonths, months_alike};
use super::columns::{DataFile, days, faulty};
use super::superseded::{NEVER, superseded};
use crate::day::month;
use crate::error::RecordsError;
use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use chiso_model::{Delivers, RecordLayout};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeSet;
use std::fs::File;

/// Records read at a time.
const AT_ONCE: usize = 1 << 15;

/// The records of data files, given in the order in which they became known (those of one rank at one
/// moment), that are in force and
/// not in quarantine, in the columns of the table: by file.
///
/// # Errors
/// When a file cannot be read, or does not have the columns of the layout.
pub fn listed(
    (files, ranks): (&[File], &[usize]),
    layout: &RecordLayout,
) -> Result<Vec<Vec<RecordBatch>>, RecordsError> {
    let opened = files.iter().map(|file| DataFile::open(file, layout));
    let opened = opened.collect::<Result<Vec<_>, _>>()?;
    let gone = match layout.delivers {
        Delivers::Append => superseded(&opened, ranks, layout)?,
        Delivers::Replace | Delivers::Snapshot => vec![Vec::new(); files.len()],
    };
    let alike = match layout.delivers {
        Delivers::Replace => twice((&opened, ranks), layout)?,
        Delivers::Append | Delivers::Snapshot => BTreeSet::new(),
    };
    let (mut later, mut found) = (BTreeSet::new(), Vec::new());
    let mut at_once: (usize, BTreeSet<u32>) = (usize::MAX, BTreeSet::new());
    let of_files = files.iter().zip(&opened).zip(&gone).zip(ranks).enumerate();
    for (number, (((file, opened), gone), rank)) in of_files.rev() {
        if at_once.0 != *rank {
            later.append(&mut at_once.1);
            at_once.0 = *rank;
        }
        let gone = gone.iter().filter(|again| again.by != NEVER);
        let gone: BTreeSet<u32> = gone.map(|again| again.row).collect();
        // What is said twice at one moment stands in the last file that has it.
        let said = at_once
            .1
            .iter()
            .filter(|month| alike.contains(&(**month, number)));
        let said: BTreeSet<u32> = said.chain(&later).copied().collect();
        let (batches, restated) = of_file(file, layout, (&gone, &said))?;
        if layout.delivers != Delivers::Append {
            at_once.1.extend(restated);
            at_once.1.extend(opened.months().into_iter().flatten());
        }
        found.push(batches);
    }
    found.reverse();
    Ok(found)
}

/// The months that files of one moment have word for word alike, with each of these files.
fn twice(
    (opened, ranks): (&[DataFile<'_>], &[usize]),
    layout: &RecordLayout,
) -> Result<BTreeSet<(u32, usize)>, RecordsError> {
    let mut months = FilesOfMonths::new();
    for (number, file) in opened.iter().enumerate() {
        let mut of: BTreeSet<u32> = file.months().into_iter().flatten().collect();
        for row_group in 0..file.row_groups() {
            for batch in file.read(row_group, &BTreeSet::from([layout.date.as_str()]))? {
                let batch = batch.map_err(RecordsError::columns)?;
                of.extend(
                    days(&batch, &layout.date)?
                        .values()
                        .iter()
                        .map(|day| month(*day)),
                );
            }
        }
        for month in of {
            months.entry(month).or_default().insert(number);
        }
    }
    months_alike((opened, ranks), layout, &months)
}

/// The records of a file but those superseded, one by one or by month or day; and the months or days
/// it has.
fn of_file(
    file: &File,
    layout: &RecordLayout,
    (gone, later): (&BTreeSet<u32>, &BTreeSet<u32>),
) -> Result<(Vec<RecordBatch>, BTreeSet<u32>), RecordsError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file.try_clone()?);
    let reader = builder.and_then(|b| b.with_batch_size(AT_ONCE).build());
    let place = |day: i32| match layout.delivers {
        Delivers::Snapshot => day.cast_unsigned(),
        Delivers::Append | Delivers::Replace => month(day),
    };
    let (mut batches, mut restated, mut row) = (Vec::new(), BTreeSet::new(), 0u32);
    for batch in reader.map_err(RecordsError::columns)? {
        let batch = batch.map_err(RecordsError::columns)?;
        let bad = faulty(&batch)?;
        let mut kept = Vec::with_capacity(batch.num_rows());
        for (at, day) in days(&batch, &layout.date)?.values().iter().enumerate() {
            let place = place(*day);
            restated.insert(place);
            let sound = !bad.is_some_and(|bad| bad.value(at));
            kept.push(sound && !gone.contains(&row) && !later.contains(&place));
            row += 1;
        }
        let kept = filter_record_batch(&batch, &BooleanArray::from(kept));
        batches.push(kept.map_err(RecordsError::columns)?);
    }
    Ok((batches, restated))
}
