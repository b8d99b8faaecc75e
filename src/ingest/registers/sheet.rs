//! A register as it lies on disk: its columns checked, its rows gathered.

use super::columns::RegisterColumn;
use crate::decode::text::tidy;
use crate::decode::{self, MAX_CELLS, Reading, Record};
use crate::model::{Finding, Format, Layout, Place, nearest};

/// A register as it lies on disk.
#[derive(Clone, Copy, Debug)]
pub struct RegisterFile<'a> {
    /// Name, for places.
    pub name: &'a str,
    /// Bytes: CSV with commas, UTF-8.
    pub bytes: &'a [u8],
}

/// A register's rows and the faults found so far.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Record>,
    pub(super) findings: Vec<Finding>,
}

impl Sheet {
    /// Decodes the file and checks its header. There are no rows when either failed.
    pub(super) fn read(file: RegisterFile<'_>, known: &[RegisterColumn]) -> Sheet {
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
                if let Some(finding) = other_delimiter(file.name, &sheet.columns, known) {
                    sheet.findings.push(finding);
                } else if sheet.check_header(known) {
                    sheet.gather(decoded.records);
                }
            }
            Err(finding) => sheet.findings.push(*finding),
        }
        sheet
    }

    fn check_header(&mut self, known: &[RegisterColumn]) -> bool {
        let place = self.place(1, "");
        self.tell_unknown(&place, known);
        let required: Vec<&str> = known.iter().filter(|c| c.needed).map(|c| c.name).collect();
        let missing: Vec<&str> = required
            .iter()
            .copied()
            .filter(|r| !self.columns.iter().any(|c| c == r))
            .collect();
        for column in &missing {
            let names: Vec<String> = required.iter().map(|r| format!("`{r}`")).collect();
            let hint = format!("the register needs {}", names.join(", "));
            let message = format!("there is no column `{column}`");
            self.findings
                .push(Finding::error("column_missing", place.clone(), message).hint(hint));
        }
        missing.is_empty()
    }

    /// Tells of columns that are not read.
    fn tell_unknown(&mut self, place: &Place, known: &[RegisterColumn]) {
        for column in self
            .columns
            .iter()
            .filter(|c| known.iter().all(|k| k.name != c.as_str()))
        {
            let hint = nearest(column, known.iter().map(|k| k.name))
                .map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            let finding = Finding::warning(
                "unknown_column",
                place.clone(),
                format!("column `{column}` is not read"),
            );
            self.findings.push(finding.hint(hint));
        }
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

    pub(super) fn place(&self, row: u64, col: &str) -> Place {
        Place {
            file: self.name.clone(),
            row,
            col: col.to_owned(),
            ..Place::default()
        }
    }
}

/// A register that a spreadsheet saved with another separator than a comma.
fn other_delimiter(file: &str, columns: &[String], known: &[RegisterColumn]) -> Option<Finding> {
    let [header] = columns else { return None };
    let (sign, name) = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")]
        .into_iter()
        .find(|(sign, _)| {
            let names: Vec<&str> = header
                .split(*sign)
                .map(|n| n.trim().trim_matches('"'))
                .collect();
            names.len() > 1 && known.iter().any(|k| k.needed && names.contains(&k.name))
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
