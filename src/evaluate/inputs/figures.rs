//! The cells and values of measures, and what of them could not be had.

use crate::evaluate::inputs::given::Inputs;
use crate::model::{
    AreaRegister, Cell, Finding, Measure, MeasureSource, MeasureValue, Place, ToDateSince,
};
use crate::rollup::{CellLines, adds_up, with_zero};
use crate::series::{
    self, BeganWithin, UnclearToDate, began_within, contradicted, whole_years_to_date,
};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// The cells of a measure over time, from all its sources, each with its dataset. What a list of all
/// areas has no row of is zero in them, and all years to date count since the beginning of the year.
#[must_use]
pub fn lines_of<'a>(
    inputs: Inputs<'a>,
    measure: &'a Measure,
) -> Vec<(&'a str, Cow<'a, CellLines>)> {
    let of = |(place, source): (usize, &'a MeasureSource)| {
        let lines = of_source(inputs, measure, (place, source))?;
        let whole = whole_years_to_date(&lines, source, inputs.areas, inputs.as_of);
        let lines = whole.map_or(lines, |(whole, _)| Cow::Owned(whole));
        Some((source.dataset.as_str(), lines))
    };
    measure.sources.iter().enumerate().filter_map(of).collect()
}

/// The cells of a source over time. What a list of all areas has no row of is zero in them.
fn of_source<'a>(
    inputs: Inputs<'a>,
    measure: &Measure,
    (place, source): (usize, &MeasureSource),
) -> Option<Cow<'a, CellLines>> {
    let table = inputs.tables.get(&source.dataset)?;
    let lines = table.lines(&measure.id, place)?;
    Some(if source.lists_all && adds_up(source) {
        Cow::Owned(with_zero(lines, inputs.areas, table.is_of_records()))
    } else {
        Cow::Borrowed(lines)
    })
}

/// The cells of a measure from all its sources, as of the moment asked for.
#[must_use]
pub fn cells_of(inputs: Inputs<'_>, measure: &Measure) -> Vec<Cell> {
    let lines = lines_of(inputs, measure);
    lines
        .iter()
        .flat_map(|(_, lines)| lines.values())
        .filter_map(|line| line.at(inputs.as_of)?.as_ref().ok().cloned())
        .collect()
}

/// The values of a measure that some cells give, on every boundary asked for.
#[must_use]
pub fn values_of(inputs: Inputs<'_>, measure: &Measure, cells: &[Cell]) -> Vec<Arc<MeasureValue>> {
    let on = |boundary: &NaiveDate| {
        series::values(measure, inputs.measures, cells, inputs.areas, *boundary)
    };
    inputs
        .boundaries
        .iter()
        .flat_map(on)
        .map(Arc::new)
        .collect()
}

/// What could not be rolled up, now or as of the moment asked for; now also the corrections that do
/// not fit.
#[must_use]
pub fn faults(inputs: Inputs<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in inputs.measures {
        for (place, source) in measure.sources.iter().enumerate() {
            let Some(rolled) = inputs.tables.get(&source.dataset) else {
                continue;
            };
            let at = || Place {
                file: format!("tables/{}", source.dataset),
                ..Place::default()
            };
            let errors = rolled.errors(&measure.id, place, inputs.as_of);
            findings.extend(errors.map(|e| Finding::error("rollup_failed", at(), e.to_string())));
            let Some(lines) = of_source(inputs, measure, (place, source)) else {
                continue;
            };
            let whole = whole_years_to_date(&lines, source, inputs.areas, inputs.as_of);
            let unclear = whole.map_or_else(Vec::new, |(_, unclear)| unclear);
            findings.extend(of_unclear(&measure.id, source, &unclear, inputs.areas));
            let other = contradicted(&lines, source, inputs.areas, inputs.as_of);
            findings.extend(of_contradicted(&measure.id, source, &other, inputs.areas));
            // A record is of a day.
            if !rolled.is_of_records() {
                let began = began_within(&lines, source, inputs.areas, inputs.as_of);
                findings.extend(of_began_within((&measure.id, source), &began, inputs.areas));
            }
        }
    }
    if inputs.as_of.is_none() {
        findings.extend(
            inputs
                .tables
                .values()
                .flat_map(|rolled| rolled.remarks().iter().cloned()),
        );
    }
    findings
}

