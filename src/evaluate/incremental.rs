//! Tables → measures → scores with their history, and how little of it has to be done again when
//! some cells changed.
//!
//! What was computed is kept with its history. When the rows of some cells are others now, only
//! what is made of them is made again: values that a changed cell is part of, scores that look at a
//! changed value. Everything else is what it was. The result is the same as when all of it is
//! computed, which is what happens when nothing was kept; the tests hold the two against each
//! other.

use crate::evaluate::alternatives::alternatives;
use crate::evaluate::backtests::backtests;
use crate::evaluate::history::{History, changes};
use crate::evaluate::inputs::{Inputs, associations, broken_measures, faults, moments, settings};
use crate::evaluate::results::Computed;
use crate::kpi::{self, Dependent, HistoryInputs, Measures, Presence, Revision, ScoreCell};
use crate::model::{Kpi, Measure, Period, Score, Span, Target, UnitId, any_presence, day_of};
use crate::rollup::Differences;
use crate::series::{self, OverTime, PresenceChanges, ValueKey, Values, ValuesUpdated};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What was computed, with all that is needed to do only a part of it again. It fits one
/// configuration, one program and one set of registers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Values over time, by measure and boundary.
    values: BTreeMap<(String, NaiveDate), Values>,
    /// Scores and revisions, by KPI and boundary.
    scores: BTreeMap<(String, NaiveDate), Scored>,
    /// Measures with a source that was broken.
    broken: BTreeSet<String>,
}

/// The scores of a KPI on a boundary.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Scored {
    /// Each by itself, before what is said of it among others.
    scores: Vec<Score>,
    revisions: Vec<Revision>,
    /// The moments at which the measures of the KPI may have changed.
    moments: BTreeSet<DateTime<Utc>>,
}

/// What was kept, and the cells of each dataset that are others since.
#[derive(Default)]
pub struct CachedState {
    /// What was kept.
    pub kept: Kept,
    /// What changed since.
    pub changed: BTreeMap<String, Differences>,
}

/// How much was made, of how much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvaluatedShare {
    /// Values of measures that were made.
    pub values: usize,
    /// Values of measures.
    pub of_values: usize,
    /// Scores that were made.
    pub scores: usize,
    /// Scores.
    pub of_scores: usize,
}

/// What came out.
pub struct Evaluated {
    /// The present.
    pub computed: Computed,
    /// The past.
    pub history: History,
    /// What to keep for the next time.
    pub kept: Kept,
    /// How much was made.
    pub made: EvaluatedShare,
}

/// The present and the history of all measures and KPIs, from the beginning.
#[must_use]
pub fn judged(inputs: Inputs<'_>) -> (Computed, History) {
    let Evaluated {
        computed, history, ..
    } = judge(inputs, None);
    (computed, history)
}

/// The present and the history of all measures and KPIs; from what was kept, when there is that.
/// What has been revised so far says which verdicts stand on a knife edge.
#[must_use]
pub fn judge(inputs: Inputs<'_>, mut before: Option<CachedState>) -> Evaluated {
    let mut computed = Computed {
        findings: faults(inputs),
        ..Computed::default()
    };
    let (values, mended) = values(inputs, before.as_mut());
    let places = || {
        inputs
            .measures
            .iter()
            .flat_map(|m| inputs.boundaries.iter().map(move |b| (m.id.clone(), *b)))
    };
    computed.values = places()
        .filter_map(|place| values.get(&place))
        .flat_map(|v| v.at(inputs.areas, inputs.as_of))
        .cloned()
        .collect();
    let latest = moments(inputs, inputs.measures)
        .last()
        .map(|moment| day_of(*moment, inputs.zone));
    computed.known_at = if computed.values.is_empty() {
        None
    } else {
        latest
    };
    let broken = broken_measures(inputs);
    let judging = Evaluation {
        inputs,
        values: &values,
        mended: &mended,
        broken: &broken,
        kept: before.as_ref().map(|b| &b.kept),
    };
    let tasks: Vec<(&NaiveDate, &Kpi)> = inputs
        .boundaries
        .iter()
        .flat_map(|b| inputs.kpis.iter().map(move |k| (b, k)))
        .collect();
    let on: BTreeMap<NaiveDate, Measures<'_>> = inputs
        .boundaries
        .iter()
        .map(|b| {
            (
                *b,
                Measures::new(computed.values.iter().filter(|v| v.boundary == *b)),
            )
        })
        .collect();
    let results: Vec<(Scored, usize)> = tasks
        .par_iter()
        .map(|(boundary, kpi)| judging.scored(kpi, **boundary, &on[*boundary]))
        .collect();
    let said = places()
        .filter_map(|place| values.get(&place))
        .flat_map(|v| changes(v, inputs.as_of))
        .collect();
    let mut history = History {
        measures: said,
        revisions: Vec::new(),
    };
    let revised = history.revised(inputs.measures);
    let mut made = EvaluatedShare {
        values: mended.values().map(|m| m.made).sum(),
        of_values: values.values().map(Values::len).sum(),
        ..EvaluatedShare::default()
    };
    let mut kept = Kept {
        broken: broken.clone(),
        ..Kept::default()
    };
    for ((boundary, kpi), (scored, count)) in tasks.into_iter().zip(results) {
        made.scores += count;
        made.of_scores += scored.scores.len();
        let mut marked = scored.scores.clone();
        kpi::mark_unusual(kpi, &mut marked, inputs.areas);
        for score in &mut marked {
            revised.mark(kpi, score);
        }
        computed.scores.extend(marked);
        history.revisions.extend(scored.revisions.iter().cloned());
        kept.scores.insert((kpi.id.clone(), *boundary), scored);
    }
    let kind_of = |id: &str| inputs.kpis.iter().find(|k| k.id == id).map(|k| &k.kind);
    kpi::mark_calendar(kind_of, &mut computed.scores, inputs.calendar);
    computed.associations = associations(inputs, &computed.values, &computed.scores);
    computed.alternatives = alternatives(inputs, &computed, &history);
    computed.backtests = backtests(inputs, &computed);
    kept.values = values;
    Evaluated {
        computed,
        history,
        kept,
        made,
    }
}

