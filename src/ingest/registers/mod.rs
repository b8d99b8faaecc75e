//! The registers that everything is judged by: areas with their relations, targets, and holidays.
//! All faults of a file are gathered, each with line, column, value and remedy; a row with a fault
//! is left out, so a caller that goes on in spite of errors goes on without it.
//!
//! Columns are found by header, in any order. A column that may be empty may also be absent.

mod areas;
mod holidays;
mod targets;

use super::decode::{self, MAX_CELLS, Reading, Record};
use super::text::tidy;
use crate::model::{Finding, Format, Layout, Place, nearest};
use chrono::NaiveDate;
use std::fmt::Display;
use std::str::FromStr;

pub use areas::read_areas;
pub use holidays::read_holidays;
pub use targets::{VALUE_UNITS, read_targets};

/// A register as it lies on disk.
#[derive(Clone, Copy, Debug)]
pub struct RegisterFile<'a> {
    /// Name, for places.
    pub name: &'a str,
    /// Bytes: CSV with commas, UTF-8.
    pub bytes: &'a [u8],
}

/// A register's rows and the faults found so far.
struct Sheet {
    name: String,
    columns: Vec<String>,
    rows: Vec<Record>,
    findings: Vec<Finding>,
}

impl Sheet {
    /// Decodes the file and checks its header. There are no rows when either failed.
    fn read(file: RegisterFile<'_>, required: &[&str], optional: &[&str]) -> Sheet {
        let mut sheet = Sheet {
            name: file.name.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            findings: Vec::new(),
        };
        let layout = Layout::default();
        let reading = Reading {
            file_name: file.name,
            format: Format::Csv,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: MAX_CELLS,
        };
        match decode::decode(reading, file.bytes) {
            Ok(decoded) => {
                sheet.columns = decoded
                    .columns
                    .iter()
                    .map(|c| tidy(c).into_owned())
                    .collect();
                if let Some(finding) = other_delimiter(file.name, &sheet.columns, required) {
                    sheet.findings.push(finding);
                } else if sheet.check_header(required, optional) {
                    sheet.gather(decoded.records);
                }
            }
            Err(finding) => sheet.findings.push(*finding),
        }
        sheet
    }

    fn check_header(&mut self, required: &[&str], optional: &[&str]) -> bool {
        let place = Place {
            file: self.name.clone(),
            row: 1,
            ..Place::default()
        };
        for column in self
            .columns
            .iter()
            .filter(|c| !required.contains(&c.as_str()) && !optional.contains(&c.as_str()))
        {
            let known = required.iter().chain(optional).copied();
            let hint = nearest(column, known)
                .map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            let finding = Finding::warning(
                "unknown_column",
                place.clone(),
                format!("column `{column}` is not read"),
            );
            self.findings.push(finding.hint(hint));
        }
        let missing: Vec<&str> = required
            .iter()
            .copied()
            .filter(|r| !self.columns.iter().any(|c| c == r))
            .collect();
        for column in &missing {
            let hint = format!(
                "the register needs {}",
                required
                    .iter()
                    .map(|r| format!("`{r}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            self.findings.push(
                Finding::error(
                    "column_missing",
                    place.clone(),
                    format!("there is no column `{column}`"),
                )
                .hint(hint),
            );
        }
        missing.is_empty()
    }

    fn gather(&mut self, records: decode::Records<'_>) {
        for record in records {
            match record {
                Ok(record) if record.cells.len() == self.columns.len() => self.rows.push(record),
                Ok(record) => {
                    let message = format!(
                        "the row has {} cells, the header {}",
                        record.cells.len(),
                        self.columns.len()
                    );
                    let finding = Finding::error("ragged_row", self.place(record.row, ""), message);
                    self.findings.push(
                        finding
                            .raw(record.cells.join(","))
                            .hint("put cells that contain commas in quotes"),
                    );
                }
                Err(finding) => self.findings.push(*finding),
            }
        }
    }

    fn place(&self, row: u64, col: &str) -> Place {
        Place {
            file: self.name.clone(),
            row,
            col: col.to_owned(),
            ..Place::default()
        }
    }

    /// Turns every row into something, gathering faults. A row that reports an error is left out.
    fn map<T>(
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

/// A register that a spreadsheet saved with another separator than a comma.
fn other_delimiter(file: &str, columns: &[String], required: &[&str]) -> Option<Finding> {
    let [header] = columns else { return None };
    let (sign, name) = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")]
        .into_iter()
        .find(|(sign, _)| {
            let names: Vec<&str> = header
                .split(*sign)
                .map(|n| n.trim().trim_matches('"'))
                .collect();
            names.len() > 1 && required.iter().any(|r| names.contains(r))
        })?;
    let place = Place {
        file: file.to_owned(),
        row: 1,
        ..Place::default()
    };
    let message = format!("the columns are separated by {name}, those of a register by commas");
    let hint = "save it with commas, cells that contain commas in quotes, numbers with a point";
    Some(
        Finding::error("wrong_delimiter", place, message)
            .raw(header.replace(sign, " "))
            .hint(hint),
    )
}

/// One row of a register while it is read.
struct RegisterLine<'a> {
    sheet: &'a mut Sheet,
    record: &'a Record,
    bad: bool,
}

impl RegisterLine<'_> {
    /// The tidied text; empty when the column is absent.
    fn text(&self, col: &str) -> String {
        let index = self.sheet.columns.iter().position(|c| c == col);
        index
            .and_then(|i| self.record.cells.get(i))
            .map(|cell| tidy(cell).into_owned())
            .unwrap_or_default()
    }

    /// Reports a fault of a cell.
    fn fault(
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
    fn needed(&mut self, col: &str) -> Option<String> {
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
    fn parsed<T: FromStr<Err: Display>>(
        &mut self,
        rule: &'static str,
        col: &str,
        hint: &str,
    ) -> Option<T> {
        let text = self.needed(col)?;
        self.parse(rule, col, &text, hint)
    }

    /// A text that may be empty.
    fn parsed_if_given<T: FromStr<Err: Display>>(
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

    fn day(&mut self, col: &str) -> Option<NaiveDate> {
        self.parsed::<Day>("bad_date", col, DAY_HINT)
            .map(|day| day.0)
    }

    fn day_if_given(&mut self, col: &str) -> Option<NaiveDate> {
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

/// The findings of a test, one a line.
#[cfg(test)]
fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}
