//! What is known of a KPI at one moment, and which scores the next one touches.

use crate::composite::Composite;
use crate::rank::{LastRankings, Ranks};
use crate::sampling::of_survey;
use crate::score::{Scored, of_others, score};
use crate::setting::Setting;
use crate::universe::{KpiTargets, Measures, Places, areas_of};
use crate::verdict_history::affected::Affected;
use crate::verdict_history::asked::Asked;
use crate::verdict_history::figures::{Event, Figures, NewValues, Touched};
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
    of_kpi: KpiTargets,
    behind: Behind<'a, 'k>,
    asked: Asked,
    rankings: LastRankings,
    reached: Option<NaiveDate>,
    /// Others rank its values.
    ranked: bool,
}

/// What stands behind the scores of a KPI.
enum Behind<'a, 'k> {
    /// Figures of measures.
    Figures(Box<Figures>),
    /// The values of another KPI, which is walked with it or along with others that rank them.
    Values(Option<Box<KpiAtMoment<'a, 'k>>>, Measures),
    /// Other KPIs, which are put together.
    Parts(Vec<Part<'a, 'k>>),
}

/// A KPI that another one is put together from, with its scores.
struct Part<'a, 'k> {
    known: KpiAtMoment<'a, 'k>,
    scores: BTreeMap<ValueKey, Vec<Score>>,
}

impl<'a, 'k> KpiAtMoment<'a, 'k> {
    /// Before the first moment, with all that stands behind it.
    pub(super) fn new(kpi: &'k Kpi, ground: HistoryInputs<'a>, targets: Cow<'a, [Target]>) -> Self {
        let mut known = KpiAtMoment::above(kpi, ground, targets);
        if let (Behind::Values(behind, _), Some(item)) = (&mut known.behind, kpi.kind.of_values()) {
            let others = Cow::Owned(of_others(item, &known.targets));
            let item = KpiAtMoment::new(item, ground, others).ranked();
            *behind = Some(Box::new(item));
        }
        known
    }

    /// As one whose values others rank.
    pub(super) fn ranked(self) -> Self {
        KpiAtMoment {
            ranked: true,
            ..self
        }
    }

