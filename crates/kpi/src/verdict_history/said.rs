//! What was said last of each cell, and what its scores say otherwise now.
//!
//! A change is held against what stood in the last instant before it. While a target does not
//! judge, because nobody has decided it or another one is in its place, its verdict is `no_target`.
//! A cell that is not asked any more lacks its figures.

use crate::revision_code::RevisionCode;
use crate::verdict_history::figures::Touched;
use crate::verdict_history::revision::{Revision, ScoreState};
use chiso_model::{Kpi, MeasureValue, Operand, Reason, Score, ValueKey, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was said last of each cell: its scores, ascending by target.
#[derive(Default)]
pub(super) struct Said {
    last: BTreeMap<ValueKey, Vec<Score>>,
}

impl Said {
    /// Takes in what a moment touched, and gives what that changes.
    pub(super) fn revisions(
        &mut self,
        (kpi, boundary): (&Kpi, NaiveDate),
        known_from: DateTime<Utc>,
        touched: Touched,
    ) -> Vec<Revision> {
        let mut revisions = Vec::new();
        // Both are in the order of cells.
        let mut scores = touched.scores.into_iter().peekable();
        for cell in touched.cells {
            // Most cells have one score, and a vector that grows has room for four.
            let mut now = Vec::with_capacity(1);
            while let Some(score) = scores.next_if(|score| score.key() == cell) {
                now.push(score);
            }
            let Some(last) = self.last.get_mut(&cell) else {
                if !now.is_empty() {
                    self.last.insert(cell, now);
                }
                continue;
            };
            if now.is_empty() {
                now = missing(last);
            }
            let changed = changes(last, &now).into_iter();
            revisions.extend(changed.map(|change| Revision {
                kpi: kpi.id.clone(),
                boundary,
                cell,
                target: change.target,
                known_from,
                before: change.before,
                after: change.after,
                code: change.code,
                deliveries: change.deliveries,
            }));
            *last = now;
        }
        revisions
    }

    /// What was said last of the cells that are asked still, in the order of cells and targets.
    pub(super) fn latest(self, asked: impl Fn(ValueKey) -> bool) -> Vec<Score> {
        let mut latest = Vec::with_capacity(self.last.len());
        let last = self.last.into_iter().filter(|(cell, _)| asked(*cell));
        latest.extend(last.flat_map(|(_, scores)| scores));
        latest
    }
}

/// What a score of a cell says otherwise.
struct StateChange {
    target: Option<usize>,
    before: ScoreState,
    after: ScoreState,
    code: RevisionCode,
    deliveries: BTreeSet<String>,
}

/// What differs between the scores of a cell then and now, by target. Where targets judge now, the
/// value without any is not followed.
fn changes(then: &[Score], now: &[Score]) -> Vec<StateChange> {
    let has = |scores: &[Score], target| scores.iter().any(|s| s.target == target);
    let targets: BTreeSet<Option<usize>> = then.iter().chain(now).map(|s| s.target).collect();
    let followed = targets.into_iter().filter(|t| t.is_some() || has(now, *t));
    let change = |target: Option<usize>| {
        let (before, old) = state(then, target)?;
        let (after, new) = state(now, target)?;
        if before == after {
            return None;
        }
        let verdicts = (before.verdict, after.verdict);
        let decided = has(then, target) != has(now, target);
        let found = |operand: &'_ Operand| operand.found.clone();
        let [old, new] = [old, new].map(|all| all.iter().map(found).collect::<Vec<_>>());
        let pairs = old.iter().map(Option::as_deref);
        let pairs = pairs.zip(new.iter().map(Option::as_deref));
        Some(StateChange {
            target,
            before,
            after,
            code: RevisionCode::of_score(pairs, verdicts, decided),
            deliveries: brought_by(&old, &new),
        })
    };
    followed.filter_map(change).collect()
}

/// What a cell says by a target, and from which figures; its value alone where that does not judge
/// it.
fn state(scores: &[Score], target: Option<usize>) -> Option<(ScoreState, &[Operand])> {
    if let Some(score) = scores.iter().find(|s| s.target == target) {
        return Some((ScoreState::of(score), &score.operands));
    }
    let with_value = scores.iter().find(|s| s.value.is_some());
    let score = with_value.or_else(|| scores.first())?;
    let mut state = ScoreState::of(score);
    if state.value.is_some() {
        state.verdict = Verdict::NoTarget;
    }
    Some((state, &score.operands))
}

/// The scores of a cell whose figures are all gone.
fn missing(then: &[Score]) -> Vec<Score> {
    let mut scores = then.to_vec();
    for score in &mut scores {
        score.value = None;
        score.verdict = Verdict::NotAssessable;
        score.reasons = BTreeSet::from([Reason::ValueMissing]);
        for operand in &mut score.operands {
            operand.found = None;
        }
    }
    scores
}

fn brought_by(
    before: &[Option<Arc<MeasureValue>>],
    after: &[Option<Arc<MeasureValue>>],
) -> BTreeSet<String> {
    let of = |figures: &[Option<Arc<MeasureValue>>]| -> BTreeSet<String> {
        figures
            .iter()
            .flatten()
            .flat_map(|v| v.figure.deliveries.iter().cloned())
            .collect()
    };
    let new: BTreeSet<String> = of(after).difference(&of(before)).cloned().collect();
    let changed = || {
        after
            .iter()
            .zip(before)
            .filter(|(now, then)| now != then)
            .filter_map(|(now, _)| now.as_ref())
    };
    if new.is_empty() {
        changed()
            .flat_map(|v| v.figure.deliveries.iter().cloned())
            .collect()
    } else {
        new
    }
}
