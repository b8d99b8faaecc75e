//! Every rule of pace, tried on the years that are over.

use crate::kpi::{BackTest, Measures, backtest};
use crate::model::Score;
use crate::run::compute::{Computed, Inputs, settings};
use std::collections::BTreeSet;

/// The back-tests of all KPIs that declare a pace, by boundary, KPI as declared, area (all of them first) and month.
#[must_use]
pub fn backtests(inputs: Inputs<'_>, computed: &Computed) -> Vec<BackTest> {
    let reached = Inputs { reach: inputs.reach.or(computed.known_at), ..inputs };
    let broken = BTreeSet::new();
    let mut found = Vec::new();
    for boundary in inputs.boundaries {
        let paced = || inputs.kpis.iter().filter(|k| k.pace.is_some());
        if paced().next().is_none() {
            continue;
        }
        let on = Measures::new(computed.values.iter().filter(|v| v.boundary == *boundary));
        let setting = settings(reached, &on, *boundary, &broken);
        for kpi in paced() {
            let scores: Vec<&Score> = computed.scores.iter().filter(|s| s.boundary == *boundary && s.kpi == kpi.id).collect();
            found.extend(backtest(kpi, &scores, setting));
        }
    }
    found
}
