//! What a delivery has that its contract does not know: tables, columns and values, by the
//! contract's modes.
//!
//! Something new is reported where somebody has said what is known, and refused where the contract
//! is frozen. Rows that fill a new column are quarantined by `row`, when that is the mode.

use super::Delivery;
use super::observation::ConformedRow;
use crate::model::{Contract, Dataset, Finding, Mode, Place, Severity, Source};
use std::collections::BTreeMap;

/// Names shown of a list.
const SHOWN: usize = 10;

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let all: Vec<String> = names.map(|n| format!("`{n}`")).collect();
    let more = if all.len() > SHOWN {
        format!(" and {} more", all.len() - SHOWN)
    } else {
        String::new()
    };
    format!(
        "{}{more}",
        all.iter()
            .take(SHOWN)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    )
}

fn finding(
    rule: &'static str,
    delivered: &Delivery<'_>,
    mode: Mode,
    message: String,
    hint: &str,
) -> Finding {
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let severity = match mode {
        Mode::Evolve => Severity::Info,
        Mode::Quarantine => Severity::Warning,
        Mode::Freeze => Severity::Error,
    };
    Finding {
        severity,
        ..Finding::error(rule, place, message).hint(hint)
    }
}

/// Tables other than the one that is read. What they hold is never read, so they are reported and
/// not quarantined.
pub(super) fn tables(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    other_tables: &[String],
) -> Option<Finding> {
    let mode = dataset.contract.modes.table;
    // Whoever names blocks has said what is read: one more is left unread.
    let blocks = !source.layout.blocks.is_empty();
    let layout = &source.layout;
    let some = !layout.sheets.is_empty() || !layout.members.is_empty();
    let all_alike = source.unused_tables.is_empty() && !some;
    if mode == Mode::Evolve && all_alike && !blocks {
        return None;
    }
    let mode = if blocks && mode == Mode::Evolve {
        Mode::Quarantine
    } else {
        mode
    };
    let mut new = other_tables
        .iter()
        .filter(|name| !source.unused_tables.contains(name))
        .map(String::as_str)
        .peekable();
    new.peek()?;
    let message = format!(
        "the file holds tables that the source does not know: {}",
        list(new)
    );
    Some(finding(
        "new_table",
        delivered,
        mode,
        message,
        "declare a source for them, or list them under `unused_tables`",
    ))
}

/// Columns that are mapped to nothing and not listed as unused.
pub(super) fn columns(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    new: &[(usize, &str)],
) -> Option<Finding> {
    let mode = dataset.contract.modes.column;
    if new.is_empty()
        || mode == Mode::Quarantine
        || (mode == Mode::Evolve && source.unused_columns.is_empty())
    {
        return None;
    }
    let message = format!(
        "the file has columns that the source does not know: {}",
        list(new.iter().map(|(_, name)| *name))
    );
    Some(finding(
        "new_column",
        delivered,
        mode,
        message,
        "map them, or list them under `unused_columns`",
    ))
}

/// Values of dimensions outside their lists, taken as they come.
pub(super) struct Values<'a> {
    contract: &'a Contract,
    new: BTreeMap<(usize, String), (Place, u64)>,
}

impl<'a> Values<'a> {
    pub(super) fn new(contract: &'a Contract) -> Values<'a> {
        Values {
            contract,
            new: BTreeMap::new(),
        }
    }

    pub(super) fn look(&mut self, row: &ConformedRow) {
        if self.contract.modes.value != Mode::Evolve {
            return;
        }
        for (i, (text, dimension)) in row
            .key
            .dimensions
            .iter()
            .zip(&self.contract.dimensions)
            .enumerate()
        {
            if !dimension.one_of.is_empty() && !dimension.one_of.contains(text) {
                let place = || Place {
                    part: row.part.clone(),
                    row: row.line,
                    ..Place::default()
                };
                self.new
                    .entry((i, text.clone()))
                    .or_insert_with(|| (place(), 0))
                    .1 += 1;
            }
        }
    }

    /// One finding a value, at its first row.
    pub(super) fn finish(self, delivered: &Delivery<'_>) -> Vec<Finding> {
        let contract = self.contract;
        let one = |((i, text), (place, count)): ((usize, String), (Place, u64))| {
            let name = contract.dimensions.get(i).map_or("", |d| d.name.as_str());
            let place = Place {
                file: delivered.file_name.to_owned(),
                col: name.to_owned(),
                ..place
            };
            let finding =
                Finding::error("new_value", place, format!("`{text}` is new as `{name}`"))
                    .raw(text);
            Finding {
                severity: Severity::Info,
                count,
                ..finding.hint("add it to `one_of`, so that measures can count on it")
            }
        };
        self.new.into_iter().map(one).collect()
    }
}
