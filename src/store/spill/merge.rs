//! Runs read back and merged.

use crate::store::error::StoreError;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;

/// A key and what belongs to it.
pub type SortedRow<'a> = (&'a [u8], &'a [u8]);

/// A run that is read back, with the row it stands at.
struct SpilledRun {
    reader: zstd::Decoder<'static, BufReader<File>>,
    row: Vec<u8>,
    key: usize,
}

impl SpilledRun {
    /// Steps to the next row, if there is one.
    fn advance(&mut self) -> std::io::Result<bool> {
        let (mut key, mut rest) = ([0; 4], [0; 4]);
        let begun = self.reader.read(&mut key)?;
        if begun == 0 {
            return Ok(false);
        }
        self.reader.read_exact(&mut key[begun..])?;
        self.reader.read_exact(&mut rest)?;
        self.key = u32::from_le_bytes(key) as usize;
        self.row
            .resize(self.key + u32::from_le_bytes(rest) as usize, 0);
        self.reader.read_exact(&mut self.row)?;
        Ok(true)
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.row[..self.key]
    }
}

/// Runs, the one with the smallest key first: a binary heap whose root is stepped forward in place.
pub(super) struct Merge {
    pub(super) folder: PathBuf,
    heap: Vec<(usize, SpilledRun)>,
    begun: bool,
}

impl Merge {
    pub(super) fn new(files: Vec<File>, folder: PathBuf) -> Result<Merge, StoreError> {
        let failed = |cause| StoreError::Spill {
            folder: folder.clone(),
            cause,
        };
        let mut heap = Vec::with_capacity(files.len());
        for (i, file) in files.into_iter().enumerate() {
            let reader = zstd::Decoder::with_buffer(BufReader::with_capacity(1 << 15, file))
                .map_err(failed)?;
            let mut run = SpilledRun {
                reader,
                row: Vec::new(),
                key: 0,
            };
            if run.advance().map_err(failed)? {
                heap.push((i, run));
            }
        }
        let mut merge = Merge {
            folder,
            heap,
            begun: false,
        };
        for i in (0..merge.heap.len() / 2).rev() {
            merge.sink(i);
        }
        Ok(merge)
    }

    pub(super) fn next_row(&mut self) -> Result<Option<SortedRow<'_>>, StoreError> {
        if self.begun
            && let Some((_, root)) = self.heap.first_mut()
        {
            let more = root.advance().map_err(|cause| StoreError::Spill {
                folder: self.folder.clone(),
                cause,
            })?;
            if !more {
                self.heap.swap_remove(0);
            }
            self.sink(0);
        }
        self.begun = true;
        Ok(self.heap.first().map(|(_, run)| run.row.split_at(run.key)))
    }

    /// Lets a run sink to where no smaller one is below it. Of equal keys the earlier run is the
    /// smaller.
    fn sink(&mut self, mut at: usize) {
        let before = |heap: &[(usize, SpilledRun)], a: usize, b: usize| {
            (heap[a].1.key(), heap[a].0) < (heap[b].1.key(), heap[b].0)
        };
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.heap.len() && before(&self.heap, child, least) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }
}
