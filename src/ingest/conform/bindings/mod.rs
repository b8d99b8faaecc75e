//! Which cell of a record feeds which column of the table, settled once for a delivery.
//!
//! A header that a declaration names and the file does not have means that the file is not what was
//! declared, so nothing of it is read.

mod attached;
mod binder;
mod bound;
mod unmapped;

use super::delivered::Delivery;
use super::sentinel::Sentinel;
use super::stated;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{Dataset, Finding, Source, UnitOf};
use attached::Attached;
use binder::Binder;
pub(super) use binder::WideColumn;
pub(in crate::ingest) use bound::carried;
pub(super) use bound::{Bound, PartName};
use std::borrow::Cow;
use std::collections::BTreeMap;
pub(super) use unmapped::new_columns;

/// The columns of a delivery.
pub(super) struct Bindings<'a> {
    pub(super) value: Bound<'a>,
    pub(super) area_code: Bound<'a>,
    /// Only inline tests give it.
    pub(super) area_date: Option<Bound<'a>>,
    /// The period, or the first of its parts.
    pub(super) period: Bound<'a>,
    /// The other parts of the period.
    pub(super) period_parts: Vec<Bound<'a>>,
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
    /// Those of both that are figures.
    pub(super) sentinels: Vec<Sentinel>,
    /// Which of the columns that hold figures side by side it is, from 0.
    pub(super) nth: u32,
    /// Columns whose blank cells repeat the cell above, in the order of the file.
    pub(super) filled: Vec<usize>,
    /// Columns by which rows are left out, in the order of the declaration.
    pub(super) left_out: Vec<usize>,
    /// Texts that mean zero, tidied.
    pub(super) zero: Vec<String>,
    /// Columns of the file that are mapped to nothing and not known to be unused.
    pub(super) new: Vec<(usize, &'a str)>,
    /// Columns of the table that must be filled.
    pub(super) not_null: &'a [String],
}

/// Columns that need not be mapped, in the order in which they are reported as missing in the
/// file.
const OPTIONAL: [&str; 13] = [
    "area_date",
    "span",
    "source_id",
    "basis",
    "plan_stage",
    "rank",
    "scheme",
    "rounding",
    "derived",
    "obs_status",
    "covers",
    "known_from",
    "note",
];

impl<'a> Bindings<'a> {
    /// The text of the period: that of its column, or those of its parts.
    pub(super) fn period_text<'r>(&'r self, record: &'r Record) -> Cow<'r, str> {
        self.joined_period(|at| at.raw(record))
    }

    /// The same without zeros that only a number format shows: a quarter held as 1 and shown as `01`.
    pub(super) fn period_text_held<'r>(&'r self, record: &'r Record) -> Option<Cow<'r, str>> {
        let held = |at: &'r Bound<'a>| cell::number_shown(at.cell(record));
        let mut parts = std::iter::once(&self.period).chain(&self.period_parts);
        parts
            .any(|at| held(at).is_some())
            .then(|| self.joined_period(|at| held(at).unwrap_or_else(|| at.raw(record))))
    }

    fn joined_period<'r>(&'r self, text: impl Fn(&'r Bound<'a>) -> &'r str) -> Cow<'r, str> {
        let first = tidy(text(&self.period));
        if self.period_parts.is_empty() {
            return first;
        }
        let rest = self.period_parts.iter().map(|at| tidy(text(at)));
        let all: Vec<Cow<'r, str>> = std::iter::once(first).chain(rest).collect();
        Cow::Owned(all.join(" "))
    }

