//! The months of which data files say that they have all records, whether they have any or not.

use super::columns::DataFile;
use crate::error::RecordsError;
use chiso_model::RecordLayout;
use std::fs::File;
use std::ops::RangeInclusive;

/// The first and the last month that each file says it has all records of.
///
/// # Errors
/// When a file cannot be read, or does not have the columns of the layout.
pub fn stated_months(
    files: &[File],
    layout: &RecordLayout,
) -> Result<Vec<Option<RangeInclusive<u32>>>, RecordsError> {
    let of = |file: &File| Ok(DataFile::open(file, layout)?.months());
    files.iter().map(of).collect()
}
