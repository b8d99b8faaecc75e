//! Years to date of areas that were merged or divided within the year.
//!
//! Such a figure counts since the beginning of the year, with those of the areas that were before, or
//! since the area was made. A difference of the one and of the other is nobody's figure, and a year
//! of the other is half a year. The contract says which it is (`to_date_since`); where it does not,
//! the last years to date of the areas that were before show it ([`SinceWhen`]), and where they do
//! not either, the figure is not used. What counts since the area was made is brought to the beginning
//! of the year with the figures of the areas before, so that all years to date are of one kind.

mod since_when;
#[cfg(test)]
mod tests;
mod unit_change;

use chiso_model::{
    AreaRegister, Cell, CellKey, Dec, MeasureSource, OverTime, Period, Reason, Timeline,
    ToDateSince, UnitId,
};
use chrono::{DateTime, NaiveDate, Utc};
use since_when::SinceWhen;
use std::collections::{BTreeMap, BTreeSet};
use unit_change::{UnitChange, changes};

/// Cells over time.
type Lines<E> = BTreeMap<CellKey, Timeline<Result<Cell, E>>>;

/// A year to date of which nobody knows since when it counts, or that shows something else than is said
/// of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearToDate {
    /// The area.
    pub area: UnitId,
    /// The end of the year to date.
    pub period: Period,
    /// The figure.
    pub value: Option<Dec>,
    /// The day on which the area was made.
    pub since: NaiveDate,
    /// What the areas that were before had last, with its day, where all of them had something.
    pub before: Option<(NaiveDate, Dec)>,
}

/// The cells of a source with whole years to date, all counted since the beginning of the year, and
/// those of now or of a moment that are not used because nobody knows since when they count; `None`
/// where no area with a year to date changed within its year.
pub fn whole_years_to_date<E: Clone + PartialEq>(
    lines: &Lines<E>,
    source: &MeasureSource,
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Option<(Lines<E>, Vec<UnclearToDate>)> {
    if source.to_date_since == Some(ToDateSince::Year) || !adds_up(source) {
        return None;
    }
    let found = changes(lines.keys(), areas);
    if found.is_empty() {
        return None;
    }
    let mut whole = lines.clone();
    let mut unclear = Vec::new();
    for change in &found {
        let said = source.to_date_since;
        let moments = change.keys().filter_map(|key| whole.get(key));
        let moments: BTreeSet<DateTime<Utc>> = moments.flat_map(Timeline::moments).collect();
        let mut made = Lines::new();
        for moment in moments {
            let (states, _) = at(change, &whole, said, Some(moment));
            for (key, state) in states {
                made.entry(key.clone()).or_default().push(moment, state);
            }
        }
        unclear.extend(at(change, &whole, said, as_of).1);
        whole.extend(made);
    }
    Some((whole, unclear))
}

/// The years to date, of now or of a moment, that show another reading than the one that is said of all of
/// a dataset.
#[must_use]
pub fn contradicted<E>(
    lines: &Lines<E>,
    source: &MeasureSource,
    areas: &AreaRegister,
    as_of: Option<DateTime<Utc>>,
) -> Vec<UnclearToDate> {
    let Some(said) = source.to_date_since.filter(|_| adds_up(source)) else {
        return Vec::new();
    };
    let mut other = Vec::new();
    for change in &changes(lines.keys(), areas) {
        let cell = |key: &CellKey| lines.get(key)?.at(as_of)?.as_ref().ok();
        let since = SinceWhen::new(change, cell);
        for (key, area) in &change.after {
            let value = lines
                .get(key)
                .and_then(|line| line.at(as_of)?.as_ref().ok());
            let value = value.and_then(|cell| cell.figure.value);
            if value.is_some() && since.contradicts(key.period, said) {
                other.push(UnclearToDate {
                    area: *area,
                    period: key.period,
                    value,
                    since: change.day,
                    before: since.before(),
                });
            }
        }
    }
    other
}

/// Whether what a source gives counts from the beginning of a year on.
fn adds_up(source: &MeasureSource) -> bool {
    let flow = matches!(
        source.over_time,
        None | Some(OverTime::Sum | OverTime::None)
    );
    flow && source.value.function.is_additive()
}

/// What the cells of the areas that a change made are at a moment.
type States<'k, E> = Vec<(&'k CellKey, Option<Result<Cell, E>>)>;

fn at<'k, E: Clone + PartialEq>(
    change: &'k UnitChange,
    lines: &Lines<E>,
    said: Option<ToDateSince>,
    moment: Option<DateTime<Utc>>,
) -> (States<'k, E>, Vec<UnclearToDate>) {
    let cell = |key: &CellKey| lines.get(key)?.at(moment)?.as_ref().ok();
    let since = SinceWhen::new(change, cell);
    let (mut states, mut unclear) = (Vec::new(), Vec::new());
    for (key, area) in &change.after {
        let state = lines.get(key).and_then(|line| line.at(moment)).cloned();
        let state = state.map(|state| {
            state.map(|cell_now| {
                let whole = match said {
                    Some(ToDateSince::Year) => Some(cell_now.clone()),
                    Some(ToDateSince::Area) => since.with_those_before(&cell_now),
                    None => since.is_of_the_year(key.period).then(|| cell_now.clone()),
                };
                whole.unwrap_or_else(|| {
                    if cell_now.figure.value.is_some() {
                        unclear.push(UnclearToDate {
                            area: *area,
                            period: key.period,
                            value: cell_now.figure.value,
                            since: change.day,
                            before: since.before(),
                        });
                    }
                    not_used(cell_now)
                })
            })
        });
        states.push((key, state));
    }
    (states, unclear)
}

/// A cell of which no statement is used.
fn not_used(mut cell: Cell) -> Cell {
    cell.others.clear();
    if cell.figure.value.take().is_some() {
        cell.figure.reasons.insert(Reason::BoundaryBreak);
    }
    cell
}
