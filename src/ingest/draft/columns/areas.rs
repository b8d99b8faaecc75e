//! The column of the areas.

use super::names::{AREA, TRIED};
use super::table::Columns;
use crate::ingest::draft::guesses::{AreaGuess, EXAMPLES};
use crate::ingest::preview::label;
use crate::model::AreaRegister;
use std::collections::BTreeSet;

impl Columns {
    /// The column whose texts the register of areas knows best on the days of their rows; failing
    /// that, one that is named so.
    pub(in crate::ingest::draft) fn area(
        &self,
        period: Option<usize>,
        areas: &AreaRegister,
    ) -> Option<(usize, AreaGuess)> {
        let at = self.area_column(period, areas)?;
        let on = |start: bool| self.unknown_areas(at, period, areas, start);
        let (at_start, at_end) = (on(true), on(false));
        let better = at_start.len() < at_end.len();
        let mut unknown = if better { at_start } else { at_end };
        let padded = unknown
            .iter()
            .filter(|text| {
                text.bytes().all(|b| b.is_ascii_digit()) && areas.knows(&format!("0{text}"))
            })
            .count();
        let lost_zero = !unknown.is_empty() && padded * 2 > unknown.len();
        let distinct = self.texts[at].len();
        let known = distinct - unknown.len();
        unknown.truncate(EXAMPLES);
        Some((
            at,
            AreaGuess {
                column: self.names[at].clone(),
                distinct,
                known,
                unknown,
                lost_zero,
                at_start: better,
                filled: self.filled.contains(&at),
            },
        ))
    }

    fn area_column(&self, period: Option<usize>, areas: &AreaRegister) -> Option<usize> {
        let candidates = (0..self.names.len())
            .filter(|at| Some(*at) != period && self.blanks(*at) * 10 <= self.rows);
        let known = candidates.clone().filter_map(|at| {
            let tried = self.values(at).take(TRIED);
            let (all, good) = tried.fold((0, 0), |(all, good), text| {
                (all + 1, good + usize::from(areas.knows(text)))
            });
            (good > 0 && good * 2 >= all).then_some((at, good * 1000 / all, good))
        });
        let best = known
            .max_by_key(|(at, share, good)| (*share, *good, std::cmp::Reverse(*at)))
            .map(|(at, ..)| at);
        best.or_else(|| candidates.clone().find(|at| self.is_named(*at, &AREA)))
    }

    /// Texts that the register does not know on the day of some row that has them.
    fn unknown_areas(
        &self,
        at: usize,
        period: Option<usize>,
        areas: &AreaRegister,
        start: bool,
    ) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut unknown = BTreeSet::new();
        for row in 0..self.cells[at].len() {
            let area = self.cell(at, row);
            let time = period.map(|p| self.cell(p, row));
            if !seen.insert((area, time)) || unknown.contains(&area) {
                continue;
            }
            let Some(text) = self.texts[at].get(area as usize) else {
                continue;
            };
            let label = period
                .zip(time)
                .and_then(|(p, t)| label(self.texts[p].get(t as usize)?));
            let day = label.map(|l| {
                if start {
                    l.period.start()
                } else {
                    l.period.end()
                }
            });
            // Without a day any unit of that name will do; a row without a period has other faults.
            let is_known =
                areas.knows(text) && day.is_none_or(|day| areas.resolve(text, day).is_ok());
            if !is_known {
                unknown.insert(area);
            }
        }
        unknown
            .into_iter()
            .filter_map(|i| self.texts[at].get(i as usize).cloned())
            .collect()
    }
}
