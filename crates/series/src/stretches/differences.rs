//! Stretches from cumulative figures, of which one is taken off another.

use crate::stretches::stated::StatedFigures;
use chiso_model::{Period, Piece, Span, months};
use std::collections::BTreeSet;

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
    pub stated: &'s StatedFigures<'a>,
    /// A figure that is left out, because it is the one in question.
    pub but: Option<(Period, Span)>,
    /// The first and the last month in which there is what figures are of.
    pub exists: (i32, i32),
    /// What comes first.
    pub by: By,
    /// What is not stated is named; else there is nothing where anything is missing.
    pub partly: bool,
}

impl Differences<'_, '_> {
    fn has(&self, key: (Period, Span)) -> bool {
        Some(key) != self.but && self.stated.contains_key(&key)
    }

    /// The stated figures that make up the months 1 to `month` of a year, also those that are
    /// missing.
    fn cumulative(&self, year: i32, month: u32) -> Option<Vec<(Period, Span)>> {
        let (began, ended) = self.exists;
        let january = year * 12;
        let last = (january + month.cast_signed() - 1).min(ended);
        if month == 0 || last < january.max(began) {
            return Some(vec![]);
        }
        let month = (last - january).unsigned_abs() + 1;
        let (period, span) = self
            .ending_with(year, month)
            .or_else(|| self.lacking(year, month))?;
        let before = match span {
            Span::Period => month.saturating_sub(period.length()),
            Span::Ytd | Span::Rolling12 => 0,
        };
        let mut pieces = self.cumulative(year, before)?;
        pieces.push((period, span));
        Some(pieces)
    }

    /// The stated figure that ends with a month and is put together from first.
    fn ending_with(&self, year: i32, month: u32) -> Option<(Period, Span)> {
        let there = |key: (Period, Span)| self.has(key).then_some(key);
        let quarter = || quarter_ending(year, month);
        let half = || half_year_ending(year, month);
        let third = || third_ending(year, month);
        let total = || {
            there((Period::Month(year, month), Span::Ytd))
                .or_else(|| there((quarter()?, Span::Ytd)))
                .or_else(|| there((third()?, Span::Ytd)))
                .or_else(|| there((half()?, Span::Ytd)))
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
                .or_else(|| there((third()?, Span::Period)))
                .or_else(|| there((half()?, Span::Period)))
        };
        match self.by {
            By::Totals => total().or_else(part),
            By::Parts => part().or_else(total),
        }
    }

    /// The piece that is named where nothing ends with a month.
    fn lacking(&self, year: i32, month: u32) -> Option<(Period, Span)> {
        let any = |of: fn(Period) -> bool| {
            self.stated
                .keys()
                .any(|(p, s)| of(*p) && *s == Span::Period)
        };
        let part = if any(|p| matches!(p, Period::Month(..))) {
            None
        } else if any(|p| matches!(p, Period::Quarter(..))) {
            quarter_ending(year, month)
        } else if any(|p| matches!(p, Period::Third(..))) {
            third_ending(year, month)
        } else if any(|p| matches!(p, Period::HalfYear(..))) {
            half_year_ending(year, month)
        } else {
            None
        };
        let lacking = part.unwrap_or(Period::Month(year, month));
        self.partly.then_some((lacking, Span::Period))
    }

    /// The pieces of a period, with what stands on both sides left out. `None` when nothing of it
    /// is stated.
    pub fn pieces(&self, period: Period, span: Span) -> Option<Vec<Piece>> {
        // The months up to the end, and those of the year before where it reaches back into that,
        // less the months before its first.
        let of_year = |month: i32| (month.div_euclid(12), month.rem_euclid(12).unsigned_abs());
        let (first, last) = months(period, span);
        let ((year, before), (last_year, last)) = (of_year(first), of_year(last));
        let mut added = Vec::new();
        if year < last_year {
            added = self.cumulative(year, 12)?;
        }
        added.extend(self.cumulative(last_year, last + 1)?);
        let taken_off = self.cumulative(year, before)?;
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

/// The half-year that ends with a month.
fn half_year_ending(year: i32, month: u32) -> Option<Period> {
    month
        .is_multiple_of(6)
        .then_some(Period::HalfYear(year, month / 6))
}

/// The third of a year that ends with a month.
fn third_ending(year: i32, month: u32) -> Option<Period> {
    month
        .is_multiple_of(4)
        .then_some(Period::Third(year, month / 4))
}

/// The quarter that ends with a month.
fn quarter_ending(year: i32, month: u32) -> Option<Period> {
    month
        .is_multiple_of(3)
        .then_some(Period::Quarter(year, month / 3))
}
