//! Which stated figures make up a stretch of months: those that add up to it, or years to date of
//! which one is taken off another.
//!
//! A stretch that is itself stated is used as stated, whatever it is called: the first quarter, the
//! year to date of March and that of the first quarter are one stretch. Else the fewest stated
//! figures that add up to it are used, so that a stated quarter stands for its months. Only where
//! none add up is a difference of cumulative figures of a year taken, `C(month)`, with `C(0)`
//! nothing.

use crate::model::{MeasureValue, Period, Piece, Span, Stretch, months};
use std::collections::{BTreeMap, BTreeSet};

/// Figures of one area and series, by period and span.
pub type Stated<'a> = BTreeMap<(Period, Span), &'a MeasureValue>;

/// A stated figure by its first month.
type FromMonth = (i32, (Period, Span));

/// Stated figures by the month with which they end.
pub struct Ends(BTreeMap<i32, Vec<FromMonth>>);

impl Ends {
    /// Of those figures that are wanted.
    pub fn new(
        stated: &Stated<'_>,
        wanted: impl Fn((Period, Span), &MeasureValue) -> bool,
    ) -> Ends {
        let mut ends: BTreeMap<i32, Vec<FromMonth>> = BTreeMap::new();
        for (key, _) in stated.iter().filter(|(key, value)| wanted(**key, value)) {
            let (first, last) = months(key.0, key.1);
            ends.entry(last).or_default().push((first, *key));
        }
        for of in ends.values_mut() {
            // Of two figures of one stretch the one that is of a period comes before a cumulative
            // one.
            of.sort_by_key(|(first, (period, span))| (*first, *span, *period));
        }
        Ends(ends)
    }

    /// The fewest figures that add up to a stretch, leaving out that of `but`.
    pub fn cover(&self, (from, to): (i32, i32), but: Option<(Period, Span)>) -> Option<Vec<Piece>> {
        /// How many figures make up the months before one, and the last of them with its first
        /// month.
        type Reached = (usize, Option<FromMonth>);
        let mut reached: BTreeMap<i32, Reached> = BTreeMap::from([(from - 1, (0, None))]);
        for (last, ending) in self.0.range(from..=to) {
            for (first, key) in ending
                .iter()
                .filter(|(first, key)| *first >= from && Some(*key) != but)
            {
                let Some((count, _)) = reached.get(&(first - 1)) else {
                    continue;
                };
                let count = count + 1;
                if reached.get(last).is_none_or(|(held, _)| count < *held) {
                    reached.insert(*last, (count, Some((*first, *key))));
                }
            }
        }
        let mut pieces = Vec::new();
        let mut at = to;
        while at >= from {
            let (first, (period, span)) = reached.get(&at)?.1?;
            pieces.push(Piece {
                period,
                span,
                taken_off: false,
                lacking: false,
            });
            at = first - 1;
        }
        pieces.reverse();
        Some(pieces)
    }
}

/// The months of pieces, counted from the last month of a figure; none where that is its own
/// stretch.
pub fn stretches(pieces: &[Piece], (first, last): (i32, i32)) -> Vec<Stretch> {
    let of = |p: &Piece| {
        let (from, to) = months(p.period, p.span);
        Stretch {
            first: from - last,
            last: to - last,
            taken_off: p.taken_off,
        }
    };
    let mut all: Vec<Stretch> = pieces.iter().map(of).collect();
    all.sort_unstable();
    let own = Stretch {
        first: first - last,
        last: 0,
        taken_off: false,
    };
    if all == [own] { Vec::new() } else { all }
}

/// Year and last month of a period.
pub const fn end(period: Period) -> (i32, u32) {
    match period {
        Period::Year(year) => (year, 12),
        Period::Quarter(year, quarter) => (year, quarter * 3),
        Period::Month(year, month) => (year, month),
    }
}

/// What a cumulative figure is put together from first: the totals that are stated, or the months
/// and quarters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The months and quarters first.
    Parts,
    /// The totals first.
    Totals,
}

