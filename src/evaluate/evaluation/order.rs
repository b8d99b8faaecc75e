//! The order of an evaluation: values, scores with their history, and what is said of all of them
//! together.

use crate::correlate::StudyCache;
use crate::evaluate::alternatives::alternatives;
use crate::evaluate::backtests::backtests;
use crate::evaluate::evaluation::all_areas::AllAreas;
use crate::evaluate::evaluation::measure_values::values;
use crate::evaluate::evaluation::scoring::{KpiGroup, KpiScores, Scoring};
use crate::evaluate::history::{History, MeasureChange, changes};
use crate::evaluate::inputs::{
    Inputs, associations, broken_measures, faults, moments, withdrawals,
};
use crate::evaluate::results::Computed;
use crate::kpi::{self, Measures, Population};
use crate::model::{BoundaryKey, Kpi, KpiKind, MeasureValue, day_of};
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
    /// How much there is.
    pub counts: Counts,
    /// What the scores say of all areas together.
    pub all_areas: AllAreas,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Values of measures, also those that there were only before.
    pub values: usize,
    /// Scores.
    pub scores: usize,
    /// Studies.
    pub studies: usize,
    /// Studies that were computed, not taken from what was kept.
    pub studies_computed: usize,
}

/// The present and the history of all measures and KPIs.
#[must_use]
pub fn evaluate(inputs: Inputs<'_>) -> Evaluated {
    evaluate_with(inputs, &mut StudyCache::default())
}

/// The same, with the rows of studies taken from what was kept where they read nothing else. What
/// has been revised so far says which verdicts stand on a knife edge.
#[must_use]
pub fn evaluate_with(inputs: Inputs<'_>, studies: &mut StudyCache<'_>) -> Evaluated {
    let values = values(inputs);
    let mut computed = present(inputs, &values);
    let broken = broken_measures(inputs);
    let scoring = Scoring {
        inputs,
        values: &values,
        broken: &broken,
    };
    let (scored, mut history) = rayon::join(
        || scores_of_all(&scoring, &computed.values),
        || history_of(inputs, &values),
    );
    let revised = history.revised(inputs.measures);
    let all = scored.iter().map(|(_, of_kpi)| of_kpi.scores.len());
    computed.scores.reserve_exact(all.sum());
    let mut all_areas = AllAreas::new(revised.kept());
    for (
        kpi,
        KpiScores {
            mut scores,
            revisions,
            places,
            boundary,
        },
    ) in scored
    {
        let spreads = kpi::mark_unusual(kpi, &mut scores, inputs.areas);
        let population = Population::new(places, spreads);
        all_areas.put((boundary, kpi), population);
        scores
            .par_iter_mut()
            .for_each(|score| revised.mark(kpi, score));
        computed.scores.extend(scores);
        history.revisions.extend(revisions);
    }
    mark_calendar(inputs, &mut computed);
    computed.associations = associations(inputs, &computed.values, &computed.scores, studies);
    look_back(inputs, &mut computed, &history);
    all_areas.keep_tests(&computed.backtests);
    let counts = Counts {
        values: values.values().flat_map(Values::lines).count(),
        scores: computed.scores.len(),
        studies: inputs.studies.len(),
        studies_computed: studies.computed(),
    };
    Evaluated {
        computed,
        history,
        counts,
        all_areas,
    }
}

/// What measures have said so far.
pub(super) fn history_of(inputs: Inputs<'_>, values: &BTreeMap<BoundaryKey, Values>) -> History {
    History {
        measures: in_order(inputs, values)
            .flat_map(|v| changes(v, inputs.as_of))
            .map(|change| taken_back(inputs, change))
            .collect(),
        revisions: Vec::new(),
    }
}

/// The change, and of a withdrawal the deliveries that took the figure back.
fn taken_back(inputs: Inputs<'_>, mut change: MeasureChange) -> MeasureChange {
    if change.withdrawn {
        let its = inputs
            .measures
            .iter()
            .find(|m| m.id == change.value.measure);
        let by = withdrawals(inputs, its, change.known_from);
        Arc::make_mut(&mut change.value).figure.deliveries = by.into_iter().collect();
    }
    change
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
pub(super) fn present(inputs: Inputs<'_>, values: &BTreeMap<BoundaryKey, Values>) -> Computed {
    let mut computed = Computed {
        findings: faults(inputs),
        values: in_order(inputs, values)
            .flat_map(|v| v.at(inputs.as_of))
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

/// The scores of every KPI on every boundary, by boundary, then KPI as declared.
fn scores_of_all<'i>(
    scoring: &Scoring<'i>,
    values: &[Arc<MeasureValue>],
) -> Vec<(&'i Kpi, KpiScores)> {
    let Inputs {
        boundaries, kpis, ..
    } = scoring.inputs;
    let on: BTreeMap<NaiveDate, Measures> = boundaries
        .iter()
        .map(|b| {
            (
                *b,
                Measures::new(values.iter().filter(|v| v.boundary == *b)),
            )
        })
        .collect();
    let groups: Vec<KpiGroup<'i>> = { boundaries.iter() }
        .flat_map(|b| KpiGroup::all(kpis, *b))
        .collect();
    let of_group = |group: &KpiGroup<'i>| {
        let on_boundary = &on[&group.boundary];
        let at = boundaries.iter().position(|b| *b == group.boundary);
        let place = |kpi: &Kpi| [at, kpis.iter().position(|k| k.id == kpi.id)];
        let scores = scoring.scores(group, on_boundary).into_iter();
        let placed = scores.map(|(kpi, scores)| (place(kpi), kpi, scores));
        placed.collect::<Vec<_>>()
    };
    let all: Vec<_> = groups.par_iter().map(of_group).collect();
    // Those of a group came together, wherever they are declared.
    let mut all: Vec<_> = all.into_iter().flatten().collect();
    all.sort_by_key(|(place, ..)| *place);
    let scores = all.into_iter().map(|(_, kpi, scores)| (kpi, scores));
    scores.collect()
}

/// Says of scores how the calendar of their periods differs.
pub(super) fn mark_calendar(inputs: Inputs<'_>, computed: &mut Computed) {
    let kinds = inputs.kpis.iter().map(|k| (k.id.as_str(), &k.kind));
    let kinds: BTreeMap<&str, &KpiKind> = kinds.collect();
    let kind_of = |id: &str| kinds.get(id).copied();
    kpi::mark_calendar(kind_of, &mut computed.scores, inputs.calendar);
}

/// What is said of scores when all are there: feasts, other figures, back-tests.
pub(super) fn look_back(inputs: Inputs<'_>, computed: &mut Computed, history: &History) {
    computed.alternatives = alternatives(inputs, computed, history);
    computed.backtests = backtests(inputs, computed);
}
