//! Which cell of a record feeds which column of the table, settled once for a delivery.
//!
//! A header that a declaration names and the file lacks means that the file is not what was
//! declared, so nothing of it is read.

use super::Delivery;
use crate::ingest::cell;
use crate::ingest::decode::Record;
use crate::ingest::text::tidy;
use crate::model::{Dataset, Finding, Format, Origin, Place, Source, UnitOf, lookalike, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Where a table column's text comes from, in this file.
pub(super) enum Bound<'a> {
    /// The cell at an index.
    Cell { index: usize, header: &'a str },
    /// The same text everywhere; named by its table column.
    Constant { column: &'a str, text: &'a str },
}

impl Bound<'_> {
    /// The text as it stands, without remarks. A record has been checked to be as wide as the
    /// header.
    pub(super) fn raw<'r>(&'r self, record: &'r Record) -> &'r str {
        cell::text(self.cell(record))
    }

    /// The cell with its remarks.
    pub(super) fn cell<'r>(&'r self, record: &'r Record) -> &'r str {
        match self {
            Bound::Cell { index, .. } => record.cells.get(*index).map_or("", String::as_str),
            Bound::Constant { text, .. } => text,
        }
    }

    /// The column as a person finds it.
    pub(super) fn label(&self) -> &str {
        match self {
            Bound::Cell { header, .. } => header,
            Bound::Constant { column, .. } => column,
        }
    }
}

/// The columns of a delivery.
pub(super) struct Bindings<'a> {
    pub(super) value: Bound<'a>,
    pub(super) area_code: Bound<'a>,
    /// Only inline tests give it.
    pub(super) area_date: Option<Bound<'a>>,
    pub(super) period: Bound<'a>,
    pub(super) span: Option<Bound<'a>>,
    /// In the order of the contract.
    pub(super) dimensions: Vec<Bound<'a>>,
    /// In the order of the contract; those that the source does not map are empty.
    pub(super) attributes: Vec<Option<Bound<'a>>>,
    pub(super) source_id: Option<Bound<'a>>,
    pub(super) unit: Option<Bound<'a>>,
    /// Units by tidied text.
    pub(super) units: BTreeMap<String, &'a UnitOf>,
    pub(super) basis: Option<Bound<'a>>,
    pub(super) scheme: Option<Bound<'a>>,
    pub(super) plan_stage: Option<Bound<'a>>,
    pub(super) status: Bound<'a>,
    pub(super) rank: Option<Bound<'a>>,
    pub(super) rounding: Option<Bound<'a>>,
    pub(super) derived: Option<Bound<'a>>,
    pub(super) obs_status: Option<Bound<'a>>,
    pub(super) covers: Option<Bound<'a>>,
    pub(super) known_from: Option<Bound<'a>>,
    pub(super) note: Option<Bound<'a>>,
    /// Attributes of SDMX that qualify a figure wherever they stand in a file, unless the source
    /// reads them itself.
    pub(super) attached: Attached<'a>,
    /// Texts that mean "no figure", tidied.
    pub(super) missing: Vec<String>,
    /// Texts that mean "withheld", tidied.
    pub(super) suppressed: Vec<String>,
    /// Columns of the file that are mapped to nothing and not known to be unused.
    pub(super) new: Vec<(usize, &'a str)>,
    /// Columns of the table that must be filled.
    pub(super) not_null: &'a [String],
}

/// Columns of attributes of SDMX that no source need map.
#[derive(Default)]
pub(super) struct Attached<'a> {
    /// The power of ten by which figures are to be multiplied.
    pub(super) unit_mult: Option<Bound<'a>>,
    /// The unit in the words of a PX or JSON-stat file, where the source does not read it.
    pub(super) units: Option<Bound<'a>>,
    /// What becomes of the figure: `Delete`, `Append` and so on.
    pub(super) action: Option<Bound<'a>>,
    /// The day on which reporting years begin.
    pub(super) reporting_year: Option<Bound<'a>>,
}

impl<'a> Attached<'a> {
    fn new(source: &Source, columns: &'a [String]) -> Attached<'a> {
        let read = |name: &str| matches!(source.columns.get("unit"), Some(Origin::Column(own)) if tidy(own) == name);
        let find = |name: &str| {
            columns
                .iter()
                .position(|header| tidy(header) == name)
                .map(|index| Bound::Cell {
                    index,
                    header: &columns[index],
                })
        };
        // Other files may have a column of this name that means something else.
        let sdmx = matches!(
            source.format,
            Format::SdmxMl | Format::SdmxCsv | Format::SdmxJson
        ) || ["DATAFLOW", "STRUCTURE_ID"]
            .iter()
            .any(|name| find(name).is_some());
        let units = match source.format {
            Format::Px => find("unit"),
            // Behind all others, where a dimension cannot stand.
            Format::JsonStat => columns
                .last()
                .filter(|last| ["unit", "unit.base"].contains(&last.as_str()))
                .map(|header| Bound::Cell {
                    index: columns.len() - 1,
                    header,
                }),
            _ => None,
        };
        // Names of the same attribute: SDMX, OECD, IMF. Alone, the last ones mean other things
        // elsewhere.
        let names: &[&str] = if sdmx {
            &["UNIT_MULT", "UNIT_MULTIPLIER", "POWERCODE", "SCALE"]
        } else {
            &["UNIT_MULT"]
        };
        Attached {
            unit_mult: names
                .iter()
                .filter(|name| !read(name))
                .find_map(|name| find(name)),
            units: units.filter(|_| !read("unit")),
            action: find("action").or_else(|| find("ACTION")).filter(|_| sdmx),
            reporting_year: find("REPORTING_YEAR_START_DAY"),
        }
    }
}

impl<'a> Bindings<'a> {
    /// Every column of the file that is read for a figure, the figure's own first.
    pub(super) fn read(&self) -> impl Iterator<Item = &Bound<'a>> {
        let always = [&self.value, &self.area_code, &self.period, &self.status];
        let optional = [
            &self.span,
            &self.source_id,
            &self.unit,
            &self.basis,
            &self.scheme,
            &self.plan_stage,
            &self.rank,
            &self.rounding,
        ];
        let more = [&self.derived, &self.obs_status, &self.known_from];
        always
            .into_iter()
            .chain(&self.dimensions)
            .chain(optional.into_iter().chain(more).filter_map(Option::as_ref))
    }

