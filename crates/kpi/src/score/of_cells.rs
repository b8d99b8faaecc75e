//! The scores of a KPI in the cells that it is asked for.

use crate::composite::Composite;
use crate::kpi_value::kpi_values;
use crate::operands::{named, operands};
use crate::population::AskedPart;
use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use crate::universe::{KpiTargets, Measures, Places, Universe, ranks_area};
use crate::unusual;
use chiso_model::{AreaRegister, Kpi, Period, Score, SharedText, Span, Target, ValueKey};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Cells that one processor scores at once, while others score others.
const AT_ONCE: usize = 1 << 11;

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
        let ranked = ranked_periods(kpi, setting.part);
        let all_areas = |part| AskedPart {
            areas: None,
            periods: ranked.as_ref(),
            ..part
        };
        let setting = Setting {
            targets: &others,
            part: setting.part.map(all_areas),
            ..setting
        };
        let scores = score_all(item, setting);
        let asked = scores.iter().map(Score::key).collect();
        let values: Vec<_> = kpi_values(item, scores).collect();
        return Behind::Values(Measures::new(&values), asked);
    }
    let composite = Composite::new(kpi, setting, |part| score_all(part, setting));
    composite.map_or(Behind::Figures, Behind::Parts)
}

/// The periods of which the values of all areas are ranked, for some scores.
fn ranked_periods(kpi: &Kpi, part: Option<AskedPart<'_>>) -> Option<BTreeSet<(Period, Span)>> {
    let periods = part?.periods?.iter();
    Some(periods.flat_map(|at| named(kpi, *at)).collect())
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
    targets: &KpiTargets,
) -> BTreeSet<ValueKey> {
    let areas = setting.areas;
    let mut by_targets = targets.cells(kpi, (setting.targets, areas), setting.boundary);
    if let Some(part) = setting.part {
        by_targets = part.of_targets(by_targets);
    }
    let places = match (behind, setting.part) {
        (Behind::Figures, None) => Universe::new(kpi, setting.measures).places(kpi, areas),
        (Behind::Figures, Some(part)) => part.places(kpi),
        (Behind::Parts(_) | Behind::Values(..), _) => Places::default(),
    };
    let wanted = |key: &ValueKey| setting.part.is_none_or(|part| part.has(*key));
    let mut cells = places.cells(&by_targets);
    match behind {
        Behind::Figures => {}
        Behind::Parts(parts) => cells.extend(parts.cells().filter(wanted)),
        Behind::Values(_, asked) => {
            let asked = asked.iter().copied().filter(wanted);
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
    match setting.part {
        None => _ = unusual::mark(kpi, &mut scores, setting.areas),
        Some(part) => part.mark_unusual(kpi, &mut scores, setting.areas),
    }
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
        Behind::Figures => setting.measures,
        Behind::Parts(parts) => {
            let no_ranks = Ranks::default();
            let wanted = (Some(parts), false);
            return score(kpi, setting, (&asked, &targets), &no_ranks, wanted).scores;
        }
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
    let periods = asked.iter().map(|key| (key.period, key.span));
    let ranks = Ranks::behind(kpi, values, (setting.areas, setting.declared), periods);
    score(kpi, setting, (&asked, &targets), &ranks, (None, false)).scores
}

/// The scores of some cells.
#[derive(Default)]
pub struct Scored {
    /// Those of the targets that bind them; where none does, without one.
    pub scores: Vec<Score>,
    /// Each without a target, where that was asked for.
    pub alone: Vec<Score>,
}

/// Scores some cells of a KPI, by figures of its setting, with the rankings behind them, or by the
/// parts that it is put together from; also without targets where that is asked for. Several scores
/// of one cell are in the order of the targets.
pub fn score(
    kpi: &Kpi,
    setting: Setting<'_>,
    (asked, targets): (&BTreeSet<ValueKey>, &KpiTargets),
    ranks: &Ranks<'_>,
    (composite, want_alone): (Option<&Composite>, bool),
) -> Scored {
    let Setting {
        measures,
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
    let name = SharedText::from(&kpi.id);
    let add = |mut scored: Scored, key: &ValueKey| {
        let items = composite.map_or_else(Vec::new, |c| c.items(*key));
        let base = Assessed {
            items,
            ..Assessed::new(
                (kpi, &name),
                found(*key),
                ranks,
                (key.period, key.span),
                setting,
            )
        };
        let register = (setting.targets, areas);
        let bound = targets.binding(kpi, register, *key, |t| t.decided_by(as_of));
        let judged = |target| base.judge(kpi, *key, target, setting);
        if want_alone {
            scored.alone.push(judged(None));
        }
        if bound.is_empty() {
            scored.scores.push(judged(None));
        }
        let by_targets = bound.into_iter().map(|target| judged(Some(target)));
        scored.scores.extend(by_targets);
        scored
    };
    if asked.len() <= AT_ONCE {
        return asked.iter().fold(Scored::default(), add);
    }
    let cells: Vec<ValueKey> = asked.iter().copied().collect();
    let blocks = cells.par_chunks(AT_ONCE);
    let blocks: Vec<Scored> = blocks
        .map(|cells| cells.iter().fold(Scored::default(), add))
        .collect();
    let count = |of: fn(&Scored) -> usize| blocks.iter().map(of).sum();
    let mut all = Scored {
        scores: Vec::with_capacity(count(|block| block.scores.len())),
        alone: Vec::with_capacity(count(|block| block.alone.len())),
    };
    for block in blocks {
        all.scores.extend(block.scores);
        all.alone.extend(block.alone);
    }
    all
}
