//! From a verdict down to the cells it came from: KPI, formula, operands, boundary steps, sources,
//! rows.

use crate::evaluate::backtests::usual_test;
use crate::evaluate::contributions::ContributionInputs;
use crate::inspect::explain::comparability;
use crate::inspect::explain::explanation::Explanation;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::inspect::explain::operand::operand;
use crate::inspect::explain::provenance::field;
use crate::inspect::explain::revisions::{needed, revisions};
use crate::model::{Kpi, Score};

/// Explains a score; `place` is its place among those computed.
#[must_use]
pub fn explain(
    ground: ExplainInputs<'_>,
    kpi: &Kpi,
    (place, score): (usize, &Score),
) -> Explanation {
    let operands = score
        .operands
        .iter()
        .map(|o| operand(ground, (score.area, score.boundary), o))
        .collect();
    Explanation {
        kpi: kpi.clone(),
        score: score.clone(),
        operands,
        needed: needed(ground, kpi, score),
        revisions: revisions(ground, score),
        alternatives: ground
            .computed
            .alternatives
            .iter()
            .filter(|a| a.score == place)
            .cloned()
            .collect(),
        backtest: score
            .in_year
            .as_ref()
            .and_then(|_| usual_test(&ground.computed.backtests, score))
            .cloned(),
        calendar: comparability::calendar(ground, kpi, score),
        union: comparability::union(ground, kpi, score),
        contributed: kpi.kind.change().map_or_else(Vec::new, |_| {
            let areas = &ground.registers.areas;
            let measures = &ground.project.measures;
            ContributionInputs::new(areas, measures, ground.values).of(kpi, score)
        }),
        field: field(
            &kpi.kind,
            score,
            &ground.computed.scores,
            &ground.registers.areas,
        ),
    }
}
