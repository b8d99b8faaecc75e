//! How the columns of a file become those of the table, and which of these must be filled.

use super::records::dotted;
use super::shape;
use crate::document::ConfigNode;
use crate::{columns, raw, rule, value};
use chiso_model::{Contract, Finding, Format, NameOf, Origin, PeriodPart, Template};
use std::collections::BTreeMap;

/// The day at which the areas of a row are to be read, where the source says it by itself.
const AREA_DATE: &str = "area_date";

/// Columns that every source must fill.
const REQUIRED: [(&str, &str); 3] = [
    (
        "area_code",
        "map the column that names the area, as in `area_code = { column = \"area\" }`",
    ),
    (
        "period",
        "map it, or give it to all rows: `period = { constant = \"2020\" }`",
    ),
    (
        "status",
        "map it, or give it to all rows: `status = { constant = \"final\" }`",
    ),
];

/// What fills each column of the table.
pub(super) fn origins(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Origin> {
    let mut origins = BTreeMap::new();
    let wide = raw
        .wide
        .as_ref()
        .and_then(|wide| Template::parse(&wide.columns).ok());
    let of_wide = |name: &str| {
        wide.as_ref().is_some_and(|wide| {
            name == contract.value_name || wide.names().any(|carried| carried == name)
        })
    };
    for (name, raw) in &raw.columns {
        if of_wide(name) {
            continue;
        }
        let Some(origin) = mapped(&at.key(name), name, raw, contract, faults) else {
            continue;
        };
        origins.insert(name.clone(), of_format(origin, format));
    }
    no_dimension(at, &origins, contract, faults);
    // Asked of what is written, so that a faulty mapping is not called missing as well.
    let in_parts = raw.period.as_ref().is_some_and(|p| !p.parts.is_empty());
    let missing = |name: &str| {
        !(raw.columns.contains_key(name) || of_wide(name) || name == "period" && in_parts)
    };
    required(at, missing, &contract.value_name, faults);
    for dimension in contract.dimensions.iter().filter(|d| missing(&d.name)) {
        if let [only] = dimension.one_of.as_slice() {
            origins.insert(dimension.name.clone(), Origin::Constant(only.clone()));
        } else {
            let message = format!("the dimension `{}` is not mapped", dimension.name);
            let hint = "map it, or give it to all rows with `constant`";
            faults.push(
                at.key(&dimension.name)
                    .error(rule::MISSING_KEY, message)
                    .hint(hint),
            );
        }
    }
    origins
}

/// The mapping of a column that can be mapped so.
fn mapped(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Origin,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    let mut known = columns::mappable(contract);
    known.push(AREA_DATE);
    if !known.contains(&name) {
        let hint = value::did_you_mean(name, "columns", &known);
        faults.push(
            at.error(
                rule::UNKNOWN_NAME,
                format!("the table has no column `{name}`"),
            )
            .hint(hint),
        );
        return None;
    }
    if name == "known_from" && raw.constant.is_some() {
        let hint = "write it as `published_at` of the source";
        faults.push(
            at.error(rule::BAD_VALUE, "`known_from` of all rows is one constant")
                .hint(hint),
        );
        return None;
    }
    origin(at, name, raw, contract, faults)
}

/// Tells the columns that every source must fill and that this one does not.
fn required(
    at: &ConfigNode<'_>,
    missing: impl Fn(&str) -> bool,
    value_name: &str,
    faults: &mut Vec<Finding>,
) {
    for (name, hint) in REQUIRED {
        if missing(name) {
            faults.push(
                at.key(name)
                    .error(rule::MISSING_KEY, format!("`{name}` is not mapped"))
                    .hint(hint),
            );
        }
    }
    if missing(value_name) {
        let hint = format!(
            "map the column of the figures, as in `{value_name} = {{ column = \"value\" }}`"
        );
        faults.push(
            at.key(value_name)
                .error(
                    rule::MISSING_KEY,
                    format!("the value column `{value_name}` is not mapped"),
                )
                .hint(hint),
        );
    }
}

/// Columns that tell statements of one figure apart, with what these are called: as a dimension they
/// would be added up.
const NO_DIMENSIONS: [(&str, &str); 2] = [
    ("known_from", "vintages of one figure"),
    ("plan_stage", "stages of one plan"),
];

fn no_dimension(
    at: &ConfigNode<'_>,
    origins: &BTreeMap<String, Origin>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    let dimensions = || contract.dimensions.iter().map(|d| &d.name);
    for (standard, what) in NO_DIMENSIONS {
        let Some(Origin::Column(mapped)) = origins.get(standard) else {
            continue;
        };
        let same = |name: &&String| matches!(origins.get(*name), Some(Origin::Column(column)) if column == mapped);
        for dimension in dimensions().filter(same) {
            let (added, _) = what.split_once(' ').unwrap_or((what, ""));
            let message = format!(
                "column `{mapped}` is mapped as `{standard}` and as the dimension \
                    `{dimension}`, so {added} would be added up"
            );
            let hint = format!(
                "remove the dimension `{dimension}` from the contract: rows that differ in \
                    `{standard}` alone are {what}"
            );
            faults.push(at.key(dimension).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

pub(super) fn origin(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Origin,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    if name != contract.value_name {
        no_unit(at, raw, &contract.value_name, faults);
    }
    let origin = one_of_keys(at, name, raw, faults)?;
    match &origin {
        Origin::Constant(text) => {
            columns::check_cell(&at.key("constant"), contract, name, text, faults);
        }
        Origin::Name {
            of: NameOf::Header, ..
        } => {
            let message = "only a part of the period comes from the `header` of its figures";
            let hint = format!("name `{{{name}}}` in `columns` of `[source.wide]`");
            faults.push(at.key("from").error(rule::BAD_VALUE, message).hint(hint));
            return None;
        }
        _ => {}
    }
    Some(origin)
}

/// A column of JSON is a dotted path.
pub(super) fn of_format(origin: Origin, format: Option<Format>) -> Origin {
    match format {
        Some(Format::Json) => dotted(origin),
        _ => origin,
    }
}

/// Where a part of the period comes from.
pub(super) fn period_part(
    at: &ConfigNode<'_>,
    raw: &raw::Origin,
    (format, contract): (Option<Format>, &Contract),
    faults: &mut Vec<Finding>,
) -> Option<PeriodPart> {
    no_unit(at, raw, &contract.value_name, faults);
    let origin = one_of_keys(at, "period", raw, faults)?;
    Some(PeriodPart {
        origin: of_format(origin, format),
        fill_down: shape::fills_down(at, raw, faults),
    })
}

/// What is given in one of the ways of giving it.
fn one_of_keys(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Origin,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    foreign(at, raw, faults);
    let others = u8::from(raw.place.is_some()) + u8::from(raw.from.is_some());
    if others > 0 {
        if others > 1 || raw.column.is_some() || raw.constant.is_some() {
            let message =
                format!("`{name}` gives several of `column`, `place`, `from` and `constant`");
            faults.push(at.error(rule::BAD_VALUE, message).hint("give one of them"));
            return None;
        }
        return placed(at, raw, faults).or_else(|| carried(at, raw, faults));
    }
    match (&raw.column, &raw.constant) {
        (Some(column), None) => Some(Origin::Column(value::text(
            &at.key("column"),
            column,
            faults,
        ))),
        (None, Some(constant)) => Some(Origin::Constant(constant.clone())),
        (both, _) => {
            let message = if both.is_some() {
                "has both `column` and `constant`"
            } else {
                "has neither `column` nor `constant`"
            };
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{name}` {message}"))
                    .hint("give one of the two"),
            );
            None
        }
    }
}

/// Keys that mean something only with another one.
fn foreign(at: &ConfigNode<'_>, raw: &raw::Origin, faults: &mut Vec<Finding>) {
    for (key, wrong, needed) in [
        (
            "header",
            raw.header.is_some() && raw.place.is_none(),
            "place",
        ),
        (
            "pattern",
            raw.pattern.is_some() && raw.from.is_none(),
            "from",
        ),
    ] {
        if wrong {
            faults.push(
                at.key(key)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{key}` means nothing without `{needed}`"),
                    )
                    .hint(format!("add `{needed}`, or leave it out")),
            );
        }
    }
}

/// A column by its place.
fn placed(at: &ConfigNode<'_>, raw: &raw::Origin, faults: &mut Vec<Finding>) -> Option<Origin> {
    let place = value::whole(&at.key("place"), raw.place?, 1..=100_000, faults)?;
    let header = raw.header.as_ref();
    Some(Origin::Place {
        place,
        header: header.map(|text| value::text(&at.key("header"), text, faults)),
    })
}

/// What a name carries.
fn carried(at: &ConfigNode<'_>, raw: &raw::Origin, faults: &mut Vec<Finding>) -> Option<Origin> {
    let of = value::word(&at.key("from"), raw.from.as_ref()?, faults)?;
    let Some(pattern) = &raw.pattern else {
        return Some(Origin::Name { of, template: None });
    };
    let why = match Template::parse(pattern) {
        Ok(template) if template.names().eq([""]) => {
            return Some(Origin::Name {
                of,
                template: Some(template),
            });
        }
        Ok(_) => "it has one gap without a name".to_owned(),
        Err(why) => why.replace("`{period}`", "`{}`"),
    };
    faults.push(
        at.key("pattern")
            .error(
                rule::BAD_VALUE,
                format!("`{pattern}` does not say where the text stands: {why}"),
            )
            .hint("write the name with `{}` where the text stands, as in `report-{}.csv`"),
    );
    None
}

/// Only the value column has a unit.
fn no_unit(at: &ConfigNode<'_>, raw: &raw::Origin, value_name: &str, faults: &mut Vec<Finding>) {
    for (key, present) in [
        ("unit", raw.unit.is_some()),
        ("unit_mult", raw.unit_mult.is_some()),
    ] {
        if present {
            let hint = format!("give it to `{value_name}`");
            faults.push(
                at.key(key)
                    .error(
                        rule::BAD_VALUE,
                        format!("only the value column has a `{key}`"),
                    )
                    .hint(hint),
            );
        }
    }
}
