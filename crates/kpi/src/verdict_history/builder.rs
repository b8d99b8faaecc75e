//! What is known of a KPI at one moment, and which scores the next one touches.

use crate::reads::{Dependent, dependents};
use crate::revision_code::RevisionCode;
use crate::setting::Setting;
use crate::universe::{Measures, Universe, areas_of};
use crate::verdict_history::revision::{Revision, ScoreState};
use chiso_model::{
    AreaRegister, Kpi, Measure, MeasureValue, Period, Score, Span, Target, UnitId, ValueKey, day_of,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// Every moment at which one of the KPI's measures may have changed, in order.
    pub moments: &'a BTreeSet<DateTime<Utc>>,
    /// The zone of the office, whose days count.
    pub zone: Tz,
}

/// A value of a measure that came or went.
pub(super) type Event<'a> = (&'a str, ValueKey, Option<&'a Arc<MeasureValue>>);

/// What was said last of a score, and from which figures.
pub(super) type SeenBefore =
    BTreeMap<(ValueKey, Option<usize>), (ScoreState, Vec<Option<Arc<MeasureValue>>>)>;

pub(super) struct HistoryBuilder<'a, 'k> {
    pub(super) kpi: &'k Kpi,
    pub(super) ground: HistoryInputs<'a>,
    pub(super) measures: Measures<'a>,
    pub(super) universe: Universe,
    /// What is asked; `None` before the first moment.
    pub(super) asked: Option<BTreeSet<ValueKey>>,
    pub(super) reached: Option<NaiveDate>,
}

/// What the values that came and went at a moment touch.
#[derive(Default)]
struct Taken {
    cells: BTreeSet<ValueKey>,
    slices: BTreeSet<(Period, Span)>,
    areas: BTreeSet<UnitId>,
    /// Every cell.
    all: bool,
    /// Other cells are asked for now.
    turned: bool,
}

impl<'a> HistoryBuilder<'a, '_> {
    /// Takes in what became known at a moment, and gives the cells that it touches.
    pub(super) fn step(
        &mut self,
        moment: DateTime<Utc>,
        events: Vec<Event<'a>>,
    ) -> BTreeSet<ValueKey> {
        let Taken {
            cells: mut touched,
            slices,
            areas,
            all,
            turned,
        } = self.take_in(events);
        if turned || self.asked.is_none() {
            touched.extend(self.ask_anew());
        }
        let day = day_of(moment, self.ground.zone);
        let decided = self.decided(day);
        self.reached = Some(day);
        let asked = self.asked.iter().flatten();
        touched.extend(asked.filter(|cell| {
            all || slices.contains(&(cell.period, cell.span))
                || areas.contains(&cell.area)
                || decided.contains(&cell.area)
        }));
        touched.retain(|cell| {
            self.asked
                .as_ref()
                .is_some_and(|asked| asked.contains(cell))
        });
        touched
    }

    fn take_in(&mut self, mut events: Vec<Event<'a>>) -> Taken {
        // What goes before what comes: a figure may be worked out in the place of one that was
        // stated.
        events.sort_by_key(|(.., state)| state.is_some());
        let mut taken = Taken::default();
        for (measure, key, state) in events {
            let was = self.measures.set(measure, key, state);
            if was != state.is_some() {
                taken.turned |= self.universe.count(self.kpi, measure, key, state.is_some());
            }
            for reader in dependents(self.kpi, measure, key) {
                match reader {
                    Dependent::Cell(cell) => _ = taken.cells.insert(cell),
                    Dependent::Slice(period, span) => _ = taken.slices.insert((period, span)),
                    Dependent::Area(area) => _ = taken.areas.insert(area),
                    Dependent::All => taken.all = true,
                }
            }
        }
        taken
    }

    /// Asks for what there are figures and targets for now, and gives the cells that are new.
    fn ask_anew(&mut self) -> Vec<ValueKey> {
        let HistoryInputs {
            targets,
            areas,
            boundary,
            ..
        } = self.ground;
        let asked = self.universe.cells(self.kpi, targets, areas, boundary);
        let before = self.asked.take().unwrap_or_default();
        let new = asked.difference(&before).copied().collect();
        self.asked = Some(asked);
        new
    }

    /// The areas with a target that was decided since the moment before.
    fn decided(&self, day: NaiveDate) -> BTreeSet<UnitId> {
        let since = |t: &&Target| {
            t.kpi == self.kpi.id
                && t.decided_on
                    .is_some_and(|d| d <= day && self.reached.is_some_and(|before| before < d))
        };
        self.ground
            .targets
            .iter()
            .filter(since)
            .flat_map(|t| areas_of(t, self.ground.areas, self.ground.boundary))
            .collect()
    }

    pub(super) fn setting<'s>(
        &'s self,
        moment: DateTime<Utc>,
        broken: &'s BTreeSet<String>,
    ) -> Setting<'s> {
        let HistoryInputs {
            declared,
            targets,
            areas,
            boundary,
            ..
        } = self.ground;
        let day = day_of(moment, self.ground.zone);
        Setting {
            measures: &self.measures,
            declared,
            targets,
            areas,
            boundary,
            broken,
            as_of: Some(day),
        }
    }

    pub(super) fn revision(
        &self,
        seen: &mut SeenBefore,
        known_from: DateTime<Utc>,
        score: &Score,
    ) -> Option<Revision> {
        let figures: Vec<Option<Arc<MeasureValue>>> =
            score.operands.iter().map(|o| o.found.clone()).collect();
        let (cell, target, after) = (score.key(), score.target, ScoreState::of(score));
        let (before, then) = seen.insert((cell, target), (after.clone(), figures.clone()))?;
        if before == after {
            return None;
        }
        let pairs = || {
            then.iter()
                .map(Option::as_deref)
                .zip(figures.iter().map(Option::as_deref))
        };
        Some(Revision {
            kpi: self.kpi.id.clone(),
            boundary: self.ground.boundary,
            cell,
            target,
            known_from,
            code: RevisionCode::of_score(pairs(), (before.verdict, after.verdict)),
            deliveries: brought_by(&then, &figures),
            before,
            after,
        })
    }
}

fn brought_by(
    before: &[Option<Arc<MeasureValue>>],
    after: &[Option<Arc<MeasureValue>>],
) -> BTreeSet<String> {
    let of = |figures: &[Option<Arc<MeasureValue>>]| -> BTreeSet<String> {
        figures
            .iter()
            .flatten()
            .flat_map(|v| v.figure.deliveries.iter().cloned())
            .collect()
    };
    let new: BTreeSet<String> = of(after).difference(&of(before)).cloned().collect();
    let changed = || {
        after
            .iter()
            .zip(before)
            .filter(|(now, then)| now != then)
            .filter_map(|(now, _)| now.as_ref())
    };
    if new.is_empty() {
        changed()
            .flat_map(|v| v.figure.deliveries.iter().cloned())
            .collect()
    } else {
        new
    }
}