/// How a period is put together from cumulative figures.
#[derive(Clone, Copy)]
pub struct Differences<'s, 'a> {
    /// What is stated.
    pub stated: &'s Stated<'a>,
    /// A figure that is left out, because it is the one in question.
    pub but: Option<(Period, Span)>,
    /// What comes first.
    pub by: By,
    /// What is not stated is named; else there is nothing where anything is missing.
    pub partly: bool,
}

impl Differences<'_, '_> {
    fn has(&self, key: (Period, Span)) -> bool {
        Some(key) != self.but && self.stated.contains_key(&key)
    }

    /// The stated figures that make up the months 1 to `month` of a year; those that lack are among
    /// them.
    fn cumulative(&self, year: i32, month: u32) -> Option<Vec<(Period, Span)>> {
        if month == 0 {
            return Some(vec![]);
        }
        let there = |key: (Period, Span)| self.has(key).then_some(key);
        let quarter = || (month.is_multiple_of(3)).then_some(Period::Quarter(year, month / 3));
        let total = || {
            there((Period::Month(year, month), Span::Ytd))
                .or_else(|| there((quarter()?, Span::Ytd)))
                .or_else(|| {
                    if month == 12 {
                        there((Period::Year(year), Span::Period))
                    } else {
                        None
                    }
                })
        };
        let part = || {
            there((Period::Month(year, month), Span::Period))
                .or_else(|| there((quarter()?, Span::Period)))
        };
        let chosen = match self.by {
            By::Totals => total().or_else(part),
            By::Parts => part().or_else(total),
        };
        let lacking = || {
            let quarterly = !self
                .stated
                .keys()
                .any(|(p, s)| matches!(p, Period::Month(..)) && *s == Span::Period);
            let by_quarter = self
                .stated
                .keys()
                .any(|(p, s)| matches!(p, Period::Quarter(..)) && *s == Span::Period);
            self.partly.then(|| match quarter() {
                Some(quarter) if quarterly && by_quarter => (quarter, Span::Period),
                _ => (Period::Month(year, month), Span::Period),
            })
        };
        let (period, span) = chosen.or_else(lacking)?;
        let before = match (span, period) {
            (Span::Period, Period::Month(..)) => month - 1,
            (Span::Period, Period::Quarter(..)) => month - 3,
            _ => 0,
        };
        let mut pieces = self.cumulative(year, before)?;
        pieces.push((period, span));
        Some(pieces)
    }

    /// The pieces of a period, with what stands on both sides left out. `None` when nothing of it
    /// is stated.
    pub fn pieces(&self, period: Period, span: Span) -> Option<Vec<Piece>> {
        let (year, month) = end(period);
        let upto = |year, month| self.cumulative(year, month);
        let (added, taken_off) = match span {
            Span::Ytd => (upto(year, month)?, vec![]),
            Span::Rolling12 => (
                [upto(year - 1, 12)?, upto(year, month)?].concat(),
                upto(year - 1, month)?,
            ),
            Span::Period => {
                let months = match period {
                    Period::Year(_) => 12,
                    Period::Quarter(..) => 3,
                    Period::Month(..) => 1,
                };
                (upto(year, month)?, upto(year, month - months)?)
            }
        };
        let both: BTreeSet<_> = added
            .iter()
            .filter(|p| taken_off.contains(p))
            .copied()
            .collect();
        let piece = |taken_off: bool| {
            move |(period, span): (Period, Span)| Piece {
                period,
                span,
                taken_off,
                lacking: !self.has((period, span)),
            }
        };
        let left = |all: Vec<(Period, Span)>| {
            all.into_iter()
                .filter(|p| !both.contains(p))
                .collect::<Vec<_>>()
        };
        let pieces: Vec<Piece> = left(added)
            .into_iter()
            .map(piece(false))
            .chain(left(taken_off).into_iter().map(piece(true)))
            .collect();
        pieces.iter().any(|p| !p.lacking).then_some(pieces)
    }
}
