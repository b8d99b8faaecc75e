//! Whether score and outcome are made of the same figures.

use crate::pairs::given::StudyInputs;
use chiso_model::{Measure, MeasureSource, Study};
use std::collections::BTreeSet;

/// Score and outcome are made of the same figures: so declared, or some measure stands behind both,
/// or measures behind them add up the same rows of a dataset.
pub(super) fn circular(study: &Study, given: StudyInputs<'_>, score: &str, outcome: &str) -> bool {
    let (of_score, of_outcome) = (made_of(given, score), made_of(given, outcome));
    let shared = || {
        of_score
            .iter()
            .any(|a| of_outcome.iter().any(|b| a == b || share_rows(given, a, b)))
    };
    study.circular.iter().any(|c| c == score) || shared()
}

/// Every measure behind a series: those of its KPI (a common denominator among them), and what
/// these are deflated or weighted by.
fn made_of<'s>(given: StudyInputs<'s>, id: &'s str) -> BTreeSet<&'s str> {
    let kpi = given.kpis.iter().find(|k| k.id == id);
    let mut open: Vec<&str> = kpi.map_or_else(|| vec![id], |k| k.kind.measures());
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let (true, Some(measure)) = (found.insert(id), declared(given, id)) {
            open.extend(measure.made_from());
        }
    }
    found
}

fn declared<'s>(given: StudyInputs<'s>, id: &str) -> Option<&'s Measure> {
    given.measures.iter().find(|m| m.id == id)
}

/// Whether a row of some dataset may be part of both measures.
fn share_rows(given: StudyInputs<'_>, a: &str, b: &str) -> bool {
    let excluded = |a: &MeasureSource, b: &MeasureSource| matches!((&a.filter, &b.filter), (Some(a), Some(b)) if a.excludes(b));
    let overlap = |a: &MeasureSource, b: &MeasureSource| a.dataset == b.dataset && !excluded(a, b);
    let (Some(a), Some(b)) = (declared(given, a), declared(given, b)) else {
        return false;
    };
    a.sources
        .iter()
        .any(|a| b.sources.iter().any(|b| overlap(a, b)))
}
