//! How many verdicts were refused or flagged for a break.

use crate::evaluate::breaks::key::{BreakKey, BreakKind, Broken};
use crate::model::{Flag, Operand, Period, Reason, Score};
use std::collections::{BTreeMap, BTreeSet};

/// Counts the verdicts that compare figures across a break and were refused or flagged for it.
pub(super) fn count(found: &mut BTreeMap<BreakKey, Broken>, scores: &[Score]) {
    let mut by_measure: BTreeMap<String, Vec<(&BreakKey, &mut Broken)>> = BTreeMap::new();
    for (key, broken) in found.iter_mut() {
        by_measure
            .entry(key.measure.clone())
            .or_default()
            .push((key, broken));
    }
    for score in scores.iter().filter(|s| tells_of_break(s)) {
        let measures: BTreeSet<&str> = score.operands.iter().map(|o| o.measure.as_str()).collect();
        for measure in measures {
            for (key, broken) in by_measure
                .get_mut(measure)
                .into_iter()
                .flatten()
                .filter(|(key, _)| key.boundary == score.boundary && compares_across(key, score))
            {
                if score.reasons.contains(&key.kind.reason()) {
                    broken.refused += 1;
                } else if key.kind == BreakKind::Scheme && score.flags.contains(&Flag::SchemeBreak)
                {
                    broken.flagged += 1;
                }
            }
        }
    }
}

/// Whether a verdict was refused or flagged for some break.
fn tells_of_break(score: &Score) -> bool {
    let reasons = [
        Reason::DefinitionBreak,
        Reason::BasisMismatch,
        Reason::UnitMismatch,
    ];
    score.flags.contains(&Flag::SchemeBreak) || reasons.iter().any(|r| score.reasons.contains(r))
}

/// Whether a score compares figures of a measure from both sides of a break of it.
fn compares_across(key: &BreakKey, score: &Score) -> bool {
    let own: Vec<&Operand> = score
        .operands
        .iter()
        .filter(|o| o.measure == key.measure)
        .collect();
    own.iter()
        .any(|o| o.span == key.span && o.period.frequency() == key.frequency)
        && crosses(key, &own)
}

/// Whether figures of one measure stand on both sides of a break, and differ in what broke.
fn crosses(key: &BreakKey, operands: &[&Operand]) -> bool {
    let starts = || {
        operands
            .iter()
            .flat_map(|o| o.stated_in())
            .map(Period::start)
    };
    let across =
        starts().any(|p| p < key.first.start()) && starts().any(|p| key.first.start() <= p);
    if key.kind == BreakKind::Definition {
        return across;
    }
    let of = |after: bool| {
        let side = operands
            .iter()
            .filter(move |o| (key.first.start() <= o.period.start()) == after);
        side.filter_map(|o| o.found.as_ref())
            .map(|v| key.kind.of(v))
            .collect::<BTreeSet<_>>()
    };
    across && of(false).contains(key.before.as_str()) && of(true).contains(key.after.as_str())
}