    /// The column of the period as a person finds it, or those of its parts.
    pub(super) fn period_label(&self) -> String {
        let all = std::iter::once(&self.period).chain(&self.period_parts);
        all.map(Bound::label).collect::<Vec<_>>().join(" + ")
    }

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
            .chain(&self.period_parts)
            .chain(&self.dimensions)
            .chain(optional.into_iter().chain(more).filter_map(Option::as_ref))
    }

    /// The columns that the name of the record's sheet, or of its file in the archive, is to fill and
    /// does not.
    pub(super) fn unread_sheet(&self, record: &Record) -> Option<&Bound<'a>> {
        let more = [&self.covers, &self.note];
        self.read()
            .chain(
                self.attributes
                    .iter()
                    .chain(more)
                    .filter_map(Option::as_ref),
            )
            .find(|at| matches!(at, Bound::Part { .. }) && at.of_part(record).is_none())
    }

    /// Binds every mapped column, or says which are missing; where figures stand side by side, with
    /// one of their columns and its number.
    pub(super) fn new(
        dataset: &'a Dataset,
        source: &'a Source,
        delivered: &Delivery<'a>,
        columns: &'a [String],
        wide: Option<(u32, &'a WideColumn)>,
    ) -> Result<Bindings<'a>, Vec<Finding>> {
        let contract = &dataset.contract;
        let mut binder = Binder::new(
            source,
            columns,
            delivered.file_name,
            wide.map(|(_, wide)| wide),
        );
        let (period, period_parts) = binder.period();
        let required =
            [contract.value_name.as_str(), "area_code", "status"].map(|name| binder.required(name));
        let dimensions: Vec<Option<Bound<'a>>> = contract
            .dimensions
            .iter()
            .map(|d| binder.required(&d.name))
            .collect();
        let attributes = contract
            .attributes
            .iter()
            .map(|a| binder.optional(&a.name))
            .collect();
        let unit = binder.unit();
        let mut optional: BTreeMap<&str, Bound<'a>> = OPTIONAL
            .iter()
            .filter_map(|name| Some((*name, binder.optional(name)?)))
            .collect();
        let filled = binder.filled();
        let left_out = left_out(source, &mut binder);
        let mut findings = binder.findings;
        findings.extend(says_otherwise(
            (dataset, source),
            delivered.file_name,
            required[0].as_ref(),
            wide.map(|(_, wide)| wide),
        ));
        let ([Some(value), Some(area_code), Some(status)], Some(period), true) =
            (required, period, findings.is_empty())
        else {
            return Err(findings);
        };
        let mut optional = |name| optional.remove(name);
        Ok(Bindings {
            value,
            area_code,
            area_date: optional("area_date"),
            period,
            period_parts,
            span: optional("span"),
            dimensions: dimensions.into_iter().flatten().collect(),
            attributes,
            source_id: optional("source_id"),
            unit,
            units: units(source),
            basis: optional("basis"),
            scheme: optional("scheme"),
            plan_stage: optional("plan_stage"),
            status,
            rank: optional("rank"),
            rounding: optional("rounding"),
            derived: optional("derived"),
            obs_status: optional("obs_status"),
            covers: optional("covers"),
            known_from: optional("known_from"),
            note: optional("note"),
            attached: Attached::new(source, columns),
            missing: tidied(&source.missing),
            suppressed: tidied(&source.suppressed),
            sentinels: Sentinel::all(source),
            nth: wide.map_or(0, |(nth, _)| nth),
            filled,
            left_out,
            zero: tidied(&source.zero),
            new: new_columns(source, columns),
            not_null: &contract.not_null,
        })
    }
}

/// What names say against the unit of the source: that of the file, the header of the figures, and
/// what it carries that is no dimension and no unit of its own.
fn says_otherwise(
    (dataset, source): (&Dataset, &Source),
    file: &str,
    value: Option<&Bound<'_>>,
    wide: Option<&WideColumn>,
) -> Option<Finding> {
    let contract = &dataset.contract;
    let in_header = || {
        let header = value?.label();
        stated::in_header(source, &contract.value_name, header, file)
    };
    let attribute = |name: &str| { contract.attributes.iter() }.any(|a| a.name == name);
    let in_carried = || {
        let mut carried = wide?.carried.iter();
        let header = value?.label();
        carried.find_map(|(name, said)| {
            let remark = matches!(name.as_str(), "note" | "basis" | "scheme") || attribute(name);
            remark.then(|| stated::in_carried(source, header, said, file))?
        })
    };
    stated::in_file(source, file)
        .or_else(in_header)
        .or_else(in_carried)
}

/// Columns by which rows are left out.
fn left_out(source: &Source, binder: &mut Binder<'_>) -> Vec<usize> {
    source
        .shape
        .leave_out
        .iter()
        .filter_map(|rule| binder.column(&rule.column, "by which rows are to be left out"))
        .collect()
}

fn units(source: &Source) -> BTreeMap<String, &UnitOf> {
    source
        .units
        .iter()
        .map(|(text, unit)| (tidy(text).into_owned(), unit))
        .collect()
}

fn tidied(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| tidy(text).into_owned()).collect()
}
