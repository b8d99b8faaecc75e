//! Criteria of a rubric as parts.

use crate::composite::components::Components;
use chiso_model::{Criterion, Frequency, Item, Kpi, Reason, Scheme, Score, Span, ValueKey};
use std::collections::{BTreeMap, BTreeSet};

/// The criteria of the schemes, in the years in which each holds and in which any of its KPIs has a
/// value.
pub(super) fn criteria(
    schemes: &[Scheme],
    field: Option<&str>,
    score_all: impl Fn(&Kpi) -> Vec<Score>,
) -> BTreeMap<ValueKey, Components> {
    let mut cells = BTreeMap::new();
    for scheme in schemes {
        let wanted: Vec<&Criterion> = scheme
            .criteria
            .iter()
            .filter(|c| field.is_none_or(|f| c.field == f))
            .collect();
        let scored: Vec<BTreeMap<ValueKey, Score>> = wanted
            .iter()
            .map(|c| {
                c.item
                    .as_deref()
                    .map_or_else(BTreeMap::new, |kpi| yearly(score_all(kpi), scheme))
            })
            .collect();
        for at in places(&scored) {
            let mut parts = Components {
                scheme: scheme.id.clone(),
                ..Components::default()
            };
            for (criterion, scores) in wanted.iter().zip(&scored) {
                let score = scores.get(&at);
                parts.items.push(judged(criterion, score));
                if let Some(score) = score {
                    parts.absorb(score);
                }
            }
            cells.insert(at, parts);
        }
    }
    cells
}

/// Where any of the KPIs says something.
fn places(scored: &[BTreeMap<ValueKey, Score>]) -> BTreeSet<ValueKey> {
    scored
        .iter()
        .flat_map(BTreeMap::values)
        .filter(|s| s.value.is_some() || s.reasons.contains(&Reason::NoOccasion))
        .map(Score::key)
        .collect()
}

/// The scores of a KPI in the years of a scheme. Every target of a place has the same value.
fn yearly(scores: Vec<Score>, scheme: &Scheme) -> BTreeMap<ValueKey, Score> {
    let within = |s: &Score| {
        s.span == Span::Period
            && s.period.frequency() == Frequency::Annual
            && scheme.holds(s.period.year())
    };
    scores
        .into_iter()
        .filter(within)
        .map(|s| (s.key(), s))
        .collect()
}

/// A criterion with what the value of its KPI earns.
fn judged(criterion: &Criterion, score: Option<&Score>) -> Item {
    let value = score.and_then(|s| s.value.clone());
    let mut reasons = score.map_or_else(
        || BTreeSet::from([Reason::ValueMissing]),
        |s| s.reasons.clone(),
    );
    let points = match value.as_ref().map(|v| criterion.points(v)) {
        Some(Ok(points)) => Some(points),
        Some(Err(reason)) => {
            reasons.insert(reason);
            None
        }
        None => None,
    };
    Item {
        id: criterion.id.clone(),
        field: criterion.field.clone(),
        title: criterion.title.clone(),
        kpi: criterion.kpi.clone(),
        value,
        verdict: score.map(|s| s.verdict),
        points,
        maximum: Some(criterion.maximum),
        reasons,
    }
}
