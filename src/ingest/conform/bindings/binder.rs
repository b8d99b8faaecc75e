//! Finds the columns of a file that a source names, and gathers those that are missing.

use super::bound::{Bound, PartName, carried};
use super::unmapped::plain_spaces;
use crate::decode::text::tidy;
use crate::model::{
    Finding, Format, NameOf, Origin, Place, Source, Template, fits, letters, lookalike, nearest,
};
use std::collections::BTreeMap;

pub(super) struct Binder<'a> {
    source: &'a Source,
    columns: &'a [String],
    file_name: &'a str,
    wide: Option<&'a WideColumn>,
    pub(super) findings: Vec<Finding>,
}

/// One of the columns that hold figures side by side.
#[derive(Clone, Debug)]
pub(in crate::ingest::conform) struct WideColumn {
    /// Where it stands.
    pub(in crate::ingest::conform) index: usize,
    /// The column of the table that has its figures.
    pub(in crate::ingest::conform) value: String,
    /// What its header carries, by columns of the table.
    pub(in crate::ingest::conform) carried: BTreeMap<String, String>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(
        source: &'a Source,
        columns: &'a [String],
        file_name: &'a str,
        wide: Option<&'a WideColumn>,
    ) -> Binder<'a> {
        Binder {
            wide,
            source,
            columns,
            file_name,
            findings: Vec::new(),
        }
    }

    pub(super) fn required(&mut self, name: &str) -> Option<Bound<'a>> {
        if !self.source.columns.contains_key(name) && !self.is_wide(name) {
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
        if let Some(bound) = self.of_wide(name) {
            return Some(bound);
        }
        let (column, origin) = self.source.columns.get_key_value(name)?;
        self.bound(column, origin)
    }

    /// A column of the table by where it comes from.
    fn bound(&mut self, column: &'a str, origin: &'a Origin) -> Option<Bound<'a>> {
        match origin {
            Origin::Constant(text) => Some(Bound::Constant { column, text }),
            Origin::Column(wanted) => {
                let index = self.column(wanted, &format!("from which `{column}` is to come"))?;
                Some(self.cell(index))
            }
            Origin::Place { place, header } => self.placed(column, *place, header.as_deref()),
            Origin::Name {
                of: of @ (NameOf::Sheet | NameOf::Member),
                template,
            } => Some(Bound::Part {
                column,
                template: template.as_ref(),
                name: PartName::new(self.source, *of == NameOf::Member),
            }),
            Origin::Name {
                of: NameOf::File,
                template,
            } => self.of_file(column, template.as_ref()),
            Origin::Name {
                of: NameOf::Header, ..
            } => self.of_wide(column),
        }
    }

    fn cell(&self, index: usize) -> Bound<'a> {
        Bound::Cell {
            index,
            header: &self.columns[index],
        }
    }

    fn is_wide(&self, name: &str) -> bool {
        self.wide
            .is_some_and(|wide| wide.value == name || wide.carried.contains_key(name))
    }

    /// The figure of a column that stands beside others, and what its header carries.
    fn of_wide(&self, name: &str) -> Option<Bound<'a>> {
        let wide = self.wide?;
        if wide.value == name {
            return Some(self.cell(wide.index));
        }
        Some(Bound::Carried {
            label: &self.columns[wide.index],
            text: wide.carried.get(name)?.clone(),
        })
    }

    /// A column by its place, if its header is as declared.
    fn placed(&mut self, name: &str, place: usize, header: Option<&str>) -> Option<Bound<'a>> {
        let index = place.saturating_sub(1);
        let Some(own) = self.columns.get(index) else {
            self.missing(
                format!(
                    "the file has {} columns and no column {place}, from which `{name}` is to come",
                    self.columns.len()
                ),
                format!("the file has {}", list(self.columns)),
            );
            return None;
        };
        // Behind a name that stands several times its letter was written.
        let letter = format!("[{}]", letters(place));
        let bare = own.strip_suffix(&letter).unwrap_or(own).trim_end();
        let wanted = header.filter(|wanted| {
            !fits(&plain_spaces(wanted), &plain_spaces(bare)) && plain_spaces(wanted) != *own
        });
        if let Some(wanted) = wanted {
            self.missing(
                format!(
                    "column {place}, from which `{name}` is to come, is named `{bare}` and not \
                        `{wanted}`"
                ),
                "the columns may have moved: correct `place`, or `header` if only the name changed"
                    .to_owned(),
            );
            return None;
        }
        Some(self.cell(index))
    }

    fn of_file(&mut self, column: &'a str, template: Option<&Template>) -> Option<Bound<'a>> {
        let name = self.source.own_file_name(self.file_name);
        let Some(text) = carried(template, name) else {
            let pattern = template.map(ToString::to_string).unwrap_or_default();
            self.findings.push(
                Finding::error(
                    "name_unread",
                    self.place(),
                    format!(
                        "the file name `{name}` does not fit `{pattern}` in one way, and `{column}` \
                            is to come from it"
                    ),
                )
                .hint("correct `pattern`, or name the file as it says"),
            );
            return None;
        };
        Some(Bound::Carried {
            label: column,
            text: text.to_owned(),
        })
    }

    /// The one column of a name or pattern; what is wrong is told, with what it is for.
    pub(super) fn column(&mut self, wanted: &str, what: &str) -> Option<usize> {
        if let Some(index) = self.position(wanted) {
            return Some(index);
        }
        let pattern = plain_spaces(wanted);
        let fitting: Vec<usize> = (0..self.columns.len())
            .filter(|i| pattern.contains('*') && fits(&pattern, &plain_spaces(&self.columns[*i])))
            .collect();
        match fitting.as_slice() {
            [one] => return Some(*one),
            [] => self.missing(
                format!("the file has no column `{wanted}`, {what}"),
                self.near_hint(wanted),
            ),
            several => {
                let names: Vec<String> = several.iter().map(|i| self.columns[*i].clone()).collect();
                self.findings.push(
                    Finding::error(
                        "column_ambiguous",
                        self.place(),
                        format!(
                            "`{wanted}` fits {} columns, {what}: {}",
                            names.len(),
                            list(&names)
                        ),
                    )
                    .hint("write more of the name, or say which with `place`"),
                );
            }
        }
        None
    }

    /// The column of the period, or the first of its parts and the others.
    pub(super) fn period(&mut self) -> (Option<Bound<'a>>, Vec<Bound<'a>>) {
        let Some((first, others)) = self.source.period.parts.split_first() else {
            return (self.required("period"), Vec::new());
        };
        let first = self.bound("period", &first.origin);
        let others = others.iter();
        let others = others.filter_map(|part| self.bound("period", &part.origin));
        (first, others.collect())
    }

    /// The columns whose blank cells repeat the cell above, in the order of the file.
    pub(super) fn filled(&mut self) -> Vec<usize> {
        let source = self.source;
        let names = source.shape.fill_down.iter();
        let of_table = names.filter_map(|name| self.optional(name));
        let mut found: Vec<usize> = of_table.filter_map(|bound| bound.index()).collect();
        let parts = source.period.parts.iter().filter(|part| part.fill_down);
        let of_period = parts.filter_map(|part| self.bound("period", &part.origin));
        found.extend(of_period.filter_map(|bound| bound.index()));
        found.sort_unstable();
        found
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
            None if self.source.format == Format::Px && self.source.layout.language.is_empty() => {
                format!(
                    "the file has {}; in another of its languages it may have more: declare \
                        `language = \"en\"`",
                    list(self.columns)
                )
            }
            None => format!("the file has {}", list(self.columns)),
        }
    }

    fn place(&self) -> Place {
        Place {
            file: self.file_name.to_owned(),
            ..Place::default()
        }
    }

    fn missing(&mut self, message: String, hint: String) {
        self.findings
            .push(Finding::error("column_missing", self.place(), message).hint(hint));
    }
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
