//! What is known of a KPI at one moment, and which scores the next one touches.

use crate::composite::Composite;
use crate::score::{of_others, score};
use crate::setting::Setting;
use crate::universe::{KpiTargets, Measures, areas_of};
use crate::verdict_history::affected::Affected;
use crate::verdict_history::asked::Asked;
use crate::verdict_history::figures::{Event, Figures, Touched, take_in_values};
use chiso_model::{AreaRegister, Kpi, Measure, Score, Target, UnitId, ValueKey, day_of};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a KPI is walked with, on one boundary.
#[derive(Clone, Copy)]
pub struct HistoryInputs<'a> {
    /// The measures as declared.
    pub declared: &'a [Measure],
    /// The target register.
    pub targets: &'a [Target],
    /// The area register.
    pub areas: &'a AreaRegister,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Every moment at which one of the KPI's measures may have changed, or a target was decided, in
    /// order.
    pub moments: &'a BTreeSet<DateTime<Utc>>,
    /// The zone of the office, whose days count.
    pub zone: Tz,
}

/// A KPI at a moment, with those that stand behind it.
pub(super) struct KpiAtMoment<'a, 'k> {
    kpi: &'k Kpi,
    ground: HistoryInputs<'a>,
    targets: Cow<'a, [Target]>,
    behind: Behind<'a, 'k>,
    asked: Asked,
    reached: Option<NaiveDate>,
}

/// What stands behind the scores of a KPI.
enum Behind<'a, 'k> {
    /// Figures of measures.
    Figures(Box<Figures>),
    /// The values of another KPI.
    Values(Box<KpiAtMoment<'a, 'k>>, Measures),
    /// Other KPIs, which are put together.
    Parts(Vec<Part<'a, 'k>>),
}

/// A KPI that another one is put together from, with its scores.
struct Part<'a, 'k> {
    known: KpiAtMoment<'a, 'k>,
    scores: BTreeMap<ValueKey, Vec<Score>>,
}

impl<'a, 'k> KpiAtMoment<'a, 'k> {
    /// Before the first moment.
    pub(super) fn new(kpi: &'k Kpi, ground: HistoryInputs<'a>, targets: Cow<'a, [Target]>) -> Self {
        let behind = if let Some(item) = kpi.kind.of_values() {
            let others = Cow::Owned(of_others(item, &targets));
            let known = KpiAtMoment::new(item, ground, others);
            Behind::Values(Box::new(known), Measures::default())
        } else if let Some(parts) = kpi.kind.parts() {
            let part = |item: &'k Kpi| Part {
                known: KpiAtMoment::new(item, ground, targets.clone()),
                scores: BTreeMap::new(),
            };
            Behind::Parts(parts.items().into_iter().map(part).collect())
        } else {
            Behind::Figures(Box::default())
        };
        let of_kpi = KpiTargets::new(kpi, &targets, ground.areas);
        let by_targets = of_kpi.cells(kpi, ground.areas, ground.boundary);
        KpiAtMoment {
            kpi,
            ground,
            targets,
            behind,
            asked: Asked::new(by_targets),
            reached: None,
        }
    }

    /// Takes in what became known at a moment, and scores what that touches.
    pub(super) fn step(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> Touched {
        let mut affected = self.take_in(moment, events);
        let day = day_of(moment, self.ground.zone);
        affected.all |= self.reached.is_none();
        affected.areas.extend(self.decided(day));
        self.reached = Some(day);
        let cells = affected.touched(&self.asked);
        if cells.is_empty() {
            return Touched::default();
        }
        let scores = self.scores(&cells, day);
        Touched { cells, scores }
    }

    /// Takes in what became known at a moment, and gives what it touches.
    fn take_in(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> Affected {
        let of_kpi = (self.kpi, self.ground.areas);
        match &mut self.behind {
            Behind::Figures(figures) => figures.take_in(of_kpi, events, &mut self.asked),
            Behind::Values(item, values) => {
                let touched = item.step(moment, events);
                let of_item = (item.kpi, &item.asked);
                take_in_values(of_kpi, of_item, touched, values, &mut self.asked)
            }
            Behind::Parts(parts) => {
                let mut affected = Affected::default();
                for part in parts {
                    affected.cells.extend(part.step(moment, events));
                }
                affected
            }
        }
    }

    /// The scores of those of some cells that are asked.
    fn scores(&mut self, cells: &BTreeSet<ValueKey>, day: NaiveDate) -> Vec<Score> {
        let (none, broken) = (Measures::default(), BTreeSet::new());
        let areas = self.ground.areas;
        let setting = Setting {
            measures: match &self.behind {
                Behind::Figures(figures) => &figures.measures,
                Behind::Values(_, values) => values,
                Behind::Parts(_) => &none,
            },
            declared: self.ground.declared,
            targets: &self.targets,
            areas,
            boundary: self.ground.boundary,
            broken: &broken,
            as_of: Some(day),
            // That a period ends revises nothing: what a figure lacked is `not_assessable` here.
            not_due_from: None,
        };
        let composite = self.composite(setting, cells);
        if let Some(composite) = &composite {
            let there: BTreeSet<ValueKey> = composite.cells().collect();
            for key in cells {
                self.asked.set(*key, there.contains(key));
            }
        }
        let asked = cells.iter().copied().filter(|key| self.asked.has(*key));
        let targets = KpiTargets::new(self.kpi, &self.targets, areas);
        let asked = (&asked.collect(), &targets);
        score(self.kpi, setting, asked, composite.as_ref())
    }

    /// What the parts add up to in some cells.
    fn composite(&self, setting: Setting<'_>, cells: &BTreeSet<ValueKey>) -> Option<Composite> {
        let Behind::Parts(parts) = &self.behind else {
            return None;
        };
        let of_part = |item: &Kpi| {
            let part = parts.iter().find(|p| std::ptr::eq(p.known.kpi, item));
            let scores = |key| part.and_then(|part| part.scores.get(key));
            cells.iter().filter_map(scores).flatten().cloned().collect()
        };
        Composite::new(self.kpi, setting, of_part)
    }

    /// The areas with a target that was decided since the moment before.
    fn decided(&self, day: NaiveDate) -> BTreeSet<UnitId> {
        let since = |t: &&Target| {
            t.kpi == self.kpi.id
                && t.decided_on
                    .is_some_and(|d| d <= day && self.reached.is_some_and(|before| before < d))
        };
        let decided = self.targets.iter().filter(since);
        decided
            .flat_map(|t| areas_of(t, self.ground.areas, self.ground.boundary))
            .collect()
    }
}

impl<'a> Part<'a, '_> {
    /// Takes in what became known at a moment, and gives the cells that it touches.
    fn step(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> BTreeSet<ValueKey> {
        let Touched { cells, scores } = self.known.step(moment, events);
        for key in &cells {
            self.scores.remove(key);
        }
        for score in scores {
            self.scores.entry(score.key()).or_default().push(score);
        }
        cells
    }
}
