//! Checks what the records of a dataset are.

mod column;

use super::document::ConfigNode;
use super::scope::DatasetScope;
use super::{arrival, raw, rule, value};
use chiso_model::{
    Contract, Dec, Delivers, Finding, FiscalYear, Frequency, Modes, RECORD_AREA, RecordLayout,
    RecordType, ValueType, Volume,
};
use std::sync::Arc;

/// Checks it.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Records,
    scope: &DatasetScope<'_>,
    faults: &mut Vec<Finding>,
) -> Contract {
    let (columns, dimensions) =
        column::columns(&at.key("column"), &raw.column, scope.lists, faults);
    let layout = RecordLayout {
        key: raw.key.clone(),
        date: raw.date.clone(),
        delivers: value::optional(
            &at.key("delivers"),
            raw.delivers.as_ref(),
            value::word,
            faults,
        )
        .unwrap_or(Delivers::Append),
        periods: periods(&at.key("periods"), &raw.periods, scope.fiscal, faults),
        begins: value::optional(&at.key("begins"), raw.begins.as_ref(), value::date, faults),
        empty_months: raw.empty_months,
        days_ahead: raw.days_ahead,
        columns,
    };
    empty_months(&at.key("empty_months"), &layout, faults);
    key(&at.key("key"), &layout, faults);
    date(&at.key("date"), &layout, faults);
    let limit = at.key("quarantine_limit");
    let quarantine_limit = value::optional(
        &limit,
        raw.quarantine_limit.as_ref(),
        value::percent,
        faults,
    )
    .unwrap_or(Dec::ZERO);
    if raw.lists_all && quarantine_limit.is_positive() {
        let message = "records of all areas cannot be quarantined: the area of a record that was \
            not understood would count as one without records";
        let hint = "write `quarantine_limit = \"0 %\"`, or take `lists_all` out";
        faults.push(
            at.key("lists_all")
                .error(rule::BAD_VALUE, message)
                .hint(hint),
        );
    }
    Contract {
        dimensions,
        attributes: Vec::new(),
        list: true,
        lists_all: raw.lists_all,
        value_name: String::new(),
        value_type: ValueType::Decimal,
        unit: None,
        min: None,
        max: None,
        basis: raw.basis.clone().unwrap_or_default(),
        quarantine_limit,
        to_date_since: None,
        modes: Modes::default(),
        not_null: Vec::new(),
        checks: Vec::new(),
        volume: volume(&at.key("volume"), raw, layout.delivers, faults),
        zone: scope.zone,
        fiscal_year: scope.fiscal,
        records: Some(Arc::new(layout)),
    }
}

/// A register of which no snapshot came was not empty.
fn empty_months(at: &ConfigNode<'_>, layout: &RecordLayout, faults: &mut Vec<Finding>) {
    if layout.empty_months && layout.delivers == Delivers::Snapshot {
        let message = "a month without a snapshot is none in which the register was empty";
        let hint =
            "take `empty_months` out; a period whose last month has no snapshot has no figure";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// How much a delivery must hold: a snapshot that lacks much of the register is not the whole.
fn volume(
    at: &ConfigNode<'_>,
    raw: &raw::Records,
    delivers: Delivers,
    faults: &mut Vec<Finding>,
) -> Volume {
    let given = raw.volume.as_ref();
    if delivers != Delivers::Snapshot {
        return arrival::volume(at, given, faults);
    }
    let least = given.and_then(|volume| volume.of_last.clone());
    let volume = raw::Volume {
        of_last: Some(least.unwrap_or_else(|| raw::LEAST_OF_LAST.to_owned())),
        rows: given.and_then(|volume| volume.rows),
        areas: given.and_then(|volume| volume.areas),
        confirmed: given.map_or_else(Vec::new, |volume| volume.confirmed.clone()),
    };
    arrival::volume(at, Some(&volume), faults)
}

/// The lengths of periods, the shortest first.
fn periods(
    at: &ConfigNode<'_>,
    raw: &[String],
    fiscal: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Vec<Frequency> {
    value::repeated(at, raw, faults);
    let known = raw::record_periods(value::first_month(at, raw, fiscal, faults));
    let mut asked: Vec<Frequency> = raw
        .iter()
        .enumerate()
        .filter_map(|(i, word)| {
            value::one_of(&at.item(i), word, "length of periods", &known, faults)
        })
        .collect();
    if asked.is_empty() {
        asked.push(Frequency::Monthly);
    }
    asked.sort_unstable();
    asked.reverse();
    asked
}

fn key(at: &ConfigNode<'_>, layout: &RecordLayout, faults: &mut Vec<Finding>) {
    value::repeated(at, &layout.key, faults);
    if layout.key.is_empty() {
        let fault = at.error(rule::BAD_VALUE, "there is no column in `key`");
        faults.push(fault.hint("name the columns that tell one record from another"));
    }
    for (i, name) in layout
        .key
        .iter()
        .enumerate()
        .filter(|(_, n)| *n != RECORD_AREA)
    {
        let at = at.item(i);
        match layout.column(name) {
            None => faults.push(unknown(&at, name, layout)),
            Some(column) if column.optional => {
                let message = format!("`{name}` may be empty, so it tells no records apart");
                let hint = "take `optional` from the column, or the column from the key";
                faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
            }
            Some(_) => {}
        }
    }
}

fn date(at: &ConfigNode<'_>, layout: &RecordLayout, faults: &mut Vec<Finding>) {
    let name = &layout.date;
    match layout.column(name) {
        None => faults.push(unknown(at, name, layout)),
        Some(column) if column.kind != RecordType::Date => {
            let message = format!("`{name}` is not a column of days");
            let hint = "declare it as `type = \"date\"`, or name a column that is one";
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        }
        Some(column) if column.optional => {
            let message = format!("`{name}` may be empty, so a record may be of no period");
            let hint = "take `optional` from the column";
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        }
        Some(_) => {}
    }
}

fn unknown(at: &ConfigNode<'_>, name: &str, layout: &RecordLayout) -> Finding {
    let known: Vec<&str> = layout.columns.iter().map(|c| c.name.as_str()).collect();
    let hint = value::did_you_mean(name, "columns", &known);
    at.error(rule::UNKNOWN_NAME, format!("there is no column `{name}`"))
        .hint(hint)
}
