//! The scores of a KPI over time: every one that changed, and when that became known.
//!
//! Walks the moments at which something became known, in order, and scores at each only what it
//! touches: cells that look at a value that changed, cells that came to be asked, targets that were
//! decided. What comes out is the same for a few cells as for all, so a walk may be limited to
//! some.

use crate::kpi::reads::{Dependent, dependents};
use crate::kpi::revision_code::RevisionCode;
use crate::kpi::score::{asked, score};
use crate::kpi::setting::Setting;
use crate::kpi::universe::{Measures, Universe, area_of};
use crate::model::{
    AreaRegister, Kpi, Measure, MeasureValue, Period, Reason, Score, Span, Target, Timeline,
    UnitId, Verdict, day_of,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Area, period and span of a score.
pub type ScoreCell = (UnitId, Period, Span);

/// A score that changed at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// KPI.
    pub kpi: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Area, period and span.
    pub cell: ScoreCell,
    /// Index into the target register, if a target binds.
    pub target: Option<usize>,
    /// When the change became known.
    pub known_from: DateTime<Utc>,
    /// The score before.
    pub before: ScoreState,
    /// The score after.
    pub after: ScoreState,
    /// Why.
    pub code: RevisionCode,
    /// Deliveries behind the new score that the old one did not have; where one delivery says
    /// things of several days, those of the figures that changed.
    pub deliveries: BTreeSet<String>,
}

/// What is compared of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreState {
    /// Value.
    pub value: Option<BigRational>,
    /// Verdict.
    pub verdict: Verdict,
    /// First reason.
    pub reason: Option<Reason>,
}

impl ScoreState {
    fn of(score: &Score) -> ScoreState {
        ScoreState {
            value: score.value.clone(),
            verdict: score.verdict,
            reason: score.reasons.first().copied(),
        }
    }
}

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

/// A value of one of a KPI's measures over time.
pub type MeasureLine<'a> = (&'a str, ScoreCell, &'a Timeline<Arc<MeasureValue>>);

/// A value of a measure that came or went.
type Event<'a> = (&'a str, ScoreCell, Option<&'a Arc<MeasureValue>>);

/// Every change of the scores of a KPI, in the order in which they became known, of the cells that
/// are wanted.
#[must_use]
pub fn verdict_history<'a>(
    kpi: &Kpi,
    lines: impl IntoIterator<Item = MeasureLine<'a>>,
    ground: HistoryInputs<'a>,
    wanted: impl Fn(&ScoreCell) -> bool,
) -> Vec<Revision> {
    let mut events: BTreeMap<DateTime<Utc>, Vec<Event<'_>>> = BTreeMap::new();
    for (measure, key, line) in lines {
        for (moment, state) in line.changes() {
            events
                .entry(moment)
                .or_default()
                .push((measure, key, state));
        }
    }
    let mut walker = HistoryBuilder {
        kpi,
        ground,
        measures: Measures::default(),
        universe: Universe::default(),
        asked: None,
        reached: None,
    };
    let (mut seen, mut revisions) = (BTreeMap::new(), Vec::new());
    let broken = BTreeSet::new();
    for moment in ground.moments {
        let mut touched = walker.step(*moment, events.remove(moment).unwrap_or_default());
        if !kpi.kind.items().is_empty() {
            // Put together from other KPIs: whatever touches one of them touches it.
            touched = asked(kpi, walker.setting(*moment, &broken));
        }
        touched.retain(&wanted);
        if touched.is_empty() {
            continue;
        }
        for score in score(kpi, walker.setting(*moment, &broken), touched) {
            revisions.extend(walker.revision(&mut seen, *moment, &score));
        }
    }
    revisions
}

/// What was said last of a score, and from which figures.
type SeenBefore =
    BTreeMap<(ScoreCell, Option<usize>), (ScoreState, Vec<Option<Arc<MeasureValue>>>)>;

struct HistoryBuilder<'a, 'k> {
    kpi: &'k Kpi,
    ground: HistoryInputs<'a>,
    measures: Measures<'a>,
    universe: Universe,
    /// What is asked; `None` before the first moment.
    asked: Option<BTreeSet<ScoreCell>>,
    reached: Option<NaiveDate>,
}

impl<'a> HistoryBuilder<'a, '_> {
    /// Takes in what became known at a moment, and gives the cells that it touches.
    fn step(&mut self, moment: DateTime<Utc>, mut events: Vec<Event<'a>>) -> BTreeSet<ScoreCell> {
        let HistoryInputs {
            targets,
            areas,
            boundary,
            ..
        } = self.ground;
        // What goes before what comes: a figure may be worked out in the place of one that was
        // stated.
        events.sort_by_key(|(.., state)| state.is_some());
        let (mut touched, mut slices, mut turned) =
            (BTreeSet::new(), BTreeSet::new(), self.asked.is_none());
        for (measure, key, state) in events {
            let was = self.measures.set(measure, key, state);
            if was != state.is_some() {
                turned |= self.universe.count(self.kpi, measure, key, state.is_some());
            }
            for reader in dependents(self.kpi, measure, key) {
                match reader {
                    Dependent::Cell(unit, period, span) => _ = touched.insert((unit, period, span)),
                    Dependent::Slice(period, span) => _ = slices.insert((period, span)),
                }
            }
        }
        if turned {
            let asked = self.universe.cells(self.kpi, targets, areas, boundary);
            touched.extend(asked.iter().filter(|cell| {
                self.asked
                    .as_ref()
                    .is_none_or(|before| !before.contains(*cell))
            }));
            self.asked = Some(asked);
        }
        let day = day_of(moment, self.ground.zone);
        let decided = self.decided(day);
        self.reached = Some(day);
        let asked = self.asked.iter().flatten();
        touched.extend(asked.filter(|(unit, period, span)| {
            slices.contains(&(*period, *span)) || decided.contains(unit)
        }));
        touched.retain(|cell| {
            self.asked
                .as_ref()
                .is_some_and(|asked| asked.contains(cell))
        });
        touched
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
            .filter_map(|t| area_of(t, self.ground.areas, self.ground.boundary))
            .collect()
    }

    fn setting<'s>(&'s self, moment: DateTime<Utc>, broken: &'s BTreeSet<String>) -> Setting<'s> {
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

    fn revision(
        &self,
        seen: &mut SeenBefore,
        known_from: DateTime<Utc>,
        score: &Score,
    ) -> Option<Revision> {
        let figures: Vec<Option<Arc<MeasureValue>>> =
            score.operands.iter().map(|o| o.found.clone()).collect();
        let (cell, target, after) = (
            (score.area, score.period, score.span),
            score.target,
            ScoreState::of(score),
        );
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
