//! Targets as parts: one point each.

use crate::composite::components::Components;
use crate::setting::Setting;
use chiso_model::{Dec, Item, Kpi, Score, Span, ValueKey, Verdict};
use std::collections::BTreeMap;

/// Each target that binds one of the KPIs, as one point that is earned when it is met.
pub(super) fn targets(
    kpis: &[Kpi],
    setting: Setting<'_>,
    score_all: impl Fn(&Kpi) -> Vec<Score>,
) -> BTreeMap<ValueKey, Components> {
    let mut cells: BTreeMap<ValueKey, Components> = BTreeMap::new();
    for kpi in kpis {
        for score in score_all(kpi)
            .into_iter()
            .filter(|s| s.span == Span::Period && s.target.is_some())
        {
            let parts = cells.entry(score.key()).or_default();
            parts.items.push(item(kpi, &score, setting));
            parts.absorb(&score);
            if let Some(figure) = &mut parts.figure {
                figure.flags.extend(score.flags.iter().copied());
            }
        }
    }
    cells
}

/// A target with the point that it earns.
fn item(kpi: &Kpi, score: &Score, setting: Setting<'_>) -> Item {
    // A target without a value, because that cannot be assessed or is not due, is not missed.
    let points = score
        .value
        .is_some()
        .then(|| Dec::from_int(i64::from(score.verdict == Verdict::Met)));
    let target = score
        .target
        .and_then(|i| setting.targets.get(i))
        .map_or_else(String::new, |t| t.id.clone());
    Item {
        id: target,
        field: String::new(),
        title: kpi.title.clone(),
        kpi: kpi.id.clone(),
        value: score.value.clone(),
        verdict: Some(score.verdict),
        points,
        maximum: Some(Dec::from_int(1)),
        reasons: score.reasons.clone(),
    }
}
