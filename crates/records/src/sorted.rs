//! All records of a file in order, some at a time.

use crate::cells::Cells;
use crate::error::RecordsError;
use crate::gathered::{Gathered, Run};
use crate::schema::{array, record_schema};
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::SchemaRef;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Records given at a time, as far as groups allow.
const AT_ONCE: u64 = 1 << 16;

/// A run that has records of a range, with the first of them and the one behind the last.
type Within = (usize, (usize, usize));

/// A stretch of a run: its group, which of the runs of its range, and its first record and the one
/// behind the last.
type Stretch = (u64, usize, usize, usize);

/// Groups that follow each other, in some of the runs.
struct Groups {
    first: u64,
    last: u64,
    runs: Range<usize>,
}

impl Groups {
    const fn new(first: u64, last: u64, runs: Range<usize>) -> Groups {
        Groups { first, last, runs }
    }
}

impl Gathered<'_> {
    /// Gives all records in order, in the columns of [`record_schema`]. What says the same as
    /// another record is left out.
    ///
    /// # Errors
    /// When what was put by cannot be read, or `take` fails.
    pub fn batches<E: From<RecordsError>>(
        &self,
        mut take: impl FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let this = self;
        std::thread::scope(|scope| {
            let (made, batches) = sync_channel(2);
            scope.spawn(move || this.make(&made));
            for batch in batches {
                take(batch?)?;
            }
            Ok(())
        })
    }

    fn make(&self, made: &SyncSender<Result<RecordBatch, RecordsError>>) {
        let schema = record_schema(self.reading.layout);
        let texts = self.texts();
        for range in self.ranges() {
            if made.send(self.range(&range, &schema, &texts)).is_err() {
                return;
            }
        }
    }

    /// Groups that are given together; a group of very many records is given by some of the runs at
    /// a time.
    fn ranges(&self) -> Vec<Groups> {
        let all = 0..self.runs.len();
        let (mut ranges, mut first, mut last, mut rows) = (Vec::new(), None, 0, 0);
        for (group, count) in &self.groups {
            if let (true, Some(from)) = (rows + count > 2 * AT_ONCE, first) {
                ranges.push(Groups::new(from, last, all.clone()));
                (first, rows) = (None, 0);
            }
            if *count > 2 * AT_ONCE {
                ranges.extend(self.by_runs(*group));
                continue;
            }
            (first, last) = (first.or(Some(*group)), *group);
            rows += count;
        }
        ranges.extend(first.map(|from| Groups::new(from, last, all)));
        ranges
    }

    /// A group by some of the runs at a time.
    fn by_runs(&self, group: u64) -> Vec<Groups> {
        let (mut parts, mut start, mut rows) = (Vec::new(), 0, 0);
        for (nth, run) in self.runs.iter().enumerate() {
            let (from, to) = bounds(run, group, group);
            rows += (to - from) as u64;
            if rows >= AT_ONCE {
                parts.push(Groups::new(group, group, start..nth + 1));
                (start, rows) = (nth + 1, 0);
            }
        }
        if rows > 0 {
            parts.push(Groups::new(group, group, start..self.runs.len()));
        }
        parts
    }

    /// The texts of each column of codes.
    fn texts(&self) -> Vec<Arc<StringArray>> {
        let listed = |list: &[String]| Arc::new(StringArray::from_iter_values(list));
        let own = self
            .reading
            .layout
            .columns
            .iter()
            .map(|c| listed(&c.one_of));
        std::iter::once(listed(self.reading.areas.codes()))
            .chain(own)
            .chain([listed(&[]), listed(&[])])
            .collect()
    }

    /// The records of some groups that follow each other.
    fn range(
        &self,
        groups: &Groups,
        schema: &SchemaRef,
        texts: &[Arc<StringArray>],
    ) -> Result<RecordBatch, RecordsError> {
        let within: Vec<Within> = { groups.runs.clone() }
            .map(|run| (run, bounds(&self.runs[run], groups.first, groups.last)))
            .filter(|(_, (from, to))| from < to)
            .collect();
        let mut stretches = self.stretches(&within, groups);
        stretches.sort_unstable();
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(texts.len());
        let kinds = self.emptied();
        for (column, kind) in kinds.iter().enumerate() {
            let of_run = |(run, bounds): &Within| {
                let run = &self.runs[*run];
                self.cells((run, column), kind, *bounds)
            };
            let parts: Vec<Cells> = within.iter().map(of_run).collect::<Result<_, _>>()?;
            let mut cells = kind.emptied();
            for (_, part, start, end) in &stretches {
                cells.append(&parts[*part], *start, *end);
            }
            if column + 2 == kinds.len() {
                self.mark(&mut cells, &stretches, &within);
            }
            let field = schema.field(column);
            arrays.push(array(cells, field.data_type(), &texts[column])?);
        }
        RecordBatch::try_new(schema.clone(), arrays).map_err(RecordsError::columns)
    }

    /// Where the groups of a range stand in the runs, without repeated records, counted from where
    /// the range begins in each.
    fn stretches(&self, within: &[Within], groups: &Groups) -> Vec<Stretch> {
        let (from, to) = (groups.first, groups.last);
        let mut found: Vec<Stretch> = Vec::new();
        for (part, (nth, (first, _))) in within.iter().enumerate() {
            let run = &self.runs[*nth];
            let at = run.groups.partition_point(|(group, _)| *group < from);
            for (i, (group, start)) in run.groups.iter().enumerate().skip(at) {
                if *group > to {
                    break;
                }
                let end = run.groups.get(i + 1).map_or(run.rows, |(_, s)| *s as usize);
                let mut start = *start as usize;
                for left_out in self.left_out(*nth, (start, end)) {
                    found.push((*group, part, start - first, left_out - first));
                    start = left_out + 1;
                }
                found.push((*group, part, start - first, end - first));
            }
        }
        found
    }

    /// The places of repeated records in a stretch of a run.
    fn left_out(&self, run: usize, (start, end): (usize, usize)) -> Vec<usize> {
        if self.repeated.is_empty() {
            return Vec::new();
        }
        let place = |at: usize| (number(run), number(at));
        let found = self.repeated.range(place(start)..place(end));
        found.map(|(_, at)| *at as usize).collect()
    }

    /// Marks records that contradict others.
    fn mark(&self, faulty: &mut Cells, stretches: &[Stretch], within: &[Within]) {
        let Cells::Flags(flags) = faulty else {
            return;
        };
        if self.contradicted.is_empty() {
            return;
        }
        let mut at = 0;
        for (_, part, start, end) in stretches {
            let (run, (first, _)) = within[*part];
            for place in *start..*end {
                let held = (number(run), number(first + place));
                if self.contradicted.contains(&held) {
                    flags[at] = 1;
                }
                at += 1;
            }
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where a range of groups stands in a run.
fn bounds(run: &Run, from: u64, to: u64) -> (usize, usize) {
    let at = |nth: usize| {
        run.groups
            .get(nth)
            .map_or(run.rows, |(_, start)| *start as usize)
    };
    let first = run.groups.partition_point(|(group, _)| *group < from);
    let behind = run.groups.partition_point(|(group, _)| *group <= to);
    (at(first), at(behind))
}
