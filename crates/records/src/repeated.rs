//! Keys that stand twice in a delivery: what says the same is left out, and of what contradicts
//! itself nothing is used.

use crate::cells::Cells;
use crate::error::RecordsError;
use crate::fault::{CellFault, RecordFault};
use crate::gathered::Gathered;
use crate::key::key_columns;
use crate::unique::RecordPlace;
use std::collections::BTreeMap;

/// A record with its line and its place, its cells as texts.
type PlacedRecord = (i64, RecordPlace, Vec<String>);

impl Gathered<'_> {
    /// Compares the records whose keys have equal hashes.
    pub(crate) fn compare(&mut self, equal: &[Vec<RecordPlace>]) -> Result<(), RecordsError> {
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
        if cell.is_none(0) {
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
