//! One row of a register while it is read: its cells as texts, days and words, and its faults.

use super::sheet::Sheet;
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::model::{Finding, FiscalYear, Period, written_period};
use chrono::NaiveDate;
use std::fmt::Display;
use std::str::FromStr;

/// One row of a register while it is read.
pub(super) struct RegisterLine<'a> {
    sheet: &'a mut Sheet,
    pub(super) record: &'a Record,
    bad: bool,
}

impl Sheet {
    /// Turns every row into something, gathering faults. A row that reports an error is left out.
    pub(super) fn map<T>(
        &mut self,
        mut make: impl FnMut(&mut RegisterLine<'_>) -> Option<T>,
    ) -> Vec<(u64, T)> {
        let rows = std::mem::take(&mut self.rows);
        let mut out = Vec::with_capacity(rows.len());
        for record in &rows {
            let mut line = RegisterLine {
                sheet: self,
                record,
                bad: false,
            };
            let one = make(&mut line);
            if !line.bad {
                out.extend(one.map(|one| (record.row, one)));
            }
        }
        out
    }
}

impl RegisterLine<'_> {
    /// The tidied text; empty when the column is absent.
    pub(super) fn text(&self, col: &str) -> String {
        let index = self.sheet.columns.iter().position(|c| c == col);
        index
            .and_then(|i| self.record.cells.get(i))
            .map(|cell| tidy(cell).into_owned())
            .unwrap_or_default()
    }

    /// Reports a fault of a cell.
    pub(super) fn fault(
        &mut self,
        rule: &'static str,
        col: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.bad = true;
        let finding = Finding::error(rule, self.sheet.place(self.record.row, col), message)
            .raw(self.text(col))
            .hint(hint);
        self.sheet.findings.push(finding);
    }

    /// A text that must not be empty.
    pub(super) fn needed(&mut self, col: &str) -> Option<String> {
        let text = self.text(col);
        if text.is_empty() {
            self.fault(
                "empty_cell",
                col,
                format!("`{col}` is empty"),
                "every row needs it",
            );
            return None;
        }
        Some(text)
    }

    /// A text that must not be empty and must parse.
    pub(super) fn parsed<T: FromStr<Err: Display>>(
        &mut self,
        rule: &'static str,
        col: &str,
        hint: &str,
    ) -> Option<T> {
        let text = self.needed(col)?;
        self.parse(rule, col, &text, hint)
    }

    /// A period that must be there, a fiscal year by the name of the office too.
    pub(super) fn period(&mut self, col: &str, office: Option<FiscalYear>) -> Option<Period> {
        let text = self.needed(col)?;
        let read = written_period(&text, office);
        read.map_err(|error| self.fault("bad_period", col, error.to_string(), ""))
            .ok()
    }

    /// A text that may be empty.
    pub(super) fn parsed_if_given<T: FromStr<Err: Display>>(
        &mut self,
        rule: &'static str,
        col: &str,
        hint: &str,
    ) -> Option<T> {
        let text = self.text(col);
        if text.is_empty() {
            None
        } else {
            self.parse(rule, col, &text, hint)
        }
    }

    fn parse<T: FromStr<Err: Display>>(
        &mut self,
        rule: &'static str,
        col: &str,
        text: &str,
        hint: &str,
    ) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(e) => {
                self.fault(rule, col, e.to_string(), hint);
                None
            }
        }
    }

    pub(super) fn day(&mut self, col: &str) -> Option<NaiveDate> {
        self.parsed::<Day>("bad_date", col, DAY_HINT)
            .map(|day| day.0)
    }

    pub(super) fn day_if_given(&mut self, col: &str) -> Option<NaiveDate> {
        self.parsed_if_given::<Day>("bad_date", col, DAY_HINT)
            .map(|day| day.0)
    }
}

const DAY_HINT: &str = "write year, month and day: `2025-07-01`";

/// A day with an error that names the text.
struct Day(NaiveDate);

impl FromStr for Day {
    type Err = String;
    fn from_str(text: &str) -> Result<Day, String> {
        // Chrono also reads `2025-7-1`; two spellings of one day would make registers differ for
        // nothing.
        let date = text
            .parse::<NaiveDate>()
            .ok()
            .filter(|date| date.to_string() == text);
        date.map(Day)
            .ok_or_else(|| format!("`{text}` is not a day"))
    }
}
