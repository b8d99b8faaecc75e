//! Which stated figures of an area may be put together, and in which ways they make up a period.

use crate::stretches::{By, Differences, Ends, StatedFigures};
use chiso_model::{
    Flag, Measure, MeasureSource, MeasureValue, Period, Piece, Series, Span, months,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The stated figures of one area that may be put together.
pub(super) struct Family<'a> {
    /// Place of their dataset among the sources of the measure.
    pub(super) rank: usize,
    pub(super) stated: StatedFigures<'a>,
    /// The series, and its place among those of the dataset; none for what was chosen of the dataset,
    /// of whatever series.
    pub(super) series: Option<(usize, &'a Series)>,
    /// The first and the last month in which there is what they are of.
    pub(super) exists: (i32, i32),
    /// The first day of which the area has a figure.
    pub(super) begins: NaiveDate,
    /// Those with a figure, by their end: all, the months, the quarters.
    pub(super) ends: [Ends; 3],
}

impl<'a> Family<'a> {
    pub(super) fn new(
        rank: usize,
        mut stated: StatedFigures<'a>,
        series: Option<(usize, &'a Series)>,
        (exists, begins): ((i32, i32), NaiveDate),
    ) -> Family<'a> {
        // What is stated of a fiscal year, and a week, are no piece of any other period.
        stated.retain(|(period, _), _| period.divides_years());
        let ends = |wanted: fn((Period, Span)) -> bool| {
            Ends::new(&stated, |key, v| v.figure.value.is_some() && wanted(key))
        };
        let months = |(p, s): (Period, Span)| matches!(p, Period::Month(..)) && s == Span::Period;
        let quarters =
            |(p, s): (Period, Span)| matches!(p, Period::Quarter(..)) && s == Span::Period;
        let ends = [ends(|_| true), ends(months), ends(quarters)];
        Family {
            rank,
            stated,
            series,
            exists,
            begins,
            ends,
        }
    }

    /// The sets of pieces that make up a period: those that add up first, then years to date; where
    /// neither is whole, what there is.
    pub(super) fn ways(
        &self,
        measure: &Measure,
        (period, span): (Period, Span),
    ) -> Vec<Vec<Piece>> {
        let mut found: Vec<Vec<Piece>> = self
            .ends
            .iter()
            .filter_map(|ends| ends.cover(months(period, span), self.exists, Some((period, span))))
            .collect();
        let by = |by, partly| {
            let pieces = self.by_differences((period, span), by, partly);
            pieces.filter(|pieces| !self.less_than_come(measure, pieces))
        };
        let valued = |p: &Piece| {
            self.stated
                .get(&(p.period, p.span))
                .is_some_and(|v| v.figure.value.is_some())
        };
        found.extend(
            [By::Parts, By::Totals]
                .into_iter()
                .filter_map(|first| by(first, false))
                .filter(|pieces| pieces.iter().all(valued)),
        );
        if found.is_empty() && !self.stated.contains_key(&(period, span)) {
            // What is there without a figure says why there is none.
            let whole = by(By::Parts, false).or_else(|| by(By::Totals, false));
            found.extend(
                whole
                    .or_else(|| by(By::Totals, true))
                    .or_else(|| by(By::Parts, true)),
            );
        }
        each_once(found)
    }

    /// All months of a period, all of its quarters, its thirds and both half-years, each where any of
    /// them is stated: those that all have a figure, else what there is. A figure over several months gives
    /// no figure of one of them.
    pub(super) fn parts(&self, period: Period) -> Vec<Vec<Piece>> {
        let (first, last) = months(period, Span::Period);
        let every = |length: i32, of: fn(i32, u32) -> Period| -> Vec<Piece> {
            // The fiscal year from February has no quarters of the calendar.
            let divided = (last + 1 - first) % length == 0 && first % length == 0;
            let starts = (first..=last).filter(|m| divided && m % length == 0);
            let part = starts.map(|m| of(m.div_euclid(12), m.rem_euclid(12).unsigned_abs()));
            let piece = |p: Period| Piece {
                period: p,
                span: Span::Period,
                taken_off: false,
                lacking: !self.stated.contains_key(&(p, Span::Period)),
            };
            let exists = |p: &Period| {
                let (first, last) = months(*p, Span::Period);
                first <= self.exists.1 && self.exists.0 <= last
            };
            let shorter = part.filter(|p| p.length() < period.length() && exists(p));
            shorter.map(piece).collect()
        };
        let all = [
            every(1, |year, month| Period::Month(year, month + 1)),
            every(3, |year, month| Period::Quarter(year, month / 3 + 1)),
            every(4, |year, month| Period::Third(year, month / 4 + 1)),
            every(6, |year, month| Period::HalfYear(year, month / 6 + 1)),
        ];
        let there: Vec<Vec<Piece>> = all
            .into_iter()
            .filter(|pieces| pieces.iter().any(|p| !p.lacking))
            .collect();
        let valued = |pieces: &&Vec<Piece>| {
            let value = |p: &Piece| self.stated.get(&(p.period, p.span))?.figure.value;
            pieces.iter().all(|p| value(p).is_some())
        };
        let whole: Vec<Vec<Piece>> = there.iter().filter(valued).cloned().collect();
        if whole.is_empty() && !self.stated.contains_key(&(period, Span::Period)) {
            return there;
        }
        whole
    }

    /// Whether something is taken off a figure to date that was made of records: what it has come to
    /// says nothing of the part of it that is yet to come.
    fn less_than_come(&self, measure: &Measure, pieces: &[Piece]) -> bool {
        let to_date = |p: &Piece| {
            let stated = self.stated.get(&(p.period, p.span));
            stated.is_some_and(|v| v.figure.flags.contains(&Flag::ToDate))
        };
        let source = measure.sources.get(self.rank);
        source.is_some_and(MeasureSource::is_of_records)
            && pieces.iter().any(|p| p.taken_off)
            && pieces.iter().any(|p| !p.taken_off && to_date(p))
    }

    /// The pieces of a period by cumulative figures, the period itself left out.
    fn by_differences(&self, key: (Period, Span), by: By, partly: bool) -> Option<Vec<Piece>> {
        Differences {
            stated: &self.stated,
            but: Some(key),
            exists: self.exists,
            by,
            partly,
        }
        .pieces(key.0, key.1)
    }
}

fn each_once(found: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let mut kept: Vec<Vec<Piece>> = Vec::new();
    for pieces in found {
        if !kept.contains(&pieces) {
            kept.push(pieces);
        }
    }
    kept
}

/// The first day of which there is a figure that others may be put together from.
pub fn first_day(figures: impl Iterator<Item = Period>) -> NaiveDate {
    let of_calendar = figures.filter(|period| period.divides_years());
    of_calendar
        .map(Period::start)
        .min()
        .unwrap_or(NaiveDate::MAX)
}

/// For each dataset the figures that were chosen, then each of its series: those of some years of an
/// area, of which it is said when there is what they are of, and since when it has figures.
pub(super) fn families<'a>(
    measure: &Measure,
    own: &[&'a MeasureValue],
    since: ((i32, i32), NaiveDate),
) -> Vec<Family<'a>> {
    let places = best_places(measure, own);
    let mut chosen: BTreeMap<usize, StatedFigures<'a>> = BTreeMap::new();
    let mut series: BTreeMap<(usize, usize, &'a Series), StatedFigures<'a>> = BTreeMap::new();
    for value in own {
        #[cfg(test)]
        crate::work::done();
        let key = (value.period, value.span);
        for statement in value.statements() {
            let rank = rank(measure, statement);
            chosen
                .entry(rank)
                .or_default()
                .entry(key)
                .or_insert(statement);
            let place = places
                .get(&(rank, &statement.series))
                .copied()
                .unwrap_or_default();
            series
                .entry((rank, place, &statement.series))
                .or_default()
                .insert(key, statement);
        }
    }
    let mut families = Vec::new();
    for (rank, stated) in chosen {
        let of_dataset = series.iter().filter(|((r, ..), _)| *r == rank);
        let several = of_dataset.clone().count() > 1;
        families.push(Family::new(rank, stated, None, since));
        let each = of_dataset
            .filter(|_| several)
            .map(|((_, place, of), stated)| {
                Family::new(rank, stated.clone(), Some((*place, *of)), since)
            });
        families.extend(each);
    }
    families
}

/// Place of the dataset of a figure among the sources of the measure.
fn rank(measure: &Measure, v: &MeasureValue) -> usize {
    measure
        .sources
        .iter()
        .position(|s| s.dataset == v.dataset)
        .unwrap_or(usize::MAX)
}

/// The best place that each series of a dataset has among the statements of any value.
fn best_places<'a>(
    measure: &Measure,
    own: &[&'a MeasureValue],
) -> BTreeMap<(usize, &'a Series), usize> {
    let mut places: BTreeMap<(usize, &'a Series), usize> = BTreeMap::new();
    for value in own {
        for (place, statement) in value.statements().enumerate() {
            let held = places
                .entry((rank(measure, statement), &statement.series))
                .or_insert(place);
            *held = (*held).min(place);
        }
    }
    places
}
