//! What people read of statements that differ.

use crate::disagree::difference::{Against, Difference};
use chiso_model::{AreaRegister, Dec, Finding, Measure, MeasureValue, Piece, Place};
use chrono::NaiveDate;

/// The rule of the finding.
const RULE: &str = "statements_differ";

/// So many figures are named; the others are counted.
const NAMED: usize = 12;

/// A finding of all differences of one measure, dataset and kind: the first in full, the others by
/// their two figures.
pub(super) fn finding(
    all: &[Difference<'_>],
    measures: &[Measure],
    (areas, boundary): (&AreaRegister, Option<NaiveDate>),
) -> Option<Finding> {
    let (first, others) = all.split_first()?;
    let mut message = in_full(first, areas, boundary);
    let named: Vec<String> = { others.iter().take(NAMED - 1) }
        .map(|other| in_short(other, areas))
        .collect();
    if !named.is_empty() {
        message.push_str("; so do ");
        message.push_str(&named.join(", "));
    }
    if all.len() > NAMED {
        message.push_str(" and others");
    }
    let value = first.value;
    let measure = measures.iter().find(|m| m.id == value.measure);
    let of_records = measure.is_some_and(|m| {
        let mut sources = m.sources.iter().filter(|s| s.dataset == value.dataset);
        sources.any(|s| s.delivers.is_some())
    });
    let hint = if of_records {
        "both are of the same records: `chiso explain` shows which records each of the two counts; \
         records have no corrections, so a wrong one is put right in the register and delivered \
         again, and `where` leaves out what is not wanted"
    } else {
        "ask the provider which of the two is right; a correction puts a wrong figure right or drops \
         one that is not wanted"
    };
    let place = Place {
        file: format!("tables/{}", value.dataset),
        ..Place::default()
    };
    let mut finding = Finding::warning(RULE, place, message).hint(hint);
    finding.count = all.len().try_into().unwrap_or(finding.count);
    Some(finding)
}

fn shown(v: &MeasureValue) -> String {
    v.figure
        .value
        .map_or_else(String::new, |v: Dec| v.to_string())
}

fn in_short(Difference { value, other, .. }: &Difference<'_>, areas: &AreaRegister) -> String {
    let code = &areas.unit(value.area).code;
    let (period, span) = (value.period, value.span);
    format!(
        "{code} in {period} ({span}): {} and {}",
        shown(value),
        shown(other)
    )
}

fn in_full(
    Difference {
        value,
        against,
        other,
    }: &Difference<'_>,
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> String {
    let unit = areas.unit(value.area);
    let by = if other.pieces.is_empty() {
        String::new()
    } else {
        format!(", by {},", pieces(other))
    };
    let totals = |v: &MeasureValue| !v.series.statement.totals.is_empty();
    let total_is_stated = *against == Against::Members && totals(other) && !totals(value);
    let what = match against {
        Against::AreasBelow if other.series.summed => format!("the areas below{by} add up to"),
        Against::AreasBelow => format!("its own statement{by} is"),
        Against::Members if total_is_stated => format!("its total{by} is stated as"),
        Against::Members => format!("its members{by} add up to"),
        Against::Periods if other.pieces.is_empty() => {
            format!("{} ({}) within it as", other.period, other.span)
        }
        Against::Periods => format!("{} give", pieces(other)),
    };
    let (is, used) = if total_is_stated {
        let is = "is, as the sum over its members,".to_owned();
        (is, "this sum is used")
    } else {
        reached(value)
    };
    let elsewhere = if Some(value.boundary) == boundary {
        String::new()
    } else {
        format!(", on the boundaries of {}", value.boundary)
    };
    format!(
        "`{}` of {} ({}) in {} ({}) {is} {}, and {what} {}{elsewhere}; {used}",
        value.measure,
        unit.name(true),
        unit.code,
        value.period,
        value.span,
        shown(value),
        shown(other)
    )
}

/// How a figure is reached, and what is used of the two.
fn reached(value: &MeasureValue) -> (String, &'static str) {
    let part = value.summed_parts().first();
    let (is, used) = if part.is_some_and(|part| part.measure != value.measure) {
        ("is, as the sum over its members,", "this sum is used")
    } else if value.series.summed {
        ("is, as the sum of its areas,", "the sum is used")
    } else if part.is_some_and(|part| part.area != value.area) {
        (
            "is, as the sum of the areas that were merged into it,",
            "this sum is used",
        )
    } else if value.series.statement.totals.contains('/') {
        (
            "is, as the sum of members that have others below them,",
            "this sum is used",
        )
    } else if value.pieces.is_empty() {
        ("is stated as", "the stated figure is used")
    } else {
        let is = format!("is, worked out from {},", pieces(value));
        return (is, "the figure worked out is used");
    };
    (is.to_owned(), used)
}

/// The periods that a figure was worked out from.
fn pieces(value: &MeasureValue) -> String {
    let one = |(i, piece): (usize, &Piece)| {
        let sign = match (piece.taken_off, i) {
            (true, _) => " − ",
            (false, 0) => "",
            (false, _) => " + ",
        };
        format!("{sign}{} ({})", piece.period, piece.span)
    };
    match value.pieces.as_slice() {
        [first, .., last]
            if value.pieces.len() > 4 && !value.pieces.iter().any(|p| p.taken_off) =>
        {
            format!("{} + …{}", one((0, first)), one((1, last)))
        }
        all => all.iter().enumerate().map(one).collect(),
    }
}
