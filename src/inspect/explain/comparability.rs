//! What stands around a score: the calendar of the months compared, and the union in which a
//! changed area can be compared.

use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{CalendarEffect, Flag, Kpi, Measure, Reason, Score, UnitId};
use crate::series::{Component, answerable, components};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Where a question can be answered that the boundary asked for cannot answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The earlier of the days that the figures and the question stand on.
    pub from: NaiveDate,
    /// The later one.
    pub to: NaiveDate,
    /// The union of units that the area belongs to.
    pub component: Component,
    /// Days, with the unit of that day, on whose units all figures exist whole; nearest first.
    pub answered: Vec<(NaiveDate, UnitId)>,
    /// Measures that weight the parts, and of which some part has no figure in that period.
    pub missing_weights: BTreeSet<String>,
    /// Figures of several units may become one.
    pub adds_up: bool,
    /// They could become one by weights.
    pub takes_weights: bool,
    /// The area goes on under its code and name, and has other land on the later day.
    pub other_land: bool,
}

/// How the calendar of the two periods differs, where the score was flagged for it.
pub fn calendar(ground: ExplainInputs<'_>, kpi: &Kpi, score: &Score) -> Option<CalendarEffect> {
    let flagged = score.flags.contains(&Flag::CalendarEffect) && kpi.kind.compares_years();
    flagged
        .then(|| ground.registers.calendar.effect(score.period, score.span))
        .flatten()
}

/// The union behind a `boundary_break`, and the days on which there is an answer.
pub fn union(ground: ExplainInputs<'_>, kpi: &Kpi, score: &Score) -> Option<Union> {
    if !score.reasons.contains(&Reason::BoundaryBreak) {
        return None;
    }
    let found = || score.operands.iter().filter_map(|o| o.found.as_ref());
    let dates: BTreeSet<NaiveDate> = found()
        .flat_map(|v| v.parts.iter().map(|(_, date)| *date))
        .collect();
    let (from, to) = (
        score.boundary.min(*dates.first()?),
        score.boundary.max(*dates.last()?),
    );
    let areas = &ground.registers.areas;
    let component = components(areas, from, to)
        .into_iter()
        .find(|c| c.from.contains(&score.area) || c.to.contains(&score.area))?;
    let adds_up = adds_up(ground, kpi, score);
    // What was asked already has no answer, whatever the days say: a weight may be missing.
    let asked = |(day, unit): &(NaiveDate, UnitId)| *day == score.boundary && *unit == score.area;
    let answered = answerable(areas, (score.area, score.boundary), &dates, adds_up)
        .into_iter()
        .map(|way| published(ground, way))
        .filter(|way| !asked(way))
        .collect();
    let weights = found()
        .filter_map(|v| v.made.as_ref())
        .filter_map(|made| made.missing_weight());
    let missing_weights = weights.map(str::to_owned).collect();
    let goes_on = component.from == component.to;
    Some(Union {
        from,
        to,
        component,
        answered,
        missing_weights,
        adds_up,
        takes_weights: takes_weights(ground, score),
        other_land: goes_on && areas.day_of_land(score.area, from, to) != to,
    })
}

/// Whether figures of several units could become one by weights: a quantile is one of records.
fn takes_weights(ground: ExplainInputs<'_>, score: &Score) -> bool {
    let measures = ground.project.measures.iter();
    let mut asked = measures.filter(|m| score.operands.iter().any(|o| o.measure == m.id));
    asked.all(|m| m.sources.iter().all(|s| s.value.quantile().is_none()))
}

/// Whether the figures of several units may become one, for every measure of a score.
fn adds_up(ground: ExplainInputs<'_>, kpi: &Kpi, score: &Score) -> bool {
    let sums = |m: &Measure| m.sources.iter().all(|s| s.value.function.is_additive());
    score
        .operands
        .iter()
        .filter_map(|o| ground.project.measures.iter().find(|m| m.id == o.measure))
        .all(|m| m.weight.is_some() || (sums(m) && kpi.kind.adds_up()))
}

/// A boundary that is published anyway is the better answer, when the unit is the same there, of the
/// same land.
fn published(ground: ExplainInputs<'_>, (day, unit): (NaiveDate, UnitId)) -> (NaiveDate, UnitId) {
    let areas = &ground.registers.areas;
    let is_same =
        |b: &NaiveDate| areas.unit(unit).valid_on(*b) && areas.day_of_land(unit, day, *b) == *b;
    let mut boundaries = ground.project.boundaries.iter().copied();
    let same = boundaries.find(is_same);
    (same.unwrap_or(day), unit)
}
