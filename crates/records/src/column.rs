//! The texts of one column read: each becomes a cell, or says what is wrong with it.

use crate::cells::{Cells, NO_CODE};
use crate::day;
use crate::doubts::{ColumnDoubts, Point, ambiguous, point};
use crate::fault::CellFault;
use crate::hash::QuickMap;
use crate::number::{self, Writing};
use crate::reading::Bound;
use chiso_model::{RecordColumn, tidy};
use std::borrow::Cow;

/// A column and what its texts may be.
pub(crate) struct ColumnReader<'a> {
    column: &'a RecordColumn,
    pub(crate) bound: &'a Bound,
    bounds: (i64, i64),
    codes: QuickMap<Cow<'a, str>, u32>,
    /// The last text and what it was.
    last: (String, u32),
    /// What is odd about the cells of a piece.
    pub(crate) doubts: ColumnDoubts,
}

impl<'a> ColumnReader<'a> {
    pub(crate) fn new(column: &'a RecordColumn, bound: &'a Bound) -> ColumnReader<'a> {
        ColumnReader {
            column,
            bound,
            bounds: column.bounds(),
            codes: (0..)
                .zip(&column.one_of)
                .map(|(at, code)| (tidy(code), at))
                .collect(),
            last: (String::new(), NO_CODE),
            doubts: ColumnDoubts::default(),
        }
    }

    /// Reads a text into its column.
    pub(crate) fn push(
        &mut self,
        (text, line): (&str, u64),
        missing: &[String],
        writing: Writing,
        cells: &mut Cells,
    ) -> Result<(), CellFault> {
        if is_missing(text, missing) {
            if !self.column.optional {
                let hint = "write it in every record at the source, or declare `optional = true`";
                let message = format!("there is no `{}` in the record", self.column.name);
                return Err(CellFault::new("null", message, hint));
            }
            cells.push_none();
            return Ok(());
        }
        match cells {
            Cells::Texts(all) => {
                self.doubts.text(line, text);
                all.push(text.as_bytes());
            }
            Cells::Codes(all) => all.push(self.code(text)?),
            Cells::Numbers(all) => all.push(self.number((text, line), writing)?),
            Cells::Days(all) => all.push(day::read(text.as_bytes())?),
            Cells::Flags(all) => all.push(flag(text)?),
        }
        Ok(())
    }

    fn code(&mut self, text: &str) -> Result<u32, CellFault> {
        if self.last.1 != NO_CODE && self.last.0 == text {
            return Ok(self.last.1);
        }
        let Some(code) = self.codes.get(text) else {
            let message = format!("`{text}` is not a value of `{}`", self.column.name);
            let hint = chiso_model::nearest(text, self.codes.keys().map(AsRef::as_ref))
                .map_or_else(
                    || "correct the source, or add it to the list".to_owned(),
                    |near| format!("did you mean `{near}`? else add it to the list"),
                );
            return Err(CellFault::new("not_one_of", message, hint));
        };
        self.last.0.clear();
        self.last.0.push_str(text);
        self.last.1 = *code;
        Ok(*code)
    }

    fn number(&mut self, (text, line): (&str, u64), writing: Writing) -> Result<i64, CellFault> {
        let places = self.column.kind.places().unwrap_or_default();
        let known = writing.declared;
        if !known && places < 3 && point(text) == Point::TwoReadings {
            return Err(ambiguous(text, places));
        }
        let number = number::read(text.as_bytes(), places, writing)?;
        if !known && places >= 3 {
            self.doubts.number(line, text);
        }
        let (least, most) = self.bounds;
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        let message = match (self.column.min, self.column.max) {
            (Some(min), _) if number < least => format!("`{text}` is below `min` {min}"),
            (_, Some(max)) if number > most => format!("`{text}` is above `max` {max}"),
            _ => format!("`{text}` has more digits than can be held"),
        };
        let hint = "look at the source; if it is right, correct `min` or `max`";
        Err(CellFault::new("out_of_range", message, hint))
    }
}

fn flag(text: &str) -> Result<u8, CellFault> {
    match text {
        "true" | "TRUE" | "1" => Ok(1),
        "false" | "FALSE" | "0" => Ok(0),
        _ => Err(CellFault::new(
            "not_a_truth_value",
            format!("`{text}` is neither true nor false"),
            "ask for `true` and `false`, or declare the column as `code`",
        )),
    }
}

/// Whether a text means that there is nothing in its cell.
pub(crate) fn is_missing(text: &str, missing: &[String]) -> bool {
    text.is_empty() || text.len() < 8 && missing.iter().any(|m| m == text)
}