    /// Binds every mapped column, or says which are missing.
    pub(super) fn new(
        dataset: &'a Dataset,
        source: &'a Source,
        delivered: &Delivery<'a>,
        columns: &'a [String],
    ) -> Result<Bindings<'a>, Vec<Finding>> {
        let mut binder = Binder {
            source,
            columns,
            file_name: delivered.file_name,
            findings: Vec::new(),
        };
        let value = binder.required(&dataset.contract.value_name);
        let area_code = binder.required("area_code");
        let period = binder.required("period");
        let status = binder.required("status");
        let dimensions: Vec<Option<Bound<'a>>> = dataset
            .contract
            .dimensions
            .iter()
            .map(|d| binder.required(&d.name))
            .collect();
        let attributes = dataset
            .contract
            .attributes
            .iter()
            .map(|a| binder.optional(&a.name))
            .collect();
        let unit = if source.unit.is_none() {
            binder.required("unit")
        } else {
            binder.optional("unit")
        };
        let mut optional = |name: &str| binder.optional(name);
        let (area_date, span, source_id) = (
            optional("area_date"),
            optional("span"),
            optional("source_id"),
        );
        let (basis, plan_stage, rank) =
            (optional("basis"), optional("plan_stage"), optional("rank"));
        let scheme = optional("scheme");
        let (rounding, derived, obs_status) = (
            optional("rounding"),
            optional("derived"),
            optional("obs_status"),
        );
        let (covers, known_from, note) =
            (optional("covers"), optional("known_from"), optional("note"));
        let findings = binder.findings;
        match (value, area_code, period, status) {
            (Some(value), Some(area_code), Some(period), Some(status)) if findings.is_empty() => {
                Ok(Bindings {
                    value,
                    area_code,
                    area_date,
                    period,
                    span,
                    dimensions: dimensions.into_iter().flatten().collect(),
                    attributes,
                    source_id,
                    unit,
                    units: source
                        .units
                        .iter()
                        .map(|(text, unit)| (tidy(text).into_owned(), unit))
                        .collect(),
                    basis,
                    scheme,
                    plan_stage,
                    status,
                    rank,
                    rounding,
                    derived,
                    obs_status,
                    covers,
                    known_from,
                    note,
                    attached: Attached::new(source, columns),
                    missing: source
                        .missing
                        .iter()
                        .map(|text| tidy(text).into_owned())
                        .collect(),
                    suppressed: source
                        .suppressed
                        .iter()
                        .map(|text| tidy(text).into_owned())
                        .collect(),
                    new: new_columns(source, columns),
                    not_null: &dataset.contract.not_null,
                })
            }
            _ => Err(findings),
        }
    }
}

fn new_columns<'a>(source: &Source, columns: &'a [String]) -> Vec<(usize, &'a str)> {
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

struct Binder<'a> {
    source: &'a Source,
    columns: &'a [String],
    file_name: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Binder<'a> {
    fn required(&mut self, name: &str) -> Option<Bound<'a>> {
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

    fn optional(&mut self, name: &str) -> Option<Bound<'a>> {
        let (column, origin) = self.source.columns.get_key_value(name)?;
        match origin {
            Origin::Constant(text) => Some(Bound::Constant { column, text }),
            Origin::Column(wanted) => {
                if let Some(index) = self
                    .columns
                    .iter()
                    .position(|header| tidy(header) == tidy(wanted))
                {
                    return Some(Bound::Cell {
                        index,
                        header: &self.columns[index],
                    });
                }
                // A sign that cannot be seen is passed over where only one column can be meant.
                let mut same = self
                    .columns
                    .iter()
                    .enumerate()
                    .filter(|(_, header)| plain_spaces(header) == plain_spaces(wanted));
                if let (Some((index, _)), None) = (same.next(), same.next()) {
                    return Some(Bound::Cell {
                        index,
                        header: &self.columns[index],
                    });
                }
                let hint = match nearest(wanted, self.columns.iter().map(String::as_str)) {
                    Some(near) if lookalike(near).is_some() => {
                        format!(
                            "did you mean `{near}`? in that name the file has {}",
                            lookalike(near).unwrap_or_default()
                        )
                    }
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the file has {}", list(self.columns)),
                };
                self.missing(
                    format!("the file has no column `{wanted}`, from which `{name}` is to come"),
                    hint,
                );
                None
            }
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

/// A name as it looks: every space a plain one, and no sign without width.
fn plain_spaces(name: &str) -> String {
    let seen = |c: &char| {
        !matches!(
            c,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'
        )
    };
    let name: String = name.chars().filter(seen).collect();
    tidy(&name).split_whitespace().collect::<Vec<_>>().join(" ")
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
