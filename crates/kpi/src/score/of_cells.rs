//! The scores of a KPI in the cells that it is asked for.

use crate::composite::Composite;
use crate::kpi_value::kpi_value;
use crate::operands::operands;
use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use crate::universe::{KpiTargets, Measures, Places, Universe, ranks_area};
use crate::unusual;
use chiso_model::{AreaRegister, Kpi, Period, Score, SharedText, Span, Target, ValueKey};
use std::collections::BTreeSet;

/// What stands behind the values of a KPI.
enum Behind {
    /// Figures of measures.
    Figures,
    /// Parts, each scored by the same code that scores it alone.
    Parts(Composite),
    /// The values of another KPI, and where that one is answered for.
    Values(Measures, BTreeSet<ValueKey>),
}

fn behind(kpi: &Kpi, setting: Setting<'_>) -> Behind {
    if let Some(item) = kpi.kind.of_values() {
        let others = of_others(item, setting.targets);
        let setting = Setting {
            targets: &others,
            ..setting
        };
        let scores = score_all(item, setting);
        let asked = scores.iter().map(Score::key).collect();
        let values: Vec<_> = scores
            .into_iter()
            .filter_map(|score| kpi_value(item, score))
            .collect();
        return Behind::Values(Measures::new(&values), asked);
    }
    let composite = Composite::new(kpi, setting, |part| score_all(part, setting));
    composite.map_or(Behind::Figures, Behind::Parts)
}

/// Whether a KPI that takes the values of another one is asked where that one is.
pub fn asked_with(kpi: &Kpi, areas: &AreaRegister, key: ValueKey) -> bool {
    ranks_area(&kpi.kind, areas, key.area) && kpi.kind.fits(key.period, key.span)
}

/// Every area, period and span that a KPI is answered for on a boundary.
fn asked(
    kpi: &Kpi,
    setting: Setting<'_>,
    behind: &Behind,
    targets: &KpiTargets<'_>,
) -> BTreeSet<ValueKey> {
    let areas = setting.areas;
    let by_targets = targets.cells(kpi, areas, setting.boundary);
    let places = match behind {
        Behind::Figures => Universe::new(kpi, setting.measures).places(kpi, areas),
        Behind::Parts(_) | Behind::Values(..) => Places::default(),
    };
    let mut cells = places.cells(&by_targets);
    match behind {
        Behind::Figures => {}
        Behind::Parts(parts) => cells.extend(parts.cells()),
        Behind::Values(_, asked) => {
            let asked = asked.iter().copied();
            cells.extend(asked.filter(|key| asked_with(kpi, areas, *key)));
        }
    }
    cells
}

/// The targets of other KPIs, which a list of targets counts. A value is the same whatever target
/// binds it.
pub fn of_others(kpi: &Kpi, targets: &[Target]) -> Vec<Target> {
    let other = |t: &&Target| kpi.kind.parts().is_some() && t.kpi != kpi.id;
    targets.iter().filter(other).cloned().collect()
}

/// Scores all that a KPI is asked for on a boundary, with what is said of each among the others; in
/// the order of area code, period, span and target.
#[must_use]
fn score_all(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let mut scores = score_asked(kpi, setting);
    // Areas are in the order of their codes.
    scores.sort_by_key(|s| (s.key(), s.target));
    unusual::mark(kpi, &mut scores, setting.areas);
    scores
}

/// Scores all that a KPI is asked for on a boundary, each on its own: whether a value is unusual
/// among others is for [`mark_unusual`](crate::mark_unusual). In the order of the cells, several of
/// one cell in that of the targets.
#[must_use]
pub fn score_asked(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let behind = behind(kpi, setting);
    let targets = KpiTargets::new(kpi, setting.targets, setting.areas);
    let asked = asked(kpi, setting, &behind, &targets);
    let values = match &behind {
        Behind::Figures => return score(kpi, setting, (&asked, &targets), None),
        Behind::Parts(parts) => return score(kpi, setting, (&asked, &targets), Some(parts)),
        Behind::Values(values, _) => values,
    };
    let mut broken = setting.broken.clone();
    let of_broken = |item: &&Kpi| item.measures().iter().any(|m| broken.contains(*m));
    let item = kpi.kind.of_values().filter(of_broken);
    broken.extend(item.map(|item| item.id.clone()));
    let setting = Setting {
        measures: values,
        broken: &broken,
        ..setting
    };
    score(kpi, setting, (&asked, &targets), None)
}

/// Scores some cells of a KPI, by figures of its setting or by the parts that it is put together
/// from. Several scores of one cell are in the order of the targets.
pub fn score(
    kpi: &Kpi,
    setting: Setting<'_>,
    (asked, targets): (&BTreeSet<ValueKey>, &KpiTargets<'_>),
    composite: Option<&Composite>,
) -> Vec<Score> {
    let Setting {
        measures,
        declared,
        areas,
        as_of,
        ..
    } = setting;
    let found = |key: ValueKey| {
        composite.map_or_else(
            || operands(kpi, measures, key.area, key.period, key.span),
            |c| c.operands(kpi, key, setting),
        )
    };
    let named = |key: &ValueKey| -> Vec<(Period, Span)> {
        let operands = operands(kpi, &Measures::default(), key.area, key.period, key.span);
        operands.iter().map(|o| (o.period, o.span)).collect()
    };
    let ranked = kpi.kind.ranking().is_some();
    let periods = asked.iter().filter(|_| ranked).map(named).collect();
    let ranks = Ranks::new(&kpi.kind, measures, (areas, declared), &periods);
    let mut scores = Vec::new();
    let name = SharedText::from(&kpi.id);
    for key in asked.iter().copied() {
        let items = composite.map_or_else(Vec::new, |c| c.items(key));
        let base = Assessed {
            items,
            ..Assessed::new(
                (kpi, &name),
                found(key),
                &ranks,
                (key.period, key.span),
                setting,
            )
        };
        let bound = targets.binding(kpi, areas, key, |t| t.decided_by(as_of));
        if bound.is_empty() {
            scores.push(base.judge(kpi, key, None, setting));
        }
        for target in bound {
            scores.push(base.judge(kpi, key, Some(target), setting));
        }
    }
    scores
}
