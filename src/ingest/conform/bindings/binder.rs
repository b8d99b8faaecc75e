//! Finds the columns of a file that a source names, and gathers those that are missing.

use super::bound::Bound;
use crate::decode::text::tidy;
use crate::model::{Finding, Origin, Place, Source, lookalike, nearest};
use std::collections::BTreeSet;

pub(super) struct Binder<'a> {
    source: &'a Source,
    columns: &'a [String],
    file_name: &'a str,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(source: &'a Source, columns: &'a [String], file_name: &'a str) -> Binder<'a> {
        Binder {
            source,
            columns,
            file_name,
            findings: Vec::new(),
        }
    }

    pub(super) fn required(&mut self, name: &str) -> Option<Bound<'a>> {
        if !self.source.columns.contains_key(name) {
            let message = format!(
                "source `{}` does not say where `{name}` comes from",
                self.source.id
            );
            self.missing(
                message,
                format!("map `{name}` to a column of the file or to a constant"),
            );
        }
        self.optional(name)
    }

    /// Figures of one unit, which their source declares, need no column of units.
    pub(super) fn unit(&mut self) -> Option<Bound<'a>> {
        if self.source.unit.is_none() {
            self.required("unit")
        } else {
            self.optional("unit")
        }
    }

    pub(super) fn optional(&mut self, name: &str) -> Option<Bound<'a>> {
        let (column, origin) = self.source.columns.get_key_value(name)?;
        match origin {
            Origin::Constant(text) => Some(Bound::Constant { column, text }),
            Origin::Column(wanted) => {
                let Some(index) = self.position(wanted) else {
                    self.missing(
                        format!(
                            "the file has no column `{wanted}`, from which `{name}` is to come"
                        ),
                        self.near_hint(wanted),
                    );
                    return None;
                };
                Some(Bound::Cell {
                    index,
                    header: &self.columns[index],
                })
            }
        }
    }

    fn position(&self, wanted: &str) -> Option<usize> {
        let exact = self
            .columns
            .iter()
            .position(|header| tidy(header) == tidy(wanted));
        if exact.is_some() {
            return exact;
        }
        // Two spaces for one are passed over where only one column can be meant.
        let mut same = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, header)| plain_spaces(header) == plain_spaces(wanted));
        match (same.next(), same.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        }
    }

    fn near_hint(&self, wanted: &str) -> String {
        match nearest(wanted, self.columns.iter().map(String::as_str)) {
            Some(near) if lookalike(near).is_some() => {
                format!(
                    "did you mean `{near}`? in that name the file has {}",
                    lookalike(near).unwrap_or_default()
                )
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the file has {}", list(self.columns)),
        }
    }

    fn missing(&mut self, message: String, hint: String) {
        let place = Place {
            file: self.file_name.to_owned(),
            ..Place::default()
        };
        self.findings
            .push(Finding::error("column_missing", place, message).hint(hint));
    }
}

/// Columns of the file that are mapped to nothing and not known to be unused.
pub(super) fn new_columns<'a>(source: &Source, columns: &'a [String]) -> Vec<(usize, &'a str)> {
    let mapped = source.columns.values().filter_map(|origin| {
        if let Origin::Column(name) = origin {
            Some(name)
        } else {
            None
        }
    });
    let known: BTreeSet<String> = mapped
        .chain(&source.unused_columns)
        .map(|name| tidy(name).into_owned())
        .collect();
    let all = columns
        .iter()
        .enumerate()
        .map(|(i, name)| (i, name.as_str()));
    all.filter(|(_, name)| !name.trim().is_empty() && !known.contains(tidy(name).as_ref()))
        .collect()
}

/// A name with one space between its words.
fn plain_spaces(name: &str) -> String {
    tidy(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first columns, for a hint.
fn list(columns: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<String> = columns
        .iter()
        .take(SHOWN)
        .map(|c| format!("`{c}`"))
        .collect();
    if columns.len() > SHOWN {
        names.push(format!("and {} more", columns.len() - SHOWN));
    }
    names.join(", ")
}
