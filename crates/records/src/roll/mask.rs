//! Which records of a batch meet a condition. Each condition on one column is asked once for each
//! different code and day, and of numbers for those that it names and those next to them; of anything
//! else for each record.

use super::columns::{named, numbers};
use super::met::Met;
use super::thresholds::{Thresholds, decimal};
use crate::day::date;
use crate::error::RecordsError;
use crate::hash::QuickMap;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int32Type};
use chiso_model::{Literal, Predicate, RecordLayout};
use std::ops::Range;

/// Records that follow each other, as runs.
pub(super) fn joined(rows: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for row in rows {
        match runs.last_mut().filter(|run| run.end == row) {
            Some(run) => run.end += 1,
            None => runs.push(row..row + 1),
        }
    }
    runs
}

/// Which records of a stretch meet a condition.
pub(super) enum Chosen {
    /// Every one.
    All,
    /// Those of some runs.
    Runs(Vec<Range<usize>>),
}

/// Which records of a batch meet a condition.
pub(super) enum Mask<'b> {
    /// By the code of a column without empty cells: one answer for all records of a code.
    Codes(&'b [i32], Vec<Met>),
    /// By the number of a column without empty cells.
    Numbers(&'b [i64], Thresholds),
    /// By record.
    Records(Vec<Met>),
    /// Negation.
    Not(Box<Mask<'b>>),
    /// `AND`, where [`Met::No`] decides, or `OR`, where [`Met::Yes`] does.
    Parts(Vec<Mask<'b>>, Met),
}

impl<'b> Mask<'b> {
    /// Asks a condition of a batch.
    pub(super) fn new(
        condition: &Predicate,
        batch: &'b RecordBatch,
        layout: &RecordLayout,
    ) -> Result<Mask<'b>, RecordsError> {
        let all = |parts: &[Predicate]| -> Result<Vec<Mask<'b>>, RecordsError> {
            parts
                .iter()
                .map(|part| Mask::new(part, batch, layout))
                .collect()
        };
        Ok(match condition {
            Predicate::Not(inner) => Mask::Not(Box::new(Mask::new(inner, batch, layout)?)),
            Predicate::And(parts) => Mask::Parts(all(parts)?, Met::No),
            Predicate::Or(parts) => Mask::Parts(all(parts)?, Met::Yes),
            Predicate::CompareColumns(one, _, other) => {
                let (a, b) = (named(batch, one)?, named(batch, other)?);
                let places = |name: &str| places(layout, name);
                let of_row = |row: usize| {
                    let value = |name: &str| {
                        let column = if name == one { a } else { b };
                        literal(column, row, places(name))
                    };
                    Met::from(condition.holds(&value))
                };
                Mask::Records((0..batch.num_rows()).map(of_row).collect())
            }
            Predicate::Compare(column, ..)
            | Predicate::In(column, _)
            | Predicate::Between(column, ..)
            | Predicate::IsNull(column) => {
                of_column(condition, named(batch, column)?, places(layout, column))
            }
        })
    }

    /// Whether a record meets it.
    pub(super) fn at(&self, row: usize) -> Met {
        if let Mask::Records(all) = self {
            return all.get(row).copied().unwrap_or(Met::Unknown);
        }
        self.answer(&|leaf| match leaf {
            Mask::Codes(keys, of_code) => Some(of_key(keys, of_code, row)),
            Mask::Numbers(all, thresholds) => all.get(row).map(|n| thresholds.at(*n)),
            Mask::Records(all) => all.get(row).copied(),
            _ => None,
        })
        .unwrap_or(Met::Unknown)
    }

    /// Those that meet it, of a stretch of records of the same codes.
    pub(super) fn chosen(&self, start: usize, end: usize) -> Chosen {
        match (self.by_codes(start), self) {
            (Some(Met::Yes), _) => Chosen::All,
            (Some(_), _) => Chosen::Runs(Vec::new()),
            (None, Mask::Numbers(all, thresholds)) => {
                let numbers = all.get(start..end).unwrap_or_default();
                Chosen::Runs(match thresholds.holds.as_slice() {
                    [one] => runs_of(numbers, start, |n| one.contains(n)),
                    several => {
                        let holds = |n: &i64| several.iter().any(|one| one.contains(n));
                        runs_of(numbers, start, holds)
                    }
                })
            }
            (None, _) => {
                let met = |row: &usize| self.at(*row) == Met::Yes;
                Chosen::Runs(joined((start..end).filter(met)))
            }
        }
    }

    /// Whether all records with the codes of this one meet it, or none, where the codes decide.
    fn by_codes(&self, row: usize) -> Option<Met> {
        self.answer(&|leaf| match leaf {
            Mask::Codes(keys, of_code) => Some(of_key(keys, of_code, row)),
            _ => None,
        })
    }

    /// The answer, from those of conditions on one column; none where they do not decide.
    fn answer(&self, leaf: &dyn Fn(&Mask<'b>) -> Option<Met>) -> Option<Met> {
        match self {
            Mask::Not(inner) => inner.answer(leaf).map(negated),
            Mask::Parts(parts, decides) => {
                let (mut open, mut whole) = (false, negated(*decides));
                for part in parts {
                    match part.answer(leaf) {
                        Some(met) if met == *decides => return Some(met),
                        Some(Met::Unknown) => whole = Met::Unknown,
                        Some(_) => {}
                        None => open = true,
                    }
                }
                (!open).then_some(whole)
            }
            own => leaf(own),
        }
    }
}

/// The runs of numbers that a condition holds of, counted from a start.
fn runs_of(numbers: &[i64], start: usize, holds: impl Fn(&i64) -> bool) -> Vec<Range<usize>> {
    let (mut runs, mut at) = (Vec::new(), 0);
    while let Some(before) = numbers[at..].iter().position(&holds) {
        let from = at + before;
        let length = numbers[from..].iter().position(|n| !holds(n));
        at = length.map_or(numbers.len(), |length| from + length);
        runs.push(start + from..start + at);
    }
    runs
}

fn of_key(keys: &[i32], of_code: &[Met], row: usize) -> Met {
    let key = keys.get(row).and_then(|key| usize::try_from(*key).ok());
    let met = key.and_then(|key| of_code.get(key)).copied();
    met.unwrap_or(Met::Unknown)
}

fn places(layout: &RecordLayout, column: &str) -> u32 {
    layout
        .column(column)
        .and_then(|c| c.kind.places())
        .unwrap_or_default()
}

fn negated(met: Met) -> Met {
    match met {
        Met::No => Met::Yes,
        Met::Yes => Met::No,
        Met::Unknown => Met::Unknown,
    }
}

/// A condition on one column.
fn of_column<'b>(condition: &Predicate, column: &'b ArrayRef, places: u32) -> Mask<'b> {
    let ask = |value: Option<Literal>| Met::from(condition.holds(&|_| value.clone()));
    let none = ask(None);
    let filled = |row: usize| column.is_valid(row);
    let rows = 0..column.len();
    if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
        let Some(texts) = dictionary.values().as_string_opt::<i32>() else {
            return Mask::Records(rows.map(|_| Met::Unknown).collect());
        };
        let of_text: Vec<Met> = (0..texts.len())
            .map(|at| ask(Some(Literal::Text(texts.value(at).to_owned()))))
            .collect();
        let keys = &dictionary.keys().values()[..];
        if dictionary.null_count() == 0 {
            return Mask::Codes(keys, of_text);
        }
        let met = |row| {
            if filled(row) {
                of_key(keys, &of_text, row)
            } else {
                none
            }
        };
        return Mask::Records(rows.map(met).collect());
    }
    if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        let mut of_day: QuickMap<i32, Met> = QuickMap::default();
        let mut met = |day: i32| {
            let made = || ask(Some(Literal::Text(date(day).to_string())));
            *of_day.entry(day).or_insert_with(made)
        };
        let values = days.values();
        let met = rows.map(|row| if filled(row) { met(values[row]) } else { none });
        return Mask::Records(met.collect());
    }
    if let Some(all) = numbers(column) {
        let thresholds = Thresholds::new(condition, places);
        if column.null_count() == 0 {
            return Mask::Numbers(all, thresholds);
        }
        let met = |row: usize| {
            if filled(row) {
                thresholds.at(all[row])
            } else {
                none
            }
        };
        return Mask::Records(rows.map(met).collect());
    }
    Mask::Records(rows.map(|row| ask(literal(column, row, places))).collect())
}

/// The value of a cell.
fn literal(column: &ArrayRef, row: usize, places: u32) -> Option<Literal> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Boolean => Some(Literal::Bool(column.as_boolean().value(row))),
        DataType::Utf8 => {
            let texts = column.as_string_opt::<i32>()?;
            Some(Literal::Text(texts.value(row).to_owned()))
        }
        DataType::Date32 => {
            let days = column.as_primitive_opt::<Date32Type>()?;
            Some(Literal::Text(date(days.value(row)).to_string()))
        }
        DataType::Dictionary(..) => {
            let dictionary = column.as_dictionary_opt::<Int32Type>()?;
            let texts = dictionary.values().as_string_opt::<i32>()?;
            Some(Literal::Text(texts.value(dictionary.key(row)?).to_owned()))
        }
        _ => decimal(*numbers(column)?.get(row)?, places),
    }
}
