//! What a list says of an area in periods of another length: where it has a quarter of an area, that it has
//! no row of the year does not make the year zero, and where it has the year, no quarter.

use crate::model::{AreaRegister, Cell, Dec, Period, Span, UnitId, days};
use crate::rollup::roll::{CellLine, CellLines};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What figures are of: whole periods or what came to so far, and of which length.
type Length = (Span, u32);

/// The first and the last day of what a figure covers.
type Days = (NaiveDate, NaiveDate);

/// The lines of areas by length and days; nothing where all of a list are of one length.
pub(super) struct OtherLengths<'a> {
    of: BTreeMap<UnitId, BTreeMap<Length, BTreeMap<Days, &'a CellLine>>>,
}

impl<'a> OtherLengths<'a> {
    pub(super) fn new(lines: &'a CellLines, areas: &AreaRegister) -> OtherLengths<'a> {
        let mut found = OtherLengths {
            of: BTreeMap::new(),
        };
        let lengths: BTreeSet<Length> = lines.keys().map(|k| length(k.period, k.span)).collect();
        if lengths.len() < 2 {
            return found;
        }
        for (key, line) in lines {
            if let Some(unit) = areas.by_code(&key.area_code, key.area_date) {
                let of_unit = found.of.entry(unit).or_default();
                let of_length = of_unit.entry(length(key.period, key.span)).or_default();
                of_length.insert(days(key.period, key.span), line);
            }
        }
        found
    }

    /// The lines of an area that a zero of a period would contradict, if they have anything: of parts of
    /// the period, and of longer ones of which no part of its length is told.
    pub(super) fn around(&self, unit: UnitId, (period, span): (Period, Span)) -> Vec<&'a CellLine> {
        let (own, (from, to)) = (length(period, span), days(period, span));
        let Some(of_unit) = self.of.get(&unit) else {
            return Vec::new();
        };
        let within = |length: &Length, (from, to): Days| {
            let all = of_unit.get(length).into_iter();
            let all = all.flat_map(move |all| all.range((from, NaiveDate::MIN)..=(to, to)));
            all.filter(move |((_, last), _)| *last <= to)
        };
        let mut found = Vec::new();
        for (other, all) in of_unit.iter().filter(|(other, _)| **other != own) {
            found.extend(within(other, (from, to)).map(|(_, line)| *line));
            // Nothing that is told of reaches over more than a year.
            let earliest = from - TimeDelta::days(366);
            let longer = all.range((earliest, NaiveDate::MIN)..=(from, NaiveDate::MAX));
            let longer = longer.filter(|((_, last), _)| to <= *last);
            let alone = longer.filter(|(whole, _)| within(&own, **whole).next().is_none());
            found.extend(alone.map(|(_, line)| *line));
        }
        found
    }
}

fn length(period: Period, span: Span) -> Length {
    (span, period.length())
}

/// Whether lines have something at a moment that is not zero, or say why nobody knows.
pub(super) fn say_something(lines: &[&CellLine], moment: DateTime<Utc>) -> bool {
    let other = |cell: &Cell| {
        let figure = &cell.figure;
        !figure.reasons.is_empty() || figure.value.is_some_and(|value| value != Dec::ZERO)
    };
    lines.iter().any(|line| {
        let state = line.at(Some(moment));
        state.is_some_and(|state| state.as_ref().map_or(true, other))
    })
}
