//! What was computed in the order of the keys of tables, so that rows come sorted and no second copy
//! of a table is made to sort them. Whether they do is looked at where they are encoded.

use crate::evaluate::history::MeasureChange;
use crate::evaluate::table_rows::LabelSources;
use crate::kpi::Revision;
use crate::model::{MeasureValue, Operand, Period, Score, Span, UnitId, declared_id};
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What stands in the order of a key: numbers in the place of its texts. Areas are in the order of
/// their codes.
type Key = (
    usize,
    UnitId,
    NaiveDate,
    (i32, u8, u32, u8),
    u8,
    usize,
    usize,
);

/// The texts of keys, each with its place among its like.
pub(super) struct KeyOrder<'r> {
    /// Of KPIs and measures: the place of what is declared, and that of the breakdown.
    ids: BTreeMap<&'r str, [usize; 2]>,
    targets: Vec<usize>,
}

impl<'r> KeyOrder<'r> {
    pub(super) fn new(names: LabelSources<'r>) -> KeyOrder<'r> {
        let measures = names.measures.iter().map(|m| m.id.as_str());
        let ids: BTreeSet<&str> = { names.kpis.iter().map(|k| k.id.as_str()) }
            .chain(measures)
            .collect();
        let declared = places(ids.iter().map(|id| declared_id(id).0));
        let breakdowns = places(ids.iter().map(|id| declared_id(id).1));
        let of = |id: &&'r str| {
            let (id, (declared_as, breakdown)) = (*id, declared_id(id));
            (id, [declared[declared_as], breakdowns[breakdown]])
        };
        let target_ids = places(names.targets.iter().map(|t| t.id.as_str()));
        KeyOrder {
            ids: ids.iter().map(of).collect(),
            targets: { names.targets.iter() }
                .map(|t| target_ids[t.id.as_str()])
                .collect(),
        }
    }

    pub(super) fn scores(&self, scores: &'r [Score]) -> Vec<&'r Score> {
        let key = |s: &Score| {
            let cell = (s.area, s.boundary, s.period, s.span);
            self.key(&s.kpi, cell, s.target)
        };
        sorted(scores, key)
    }

    pub(super) fn values(&self, values: &'r [Arc<MeasureValue>]) -> Vec<&'r MeasureValue> {
        let sorted = sorted(values, |v| self.key_of(v)).into_iter();
        sorted.map(AsRef::as_ref).collect()
    }

    /// Several of one figure stay in the order in which they became known.
    pub(super) fn changes(&self, changes: &'r [MeasureChange]) -> Vec<&'r MeasureChange> {
        sorted(changes, |c| self.key_of(&c.value))
    }

    /// Those of a score by the moment at which they became known.
    pub(super) fn revisions(&self, revisions: &'r [Revision]) -> Vec<&'r Revision> {
        let key = |r: &Revision| {
            let cell = (r.cell.area, r.boundary, r.cell.period, r.cell.span);
            self.key(&r.kpi, cell, r.target)
        };
        sorted(revisions, |r| (key(r), r.known_from))
    }

    fn key_of(&self, value: &MeasureValue) -> Key {
        let cell = (value.area, value.boundary, value.period, value.span);
        self.key(&value.measure, cell, None)
    }

    fn key(
        &self,
        id: &str,
        (area, boundary, period, span): (UnitId, NaiveDate, Period, Span),
        target: Option<usize>,
    ) -> Key {
        let [declared, breakdown] = self.ids.get(id).copied().unwrap_or_default();
        // The text of what has no target is empty, before all others.
        let target = target.map_or(0, |at| 1 + self.targets[at]);
        let span = match span {
            Span::Period => 0,
            Span::Rolling12 => 1,
            Span::Ytd => 2,
        };
        let period = period.text_order();
        (declared, area, boundary, period, span, target, breakdown)
    }
}

/// Operands of a score by the words for their roles.
pub(super) fn by_role(operands: &[Operand]) -> Vec<&Operand> {
    let word = |one: &&Operand, other: &&Operand| -> Ordering {
        one.role.as_str().cmp(other.role.as_str())
    };
    let mut operands: Vec<&Operand> = operands.iter().collect();
    operands.sort_by(word);
    operands
}

/// Each text with its place among all of them.
fn places<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeMap<&'t str, usize> {
    let texts: BTreeSet<&str> = texts.collect();
    texts
        .into_iter()
        .enumerate()
        .map(|(at, t)| (t, at))
        .collect()
}

/// Equal ones stay in their order. They come in a few sorted runs: where these follow each other, the
/// runs are put in order and no key is held.
fn sorted<T, K: Ord + Copy>(all: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    if let Some(runs) = runs_in_order(all, &key) {
        return runs.into_iter().flatten().collect();
    }
    let mut all: Vec<(K, &T)> = all.iter().map(|one| (key(one), one)).collect();
    all.sort_by_key(|(key, _)| *key);
    all.into_iter().map(|(_, one)| one).collect()
}

/// The sorted runs of a list, in order; `None` where one begins before another one has ended.
fn runs_in_order<T, K: Ord + Copy>(all: &[T], key: impl Fn(&T) -> K) -> Option<Vec<&[T]>> {
    let mut runs: Vec<([K; 2], &[T])> = Vec::new();
    let mut rest = all;
    while let Some(first) = rest.first() {
        let first = key(first);
        let (mut last, mut length) = (first, 1);
        while let Some(next) = rest.get(length).map(&key).filter(|next| *next >= last) {
            (last, length) = (next, length + 1);
        }
        let (run, others) = rest.split_at(length);
        runs.push(([first, last], run));
        rest = others;
    }
    runs.sort_by_key(|(ends, _)| *ends);
    let follows = |pair: &[([K; 2], &[T])]| match pair {
        [([_, last], _), ([first, _], _)] => last < first,
        _ => true,
    };
    let in_order = runs.windows(2).all(follows);
    in_order.then(|| runs.into_iter().map(|(_, run)| run).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_comes_in_runs_is_sorted_as_everything_else(
            runs in prop::collection::vec(prop::collection::vec(0u8..9, 0..6), 0..5),
        ) {
            let runs = runs.into_iter().map(|mut run| {
                run.sort_unstable();
                run
            });
            // Each with its place, which no key holds.
            let all: Vec<(u8, usize)> = runs.flatten().zip(0..).collect();
            let mut wanted: Vec<&(u8, usize)> = all.iter().collect();
            wanted.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(sorted(&all, |(key, _)| *key), wanted);
        }
    }

    #[test]
    fn runs_that_follow_each_other_are_known() {
        let of = |all: &[u8]| runs_in_order(all, |key| *key).map(|runs| runs.concat());
        assert_eq!(of(&[5, 7, 1, 3, 9]), None, "1 to 9 holds 5 to 7");
        assert_eq!(of(&[5, 7, 3, 5]), None, "the first 5 stays the first");
        assert_eq!(of(&[5, 7, 1, 3]), Some(vec![1, 3, 5, 7]));
        assert_eq!(of(&[]), Some(vec![]));
    }
}
