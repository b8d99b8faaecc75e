//! Two statements of one stretch and area that differ by more than their rounding: a stated quarter
//! and its months, a region's own figure and the sum of its provinces, a total and the sum over its
//! members. One of the two is used
//! everywhere; that they differ is reported.

use crate::extreme::StatedExtremes;
use crate::lost_digits::lost_digits;
use crate::rebased::rebased;
use chiso_model::{AreaRegister, Dec, Finding, Measure, MeasureValue, Place, Severity};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rule of the finding.
const RULE: &str = "statements_differ";

/// What a stated figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The sum of the areas below.
    AreasBelow,
    /// The sum over the members of a dimension.
    Members,
    /// The periods within it, one of them where that is beyond its extreme, or the same stretch under another name.
    Periods,
}

/// The statements of its own dataset from which a stated figure differs by more than their
/// rounding.
pub fn differing(value: &MeasureValue) -> impl Iterator<Item = (Against, &MeasureValue)> {
    let against = |other: &MeasureValue| {
        if other.dataset != value.dataset || !other.pieces.is_empty() {
            return None;
        }
        if other.series.statement != value.series.statement {
            return added_up(value, other).then_some(Against::Members);
        }
        (!value.series.summed && other.series.summed).then_some(Against::AreasBelow)
    };
    let by_periods = value.by_other_periods.iter();
    let by_periods = by_periods.filter(|other| other.pieces.iter().all(|p| !p.taken_off));
    let by_periods = by_periods.map(|other| (Against::Periods, other));
    let others = value.others.iter();
    let others = others.filter_map(move |other| Some((against(other)?, other)));
    by_periods
        .chain(others)
        .filter(move |(_, other)| value.pieces.is_empty() && value.differs_from(other))
        .map(|(against, other)| (against, other.as_ref()))
}

/// Whether a figure is the sum over the members of a dimension whose total the other one states.
fn added_up(stated: &MeasureValue, other: &MeasureValue) -> bool {
    let (one, two) = (&stated.series, &other.series);
    one.statement.totals != two.statement.totals
        && !one.statement.totals.is_empty()
        && one.statement.preferred == two.statement.preferred
        && one.summed == two.summed
        && other.pieces.is_empty()
}

/// One warning a measure, dataset and kind of difference with the first of them, and how many there
/// are, on one boundary; those of indices put on another reference year, and of made figures that
/// six decimal places do not hold.
#[must_use]
pub fn disagreements(
    values: &[Arc<MeasureValue>],
    measures: &[Measure],
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let mut found: BTreeMap<(&str, &str, Against), Finding> = BTreeMap::new();
    let extremes = StatedExtremes::new(values, measures, boundary);
    for value in values.iter().filter(|v| Some(v.boundary) == boundary) {
        let mut seen = BTreeSet::new();
        let beyond = extremes.beyond(value).map(|part| (Against::Periods, part));
        for (against, other) in differing(value).chain(beyond) {
            if !seen.insert(against) {
                continue;
            }
            let measure = measures.iter().find(|m| m.id == value.measure);
            found
                .entry((&value.measure, &value.dataset, against))
                .and_modify(|held| held.count += 1)
                .or_insert_with(|| finding(value, against, other, (areas, measure)));
        }
    }
    found
        .into_values()
        .chain(rebased(values, measures, areas, boundary))
        .chain(lost_digits(values, measures, areas, boundary))
        .collect()
}

fn finding(
    value: &MeasureValue,
    against: Against,
    other: &MeasureValue,
    (areas, measure): (&AreaRegister, Option<&Measure>),
) -> Finding {
    let shown = |v: &MeasureValue| {
        v.figure
            .value
            .map_or_else(String::new, |v: Dec| v.to_string())
    };
    let unit = areas.unit(value.area);
    let what = match against {
        Against::AreasBelow => "the areas below add up to".to_owned(),
        Against::Members => "its members add up to".to_owned(),
        Against::Periods if other.pieces.is_empty() => {
            format!("{} ({}) within it as", other.period, other.span)
        }
        Against::Periods => {
            let pieces: Vec<String> = other
                .pieces
                .iter()
                .map(|p| format!("{} ({})", p.period, p.span))
                .collect();
            format!("{} give", pieces.join(" + "))
        }
    };
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
        ("is worked out as", "the figure worked out is used")
    };
    let message = format!(
        "`{}` of {} ({}) in {} ({}) {is} {}, and {what} {}; {used}",
        value.measure,
        unit.name(true),
        unit.code,
        value.period,
        value.span,
        shown(value),
        shown(other)
    );
    let of_records = measure.is_some_and(|m| {
        let mut sources = m.sources.iter().filter(|s| s.dataset == value.dataset);
        sources.any(|s| s.delivers.is_some())
    });
    let hint = if of_records {
        "both are of the same records: `chiso explain` shows which records each of the two counts; \
         records have no corrections, so a wrong one is put right in the register and delivered \
         again, and `where` leaves out what is not wanted"
    } else {
        "ask the provider which of the two is right; a correction puts a wrong figure right, and \
         `where` leaves out what is not wanted"
    };
    let place = Place {
        file: format!("tables/{}", value.dataset),
        ..Place::default()
    };
    Finding {
        severity: Severity::Warning,
        ..Finding::error(RULE, place, message).hint(hint)
    }
}
