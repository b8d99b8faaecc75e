//! Which cells of a KPI have to be scored again: those that read a value that changed, and those
//! that exist since another moment than before.

use crate::evaluate::incremental::evaluation::Evaluation;
use crate::evaluate::incremental::kept::Scored;
use crate::evaluate::inputs::Inputs;
use crate::kpi::{self, Dependent, Presence};
use crate::model::{
    BoundaryKey, Kpi, Period, Span, Target, UnitId, ValueKey, any_presence, day_of,
};
use crate::series::{PresenceChanges, Values};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// The values of a measure that changed, with how they were there before.
type ChangedValues<'a> = (&'a str, &'a BTreeMap<ValueKey, PresenceChanges>);

/// Which cells of a KPI have to be scored again.
#[derive(Default)]
pub(super) struct Affected {
    pub(super) all: bool,
    pub(super) units: BTreeSet<UnitId>,
    pub(super) slices: BTreeSet<(Period, Span)>,
    pub(super) cells: BTreeSet<ValueKey>,
}

impl Affected {
    pub(super) fn has(&self, cell: &ValueKey) -> bool {
        self.all
            || self.cells.contains(cell)
            || self.slices.contains(&(cell.period, cell.span))
            || self.units.contains(&cell.area)
    }

    pub(super) fn none(&self) -> bool {
        !self.all && self.cells.is_empty() && self.slices.is_empty() && self.units.is_empty()
    }

    /// Takes in the cells that read a changed value.
    fn take_readers(&mut self, kpi: &Kpi, changed: &[ChangedValues<'_>]) {
        for (measure, key) in changed
            .iter()
            .flat_map(|(m, keys)| keys.keys().map(move |key| (*m, *key)))
        {
            for reader in kpi::dependents(kpi, measure, key) {
                match reader {
                    Dependent::Cell(cell) => _ = self.cells.insert(cell),
                    Dependent::Slice(period, span) => _ = self.slices.insert((period, span)),
                }
            }
        }
    }

    /// Takes in all cells that a presence is looked at for.
    fn take_presence(&mut self, presence: Presence) {
        match presence {
            Presence::Unit(unit) => _ = self.units.insert(unit),
            Presence::Slice(period, span) => _ = self.slices.insert((period, span)),
            Presence::Planned(..) => self.all = true,
        }
    }
}

impl Evaluation<'_> {
    /// The cells whose score, now or at some moment, may be another one than was kept.
    pub(super) fn affected(
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
        affected.take_readers(kpi, &changed);
        affected
            .units
            .extend(self.areas_of_moved_targets(kpi, boundary, &held.moments, moments));
        affected
    }

    /// The areas of the targets of a KPI that count from another moment than before.
    fn areas_of_moved_targets(
        &self,
        kpi: &Kpi,
        boundary: NaiveDate,
        before: &BTreeSet<DateTime<Utc>>,
        now: &BTreeSet<DateTime<Utc>>,
    ) -> impl Iterator<Item = UnitId> {
        let Inputs {
            zone,
            targets,
            areas,
            ..
        } = self.inputs;
        let decided = move |moments: &BTreeSet<DateTime<Utc>>, t: &Target| {
            moments
                .iter()
                .find(|m| t.decided_by(Some(day_of(**m, zone))))
                .copied()
        };
        targets
            .iter()
            .filter(move |t| t.kpi == kpi.id && decided(before, t) != decided(now, t))
            .filter_map(move |t| kpi::area_of(t, areas, boundary))
    }

    /// The changed values of the measures of a KPI.
    fn changed<'k>(&'k self, kpi: &'k Kpi, boundary: NaiveDate) -> Vec<ChangedValues<'k>> {
        let of = |m: &'k str| {
            Some((m, &self.mended.get(&BoundaryKey::new(m, boundary))?.changed))
                .filter(|(_, changed)| !changed.is_empty())
        };
        kpi.kind.measures().into_iter().filter_map(of).collect()
    }

    /// The areas and periods that have figures since another moment than before.
    fn turned(&self, kpi: &Kpi, boundary: NaiveDate, changed: &[ChangedValues<'_>]) -> Affected {
        let values = |measure: &str| self.values.get(&BoundaryKey::new(measure, boundary));
        let mut turns: BTreeMap<Presence, [PresenceChanges; 2]> = BTreeMap::new();
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
        let mut affected = Affected::default();
        if turns.is_empty() {
            return affected;
        }
        for measure in kpi.kind.measures() {
            let Some(now) = values(measure) else { continue };
            let of = changed.iter().find(|(m, _)| *m == measure);
            compare_presence(kpi, measure, now, of.map(|(_, keys)| *keys), &mut turns);
        }
        for (presence, _) in turns
            .into_iter()
            .filter(|(_, [before, now])| any_presence(before.clone()) != any_presence(now.clone()))
        {
            affected.take_presence(presence);
        }
        affected
    }
}

/// Adds to each presence asked for what the values of a measure say of it, before and now.
fn compare_presence(
    kpi: &Kpi,
    measure: &str,
    now: &Values,
    changed: Option<&BTreeMap<ValueKey, PresenceChanges>>,
    turns: &mut BTreeMap<Presence, [PresenceChanges; 2]>,
) {
    let gone = changed.into_iter().flat_map(BTreeMap::keys);
    let keys = now.lines().map(|(key, _)| key).chain(gone);
    for key in keys.collect::<BTreeSet<_>>() {
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
