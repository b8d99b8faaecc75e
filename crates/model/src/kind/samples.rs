//! One KPI of every kind, so that a test of any layer can ask each of them.

use super::{KINDS, KpiKeys, KpiKind};
use crate::ScoreUnit;
use std::collections::BTreeMap;

/// A KPI of every kind in every unit that it may declare, with measures named by their keys.
#[must_use]
pub fn samples() -> Vec<KpiKind> {
    let kpis = ["one".to_owned(), "two".to_owned()];
    let read = |unit: ScoreUnit| {
        KINDS.iter().map(move |spec| {
            let texts: BTreeMap<&'static str, &str> =
                spec.needs.iter().map(|key| (*key, *key)).collect();
            let given = KpiKeys {
                texts,
                unit,
                ..KpiKeys::default()
            };
            (spec, given)
        })
    };
    let mut found: Vec<KpiKind> = Vec::new();
    for (spec, given) in ScoreUnit::SAMPLES.iter().flat_map(|unit| read(*unit)) {
        let given = KpiKeys {
            kpis: &kpis,
            ..given
        };
        let kind = KpiKind::read(spec.name, &given);
        found.extend(kind.filter(|kind| !found.contains(kind)));
    }
    found
}
