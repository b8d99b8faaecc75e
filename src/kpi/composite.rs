//! KPIs that are put together from other KPIs: how many targets of a list are met, and the points
//! of a rubric.
//!
//! Each part is scored by itself, by the very code that scores it alone. What cannot be assessed in
//! a part is a reason of the whole: it counts neither as not met nor as no points. A part without
//! occasion leaves the whole, so that it is neither earned nor possible.

use crate::kpi::operands::flags_of;
use crate::kpi::setting::Setting;
use crate::model::kind::Parts as PartsOf;
use crate::model::{
    Criterion, Dec, Figure, Flag, Frequency, Item, Kpi, MeasureValue, Operand, Period, Reason,
    Role, Scheme, Score, Span, UnitId, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Area, period and span.
pub type ScorePlace = (UnitId, Period, Span);

/// The parts of a composite KPI on one boundary.
pub struct Composite {
    cells: BTreeMap<ScorePlace, Components>,
    unit: &'static str,
}

/// The parts in one place, with what their figures say of themselves.
#[derive(Default)]
struct Components {
    items: Vec<Item>,
    scheme: String,
    figure: Option<Figure>,
}

impl Composite {
    /// The parts of a KPI that is made of others; `None` for one that is made of measures.
    pub fn new(
        kpi: &Kpi,
        setting: Setting<'_>,
        score_all: impl Fn(&Kpi) -> Vec<Score>,
    ) -> Option<Composite> {
        let parts = kpi.kind.parts()?;
        let cells = match parts {
            PartsOf::Targets(items) => targets(items, setting, score_all),
            PartsOf::Criteria { schemes, field } => criteria(schemes, field, score_all),
        };
        let unit = parts.unit();
        Some(Composite { cells, unit })
    }

    /// Where there is anything to put together.
    pub fn cells(&self) -> impl Iterator<Item = ScorePlace> + '_ {
        self.cells.keys().copied()
    }

    /// The parts in one place.
    pub fn items(&self, at: ScorePlace) -> Vec<Item> {
        self.cells
            .get(&at)
            .map_or_else(Vec::new, |parts| parts.items.clone())
    }

    /// What is reached, of what could have been: numbers of targets, or points.
    pub fn operands(
        &self,
        kpi: &Kpi,
        (area, period, span): ScorePlace,
        setting: Setting<'_>,
    ) -> Vec<Operand> {
        let parts = self.cells.get(&(area, period, span));
        let operand = |role: Role, total: fn(&Item) -> Option<Dec>| {
            let found = parts.and_then(|parts| {
                let occasions = || parts.items.iter().filter(|item| !item.no_occasion());
                let value = occasions()
                    .filter_map(total)
                    .try_fold(Dec::ZERO, Dec::checked_add);
                let reasons = occasions()
                    .flat_map(|item| item.reasons.iter().copied())
                    .filter(|r| *r != Reason::NoOccasion)
                    .collect();
                let figure = Figure {
                    value,
                    unit: self.unit.to_owned(),
                    scheme: parts.scheme.clone(),
                    reasons,
                    ..parts.figure.clone()?
                };
                let boundary = setting.boundary;
                let value = MeasureValue {
                    measure: kpi.id.clone(),
                    dataset: String::new(),
                    area,
                    boundary,
                    period,
                    span,
                    figure,
                    parts: vec![],
                    pieces: vec![],
                    made: None,
                    series: crate::model::Series::default(),
                    others: vec![],
                };
                Some(Arc::new(value))
            });
            Operand {
                role,
                measure: kpi.id.clone(),
                period,
                span,
                found,
            }
        };
        vec![
            operand(Role::Part, |item| item.points),
            operand(Role::Whole, |item| item.maximum),
        ]
    }
}

/// Each target that binds one of the KPIs, as one point that is earned when it is met.
fn targets(
    kpis: &[Kpi],
    setting: Setting<'_>,
    score_all: impl Fn(&Kpi) -> Vec<Score>,
) -> BTreeMap<ScorePlace, Components> {
    let mut cells: BTreeMap<ScorePlace, Components> = BTreeMap::new();
    for kpi in kpis {
        for score in score_all(kpi)
            .into_iter()
            .filter(|s| s.span == Span::Period && s.target.is_some())
        {
            let parts = cells
                .entry((score.area, score.period, score.span))
                .or_default();
            let points = (score.verdict != Verdict::NotAssessable)
                .then(|| Dec::from_int(i64::from(score.verdict == Verdict::Met)));
            let target = score
                .target
                .and_then(|i| setting.targets.get(i))
                .map_or_else(String::new, |t| t.id.clone());
            parts.items.push(Item {
                id: target,
                field: String::new(),
                title: kpi.title.clone(),
                kpi: kpi.id.clone(),
                value: score.value.clone(),
                verdict: Some(score.verdict),
                points,
                maximum: Some(Dec::from_int(1)),
                reasons: score.reasons.clone(),
            });
            parts.absorb(&score);
            // That a target was missed within its tolerance is said of it, not of the list.
            if let Some(figure) = &mut parts.figure {
                figure
                    .flags
                    .extend(score.flags.iter().filter(|f| **f != Flag::WithinTolerance));
            }
        }
    }
    cells
}