    /// Before the first moment; the KPI whose values it ranks is walked along with it.
    pub(super) fn above(
        kpi: &'k Kpi,
        ground: HistoryInputs<'a>,
        targets: Cow<'a, [Target]>,
    ) -> Self {
        let behind = if kpi.kind.of_values().is_some() {
            Behind::Values(None, Measures::default())
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
        let by_targets = of_kpi.cells(kpi, (&targets, ground.areas), ground.boundary);
        KpiAtMoment {
            kpi,
            ground,
            targets,
            of_kpi,
            behind,
            asked: Asked::new(by_targets),
            rankings: LastRankings::default(),
            reached: None,
            ranked: false,
        }
    }

    /// Whether a cell is asked.
    pub(super) fn asks(&self, cell: ValueKey) -> bool {
        self.asked.has(cell)
    }

    /// The areas and periods that figures of measures make it be asked for.
    pub(super) fn places(&self) -> Places {
        match &self.behind {
            Behind::Figures(figures) => figures.places.clone(),
            Behind::Values(..) | Behind::Parts(_) => Places::default(),
        }
    }

    /// The day whose areas it is of.
    pub(super) const fn boundary(&self) -> NaiveDate {
        self.ground.boundary
    }

    /// The day of the last moment; none before the first.
    pub(super) const fn reached(&self) -> Option<NaiveDate> {
        self.reached
    }

    /// Takes in what became known at a moment, and scores what that touches.
    pub(super) fn step(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> Touched {
        let affected = self.take_in(moment, events);
        self.go_on(moment, affected)
    }

    /// The same of one that ranks the values of a KPI walked along with it.
    pub(super) fn step_above(&mut self, moment: DateTime<Utc>, new: &NewValues) -> Touched {
        let affected = self.take_in_values(new);
        self.go_on(moment, affected)
    }

    /// Scores what a moment touches.
    fn go_on(&mut self, moment: DateTime<Utc>, mut affected: Affected) -> Touched {
        let day = day_of(moment, self.ground.zone);
        affected.all |= self.reached.is_none();
        affected.areas.extend(self.decided(day));
        self.reached = Some(day);
        self.scores(affected, day)
    }

    /// Takes in what became known at a moment, and gives what it touches.
    fn take_in(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> Affected {
        let of_kpi = (self.kpi, self.ground.areas);
        match &mut self.behind {
            Behind::Figures(figures) => figures.take_in(of_kpi, events, &mut self.asked),
            Behind::Values(item, _) => {
                let step = |item: &mut Box<KpiAtMoment<'a, '_>>| item.step(moment, events).values;
                let new = item.as_mut().map(step).unwrap_or_default();
                self.take_in_values(&new)
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

    /// Takes in new values of the KPI that it ranks.
    fn take_in_values(&mut self, new: &NewValues) -> Affected {
        let Behind::Values(_, values) = &mut self.behind else {
            return Affected::default();
        };
        new.take_in((self.kpi, self.ground.areas), values, &mut self.asked)
    }

    /// What is touched, scored where it is asked.
    fn scores(&mut self, affected: Affected, day: NaiveDate) -> Touched {
        let (none, broken) = (Measures::default(), BTreeSet::new());
        let HistoryInputs {
            areas, declared, ..
        } = self.ground;
        let setting = Setting {
            measures: match &self.behind {
                Behind::Figures(figures) => &figures.measures,
                Behind::Values(_, values) => values,
                Behind::Parts(_) => &none,
            },
            declared,
            targets: &self.targets,
            areas,
            boundary: self.ground.boundary,
            broken: &broken,
            as_of: Some(day),
            // That a period ends revises nothing: what a figure lacked is `not_assessable` here.
            not_due_from: None,
            part: None,
        };
        let periods = affected.periods(&self.asked).into_iter();
        let ranks = Ranks::behind(self.kpi, setting.measures, (areas, declared), periods);
        let moved = if of_survey(self.kpi, declared) {
            // The errors of other areas leave places open.
            BTreeMap::new()
        } else {
            self.rankings.moved(&ranks)
        };
        let cells = affected.touched(&self.asked, &moved);
        if cells.is_empty() {
            return Touched::default();
        }
        let composite = composite(self.kpi, &self.behind, setting, &cells);
        if let Some(composite) = &composite {
            let there: BTreeSet<ValueKey> = composite.cells().collect();
            for key in &cells {
                self.asked.set(*key, there.contains(key));
            }
        }
        let asked = cells.iter().copied().filter(|key| self.asked.has(*key));
        let asked = (&asked.collect(), &self.of_kpi);
        let wanted = (composite.as_ref(), self.ranked);
        let Scored { scores, alone } = score(self.kpi, setting, asked, &ranks, wanted);
        let by_figures = |key: &ValueKey| match &self.behind {
            Behind::Figures(figures) => figures.places.has(*key),
            Behind::Values(..) | Behind::Parts(_) => self.asked.has(*key),
        };
        let values = if self.ranked {
            let asked = cells.iter().map(|key| (*key, by_figures(key)));
            NewValues::new(self.kpi, asked, alone)
        } else {
            NewValues::default()
        };
        Touched {
            cells,
            scores,
            values,
        }
    }

    /// The areas with a target that was decided since the moment before.
    fn decided(&self, day: NaiveDate) -> BTreeSet<UnitId> {
        let HistoryInputs {
            areas, boundary, ..
        } = self.ground;
        let since = self.reached.into_iter();
        let since = since.flat_map(|before| self.of_kpi.decided(before, day));
        since
            .filter_map(|i| self.targets.get(i))
            .flat_map(|t| areas_of(t, areas, boundary))
            .collect()
    }
}

/// What the parts behind a KPI add up to in some cells.
fn composite(
    kpi: &Kpi,
    behind: &Behind<'_, '_>,
    setting: Setting<'_>,
    cells: &BTreeSet<ValueKey>,
) -> Option<Composite> {
    let Behind::Parts(parts) = behind else {
        return None;
    };
    let of_part = |item: &Kpi| {
        let part = parts.iter().find(|p| std::ptr::eq(p.known.kpi, item));
        let scores = |key| part.and_then(|part| part.scores.get(key));
        cells.iter().filter_map(scores).flatten().cloned().collect()
    };
    Composite::new(kpi, setting, of_part)
}

impl<'a> Part<'a, '_> {
    /// Takes in what became known at a moment, and gives the cells that it touches.
    fn step(&mut self, moment: DateTime<Utc>, events: &[Event<'a>]) -> BTreeSet<ValueKey> {
        let Touched { cells, scores, .. } = self.known.step(moment, events);
        for key in &cells {
            self.scores.remove(key);
        }
        for score in scores {
            self.scores.entry(score.key()).or_default().push(score);
        }
        cells
    }
}
