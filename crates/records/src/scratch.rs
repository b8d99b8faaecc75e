//! Bytes put by while a delivery is read: in memory, and beyond that in a file without a name.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Makes a file without a name for what does not fit into memory.
pub(crate) type MakeFile<'a> = &'a (dyn Fn() -> io::Result<File> + Sync);

/// Bytes put by, in the order in which they came.
pub(crate) struct Scratch<'a> {
    room: usize,
    held: Vec<u8>,
    make: MakeFile<'a>,
    file: Option<File>,
    /// Bytes in the file.
    filed: u64,
}

impl<'a> Scratch<'a> {
    /// Holds at most so many bytes in memory.
    pub(crate) fn new(room: usize, make: MakeFile<'a>) -> Scratch<'a> {
        Scratch {
            room,
            held: Vec::new(),
            make,
            file: None,
            filed: 0,
        }
    }

    /// Puts bytes by and says where.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        if self.held.len() + bytes.len() > self.room {
            self.spill()?;
        }
        let at = self.filed + self.held.len() as u64;
        if bytes.len() > self.room
            && let Some(file) = &self.file
        {
            file.write_all_at(bytes, self.filed)?;
            self.filed += bytes.len() as u64;
        } else {
            let wanted = self.held.len() + bytes.len();
            if wanted > self.held.capacity() {
                let doubled = (2 * self.held.capacity()).clamp(wanted, self.room.max(wanted));
                self.held.reserve_exact(doubled - self.held.len());
            }
            self.held.extend_from_slice(bytes);
        }
        Ok(at)
    }

    /// Moves what is held to the file.
    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert((self.make)()?),
        };
        file.write_all_at(&self.held, self.filed)?;
        self.filed += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    /// Reads so many bytes from a place, behind what a buffer has.
    pub(crate) fn read(&self, at: u64, length: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let start = into.len();
        into.resize(start + length, 0);
        let wanted = into.get_mut(start..).unwrap_or_default();
        let in_file = usize::try_from(self.filed.saturating_sub(at)).unwrap_or(usize::MAX);
        let (filed, held) = wanted.split_at_mut(in_file.min(length));
        if let (false, Some(file)) = (filed.is_empty(), &self.file) {
            file.read_exact_at(filed, at)?;
        }
        if held.is_empty() {
            return Ok(());
        }
        let from = usize::try_from(at.saturating_sub(self.filed)).unwrap_or(usize::MAX);
        let there = from
            .checked_add(held.len())
            .and_then(|to| self.held.get(from..to));
        held.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_memory_and_from_the_file() {
        let make = || tempfile::tempfile();
        for room in [0, 3, 7, 1000] {
            let mut scratch = Scratch::new(room, &make);
            let places: Vec<u64> = ["one", "", "two", "eleven", "3"]
                .iter()
                .map(|text| scratch.put(text.as_bytes()).unwrap())
                .collect();
            assert_eq!(places, [0, 3, 3, 6, 12]);
            let mut all = Vec::new();
            scratch.read(0, 13, &mut all).unwrap();
            assert_eq!(all, b"onetwoeleven3");
            let mut part = b"x".to_vec();
            scratch.read(5, 4, &mut part).unwrap();
            assert_eq!(part, b"xoele", "with room for {room}");
            assert!(scratch.read(10, 9, &mut part).is_err());
        }
    }
}
