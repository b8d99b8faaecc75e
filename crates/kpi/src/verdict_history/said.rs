//! What was said last of each cell, and what its scores say otherwise now.
//!
//! A change is held against what stood in the last instant before it. While a target does not
//! judge, because nobody has decided it or another one is in its place, its verdict is `no_target`.
//! A cell that is not asked any more lacks its figures.

use crate::revision_code::RevisionCode;
use crate::verdict_history::figures::Touched;
use crate::verdict_history::revision::{Revision, ScoreState};
use chiso_model::{Kpi, MeasureValue, Score, ValueKey, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The figures of a score, by role.
type Figures = Vec<Option<Arc<MeasureValue>>>;

/// The scores of a cell by target, each with the figures that it was made from.
type Scores = BTreeMap<Option<usize>, (ScoreState, Figures)>;

/// What was said last of each cell.
#[derive(Default)]
pub(super) struct Said {
    last: BTreeMap<ValueKey, Scores>,
}

impl Said {
    /// Takes in what a moment touched, and gives what that changes.
    pub(super) fn revisions(
        &mut self,
        (kpi, boundary): (&Kpi, NaiveDate),
        known_from: DateTime<Utc>,
        touched: Touched,
    ) -> Vec<Revision> {
        let mut latest: BTreeMap<ValueKey, Scores> = BTreeMap::new();
        for score in touched.scores {
            let scores = latest.entry(score.key()).or_default();
            scores.insert(score.target, (ScoreState::of(&score), figures(&score)));
        }
        let mut revisions = Vec::new();
        for cell in touched.cells {
            let then = self.last.remove(&cell);
            let now = match (latest.remove(&cell), &then) {
                (Some(now), _) => now,
                (None, Some(then)) => missing(then),
                (None, None) => continue,
            };
            let changed = then.iter().flat_map(|then| changes(then, &now));
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
            self.last.insert(cell, now);
        }
        revisions
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
fn changes(then: &Scores, now: &Scores) -> Vec<StateChange> {
    let targets: BTreeSet<Option<usize>> = then.keys().chain(now.keys()).copied().collect();
    let followed = targets
        .into_iter()
        .filter(|t| t.is_some() || now.contains_key(t));
    let change = |target: Option<usize>| {
        let (before, old) = state(then, target)?;
        let (after, new) = state(now, target)?;
        if before == after {
            return None;
        }
        let verdicts = (before.verdict, after.verdict);
        let decided = then.contains_key(&target) != now.contains_key(&target);
        let pairs = old.iter().map(Option::as_deref);
        let pairs = pairs.zip(new.iter().map(Option::as_deref));
        Some(StateChange {
            target,
            before,
            after,
            code: RevisionCode::of_score(pairs, verdicts, decided),
            deliveries: brought_by(old, new),
        })
    };
    followed.filter_map(change).collect()
}

/// What a cell says by a target, and from which figures; its value alone where that does not judge
/// it.
fn state(
    scores: &Scores,
    target: Option<usize>,
) -> Option<(ScoreState, &[Option<Arc<MeasureValue>>])> {
    if let Some((state, figures)) = scores.get(&target) {
        return Some((state.clone(), figures));
    }
    let with_value = scores.values().find(|(state, _)| state.value.is_some());
    let (state, figures) = with_value.or_else(|| scores.values().next())?;
    let mut state = state.clone();
    if state.value.is_some() {
        state.verdict = Verdict::NoTarget;
    }
    Some((state, figures))
}

/// The scores of a cell whose figures are all gone.
fn missing(then: &Scores) -> Scores {
    let scores = then.iter();
    scores
        .map(|(target, (_, figures))| (*target, (ScoreState::missing(), vec![None; figures.len()])))
        .collect()
}

fn figures(score: &Score) -> Figures {
    score.operands.iter().map(|o| o.found.clone()).collect()
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
