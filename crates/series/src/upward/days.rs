//! The cells from which the sums on a day of the sources are made.

use chiso_model::{Cell, Period, SharedText, Span, UnitId, months};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of a measure by what they are of, and the days of their areas.
pub(super) struct CellsByTime<'c>(BTreeMap<(Period, Span), Vec<&'c Cell>>);

impl<'c> CellsByTime<'c> {
    pub(super) fn new(cells: impl Iterator<Item = &'c Cell>) -> CellsByTime<'c> {
        let mut by_time: BTreeMap<(Period, Span), Vec<&Cell>> = BTreeMap::new();
        for cell in cells {
            by_time
                .entry((cell.period, cell.span))
                .or_default()
                .push(cell);
        }
        CellsByTime(by_time)
    }

    /// The times that are added up on each day. The figures of one period may be of areas of several
    /// days: of one that ended within it, of others that went on. They are added up on each of these.
    pub(super) fn days(&self) -> BTreeMap<NaiveDate, BTreeSet<(Period, Span)>> {
        let mut days: BTreeMap<NaiveDate, BTreeSet<(Period, Span)>> = BTreeMap::new();
        for (at, cells) in &self.0 {
            for cell in cells {
                days.entry(cell.area_date).or_default().insert(*at);
            }
        }
        days
    }

    /// The cells of some times and, of the areas that do not state one of them in the same dataset, those
    /// that may make it up.
    pub(super) fn with_parts(&self, times: &BTreeSet<(Period, Span)>) -> Vec<&'c Cell> {
        let what = |c: &Cell| (c.dataset.clone(), c.area);
        let stated = |at: &(Period, Span)| -> BTreeSet<(SharedText, UnitId)> {
            let cells = self.0.get(at).into_iter().flatten();
            cells.map(|c| what(c)).collect()
        };
        let stated: Vec<_> = times.iter().map(|at| (*at, stated(at))).collect();
        let mut found = Vec::new();
        for (at, cells) in &self.0 {
            let wholes = stated.iter().filter(|(of, _)| may_be_of(*at, *of));
            let wholes: Vec<&BTreeSet<_>> = wholes.map(|(_, stated)| stated).collect();
            let lacks = |c: &&Cell| wholes.iter().any(|stated| !stated.contains(&what(c)));
            let all = times.contains(at);
            found.extend(cells.iter().copied().filter(|c| all || lacks(c)));
        }
        found
    }
}

/// Whether figures of a time may be a part of those of another one: they lie within it, or run from the
/// beginning of its year on.
fn may_be_of(part: (Period, Span), whole: (Period, Span)) -> bool {
    let ((from, to), (first, last)) = (months(part.0, part.1), months(whole.0, whole.1));
    part != whole && first - first.rem_euclid(12) <= from && from <= to && to <= last
}
