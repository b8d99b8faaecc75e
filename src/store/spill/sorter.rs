//! Rows gathered in any order, in memory and beyond it in runs on disk.

use crate::env::Files;
use crate::store::error::StoreError;
use crate::store::spill::merge::{Merge, SortedRow};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Log2 of the bytes that a run is compressed within: each run that is merged needs a few times as
/// much memory.
const WINDOW: u32 = 17;

/// Bytes written between two points at which a crash test may end the process.
const STRIDE: usize = 8 << 20;

/// Where a row stands in the arena: its key, then what belongs to it.
#[derive(Clone, Copy)]
struct Slot {
    start: usize,
    key: usize,
    end: usize,
}

/// Gathers rows in any order.
pub struct Sorter {
    files: Files,
    folder: PathBuf,
    room: usize,
    arena: Vec<u8>,
    slots: Vec<Slot>,
    runs: Vec<File>,
}

impl Sorter {
    /// Gathers in at most so many bytes of memory, and beyond that in a folder.
    pub(in crate::store) fn new(files: Files, folder: PathBuf, room: usize) -> Sorter {
        Sorter {
            files,
            folder,
            room: room.max(1 << 12),
            arena: Vec::new(),
            slots: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Gathers in memory alone.
    #[must_use]
    pub fn in_memory() -> Sorter {
        Sorter::new(Files::read_only(), PathBuf::new(), usize::MAX)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn push(&mut self, key: &[u8], rest: &[u8]) -> Result<(), StoreError> {
        let more = key.len() + rest.len();
        let held = self.arena.len() + self.slots.len() * size_of::<Slot>();
        if !self.slots.is_empty() && held + more + size_of::<Slot>() > self.room {
            self.spill()?;
        }
        let start = self.arena.len();
        self.arena.extend_from_slice(key);
        self.arena.extend_from_slice(rest);
        self.slots.push(Slot {
            start,
            key: start + key.len(),
            end: start + more,
        });
        Ok(())
    }

    /// How many runs went to disk.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    fn sort(&mut self) {
        let arena = &self.arena;
        // Stable, and quick where the rows came in order.
        self.slots
            .sort_by(|a, b| arena[a.start..a.key].cmp(&arena[b.start..b.key]));
    }

    fn spill(&mut self) -> Result<(), StoreError> {
        self.sort();
        let file = self.files.scratch(&self.folder)?;
        let failed = |cause| StoreError::Spill {
            folder: self.folder.clone(),
            cause,
        };
        let mut writer = zstd::Encoder::new(BufWriter::new(file), 1).map_err(failed)?;
        writer.window_log(WINDOW).map_err(failed)?;
        let mut written = 0;
        for slot in &self.slots {
            let lengths = [slot.key - slot.start, slot.end - slot.key]
                .map(|n| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
            let row = &self.arena[slot.start..slot.end];
            for part in [&lengths[0][..], &lengths[1], row] {
                writer.write_all(part).map_err(failed)?;
            }
            written += row.len();
            if written > STRIDE {
                self.files.step();
                written = 0;
            }
        }
        let mut file = writer
            .finish()
            .map_err(failed)?
            .into_inner()
            .map_err(|e| failed(e.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        self.files.step();
        self.runs.push(file);
        self.arena.clear();
        self.slots.clear();
        Ok(())
    }

    /// The rows in order.
    ///
    /// # Errors
    /// When the disk is full or cannot be read.
    pub fn finish(mut self) -> Result<Sorted, StoreError> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted {
                arena: self.arena,
                slots: self.slots,
                next: 0,
                merge: None,
            });
        }
        if !self.slots.is_empty() {
            self.spill()?;
        }
        let folder = std::mem::take(&mut self.folder);
        let runs = std::mem::take(&mut self.runs);
        drop(self);
        Ok(Sorted {
            arena: Vec::new(),
            slots: Vec::new(),
            next: 0,
            merge: Some(Merge::new(runs, folder)?),
        })
    }
}

/// Rows in the order of their keys.
pub struct Sorted {
    arena: Vec<u8>,
    slots: Vec<Slot>,
    next: usize,
    merge: Option<Merge>,
}

impl Sorted {
    /// The next row: its key and what belongs to it.
    ///
    /// # Errors
    /// When a run cannot be read back.
    pub fn next_row(&mut self) -> Result<Option<SortedRow<'_>>, StoreError> {
        if let Some(merge) = &mut self.merge {
            return merge.next_row();
        }
        let Some(slot) = self.slots.get(self.next) else {
            return Ok(None);
        };
        self.next += 1;
        Ok(Some((
            &self.arena[slot.start..slot.key],
            &self.arena[slot.key..slot.end],
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(rows: &[(Vec<u8>, u16)], room: usize) -> (usize, Vec<(Vec<u8>, u16)>) {
        let dir = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(Files::real(), dir.path().to_owned(), room);
        for (key, rest) in rows {
            sorter.push(key, &rest.to_le_bytes()).unwrap();
        }
        let (runs, mut ordered, mut out) = (sorter.runs(), sorter.finish().unwrap(), Vec::new());
        while let Some((key, rest)) = ordered.next_row().unwrap() {
            out.push((key.to_vec(), u16::from_le_bytes([rest[0], rest[1]])));
        }
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            0,
            "runs have no names"
        );
        (runs, out)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn runs_on_disk_give_the_order_that_memory_gives(keys in prop::collection::vec(prop::collection::vec(0u8..4, 0..40), 0..3000)) {
            let rows: Vec<(Vec<u8>, u16)> = keys.into_iter().zip(0..).collect();
            let mut expected = rows.clone();
            expected.sort_by(|a, b| a.0.cmp(&b.0)); // stable
            prop_assert_eq!(&sorted(&rows, 1 << 24).1, &expected);
            let (runs, spilled) = sorted(&rows, 1 << 12);
            prop_assert_eq!(spilled, expected);
            prop_assert!(rows.len() < 500 || runs > 1);
        }
    }
}
