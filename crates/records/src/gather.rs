//! The records of a file gathered: pieces read side by side, put by in order, and compared by key.

use crate::cells::{Cells, Texts};
use crate::chunk::{Chunk, Chunks};
use crate::error::RecordsError;
use crate::fault::{CellFault, RecordFault};
use crate::order::Order;
use crate::parse::{Parser, Piece, key_columns};
use crate::reading::{Reading, empty_cells};
use crate::scratch::{MakeFile, Scratch};
use crate::unique::{KeyHashes, RecordPlace};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a piece.
const PIECE: usize = 4 << 20;
/// Threads that read pieces.
const READERS: usize = 2;

/// The records of a file, each checked.
pub struct Gathered<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) scratch: Scratch<'a>,
    pub(crate) runs: Vec<Run>,
    /// How many records each group has.
    pub(crate) groups: BTreeMap<u64, u64>,
    /// Records that say again what another one says.
    pub(crate) repeated: BTreeSet<RecordPlace>,
    /// Records that contradict others of their key.
    pub(crate) contradicted: BTreeSet<RecordPlace>,
    faults: Vec<RecordFault>,
    read: u64,
}

/// The records of a piece, put by.
pub(crate) struct Run {
    pub(crate) rows: usize,
    pub(crate) groups: Vec<(u64, u32)>,
    pub(crate) columns: Vec<ColumnPlace>,
}

/// Where a column of a run is put by.
pub(crate) struct ColumnPlace {
    pub(crate) cells: u64,
    pub(crate) texts: u64,
}

/// A record with its line and its place, its cells as texts.
type PlacedRecord = (i64, RecordPlace, Vec<String>);

/// Gathers the records of a file, behind the line of the header, in so much memory; a file is asked
/// for where that does not do.
///
/// # Errors
/// When the file cannot be read as delimited text, or the disk is full.
pub fn gather<'a>(
    reading: &'a Reading<'a>,
    file: impl Read + Send,
    (first, room): (u64, usize),
    make: MakeFile<'a>,
) -> Result<Gathered<'a>, RecordsError> {
    let mut gathered = Gathered {
        reading,
        scratch: Scratch::new(room, make),
        runs: Vec::new(),
        groups: BTreeMap::new(),
        repeated: BTreeSet::new(),
        contradicted: BTreeSet::new(),
        faults: Vec::new(),
        read: 0,
    };
    let chunks = Chunks::new(file, PIECE, reading.delimiter)?;
    let mut hashes = KeyHashes::new();
    let parser = || Parser::new(reading, first);
    side_by_side(chunks, parser, |piece| gathered.put(piece, &mut hashes))?;
    let equal = hashes.equal(&gathered.scratch)?;
    gathered.compare(&equal)?;
    gathered.faults.sort_by_key(|fault| fault.row);
    Ok(gathered)
}

/// Reads the pieces of a file side by side and gives them in order.
fn side_by_side<'p, R: Read + Send>(
    mut chunks: Chunks<R>,
    parser: impl Fn() -> Parser<'p> + Sync,
    mut take: impl FnMut(Piece) -> Result<(), RecordsError>,
) -> Result<(), RecordsError> {
    std::thread::scope(|scope| {
        let (cut, to_read) = sync_channel::<Result<Chunk, RecordsError>>(READERS);
        let (done, ready) = sync_channel::<(u32, Result<Piece, RecordsError>)>(READERS);
        let to_read = Arc::new(Mutex::new(to_read));
        let parser = &parser;
        for _ in 0..READERS {
            let (done, to_read) = (done.clone(), to_read.clone());
            scope.spawn(move || read_pieces(parser(), &to_read, &done));
        }
        // Where every reader has ended, nobody waits for pieces any more.
        drop((done, to_read));
        scope.spawn(move || {
            while let Some(chunk) = chunks.next().transpose() {
                let ends = chunk.is_err();
                if cut.send(chunk).is_err() || ends {
                    break;
                }
            }
        });
        let taken = in_order(&ready, &mut take);
        // A reader that still has a piece to give must not wait for ever.
        drop(ready);
        taken
    })
}

