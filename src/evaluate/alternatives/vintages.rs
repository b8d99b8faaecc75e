//! What a score of mixed maturity would have been by earlier figures of its base.

use crate::evaluate::history::History;
use crate::evaluate::results::{Alternative, Computed, WhyNotUsed};
use crate::kpi::WithAlternatives;
use crate::model::{Flag, Measure, MeasureValue, MeasureValueKey, Operand, Role, Score, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Earlier figures of what scores of mixed maturity are compared with.
pub(super) struct Vintages<'h> {
    /// The last one of each status.
    pub(super) values: BTreeMap<(MeasureValueKey<'h>, Status), Arc<MeasureValue>>,
}

/// Operands that are compared with each other, the figure of the period first.
const PAIRS: [(Role, Role); 3] = [
    (Role::Current, Role::Base),
    (Role::Part, Role::BasePart),
    (Role::Whole, Role::BaseWhole),
];

impl<'h> Vintages<'h> {
    pub(super) fn new(history: &'h History, computed: &Computed) -> Vintages<'h> {
        let mixed = computed
            .scores
            .iter()
            .filter(|s| s.flags.contains(&Flag::VintageMixed));
        let wanted: BTreeSet<MeasureValueKey<'_>> = mixed
            .flat_map(|s| {
                s.operands
                    .iter()
                    .map(move |o| MeasureValueKey::of_operand(s, o))
            })
            .collect();
        let said = history
            .measures
            .iter()
            .filter(|c| !c.withdrawn && wanted.contains(&MeasureValueKey::of(&c.value)));
        let values = said.map(|c| {
            let v = &c.value;
            ((MeasureValueKey::of(v), v.figure.status), Arc::clone(v))
        });
        Vintages {
            values: values.collect(),
        }
    }

    /// The score with every base as it was known when it was no more settled than the figure of the
    /// period is now.
    pub(super) fn of(
        &self,
        i: usize,
        score: &Score,
        judge: &WithAlternatives<'_>,
        measures: &[Measure],
    ) -> Vec<Alternative> {
        // A rank among figures of another vintage needs those of all areas.
        if !score.flags.contains(&Flag::VintageMixed) || !score.ranked.is_empty() {
            return Vec::new();
        }
        let Some(bases) = self.bases(score) else {
            return Vec::new();
        };
        let operands = score.operands.iter().map(|o| Operand {
            found: bases.get(&o.role).cloned().or_else(|| o.found.clone()),
            ..o.clone()
        });
        let instead = Arc::new(judge.score(score, operands.collect()));
        let one = |(role, value): (Role, Arc<MeasureValue>)| Alternative {
            score: i,
            role,
            choice: WhyNotUsed::Vintage,
            dataset: value.dataset.to_string(),
            source_id: crate::model::join(&value.figure.source_ids),
            variant: value.figure.status.as_str().to_owned(),
            dataset_rank: dataset_rank(measures, &value),
            rank: None,
            value,
            instead: Arc::clone(&instead),
        };
        bases.into_iter().map(one).collect()
    }

    /// The earlier base of each pair of mixed maturity; `None` where one of them is not known.
    fn bases(&self, score: &Score) -> Option<BTreeMap<Role, Arc<MeasureValue>>> {
        let found = |role: Role| {
            score
                .operands
                .iter()
                .find(|o| o.role == role)
                .and_then(|o| Some((o, o.found.as_ref()?)))
        };
        let mut bases = BTreeMap::new();
        for (now, then) in PAIRS {
            let (Some((_, now)), Some((operand, base))) = (found(now), found(then)) else {
                continue;
            };
            if now.figure.status == base.figure.status || now.measure != base.measure {
                continue;
            }
            let key = (
                MeasureValueKey::of_operand(score, operand),
                now.figure.status,
            );
            let same =
                |v: &&Arc<MeasureValue>| v.figure.value.is_some() && v.dataset == base.dataset;
            let earlier = self.values.get(&key).filter(same)?;
            bases.insert(then, Arc::clone(earlier));
        }
        Some(bases)
    }
}

/// Place of the dataset of a figure among those of its measure, from 1.
fn dataset_rank(measures: &[Measure], v: &MeasureValue) -> usize {
    measures
        .iter()
        .find(|m| m.id == v.measure)
        .and_then(|m| m.sources.iter().position(|s| s.dataset == v.dataset))
        .map_or(0, |i| i + 1)
}
