//! The order of an evaluation: values, scores with their history, and what is said of all of them
//! together.

use crate::evaluate::alternatives::alternatives;
use crate::evaluate::backtests::backtests;
use crate::evaluate::history::{History, changes};
use crate::evaluate::incremental::evaluation::Evaluation;
use crate::evaluate::incremental::kept::{CachedState, EvaluatedShare, Kept, Scored};
use crate::evaluate::incremental::measure_values::values;
use crate::evaluate::inputs::{Inputs, associations, broken_measures, faults, moments};
use crate::evaluate::results::Computed;
use crate::kpi::{self, Measures};
use crate::model::{BoundaryKey, Kpi, MeasureValue, day_of};
use crate::series::Values;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came out.
pub struct Evaluated {
    /// The present.
    pub computed: Computed,
    /// The past.
    pub history: History,
    /// What to keep for the next time.
    pub kept: Kept,
    /// How much was made.
    pub made: EvaluatedShare,
}

/// The present and the history of all measures and KPIs, from the beginning.
#[must_use]
pub fn judged(inputs: Inputs<'_>) -> (Computed, History) {
    let Evaluated {
        computed, history, ..
    } = judge(inputs, None);
    (computed, history)
}

/// The present and the history of all measures and KPIs; from what was kept, when there is that.
/// What has been revised so far says which verdicts stand on a knife edge.
#[must_use]
pub fn judge(inputs: Inputs<'_>, mut before: Option<CachedState>) -> Evaluated {
    let (values, mended) = values(inputs, before.as_mut());
    let mut computed = present(inputs, &values);
    let broken = broken_measures(inputs);
    let judging = Evaluation {
        inputs,
        values: &values,
        mended: &mended,
        broken: &broken,
        kept: before.as_ref().map(|b| &b.kept),
    };
    let scored = scores_of_all(&judging, &computed.values);
    let mut history = History {
        measures: in_order(inputs, &values)
            .flat_map(|v| changes(v, inputs.as_of))
            .collect(),
        revisions: Vec::new(),
    };
    let mut made = EvaluatedShare {
        values: mended.values().map(|m| m.made).sum(),
        of_values: values.values().map(Values::len).sum(),
        ..EvaluatedShare::default()
    };
    let mut kept = Kept {
        broken: broken.clone(),
        ..Kept::default()
    };
    let revised = history.revised(inputs.measures);
    for (boundary, kpi, (scored, count)) in scored {
        made.scores += count;
        made.of_scores += scored.scores.len();
        let mut marked = scored.scores.clone();
        kpi::mark_unusual(kpi, &mut marked, inputs.areas);
        for score in &mut marked {
            revised.mark(kpi, score);
        }
        computed.scores.extend(marked);
        history.revisions.extend(scored.revisions.iter().cloned());
        kept.scores
            .insert(BoundaryKey::new(&kpi.id, boundary), scored);
    }
    look_back(inputs, &mut computed, &history);
    kept.values = values;
    Evaluated {
        computed,
        history,
        kept,
        made,
    }
}

/// The values of all measures, by measure as declared, then per boundary in the order asked for.
fn in_order<'v>(
    inputs: Inputs<'v>,
    values: &'v BTreeMap<BoundaryKey, Values>,
) -> impl Iterator<Item = &'v Values> {
    inputs
        .measures
        .iter()
        .flat_map(|m| {
            inputs
                .boundaries
                .iter()
                .map(move |b| BoundaryKey::new(&m.id, *b))
        })
        .filter_map(|key| values.get(&key))
}

/// The values of the moment asked for, the day since which they are known, and what could not be
/// computed.
fn present(inputs: Inputs<'_>, values: &BTreeMap<BoundaryKey, Values>) -> Computed {
    let mut computed = Computed {
        findings: faults(inputs),
        values: in_order(inputs, values)
            .flat_map(|v| v.at(inputs.areas, inputs.as_of))
            .cloned()
            .collect(),
        ..Computed::default()
    };
    if !computed.values.is_empty() {
        computed.known_at = moments(inputs, inputs.measures)
            .last()
            .map(|moment| day_of(*moment, inputs.zone));
    }
    computed
}

/// The scores of every KPI on every boundary, by boundary, then KPI as declared, and how many of
/// them were made.
fn scores_of_all<'i>(
    judging: &Evaluation<'i>,
    values: &[Arc<MeasureValue>],
) -> Vec<(NaiveDate, &'i Kpi, (Scored, usize))> {
    let Inputs {
        boundaries, kpis, ..
    } = judging.inputs;
    let on: BTreeMap<NaiveDate, Measures<'_>> = boundaries
        .iter()
        .map(|b| {
            (
                *b,
                Measures::new(values.iter().filter(|v| v.boundary == *b)),
            )
        })
        .collect();
    let tasks: Vec<(NaiveDate, &Kpi)> = boundaries
        .iter()
        .flat_map(|b| kpis.iter().map(move |k| (*b, k)))
        .collect();
    tasks
        .into_par_iter()
        .map(|(boundary, kpi)| (boundary, kpi, judging.scored(kpi, boundary, &on[&boundary])))
        .collect()
}

/// What is said of all scores together: feasts, studies, other figures, back-tests.
fn look_back(inputs: Inputs<'_>, computed: &mut Computed, history: &History) {
    let kind_of = |id: &str| inputs.kpis.iter().find(|k| k.id == id).map(|k| &k.kind);
    kpi::mark_calendar(kind_of, &mut computed.scores, inputs.calendar);
    computed.associations = associations(inputs, &computed.values, &computed.scores);
    computed.alternatives = alternatives(inputs, computed, history);
    computed.backtests = backtests(inputs, computed);
}
