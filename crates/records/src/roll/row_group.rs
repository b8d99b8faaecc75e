//! The columns of a row group, each read in one piece from its place in the file. Threads that share
//! a file never move its position, which is one for all of them.

use crate::error::RecordsError;
use bytes::{Buf, Bytes};
use parquet::arrow::ProjectionMask;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::os::unix::fs::FileExt;

/// The bytes of some columns, with where in the file each begins.
pub(super) struct RowGroupBytes {
    columns: Vec<(u64, Bytes)>,
    end: u64,
}

impl RowGroupBytes {
    /// Reads the columns of a row group that are asked for.
    pub(super) fn read(
        file: &File,
        group: &RowGroupMetaData,
        mask: &ProjectionMask,
    ) -> Result<RowGroupBytes, RecordsError> {
        let (mut columns, mut end) = (Vec::new(), 0);
        for (at, column) in group.columns().iter().enumerate() {
            let (start, length) = column.byte_range();
            if !mask.leaf_included(at) {
                continue;
            }
            let mut bytes = vec![0; usize::try_from(length).map_err(RecordsError::columns)?];
            file.read_exact_at(&mut bytes, start)?;
            end = end.max(start.saturating_add(length));
            columns.push((start, bytes.into()));
        }
        Ok(RowGroupBytes { columns, end })
    }

    /// What there is from a place in the file to the end of its column.
    fn behind(&self, place: u64) -> Result<Bytes, ParquetError> {
        let within = |(start, bytes): &(u64, Bytes)| {
            let at = usize::try_from(place.checked_sub(*start)?).ok()?;
            (at < bytes.len()).then(|| bytes.slice(at..))
        };
        let outside = || ParquetError::General(format!("no column read has the byte {place}"));
        self.columns.iter().find_map(within).ok_or_else(outside)
    }
}

impl Length for RowGroupBytes {
    fn len(&self) -> u64 {
        self.end
    }
}

impl ChunkReader for RowGroupBytes {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(self.behind(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let found = self.behind(start)?;
        let cut = || ParquetError::EOF(format!("a column ends within {length} bytes of {start}"));
        if length > found.len() {
            Err(cut())
        } else {
            Ok(found.slice(..length))
        }
    }
}
