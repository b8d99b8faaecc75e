//! What was said last of each score, and what a score says otherwise now.

use crate::revision_code::RevisionCode;
use crate::verdict_history::revision::{Revision, ScoreState};
use chiso_model::{Kpi, MeasureValue, Score, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The figures of a score, by role.
type Figures = Vec<Option<Arc<MeasureValue>>>;

/// What was said last of each score, and from which figures.
#[derive(Default)]
pub(super) struct Said {
    last: BTreeMap<(ValueKey, Option<usize>), (ScoreState, Figures)>,
}

impl Said {
    /// Takes in a score, and gives what it changes.
    pub(super) fn revision(
        &mut self,
        (kpi, boundary): (&Kpi, NaiveDate),
        known_from: DateTime<Utc>,
        score: &Score,
    ) -> Option<Revision> {
        let figures: Figures = score.operands.iter().map(|o| o.found.clone()).collect();
        let (cell, target, after) = (score.key(), score.target, ScoreState::of(score));
        let now = (after.clone(), figures.clone());
        let (before, then) = self.last.insert((cell, target), now)?;
        if before == after {
            return None;
        }
        let pairs = || {
            let then = then.iter().map(Option::as_deref);
            then.zip(figures.iter().map(Option::as_deref))
        };
        Some(Revision {
            kpi: kpi.id.clone(),
            boundary,
            cell,
            target,
            known_from,
            code: RevisionCode::of_score(pairs(), (before.verdict, after.verdict)),
            deliveries: brought_by(&then, &figures),
            before,
            after,
        })
    }
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