/// Years to date that are not used, because nobody knows since when they count or what there was before:
/// the first of them, and how many there are.
fn of_unclear(
    measure: &str,
    source: &MeasureSource,
    unclear: &[UnclearToDate],
    areas: &AreaRegister,
) -> Option<Finding> {
    let (dataset, first) = (&source.dataset, unclear.first()?);
    let since = first.since;
    let (so, hint) = if source.to_date_since == Some(ToDateSince::Area) {
        (
            format!("it counts since {since} and cannot be brought to the beginning of the year"),
            format!(
                "ask for the years to date of the areas before up to the day before {since}; an area \
                    that was divided has none in that year, so ask for its months"
            ),
        )
    } else {
        (
            format!("it may count since the beginning of the year or since {since}"),
            format!(
                "ask the provider, and write in `[contract]` of `datasets/{dataset}.toml` \
                    `to_date_since = \"year\"` where such figures hold those of the areas before, \
                    or `\"area\"` where they begin with the change"
            ),
        )
    };
    let so = format!("{so}, so it is not used");
    of_to_date((measure, dataset), unclear, (&so, &hint), areas)
}

/// Years to date that show another reading than the one that is said of all of a dataset, and are read as is
/// said.
fn of_contradicted(
    measure: &str,
    source: &MeasureSource,
    other: &[UnclearToDate],
    areas: &AreaRegister,
) -> Option<Finding> {
    let (dataset, first) = (&source.dataset, other.first()?);
    let since = first.since;
    let (shown, said) = match source.to_date_since? {
        ToDateSince::Year => (format!("since {since}"), ToDateSince::Year.as_str()),
        ToDateSince::Area => (
            "since the beginning of the year".to_owned(),
            ToDateSince::Area.as_str(),
        ),
    };
    let so = format!(
        "by the pace before, that is nearer to a figure {shown}, and it is read as `to_date_since = \
            \"{said}\"` says"
    );
    let hint = format!(
        "ask the provider since when it counts; where some figures of `datasets/{dataset}.toml` count \
            otherwise than others, take `to_date_since` out, so that each is read as it shows"
    );
    of_to_date((measure, dataset), other, (&so, &hint), areas)
}

/// Figures of whole periods that may be of the part since the area was made: of the first, and how many
/// there are.
fn of_began_within(
    (measure, source): (&str, &MeasureSource),
    all: &[BeganWithin],
    areas: &AreaRegister,
) -> Option<Finding> {
    let first = all.first()?;
    let unit = areas.unit(first.area);
    let since = unit.valid_from;
    let message = format!(
        "`{measure}` of {} ({}) is {} in {}, and {} a year earlier in the areas that it was made of on \
            {since}: that is nearer to a figure since that day, and it is read as one of the whole period",
        unit.name(true),
        unit.code,
        first.value,
        first.period,
        first.before
    );
    let hint = format!(
        "ask the provider whether it counts since the beginning of the period; if it counts since {since}, \
            leave it out by a correction with `action = \"drop\"`"
    );
    let place = Place {
        file: format!("tables/{}", source.dataset),
        ..Place::default()
    };
    let mut finding = Finding::warning("began_within", place, message).hint(hint);
    finding.count = all.len().try_into().unwrap_or(finding.count);
    Some(finding)
}

/// What is said of some years to date: of the first, and how many there are.
fn of_to_date(
    (measure, dataset): (&str, &str),
    all: &[UnclearToDate],
    (so, hint): (&str, &str),
    areas: &AreaRegister,
) -> Option<Finding> {
    let first = all.first()?;
    let unit = areas.unit(first.area);
    let value = first.value.map_or_else(String::new, |v| v.to_string());
    let before = first.before.map_or_else(
        || "not all areas that were before state a year to date of that year".to_owned(),
        |(day, value)| format!("the areas that were before had {value} up to {day}"),
    );
    let message = format!(
        "`{measure}` of {} ({}) is {value} to date in {}, and {before}: {so}",
        unit.name(true),
        unit.code,
        first.period,
    );
    let place = Place {
        file: format!("tables/{dataset}"),
        ..Place::default()
    };
    let mut finding = Finding::warning("to_date_since", place, message).hint(hint);
    finding.count = all.len().try_into().unwrap_or(finding.count);
    Some(finding)
}
