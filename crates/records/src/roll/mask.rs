//! Which records of a batch meet a condition. Each condition on one column is asked once for each
//! different code and day, and of numbers once for each of those that it names.

use super::columns::{named, numbers};
use crate::day::date;
use crate::error::RecordsError;
use crate::hash::QuickMap;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int32Type};
use chiso_model::{Dec, Literal, Predicate, RecordLayout, SCALE};

/// Whether a record meets a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    No,
    Yes,
    Unknown,
}

impl From<Option<bool>> for Met {
    fn from(holds: Option<bool>) -> Met {
        match holds {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Unknown,
        }
    }
}

/// Which records of a batch meet a condition.
pub(super) enum Mask<'b> {
    /// By the code of a column without empty cells: one answer for all records of a code.
    Codes(&'b [i32], Vec<Met>),
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
        self.answer(&|leaf| match leaf {
            Mask::Codes(keys, of_code) => Some(of_key(keys, of_code, row)),
            Mask::Records(all) => all.get(row).copied(),
            _ => None,
        })
        .unwrap_or(Met::Unknown)
    }

    /// Whether all records with the codes of this one meet it, or none, where the codes decide.
    pub(super) fn by_codes(&self, row: usize) -> Option<Met> {
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
        let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0);
        let met = all.iter().enumerate().map(|(row, number)| {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                none
            } else {
                thresholds.at(*number)
            }
        });
        return Mask::Records(met.collect());
    }
    Mask::Records(rows.map(|row| ask(literal(column, row, places))).collect())
}

/// The answers of a condition on a column of numbers. They change at the numbers that it names and
/// nowhere else, so each is asked for once.
struct Thresholds {
    /// The numbers that it names, ascending, in units of the last decimal place, rounded down.
    named: Vec<i64>,
    /// What holds below the first, of the first, between it and the second, and so on.
    answers: Vec<Met>,
}

impl Thresholds {
    fn new(condition: &Predicate, places: u32) -> Thresholds {
        let literals: Vec<&Literal> = match condition {
            Predicate::Compare(_, _, one) => vec![one],
            Predicate::In(_, list) => list.iter().collect(),
            Predicate::Between(_, low, high) => vec![low, high],
            _ => Vec::new(),
        };
        let unit = |literal: &&Literal| match literal {
            Literal::Number(number) => Some(number.micros().div_euclid(step(places))),
            Literal::Text(_) | Literal::Bool(_) => None,
        };
        let within =
            |n: i128| i64::try_from(n.clamp(i128::from(i64::MIN), i128::from(i64::MAX))).ok();
        let mut named: Vec<i64> = literals
            .iter()
            .filter_map(unit)
            .filter_map(within)
            .collect();
        named.sort_unstable();
        named.dedup();
        let ask = |number: i64| Met::from(condition.holds(&|_| decimal(number, places)));
        let below = named.first().map_or(0, |first| first.saturating_sub(1));
        let mut answers = vec![ask(below)];
        for number in &named {
            answers.extend([ask(*number), ask(number.saturating_add(1))]);
        }
        Thresholds { named, answers }
    }

    fn at(&self, number: i64) -> Met {
        let below = self.named.partition_point(|named| *named < number);
        let is_named = self.named.get(below) == Some(&number);
        let answer = self.answers.get(2 * below + usize::from(is_named));
        answer.copied().unwrap_or(Met::Unknown)
    }
}

fn step(places: u32) -> i128 {
    10i128.pow(SCALE.saturating_sub(places))
}

fn decimal(number: i64, places: u32) -> Option<Literal> {
    Dec::from_micros(i128::from(number) * step(places)).map(Literal::Number)
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

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::Column;

    #[test]
    fn a_condition_on_numbers_is_asked_only_about_the_numbers_it_names() {
        for text in [
            "x >= 1.5",
            "x < -0.001",
            "x = 1.005",
            "x <> 1",
            "x IN (2, -1, 1.5)",
            "x BETWEEN -1 AND 1.999",
            "x IS NULL",
        ] {
            let condition = Predicate::parse(text, &|_| Some(Column::Number)).unwrap();
            let thresholds = Thresholds::new(&condition, 2);
            for number in -250..250 {
                let each = Met::from(condition.holds(&|_| decimal(number, 2)));
                assert_eq!(thresholds.at(number), each, "{text}, {number}");
            }
        }
    }
}
