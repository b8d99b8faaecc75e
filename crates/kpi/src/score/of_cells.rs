//! The scores of a KPI in the cells that it is asked for.

use crate::composite::Composite;
use crate::kpi_values::kpi_values;
use crate::operands::operands;
use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use crate::universe::{Measures, Universe, asked_by_targets, binding, ranks_area};
use crate::unusual;
use chiso_model::{Kpi, Score, Target, ValueKey};
use std::collections::BTreeSet;

/// Every area, period and span that a KPI is answered for on a boundary.
fn asked(kpi: &Kpi, setting: Setting<'_>, composite: Option<&Composite>) -> BTreeSet<ValueKey> {
    let Setting {
        measures,
        targets,
        areas,
        boundary,
        ..
    } = setting;
    if let Some(item) = kpi.kind.of_values() {
        return asked_of_values(kpi, item, setting);
    }
    match composite {
        Some(parts) => parts
            .cells()
            .chain(asked_by_targets(kpi, targets, areas, boundary))
            .collect(),
        None => Universe::new(kpi, measures).cells(kpi, targets, areas, boundary),
    }
}

/// Where a KPI that takes the values of another one is answered for: where that one is, and what
/// targets ask for.
fn asked_of_values(kpi: &Kpi, item: &Kpi, setting: Setting<'_>) -> BTreeSet<ValueKey> {
    let (targets, areas, boundary) = (setting.targets, setting.areas, setting.boundary);
    let fits = |key: &ValueKey| {
        ranks_area(&kpi.kind, areas, key.area) && kpi.kind.fits(key.period, key.span)
    };
    let others = of_others(item, targets);
    let setting = Setting {
        targets: &others,
        ..setting
    };
    let cells = asked(item, setting, composite(item, setting).as_ref());
    let cells = cells.into_iter().filter(fits);
    cells
        .chain(asked_by_targets(kpi, targets, areas, boundary))
        .collect()
}

/// The targets of other KPIs, which a list of targets counts. A value is the same whatever target
/// binds it.
fn of_others(kpi: &Kpi, targets: &[Target]) -> Vec<Target> {
    let other = |t: &&Target| kpi.kind.parts().is_some() && t.kpi != kpi.id;
    targets.iter().filter(other).cloned().collect()
}

/// The parts of a KPI that is put together from others, each scored by the same code that scores it
/// alone.
fn composite(kpi: &Kpi, setting: Setting<'_>) -> Option<Composite> {
    Composite::new(kpi, setting, |part| score_all(part, setting))
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
    let composite = composite(kpi, setting);
    let asked = asked(kpi, setting, composite.as_ref());
    score_with(kpi, setting, asked, composite.as_ref())
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
    score_with(kpi, setting, asked, composite(kpi, setting).as_ref())
}

/// Scores cells from figures, or from the values of another KPI.
fn score_with(
    kpi: &Kpi,
    setting: Setting<'_>,
    asked: impl IntoIterator<Item = ValueKey>,
    composite: Option<&Composite>,
) -> Vec<Score> {
    let Some(item) = kpi.kind.of_values() else {
        return score_figures(kpi, setting, asked, composite);
    };
    let others = of_others(item, setting.targets);
    let of_item = Setting {
        targets: &others,
        ..setting
    };
    let values = kpi_values(item, score_all(item, of_item));
    let measures = Measures::new(&values);
    let mut broken = setting.broken.clone();
    let lacks = item.measures().iter().any(|m| broken.contains(*m));
    broken.extend(lacks.then(|| item.id.clone()));
    let setting = Setting {
        measures: &measures,
        broken: &broken,
        ..setting
    };
    score_figures(kpi, setting, asked, composite)
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
