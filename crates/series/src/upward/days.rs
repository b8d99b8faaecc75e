//! The cells from which the sums on a day of the sources are made.

use chiso_model::{AreaRegister, Cell, Period, Span, UnitId, months};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What is added up on each day.
pub(super) type TimesByDay = BTreeMap<NaiveDate, BTreeSet<(Period, Span)>>;

/// The cells of a measure by what they are of, and the days of their areas.
pub(super) struct CellsByTime<'c> {
    by_time: BTreeMap<(Period, Span), Vec<&'c Cell>>,
    /// The areas of each dataset.
    all: Stating<'c>,
}

/// Areas that state something, each with the dataset in which it does.
type Stating<'c> = BTreeSet<(&'c str, UnitId)>;

fn stating(cell: &Cell) -> (&str, UnitId) {
    (cell.dataset.as_str(), cell.area)
}

impl<'c> CellsByTime<'c> {
    pub(super) fn new(cells: impl Iterator<Item = &'c Cell>) -> CellsByTime<'c> {
        let (mut by_time, mut all) = (BTreeMap::new(), Stating::new());
        for cell in cells {
            all.insert(stating(cell));
            let of_time: &mut Vec<&Cell> = by_time.entry((cell.period, cell.span)).or_default();
            of_time.push(cell);
        }
        CellsByTime { by_time, all }
    }

    /// The times that are added up on each day. The figures of one period may be of areas of several
    /// days: of one that ended within it, of others that went on. They are added up on each of these.
    pub(super) fn days(&self) -> TimesByDay {
        let mut days = TimesByDay::new();
        for (at, cells) in &self.by_time {
            for cell in cells {
                days.entry(cell.area_date).or_default().insert(*at);
            }
        }
        days
    }

    /// The times of which areas that ended within them have parts only, on the last days of these.
    pub(super) fn days_ended(&self, areas: &AreaRegister) -> TimesByDay {
        let mut days = TimesByDay::new();
        for at in self.by_time.keys() {
            let stated = self.partly_stated(at);
            let parts = self
                .by_time
                .iter()
                .filter(|(part, _)| may_be_of(**part, *at));
            let parts = parts.filter(|_| stated.is_some());
            for cell in parts.flat_map(|(_, cells)| cells) {
                let last = areas.unit(cell.area).valid_to;
                let lacks = || stated.as_ref().is_some_and(|s| !s.contains(&stating(cell)));
                if let Some(day) = last.filter(|day| *day < at.0.end() && lacks()) {
                    days.entry(day).or_default().insert(*at);
                }
            }
        }
        days
    }

    /// The cells of some times and, of the areas that do not state one of them in the same dataset, those
    /// that may make it up.
    pub(super) fn with_parts(&self, times: &BTreeSet<(Period, Span)>) -> Vec<&'c Cell> {
        let partly = times
            .iter()
            .filter_map(|at| Some((*at, self.partly_stated(at)?)));
        let partly: Vec<((Period, Span), Stating<'_>)> = partly.collect();
        let mut found = Vec::new();
        for (at, cells) in &self.by_time {
            let wholes = partly.iter().filter(|(of, _)| may_be_of(*at, *of));
            let wholes: Vec<&Stating<'_>> = wholes.map(|(_, stated)| stated).collect();
            let lacks = |c: &&Cell| wholes.iter().any(|stated| !stated.contains(&stating(c)));
            let all = times.contains(at);
            found.extend(cells.iter().copied().filter(|c| all || lacks(c)));
        }
        found
    }

    /// Whether areas of a day state anything within a time.
    pub(super) fn has_within(&self, whole: (Period, Span), day: NaiveDate) -> bool {
        let (first, last) = months(whole.0, whole.1);
        self.by_time.iter().any(|(at, cells)| {
            let (from, to) = months(at.0, at.1);
            first <= from && to <= last && cells.iter().any(|c| c.area_date == day)
        })
    }

    /// Who states a time, where not all do.
    fn partly_stated(&self, at: &(Period, Span)) -> Option<Stating<'c>> {
        let cells = self.by_time.get(at).into_iter().flatten();
        let stated: Stating<'_> = cells.map(|c| stating(c)).collect();
        (stated.len() < self.all.len()).then_some(stated)
    }
}

/// Whether figures of a time may be a part of those of another one: they lie within it, or run from the
/// beginning of its year on.
fn may_be_of(part: (Period, Span), whole: (Period, Span)) -> bool {
    let ((from, to), (first, last)) = (months(part.0, part.1), months(whole.0, whole.1));
    part != whole && first - first.rem_euclid(12) <= from && from <= to && to <= last
}