fn read_pieces(
    mut parser: Parser<'_>,
    to_read: &Mutex<Receiver<Result<Chunk, RecordsError>>>,
    done: &SyncSender<(u32, Result<Piece, RecordsError>)>,
) {
    loop {
        let next = to_read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let piece = match next {
            Ok(Ok(chunk)) => (chunk.number, parser.piece(&chunk)),
            // The pieces before it are looked at first, were one of them at fault as well.
            Ok(Err(error)) => (u32::MAX, Err(error)),
            Err(_) => return,
        };
        if done.send(piece).is_err() {
            return;
        }
    }
}

/// Takes pieces in their order.
fn in_order(
    ready: &Receiver<(u32, Result<Piece, RecordsError>)>,
    take: &mut impl FnMut(Piece) -> Result<(), RecordsError>,
) -> Result<(), RecordsError> {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (number, piece) in ready {
        waiting.insert(number, piece);
        while let Some(piece) = waiting.remove(&next) {
            take(piece?)?;
            next += 1;
        }
    }
    waiting.into_values().try_for_each(|piece| take(piece?))
}

impl Gathered<'_> {
    /// Records read.
    #[must_use]
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// Records at fault, in the order of the file.
    #[must_use]
    pub fn faults(&self) -> &[RecordFault] {
        &self.faults
    }

    /// How many areas there are records of.
    #[must_use]
    pub fn areas(&self) -> u64 {
        let order = Order::new(self.reading.layout, self.reading.areas.codes().len());
        let areas: BTreeSet<u64> = self.groups.keys().map(|group| order.area(*group)).collect();
        areas.len() as u64
    }

    /// No cells in any column: the area, those of the layout, whether a record is at fault, its
    /// line.
    pub(crate) fn emptied(&self) -> Vec<Cells> {
        let kinds = self.reading.layout.columns.iter().map(|c| c.kind);
        std::iter::once(Cells::Codes(Vec::new()))
            .chain(kinds.map(empty_cells))
            .chain([Cells::Flags(Vec::new()), Cells::Numbers(Vec::new())])
            .collect()
    }

    fn put(&mut self, piece: Piece, hashes: &mut KeyHashes) -> Result<(), RecordsError> {
        self.read += piece.read;
        let rows = piece.rows();
        let mut ends = piece.groups.iter().skip(1).map(|(_, start)| *start);
        for (place, start) in &piece.groups {
            let end = ends.next().map_or(rows as u64, u64::from);
            *self.groups.entry(*place).or_default() += end - u64::from(*start);
        }
        if let Some(Cells::Flags(faulty)) = piece.columns.iter().nth_back(1) {
            let sound = (0..).zip(piece.keys).zip(faulty).filter(|(_, f)| **f == 0);
            hashes.add(piece.number, sound.map(|(key, _)| key), &mut self.scratch)?;
        }
        let mut columns = Vec::with_capacity(piece.columns.len());
        for cells in &piece.columns {
            let (fixed, texts) = cells.bytes();
            columns.push(ColumnPlace {
                cells: self.scratch.put(fixed)?,
                texts: self.scratch.put(texts)?,
            });
        }
        self.faults.extend(piece.faults);
        self.runs.push(Run {
            rows,
            groups: piece.groups,
            columns,
        });
        Ok(())
    }

    /// Cells of a column of a run.
    pub(crate) fn cells(
        &self,
        (run, column): (&Run, usize),
        kind: &Cells,
        (from, to): (usize, usize),
    ) -> Result<Cells, RecordsError> {
        let Some(place) = run.columns.get(column) else {
            return Ok(kind.emptied());
        };
        let (width, mut bytes) = (kind.width(), Vec::new());
        // Of texts the end of the one before is where the first begins.
        let texts = matches!(kind, Cells::Texts(_));
        let before = usize::from(texts && from > 0);
        let start = place.cells + ((from - before) * width) as u64;
        self.scratch
            .read(start, (to - from + before) * width, &mut bytes)?;
        match kind.decoded(&bytes) {
            Cells::Texts(mut texts) => {
                let first = if before == 1 { texts.ends.remove(0) } else { 0 };
                let last = texts.ends.last().copied().unwrap_or(first);
                let length = last.saturating_sub(first) as usize;
                self.scratch
                    .read(place.texts + u64::from(first), length, &mut texts.bytes)?;
                for end in &mut texts.ends {
                    *end -= first;
                }
                Ok(Cells::Texts(Texts { ..texts }))
            }
            cells => Ok(cells),
        }
    }

    /// Compares the records whose keys have equal hashes.
    fn compare(&mut self, equal: &[Vec<RecordPlace>]) -> Result<(), RecordsError> {
        let keys = key_columns(self.reading);
        for places in equal {
            let mut by_key: BTreeMap<Vec<String>, Vec<PlacedRecord>> = BTreeMap::new();
            for place in places {
                let (line, row) = self.row(*place)?;
                let key = keys.iter().filter_map(|at| row.get(*at).cloned()).collect();
                by_key.entry(key).or_default().push((line, *place, row));
            }
            for (key, mut same) in by_key.into_iter().filter(|(_, same)| same.len() > 1) {
                same.sort_by_key(|(line, ..)| *line);
                self.several(&key, &same);
            }
        }
        Ok(())
    }

    /// Settles several records of one key, in the order of lines.
    fn several(&mut self, key: &[String], same: &[PlacedRecord]) {
        let Some(((first, _, said), rest)) = same.split_first() else {
            return;
        };
        let key = key.join(", ");
        let agree = rest.iter().all(|(_, _, other)| other == said);
        for (nth, (line, place, _)) in same.iter().enumerate() {
            let message = match (agree, nth) {
                (true, 0) => continue,
                (true, _) => {
                    self.repeated.insert(*place);
                    format!(
                        "row {first} says the same under the same key ({key}); the first is used"
                    )
                }
                (false, _) => {
                    self.contradicted.insert(*place);
                    let other = rest
                        .first()
                        .filter(|_| nth == 0)
                        .map_or(*first, |(l, ..)| *l);
                    format!(
                        "row {other} has the same key ({key}) and says something else; neither is used"
                    )
                }
            };
            let hint = "remove the repeated row at the source, or add the column that tells the \
                rows apart to `key`";
            self.faults.push(RecordFault {
                row: line.unsigned_abs(),
                column: self.reading.layout.key.first().cloned().unwrap_or_default(),
                raw: key.clone(),
                fault: CellFault::new("duplicate_key", message, hint),
            });
        }
    }

    /// The line of a record and its cells as texts.
    fn row(&self, (run, at): RecordPlace) -> Result<(i64, Vec<String>), RecordsError> {
        let Some(run) = self.runs.get(run as usize) else {
            return Ok((0, Vec::new()));
        };
        let (mut texts, mut line) = (Vec::new(), 0);
        let kinds = self.emptied();
        for (column, kind) in kinds.iter().enumerate() {
            let at = at as usize;
            let cell = self.cells((run, column), kind, (at, at + 1))?;
            match &cell {
                Cells::Numbers(all) if column + 1 == kinds.len() => {
                    line = all.first().copied().unwrap_or_default();
                }
                cell => texts.push(self.shown(column, cell)),
            }
        }
        Ok((line, texts))
    }

    /// A cell as people see it.
    fn shown(&self, column: usize, cell: &Cells) -> String {
        if crate::parse::is_none(cell, 0) {
            return String::new();
        }
        let of_layout = |at: usize| self.reading.layout.columns.get(at);
        match cell {
            Cells::Codes(all) => {
                let codes = column.checked_sub(1).and_then(of_layout);
                let list = codes.map_or(self.reading.areas.codes(), |c| &c.one_of);
                let code = all.first().and_then(|code| list.get(*code as usize));
                code.cloned().unwrap_or_default()
            }
            Cells::Days(all) => all
                .first()
                .map(|day| crate::day::date(*day).to_string())
                .unwrap_or_default(),
            Cells::Numbers(all) => all.first().map(ToString::to_string).unwrap_or_default(),
            Cells::Flags(all) => all.first().map(ToString::to_string).unwrap_or_default(),
            Cells::Texts(all) => String::from_utf8_lossy(all.get(0)).into_owned(),
        }
    }
}