/// Values by measure and boundary.
type ByPlace<T> = BTreeMap<(String, NaiveDate), T>;

/// The values of all measures over time, and what of them was made.
fn values(
    inputs: Inputs<'_>,
    mut before: Option<&mut CachedState>,
) -> (ByPlace<Values>, ByPlace<ValuesUpdated>) {
    let mut tasks = Vec::new();
    for measure in inputs.measures {
        for boundary in inputs.boundaries {
            let held = before
                .as_mut()
                .and_then(|b| b.kept.values.remove(&(measure.id.clone(), *boundary)));
            tasks.push((measure, *boundary, held));
        }
    }
    let changed = before.map(|b| &b.changed);
    let bring = |(measure, boundary, held): (&Measure, NaiveDate, Option<Values>)| {
        let sources = || measure.sources.iter().enumerate();
        let over_time = || {
            let lines = sources().filter_map(|(place, s)| {
                Some((
                    s.dataset.as_str(),
                    inputs.tables.get(&s.dataset)?.lines(&measure.id, place)?,
                ))
            });
            OverTime::new(
                measure,
                inputs.areas,
                boundary,
                lines.flat_map(|(dataset, lines)| {
                    lines.iter().map(move |(key, line)| (dataset, key, line))
                }),
            )
        };
        let place = (measure.id.clone(), boundary);
        if measure.is_made() {
            let (all, mended) = made_of_others(inputs, measure, boundary, held.zip(changed));
            return (place, all, mended);
        }
        if let (Some(mut held), Some(changed)) = (held, changed) {
            let of = |(place, s): (usize, &crate::model::MeasureSource)| {
                changed.get(&s.dataset)?.get(&(measure.id.clone(), place))
            };
            let cells: Vec<_> = sources().filter_map(of).flatten().collect();
            let mended = if cells.is_empty() {
                ValuesUpdated::default()
            } else {
                over_time().mend(&mut held, cells)
            };
            return (place, held, mended);
        }
        let (all, mended) = over_time().all();
        (place, all, mended)
    };
    let made: Vec<_> = tasks.into_par_iter().map(bring).collect();
    let (mut all, mut mended) = (BTreeMap::new(), BTreeMap::new());
    for (place, values, what) in made {
        all.insert(place.clone(), values);
        mended.insert(place, what);
    }
    (all, mended)
}

/// The values of a measure that is made from others: as they were when no cell behind them changed,
/// else made again.
fn made_of_others(
    inputs: Inputs<'_>,
    measure: &Measure,
    boundary: NaiveDate,
    before: Option<(Values, &BTreeMap<String, Differences>)>,
) -> (Values, ValuesUpdated) {
    let sources = || {
        measure.behind(inputs.measures).into_iter().flat_map(|m| {
            m.sources
                .iter()
                .enumerate()
                .map(move |(place, s)| (m, place, s))
        })
    };
    let touched = |changed: &BTreeMap<String, Differences>| {
        sources().any(|(m, place, s)| {
            changed
                .get(&s.dataset)
                .is_some_and(|d| d.contains_key(&(m.id.clone(), place)))
        })
    };
    let held = match before {
        Some((held, changed)) if !touched(changed) => return (held, ValuesUpdated::default()),
        Some((held, _)) => held,
        None => Values::default(),
    };
    let lines = sources()
        .filter_map(|(m, place, s)| inputs.tables.get(&s.dataset)?.lines(&m.id, place))
        .flat_map(BTreeMap::values);
    let all = series::made_of_others(measure, inputs.measures, (inputs.areas, boundary), lines);
    let changed = all.differences(&held);
    let made = all.len();
    (all, ValuesUpdated { made, changed })
}

