//! What differs between two versions of a published table, cell by cell.

use crate::model::published::TableSpec;
use crate::store::{Record, records_of};
use polars::prelude::DataFrame;
use std::collections::BTreeMap;
use std::fmt;

/// A cell that differs; a row that only one side has differs in its key alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Key of the row, its parts in order.
    pub key: Vec<String>,
    /// Column; empty when the whole row is missing on one side.
    pub column: String,
    /// Before; `None` when the row was not there.
    pub before: Option<String>,
    /// After; `None` when the row is gone.
    pub after: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self
            .key
            .iter()
            .filter(|k| !k.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        match (&self.before, &self.after) {
            (None, _) => write!(f, "{key}: new"),
            (_, None) => write!(f, "{key}: gone"),
            (Some(before), Some(after)) => {
                write!(f, "{key}, {}: `{before}` → `{after}`", self.column)
            }
        }
    }
}

/// Every difference, in the order of the key. Columns are compared by name; a column that one side
/// does not have is null there.
#[must_use]
pub fn diff(spec: &TableSpec, before: &DataFrame, after: &DataFrame) -> Vec<Difference> {
    let (before, after) = (by_key(spec, before), by_key(spec, after));
    let mut differences = Vec::new();
    for (key, row) in &before {
        match after.get(key) {
            None => differences.push(Difference {
                key: key.clone(),
                column: String::new(),
                before: Some(String::new()),
                after: None,
            }),
            Some(now) => {
                let columns = spec
                    .columns
                    .iter()
                    .filter(|c| !c.key)
                    .map(|c| c.name.as_str());
                for column in columns {
                    let (was, is) = (
                        row.get(column).cloned().unwrap_or_default(),
                        now.get(column).cloned().unwrap_or_default(),
                    );
                    if was != is {
                        differences.push(Difference {
                            key: key.clone(),
                            column: column.to_owned(),
                            before: Some(was),
                            after: Some(is),
                        });
                    }
                }
            }
        }
    }
    let new = after.keys().filter(|k| !before.contains_key(*k));
    differences.extend(new.map(|k| Difference {
        key: k.clone(),
        column: String::new(),
        before: None,
        after: Some(String::new()),
    }));
    differences.sort_by(|a, b| (&a.key, &a.column).cmp(&(&b.key, &b.column)));
    differences
}

fn by_key(spec: &TableSpec, frame: &DataFrame) -> BTreeMap<Vec<String>, Record> {
    let keyed = |row: Record| {
        (
            spec.columns
                .iter()
                .filter(|c| c.key)
                .map(|c| row.get(&c.name).cloned().unwrap_or_default())
                .collect(),
            row,
        )
    };
    records_of(frame).into_iter().map(keyed).collect()
}
