//! Every rule of pace, tried on the years that are over.

use crate::evaluate::inputs::{Inputs, settings};
use crate::evaluate::results::Computed;
use crate::kpi::{BackTest, Measures, backtest};
use crate::model::Score;
use std::collections::{BTreeMap, BTreeSet};

/// The back-tests of all KPIs that declare a pace, by boundary, KPI as declared, area (all of them
/// first) and month.
#[must_use]
pub fn backtests(inputs: Inputs<'_>, computed: &Computed) -> Vec<BackTest> {
    let broken = BTreeSet::new();
    let mut found = Vec::new();
    for boundary in inputs.boundaries {
        let paced = || inputs.kpis.iter().filter(|k| k.pace.is_some());
        if paced().next().is_none() {
            continue;
        }
        let on = Measures::new(computed.values.iter().filter(|v| v.boundary == *boundary));
        let setting = settings(inputs, &on, *boundary, &broken);
        let mut by_kpi: BTreeMap<&str, Vec<&Score>> =
            paced().map(|kpi| (kpi.id.as_str(), Vec::new())).collect();
        for score in { computed.scores.iter() }.filter(|s| s.boundary == *boundary) {
            if let Some(of_kpi) = by_kpi.get_mut(score.kpi.as_str()) {
                of_kpi.push(score);
            }
        }
        for kpi in paced() {
            let scores = by_kpi.get(kpi.id.as_str()).map_or(&[][..], Vec::as_slice);
            found.extend(backtest(kpi, scores, setting));
        }
    }
    found
}

/// The back-test that gives the usual error at the month of a score: of its area, else of all
/// areas; none with too few trials.
#[must_use]
pub fn usual_test<'t>(tests: &'t [BackTest], score: &Score) -> Option<&'t BackTest> {
    let at = (score.period.year_begins(), score.period.month_of_year());
    let fits = |t: &&BackTest| {
        t.kpi == score.kpi
            && t.boundary == score.boundary
            && (t.year_begins, t.month) == at
            && t.usual_error().is_some()
    };
    let of = |area| tests.iter().filter(fits).find(|t| t.area == area);
    of(Some(score.area)).or_else(|| of(None))
}