struct Evaluation<'a> {
    inputs: Inputs<'a>,
    values: &'a ByPlace<Values>,
    mended: &'a ByPlace<ValuesUpdated>,
    broken: &'a BTreeSet<String>,
    kept: Option<&'a Kept>,
}

/// Which cells of a KPI have to be scored again.
#[derive(Default)]
struct Affected {
    all: bool,
    units: BTreeSet<UnitId>,
    slices: BTreeSet<(Period, Span)>,
    cells: BTreeSet<ScoreCell>,
}

impl Affected {
    fn has(&self, cell: &ScoreCell) -> bool {
        let (unit, period, span) = cell;
        self.all
            || self.cells.contains(cell)
            || self.slices.contains(&(*period, *span))
            || self.units.contains(unit)
    }

    fn none(&self) -> bool {
        !self.all && self.cells.is_empty() && self.slices.is_empty() && self.units.is_empty()
    }
}

impl Evaluation<'_> {
    /// The scores of a KPI on a boundary with their history, and how many were made.
    fn scored(&self, kpi: &Kpi, boundary: NaiveDate, on: &Measures<'_>) -> (Scored, usize) {
        let Inputs {
            areas,
            targets,
            measures: declared,
            zone,
            ..
        } = self.inputs;
        let setting = settings(self.inputs, on, boundary, self.broken);
        let read: Vec<&Measure> = declared
            .iter()
            .filter(|m| kpi.kind.measures().contains(&m.id.as_str()))
            .collect();
        let moments = moments(self.inputs, read.iter().copied());
        let held = self
            .kept
            .and_then(|k| k.scores.get(&(kpi.id.clone(), boundary)));
        let asked = kpi::asked(kpi, setting);
        let affected = held.map_or(
            Affected {
                all: true,
                ..Affected::default()
            },
            |held| self.affected(kpi, boundary, held, &moments),
        );
        let stays = |cell: &ScoreCell| asked.contains(cell) && !affected.has(cell);
        let old = held
            .into_iter()
            .flat_map(|h| &h.scores)
            .filter(|s| stays(&(s.area, s.period, s.span)))
            .map(|s| relinked(s, on));
        let mut scores: Vec<Score> = old.collect();
        let there: BTreeSet<ScoreCell> =
            scores.iter().map(|s| (s.area, s.period, s.span)).collect();
        let wanted: Vec<ScoreCell> = asked
            .iter()
            .filter(|cell| !there.contains(*cell))
            .copied()
            .collect();
        let made = kpi::score(kpi, setting, wanted);
        let count = made.len();
        scores.extend(made);
        scores
            .sort_by_cached_key(|s| (areas.unit(s.area).code.clone(), s.period, s.span, s.target));
        let ground = HistoryInputs {
            declared,
            targets,
            areas,
            boundary,
            moments: &moments,
            zone,
        };
        let mut revisions: Vec<Revision> = held
            .into_iter()
            .flat_map(|h| &h.revisions)
            .filter(|r| !affected.has(&r.cell))
            .cloned()
            .collect();
        if !affected.none() {
            revisions.extend(kpi::verdict_history(
                kpi,
                self.lines(&read, boundary),
                ground,
                |cell| affected.has(cell),
            ));
        }
        revisions.sort_by_key(|r| (r.known_from, r.cell, r.target));
        (
            Scored {
                scores,
                revisions,
                moments,
            },
            count,
        )
    }

    fn lines<'s>(
        &'s self,
        read: &'s [&'s Measure],
        boundary: NaiveDate,
    ) -> impl Iterator<Item = kpi::MeasureLine<'s>> {
        let of = move |m: &&'s Measure| {
            self.values
                .get(&(m.id.clone(), boundary))
                .map(|values| (m.id.as_str(), values))
        };
        read.iter()
            .filter_map(of)
            .flat_map(|(id, values)| values.lines().map(move |(key, line)| (id, *key, line)))
    }

    /// The cells whose score, now or at some moment, may be another one than was kept.
    fn affected(
        &self,
        kpi: &Kpi,
        boundary: NaiveDate,
        held: &Scored,
        moments: &BTreeSet<DateTime<Utc>>,
    ) -> Affected {
        let kept_broken =
            |m: &&str| self.kept.is_some_and(|k| k.broken.contains(*m)) != self.broken.contains(*m);
        if !kpi.kind.items().is_empty() {
            // It looks at scores of others, and what it finds is kept nowhere.
            return Affected {
                all: true,
                ..Affected::default()
            };
        }
        let changed = self.changed(kpi, boundary);
        let mut affected = self.turned(kpi, boundary, &changed);
        affected.all |= kpi.kind.measures().iter().any(kept_broken);
        if affected.all {
            return affected;
        }
        for (measure, key) in changed
            .iter()
            .flat_map(|(m, keys)| keys.keys().map(move |key| (*m, *key)))
        {
            for reader in kpi::dependents(kpi, measure, key) {
                match reader {
                    Dependent::Cell(unit, period, span) => {
                        _ = affected.cells.insert((unit, period, span));
                    }
                    Dependent::Slice(period, span) => _ = affected.slices.insert((period, span)),
                }
            }
        }
        let zone = self.inputs.zone;
        let decided = |moments: &BTreeSet<DateTime<Utc>>, t: &Target| {
            moments
                .iter()
                .find(|m| t.decided_by(Some(day_of(**m, zone))))
                .copied()
        };
        let moved =
            |t: &&Target| t.kpi == kpi.id && decided(&held.moments, t) != decided(moments, t);
        let moved = self.inputs.targets.iter().filter(moved);
        affected
            .units
            .extend(moved.filter_map(|t| kpi::area_of(t, self.inputs.areas, boundary)));
        affected
    }

    /// The changed values of the measures of a KPI.
    fn changed<'k>(
        &self,
        kpi: &'k Kpi,
        boundary: NaiveDate,
    ) -> Vec<(&'k str, &BTreeMap<ValueKey, PresenceChanges>)> {
        let of = |m: &'k str| {
            Some((m, &self.mended.get(&(m.to_owned(), boundary))?.changed))
                .filter(|(_, changed)| !changed.is_empty())
        };
        kpi.kind.measures().into_iter().filter_map(of).collect()
    }

    /// The areas and periods that have figures since another moment than before.
    fn turned(
        &self,
        kpi: &Kpi,
        boundary: NaiveDate,
        changed: &[(&str, &BTreeMap<ValueKey, PresenceChanges>)],
    ) -> Affected {
        let mut affected = Affected::default();
        let mut turns: BTreeMap<Presence, [PresenceChanges; 2]> = BTreeMap::new();
        let values = |measure: &str| self.values.get(&(measure.to_owned(), boundary));
        for (measure, keys) in changed {
            let Some(now) = values(measure) else { continue };
            let turned = keys
                .iter()
                .filter(|(key, before)| now.presence(key) != **before);
            turns.extend(
                turned
                    .flat_map(|(key, _)| kpi::presences(kpi, measure, *key))
                    .map(|p| (p, <[PresenceChanges; 2]>::default())),
            );
        }
        if turns.is_empty() {
            return affected;
        }
        for measure in kpi.kind.measures() {
            let Some(now) = values(measure) else { continue };
            let changed = changed
                .iter()
                .find(|(m, _)| *m == measure)
                .map(|(_, keys)| *keys);
            let gone = changed.into_iter().flat_map(BTreeMap::keys);
            for key in now
                .lines()
                .map(|(key, _)| key)
                .chain(gone)
                .collect::<BTreeSet<_>>()
            {
                let is = now.presence(key);
                let was = changed.and_then(|c| c.get(key)).unwrap_or(&is);
                for presence in kpi::presences(kpi, measure, *key) {
                    if let Some([before, now]) = turns.get_mut(&presence) {
                        before.extend(was);
                        now.extend(&is);
                    }
                }
            }
        }
        for (presence, _) in turns
            .into_iter()
            .filter(|(_, [before, now])| any_presence(before.clone()) != any_presence(now.clone()))
        {
            match presence {
                Presence::Unit(unit) => _ = affected.units.insert(unit),
                Presence::Slice(period, span) => _ = affected.slices.insert((period, span)),
                Presence::Planned(..) => affected.all = true,
            }
        }
        affected
    }
}

/// A score that was kept, with what its operands find. None of that has changed, else it would have
/// been made again.
fn relinked(score: &Score, on: &Measures<'_>) -> Score {
    let mut score = score.clone();
    for operand in &mut score.operands {
        operand.found = on
            .get(&operand.measure, score.area, operand.period, operand.span)
            .cloned();
    }
    kpi::one_series(&mut score.operands);
    score
}