/// The criteria of the schemes, in the years in which each holds and in which any of its KPIs has a
/// value.
fn criteria(
    schemes: &[Scheme],
    field: Option<&str>,
    score_all: impl Fn(&Kpi) -> Vec<Score>,
) -> BTreeMap<ScorePlace, Components> {
    let mut cells = BTreeMap::new();
    for scheme in schemes {
        let wanted: Vec<&Criterion> = scheme
            .criteria
            .iter()
            .filter(|c| field.is_none_or(|f| c.field == f))
            .collect();
        let scored: Vec<BTreeMap<ScorePlace, Score>> = wanted
            .iter()
            .map(|c| {
                c.item
                    .as_deref()
                    .map_or_else(BTreeMap::new, |kpi| yearly(score_all(kpi), scheme))
            })
            .collect();
        let said =
            |score: &&Score| score.value.is_some() || score.reasons.contains(&Reason::NoOccasion);
        let places: BTreeSet<ScorePlace> = scored
            .iter()
            .flat_map(BTreeMap::values)
            .filter(said)
            .map(|s| (s.area, s.period, s.span))
            .collect();
        for at in places {
            let mut parts = Components {
                scheme: scheme.id.clone(),
                ..Components::default()
            };
            for (criterion, scores) in wanted.iter().zip(&scored) {
                let score = scores.get(&at);
                parts.items.push(judged(criterion, score));
                if let Some(score) = score {
                    parts.absorb(score);
                }
            }
            cells.insert(at, parts);
        }
    }
    cells
}

/// The scores of a KPI in the years of a scheme. Every target of a place has the same value.
fn yearly(scores: Vec<Score>, scheme: &Scheme) -> BTreeMap<ScorePlace, Score> {
    let within = |s: &Score| {
        s.span == Span::Period
            && s.period.frequency() == Frequency::Annual
            && scheme.holds(s.period.year())
    };
    scores
        .into_iter()
        .filter(within)
        .map(|s| ((s.area, s.period, s.span), s))
        .collect()
}

/// A criterion with what the value of its KPI earns.
fn judged(criterion: &Criterion, score: Option<&Score>) -> Item {
    let value = score.and_then(|s| s.value.clone());
    let mut reasons = score.map_or_else(
        || BTreeSet::from([Reason::ValueMissing]),
        |s| s.reasons.clone(),
    );
    let points = match value.as_ref().map(|v| criterion.points(v)) {
        Some(Ok(points)) => Some(points),
        Some(Err(reason)) => {
            reasons.insert(reason);
            None
        }
        None => None,
    };
    Item {
        id: criterion.id.clone(),
        field: criterion.field.clone(),
        title: criterion.title.clone(),
        kpi: criterion.kpi.clone(),
        value,
        verdict: score.map(|s| s.verdict),
        points,
        maximum: Some(criterion.maximum),
        reasons,
    }
}

impl Components {
    /// Takes in what the figures behind a part say of themselves: the weakest status, the latest
    /// publication, every flag.
    fn absorb(&mut self, score: &Score) {
        for found in score.operands.iter().filter_map(|o| o.found.as_ref()) {
            let other = &found.figure;
            let figure = self.figure.get_or_insert_with(|| Figure {
                value: None,
                unit: String::new(),
                basis: String::new(),
                scheme: String::new(),
                plan_stage: None,
                rounding: Dec::ZERO,
                reasons: BTreeSet::new(),
                flags: BTreeSet::new(),
                ..other.clone()
            });
            figure.status = figure.status.min(other.status);
            figure.known_from = figure.known_from.max(other.known_from);
            figure.source_ids.extend(other.source_ids.iter().cloned());
            figure.deliveries.extend(other.deliveries.iter().cloned());
        }
        if let Some(figure) = &mut self.figure {
            figure
                .flags
                .extend(score.operands.iter().flat_map(flags_of));
            // A rank is of its period as far as the figures of all areas are.
            figure
                .flags
                .extend(score.flags.contains(&Flag::ToDate).then_some(Flag::ToDate));
        }
    }
}
