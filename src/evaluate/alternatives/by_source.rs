//! What a score would have been by another source.

use crate::evaluate::alternatives::not_used::{AlternativeFigures, AlternativeSource};
use crate::evaluate::results::Alternative;
use crate::kpi::WithAlternatives;
use crate::model::{MeasureValue, Operand, Score};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl AlternativeFigures<'_> {
    /// What a score would have been by each other source that has a figure for any of its operands.
    pub(super) fn of(
        &self,
        i: usize,
        score: &Score,
        judge: &WithAlternatives<'_>,
    ) -> Vec<Alternative> {
        let mut givers: BTreeSet<(&str, &AlternativeSource)> = BTreeSet::new();
        for o in &score.operands {
            givers.extend(
                self.known(score, o)
                    .into_iter()
                    .flat_map(BTreeMap::keys)
                    .map(|giver| (o.measure.as_str(), giver)),
            );
        }
        givers
            .into_iter()
            .flat_map(|giver| self.by(giver, i, score, judge))
            .collect()
    }

    /// What a score would have been by one source; nothing where it has no other figure.
    fn by<'s>(
        &'s self,
        (measure, source): (&str, &AlternativeSource),
        i: usize,
        score: &'s Score,
        judge: &WithAlternatives<'_>,
    ) -> Vec<Alternative> {
        let given = |o: &'s Operand| {
            self.known(score, o)
                .filter(|_| o.measure == measure)?
                .get(source)
                .filter(|(_, _, v)| !is_used(o, v))
        };
        if score.operands.iter().all(|o| given(o).is_none()) {
            return Vec::new();
        }
        let operands = score.operands.iter().map(|o| Operand {
            found: given(o)
                .map(|(_, _, v)| Arc::clone(v))
                .or_else(|| o.found.clone()),
            ..o.clone()
        });
        let instead = Arc::new(judge.score(score, operands.collect()));
        let (place, dataset, source_id, variant) = source;
        score
            .operands
            .iter()
            .filter_map(|o| Some((o.role, given(o)?)))
            .map(|(role, (choice, rank, value))| Alternative {
                score: i,
                role,
                choice: *choice,
                dataset: dataset.clone(),
                source_id: source_id.clone(),
                variant: variant.clone(),
                dataset_rank: place + 1,
                rank: *rank,
                value: Arc::clone(value),
                instead: Arc::clone(&instead),
            })
            .collect()
    }
}

/// Whether an operand uses a figure already, so that it is no alternative.
fn is_used(o: &Operand, v: &MeasureValue) -> bool {
    o.found
        .as_ref()
        .is_some_and(|used| used.same_series(v) && used.figure == v.figure)
}
