//! How many verdicts were refused or flagged for a break.

use crate::evaluate::breaks::key::{BreakKey, BreakKind, Broken};
use crate::model::{Break, Flag, Operand, Reason, Score};
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
            for (key, broken) in
                by_measure
                    .get_mut(measure)
                    .into_iter()
                    .flatten()
                    .filter(|(key, broken)| {
                        let declared = broken.declared.as_ref();
                        key.boundary == score.boundary && compares_across(key, declared, score)
                    })
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
fn compares_across(key: &BreakKey, declared: Option<&Break>, score: &Score) -> bool {
    let own: Vec<&Operand> = score
        .operands
        .iter()
        .filter(|o| o.measure == key.measure)
        .collect();
    own.iter()
        .any(|o| o.span == key.span && o.period.frequency() == key.frequency)
        && declared.map_or_else(|| differs(key, &own), |b| crosses(b, &own))
}

/// Whether figures of one measure are not by one definition.
fn crosses(declared: &Break, operands: &[&Operand]) -> bool {
    let figures = || operands.iter().flat_map(|o| o.stated_in());
    figures().any(|one| figures().any(|other| declared.separates(one, other)))
}

/// Whether figures of one measure stand on both sides of a break that was seen, and differ in what
/// broke.
fn differs(key: &BreakKey, operands: &[&Operand]) -> bool {
    let of = |after: bool| {
        let side = operands
            .iter()
            .filter(move |o| (key.first.start() <= o.period.start()) == after);
        side.filter_map(|o| o.found.as_ref())
            .map(|v| key.kind.of(v))
            .collect::<BTreeSet<_>>()
    };
    of(false).contains(key.before.as_str()) && of(true).contains(key.after.as_str())
}
