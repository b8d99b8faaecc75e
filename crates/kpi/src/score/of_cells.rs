//! The scores of a KPI in the cells that it is asked for.

use crate::composite::Composite;
use crate::kpi_values::kpi_values;
use crate::operands::operands;
use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use crate::universe::{Measures, Universe, asked_by_targets, binding, ranks_area};
use crate::unusual;
use chiso_model::{Kpi, MeasureValue, Score, Target, ValueKey};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stands behind the values of a KPI.
enum Behind {
    /// Figures of measures.
    Figures,
    /// Parts, each scored by the same code that scores it alone.
    Parts(Composite),
    /// The values of another KPI, and where that one is answered for.
    Values(Vec<Arc<MeasureValue>>, BTreeSet<ValueKey>),
}

fn behind(kpi: &Kpi, setting: Setting<'_>) -> Behind {
    if let Some(item) = kpi.kind.of_values() {
        let others = of_others(item, setting.targets);
        let setting = Setting {
            targets: &others,
            ..setting
        };
        let scores = score_all(item, setting);
        let key = |s: &Score| ValueKey {
            area: s.area,
            period: s.period,
            span: s.span,
        };
        let asked = scores.iter().map(key).collect();
        return Behind::Values(kpi_values(item, scores), asked);
    }
    let composite = Composite::new(kpi, setting, |part| score_all(part, setting));
    composite.map_or(Behind::Figures, Behind::Parts)
}

/// Every area, period and span that a KPI is answered for on a boundary.
fn asked(kpi: &Kpi, setting: Setting<'_>, behind: &Behind) -> BTreeSet<ValueKey> {
    let (targets, areas, boundary) = (setting.targets, setting.areas, setting.boundary);
    let by_targets = || asked_by_targets(kpi, targets, areas, boundary);
    match behind {
        Behind::Parts(parts) => parts.cells().chain(by_targets()).collect(),
        Behind::Values(_, asked) => {
            let fits = |key: &&ValueKey| {
                ranks_area(&kpi.kind, areas, key.area) && kpi.kind.fits(key.period, key.span)
            };
            let asked = asked.iter().filter(fits).copied();
            asked.chain(by_targets()).collect()
        }
        Behind::Figures => {
            Universe::new(kpi, setting.measures).cells(kpi, targets, areas, boundary)
        }
    }
}

/// The targets of other KPIs, which a list of targets counts. A value is the same whatever target
/// binds it.
fn of_others(kpi: &Kpi, targets: &[Target]) -> Vec<Target> {
    let other = |t: &&Target| kpi.kind.parts().is_some() && t.kpi != kpi.id;
    targets.iter().filter(other).cloned().collect()
}

/// Scores all that a KPI is asked for on a boundary, with what is said of each among the others; in
/// the order of area code, period, span and target.
#[must_use]
fn score_all(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let mut scores = score_asked(kpi, setting);
    scores.sort_by_cached_key(|s| {
        (
            setting.areas.unit(s.area).code.clone(),
            s.period,
            s.span,
            s.target,
        )
    });
    unusual::mark(kpi, &mut scores, setting.areas);
    scores
}

/// Scores all that a KPI is asked for on a boundary, each on its own.
#[must_use]
pub fn score_asked(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let behind = behind(kpi, setting);
    score_with(kpi, setting, asked(kpi, setting, &behind), &behind)
}

/// Scores some cells of a KPI on a boundary, each on its own: whether a value is unusual among
/// others is for [`mark_unusual`](crate::mark_unusual). In the order of `asked`, several of
/// one cell in that of the targets.
#[must_use]
pub fn score(
    kpi: &Kpi,
    setting: Setting<'_>,
    asked: impl IntoIterator<Item = ValueKey>,
) -> Vec<Score> {
    score_with(kpi, setting, asked, &behind(kpi, setting))
}

fn score_with(
    kpi: &Kpi,
    setting: Setting<'_>,
    asked: impl IntoIterator<Item = ValueKey>,
    behind: &Behind,
) -> Vec<Score> {
    let values = match behind {
        Behind::Figures => return score_figures(kpi, setting, asked, None),
        Behind::Parts(parts) => return score_figures(kpi, setting, asked, Some(parts)),
        Behind::Values(values, _) => values,
    };
    let measures = Measures::new(values);
    let mut broken = setting.broken.clone();
    let of_broken = |item: &&Kpi| item.measures().iter().any(|m| broken.contains(*m));
    let item = kpi.kind.of_values().filter(of_broken);
    broken.extend(item.map(|item| item.id.clone()));
    let setting = Setting {
        measures: &measures,
        broken: &broken,
        ..setting
    };
    score_figures(kpi, setting, asked, None)
}

fn score_figures(
    kpi: &Kpi,
    setting: Setting<'_>,
    asked: impl IntoIterator<Item = ValueKey>,
    composite: Option<&Composite>,
) -> Vec<Score> {
    let Setting {
        measures,
        declared,
        targets,
        areas,
        as_of,
        ..
    } = setting;
    let ranks = Ranks::new(&kpi.kind, measures, areas, declared);
    let mut scores = Vec::new();
    for key in asked {
        let ValueKey { area, period, span } = key;
        let found = composite.map_or_else(
            || operands(kpi, measures, area, period, span),
            |c| c.operands(kpi, key, setting),
        );
        let items = composite.map_or_else(Vec::new, |c| c.items(key));
        let bound: Vec<(usize, &Target)> =
            binding(targets, kpi, areas, area, (period, span), |t| {
                t.decided_by(as_of)
            })
            .collect();
        let base = Assessed {
            items,
            ..Assessed::new(kpi, found, &ranks, (period, span), setting)
        };
        if bound.is_empty() {
            scores.push(base.judge(kpi, key, None, setting));
        }
        for target in bound {
            scores.push(base.judge(kpi, key, Some(target), setting));
        }
    }
    scores
}
