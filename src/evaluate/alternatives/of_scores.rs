//! Every score, by every other figure that there is.

use crate::evaluate::alternatives::not_used::AlternativeFigures;
use crate::evaluate::alternatives::vintages::Vintages;
use crate::evaluate::history::History;
use crate::evaluate::inputs::{Inputs, broken_measures, settings};
use crate::evaluate::results::{Alternative, Computed};
use crate::kpi::{Measures, WithAlternatives};
use crate::model::Score;
use std::collections::BTreeMap;

/// What every score would have been by the other figures that there are.
#[must_use]
pub fn alternatives(
    inputs: Inputs<'_>,
    computed: &Computed,
    history: &History,
) -> Vec<Alternative> {
    let stock = AlternativeFigures::new(inputs, computed);
    let vintages = Vintages::new(history, computed);
    if stock.figures.is_empty() && vintages.values.is_empty() {
        return Vec::new();
    }
    let broken = broken_measures(inputs);
    let mut found = Vec::new();
    for boundary in inputs.boundaries {
        let on = Measures::new(computed.values.iter().filter(|v| v.boundary == *boundary));
        let setting = settings(inputs, &on, *boundary, &broken);
        let here = || {
            let scores = computed.scores.iter().enumerate();
            scores.filter(|(_, s)| s.boundary == *boundary)
        };
        let mut by_kpi: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
        for (_, score) in here() {
            by_kpi.entry(&score.kpi).or_default().push(score);
        }
        let mut judges: BTreeMap<&str, WithAlternatives<'_>> = BTreeMap::new();
        for kpi in inputs.kpis {
            let scores = by_kpi.get(kpi.id.as_str()).into_iter().flatten().copied();
            judges.insert(&kpi.id, WithAlternatives::new(kpi, setting, scores));
        }
        for (i, score) in here() {
            let Some(judge) = judges.get(score.kpi.as_str()) else {
                continue;
            };
            found.extend(stock.of(i, score, judge));
            found.extend(vintages.of(i, score, judge, inputs.measures));
        }
    }
    found
}
