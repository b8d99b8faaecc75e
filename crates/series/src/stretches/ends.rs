//! The fewest stated figures that add up to a stretch.

use crate::stretches::stated::StatedFigures;
use chiso_model::{MeasureValue, Period, Piece, Span, months};
use std::collections::BTreeMap;

/// A stated figure by its first month.
type FromMonth = (i32, (Period, Span));

/// Stated figures by the month with which they end.
pub struct Ends(BTreeMap<i32, Vec<FromMonth>>);

impl Ends {
    /// Of those figures that are wanted.
    pub fn new(
        stated: &StatedFigures<'_>,
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

    /// The fewest figures that add up to a stretch, leaving out that of `but`. Months in which there
    /// is nothing that figures could be of need none.
    pub fn cover(
        &self,
        (from, to): (i32, i32),
        exists: (i32, i32),
        but: Option<(Period, Span)>,
    ) -> Option<Vec<Piece>> {
        /// How many figures make up the months before one, and the last of them with its first
        /// month.
        type Reached = (usize, Option<FromMonth>);
        let there = exists.0 <= to && from <= exists.1;
        let (begun, ended) = if there { exists } else { (from, to) };
        let begun = begun.max(from);
        let before = (from - 1)..begun;
        let mut reached: BTreeMap<i32, Reached> = before.map(|m| (m, (0, None))).collect();
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
        let whole = ended.min(to)..=to;
        let fewest = |at: &i32| reached.get(at).map(|(count, _)| *count);
        let mut at = whole.filter(|at| fewest(at).is_some()).min_by_key(fewest)?;
        while at >= begun {
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
